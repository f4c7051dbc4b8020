"""What can follow what somebody has typed of a condition, of people, or of another phrase."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from core.flow.entering import OWN_BRANCH, Scope
from core.language import label, say
from core.objects import FieldDefinition, FieldKind
from core.rules.words import Token, tokens


class Completion(msgspec.Struct, frozen=True):
    """What to write, and what it means in the reader's language."""

    text: str
    words: str = ""


class Completions(msgspec.Struct, frozen=True, kw_only=True):
    """What can stand from `start` on, in place of what was begun there."""

    start: int = 0
    items: tuple[Completion, ...] = ()


def among(options: Sequence[Completion]) -> Callable[[str], Completions]:
    """Completes to one of a few: those that hold what was typed."""

    def complete(words: str) -> Completions:
        wanted = words.casefold().strip()
        return Completions(
            items=tuple(
                each for each in options if wanted in f"{each.text} {each.words}".casefold()
            )
        )

    return complete


_ORDERED = (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE, FieldKind.TIME)
_COMPARES = ("==", "!=", "<", "<=", ">", ">=")
_BEGINNINGS = ("=", "!", "<", ">")
"""What a comparison may begin with."""
_PATH = re.compile(r"[A-Za-z_]\w*\.\w*$")
"""Something of a person that was begun: `person.cla`."""
_EVERYBODY = ("department", "region", "roles", "groups", "skills")
"""What every person has."""
_JOINS = ("and", "or")


def complete(kind: str, text: str, scope: Scope) -> Completions:
    """What can follow `text` in a property of this kind (`core.flow.entering`)."""
    if kind in ("condition", "where", "event_where"):
        return _condition(kind, text, scope)
    find = _PHRASES.get(kind)
    if find is None:
        return Completions()
    start = 0
    if kind in ("people", "fields", "percents"):
        start = max(text.rfind(mark) for mark in ",，、") + 1
        start += len(text[start:]) - len(text[start:].lstrip())
    return Completions(start=start, items=_fitting(text[start:], find(scope)))


def _fitting(begun: str, items: Iterable[Completion]) -> tuple[Completion, ...]:
    """Those that hold what was begun, first those that begin with it; not what is there whole.

    A comparison that others begin with stays: `<` typed whole is not made `<=`.
    """
    wanted = begun.casefold().strip()
    first, others = [], []
    for each in items:
        text = each.text.casefold()
        if text == wanted and text not in _BEGINNINGS:
            continue
        if text.startswith(wanted):
            first.append(each)
        elif wanted in f"{text} {each.words.casefold()}":
            others.append(each)
    return (*first, *others)


# --- conditions ------------------------------------------------------------------------------


def _condition(kind: str, text: str, scope: Scope) -> Completions:
    words = tokens(text)
    begun = words[-1] if words and _is_begun(words[-1], text) else None
    before = words[:-1] if begun is not None else words
    start = begun.at if begun is not None else len(text)
    path = _PATH.search(text)
    if path is not None:
        start, before = path.start(), tokens(text[: path.start()])
        begun = Token("name", path[0], start)
    open_text = _open_text(text)
    if open_text is not None:
        start, before = open_text, tokens(text[:open_text])
        begun = Token("name", text[open_text:].strip("\"'"), open_text)
    if begun is None and words and words[-1].text in _BEGINNINGS and text.endswith(words[-1].text):
        begun, before, start = words[-1], words[:-1], words[-1].at
    items = _following(kind, before, scope)
    return Completions(start=start, items=_fitting(begun.text if begun is not None else "", items))


def _is_begun(last: Token, text: str) -> bool:
    """Whether the last word may not be whole yet."""
    return last.at + len(last.text) == len(text) and last.kind in ("name", "text", "foreign")


def _open_text(text: str) -> int | None:
    """Where a text in quotes begins that has no end yet."""
    at = text.rfind('"')
    return at if text.count('"') % 2 else None


def _following(kind: str, before: list[Token], scope: Scope) -> Iterator[Completion]:
    last = before[-1] if before else None
    fields = {each.id: each for each in scope.object_type.fields} if scope.object_type else {}
    if last is None or last.text in (*_JOINS, "not", "("):
        yield from _operands(kind, fields.values(), scope)
    elif last.text in _COMPARES or last.text in ("in", "[", ","):
        if kind == "where":
            yield from _of_person("person", scope)
        yield from _values(_compared(before, fields))
    elif last.kind == "name" and last.text in fields:
        yield from _operators(fields[last.text])
    elif last.kind in ("text", "number") or last.text in ("true", "false", ")", "]"):
        for each in _JOINS:
            yield Completion(each, say(f"design_words.op.{each}"))
    elif last.kind == "name":
        yield from _operators(None)


def _operands(kind: str, fields: Iterable[FieldDefinition], scope: Scope) -> Iterator[Completion]:
    if kind == "where":
        yield from _of_person("person", scope)
    for field in fields:
        kind_words = say(f"design_words.kind.{field.kind.value}")
        yield Completion(field.id, f"{label(field.title)} ({kind_words})")
    yield from _of_person("requester", scope)
    yield Completion("today", say("design_words.word.today"))


def _of_person(word: str, scope: Scope) -> Iterator[Completion]:
    for name in (*_EVERYBODY, *scope.words.attributes):
        yield Completion(f"{word}.{name}", say(f"design_words.word.{word}", name=name))


def _operators(field: FieldDefinition | None) -> Iterator[Completion]:
    ordered = field is None or field.kind in _ORDERED
    for each in _COMPARES:
        if ordered or each in ("==", "!="):
            yield Completion(each, say(f"design_words.op.{each}"))
    if field is None or field.kind in (FieldKind.CHOICE, FieldKind.TEXT):
        yield Completion("in", say("design_words.op.in"))


def _compared(before: list[Token], fields: dict[str, FieldDefinition]) -> FieldDefinition | None:
    """The field whose values are asked for: the last one named."""
    return next((fields[each.text] for each in reversed(before) if each.text in fields), None)


def _values(field: FieldDefinition | None) -> Iterator[Completion]:
    if field is None:
        return
    if field.kind is FieldKind.CHOICE:
        for choice in field.choices:
            yield Completion(f'"{choice.id}"', label(choice.title))
    elif field.kind is FieldKind.FLAG:
        yield Completion("true", say("tui.yes"))
        yield Completion("false", say("tui.no"))


# --- phrases ---------------------------------------------------------------------------------


def _people(scope: Scope) -> Iterator[Completion]:
    for phrase in ("manager", "head of requester's department", "requester"):
        yield Completion(phrase, say(f"design_words.who.{phrase}"))
    for role in scope.words.roles:
        yield Completion(f"role:{role.id}", say("design_words.who.role", role=_title(role)))
    for group in scope.words.groups:
        yield Completion(f"group:{group.id}", say("design_words.who.group", group=_title(group)))
    yield Completion("manager 2 levels up", say("design_words.who.levels"))
    for role in scope.words.roles:
        words = say("design_words.who.each", role=_title(role))
        yield Completion(f"each manager up to role:{role.id}", words)
    for part in scope.words.departments:
        words = say("design_words.who.head", department=_title(part))
        yield Completion(f"head of department:{part.id}", words)
    for field in scope.object_type.fields if scope.object_type else ():
        if field.kind is FieldKind.PERSON:
            words = say("design_words.who.field", field=label(field.title) or field.id)
            yield Completion(f"field:{field.id}", words)
    for role in scope.words.roles:
        words = say("design_words.who.inside", role=_title(role))
        yield Completion(f"role:{role.id} in requester's department", words)
    for table in scope.words.tables:
        words = say("design_words.who.table", table=_title(table))
        yield Completion(f"table {table.id}", words)


def _title(named: object) -> str:
    return label(getattr(named, "title", {})) or str(getattr(named, "id", ""))


def _fields(scope: Scope) -> Iterator[Completion]:
    for field in scope.object_type.fields if scope.object_type else ():
        yield Completion(field.id, label(field.title))


def _values_of(scope: Scope) -> Iterator[Completion]:
    for field in scope.object_type.fields if scope.object_type else ():
        yield Completion(f"= {field.id}", label(field.title))
    yield from (each for each in _people(scope) if each.text.startswith(("role:", "group:")))


def _rejects(scope: Scope) -> Iterator[Completion]:
    for phrase in ("end", "back to requester", "go on", *OWN_BRANCH):
        yield Completion(phrase, say(f"design_words.reject.{phrase}"))
    for step in scope.steps:
        yield Completion(f"back to {step}", say("design_words.reject.step"))


def _fixed(name: str, *phrases: str) -> Callable[[Scope], Iterator[Completion]]:
    def find(_scope: Scope) -> Iterator[Completion]:
        for phrase in phrases:
            yield Completion(phrase, say(f"design_words.{name}.{phrase}"))

    return find


def _plain(*phrases: str) -> Callable[[Scope], Iterator[Completion]]:
    return lambda _scope: (Completion(phrase) for phrase in phrases)


def _actions(scope: Scope) -> Iterator[Completion]:
    described = {action.partition(".")[0] for action in scope.words.actions}
    for action in scope.words.actions:
        yield Completion(action, say("design_words.action_of", name=action.partition(".")[0]))
    for name in scope.words.connectors:
        if name not in described:
            yield Completion(f"{name}.", say("design_words.action_of", name=name))


_PHRASES: dict[str, Callable[[Scope], Iterator[Completion]]] = {
    "people": _people,
    "who": _people,
    "fields": _fields,
    "value": _values_of,
    "reject": _rejects,
    "action": _actions,
    "flow": lambda scope: (Completion(each.id, label(each.title)) for each in scope.words.flows),
    "pick": _fixed("pick", "least loaded", "in turn", "most skilled in "),
    "mode": _fixed("mode", "any", "all", "in order", "more than 50%", "at least 2"),
    "final": _fixed("final", "return at 150%", "reject at 150%", "approve at 150%"),
    "span": _fixed(
        *("span", "1 working day", "2 working days", "5 working days", "4 working hours", "1 week")
    ),
    "percents": _plain("50%", "80%"),
    "percent": _plain("100%", "120%"),
}
