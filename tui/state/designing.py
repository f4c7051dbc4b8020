"""What can be set of a row of a flow, in words: the form of the designer, without a screen."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from core.errors import Invalid
from core.flow.change import Path
from core.flow.drawing.notes import span_text
from core.flow.editing import FlowDocument
from core.flow.entering import Scope, read
from core.flow.outline import Row, RowKind
from core.flow.phrases import parse_span
from core.flow.source import Node
from core.language import Label, current_language, has_text, say
from core.located import Located, Problems
from tui.drawing.people_words import people_in_words, phrase_of
from tui.state.people_options import takes_options, with_option, with_options_of

YES_NO = ("yes", "no")


class Property(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the form: what it is called, what it is now, how it is typed."""

    name: str
    """Names its texts: `design_form.prop.<name>`."""
    path: Path
    kind: str
    """A kind of `core.flow.entering`; "" cannot be changed here."""
    value: str = ""
    options: tuple[str, ...] = ()
    """Where only these are possible; each with a text `design_form.choice.<name>.<option>`."""
    required: bool = False
    says: str = ""
    """In place of the usual title: the name of a value."""
    people: tuple[Any, ...] = ()
    """Of `several`: each as the file has it."""

    @property
    def title(self) -> str:
        """What it is called."""
        return self.says or say(f"design_form.prop.{self.name}")

    @property
    def help(self) -> str:
        """A line about it, or ""."""
        key = f"design_form.prop.{self.name}.help"
        return say(key) if has_text(key) else ""

    def shown(self) -> str:
        """Its value in words."""
        if self.options and self.value:
            return option_words(self.name, self.value)
        return self.value


_WITH_WORDS = {"mode": "mode", "pick": "pick", "reject": "reject", "final": "final"}
"""Kinds of phrases with a text each, where they are one of the usual ones."""


def say_value(form: Property, names: Mapping[str, Label]) -> str:
    """A value in the reader's words; `names` has roles and the rest by id."""
    if form.people:
        return people_in_words(list(form.people), names)
    if form.kind in ("people", "who") and form.value:
        return people_in_words(form.value, names)
    if form.kind == "span" and form.value:
        return span_in_words(form.value)
    area = _WITH_WORDS.get(form.kind, "")
    if area and current_language() != "en" and has_text(key := f"design_words.{area}.{form.value}"):
        return say(key)
    return form.shown()


def span_in_words(text: str) -> str:
    """A length of time of a flow file in the current language; any other text as it is."""
    problems = Problems()
    span = parse_span(Node(Located("", 1, 1, text, text), problems))
    return text if problems.errors else span_text(span)


def option_words(name: str, option: str) -> str:
    """One of a few possible values in words."""
    if option in YES_NO:
        return say(f"tui.{option}")
    return say(f"design_form.choice.{name}.{option}")


def properties(document: FlowDocument, row: Row) -> list[Property]:
    """What can be set of a row."""
    return list(_Form(document, row).all())


class _Form:
    def __init__(self, document: FlowDocument, row: Row) -> None:
        self._document = document
        self._row = row

    def all(self) -> Iterator[Property]:
        if self._row.kind is RowKind.FLOW:
            yield from self._flow()
        elif self._row.kind is RowKind.BRANCH:
            yield from self._branch()
        elif self._row.kind is RowKind.REJECT:
            yield from self._reject_branch()
        elif self._row.step:
            yield from self._step(self._row.step)

    # --- kinds of rows -------------------------------------------------------------------------

    def _flow(self) -> Iterator[Property]:
        yield from self._titles()
        yield self._one("object_type", "object", "object_type", required=True)
        yield self._one("owner", "owner", "who", required=True)
        yield from self._labels("about")
        yield self._list("watch", "watch", "fields")
        yield self._one("urge_every", "urge every", "span")
        yield self._choice("automatic", "automatic approval", ("allowed",))
        yield self._one("flow_id", "flow", "id", required=True)

    def _branch(self) -> Iterator[Property]:
        here = self._value()
        if not isinstance(here, dict):
            return
        if "when" in here:
            yield self._one("when", "when", "condition", required=True)
        yield from self._titles()

    def _reject_branch(self) -> Iterator[Property]:
        if isinstance(self._value(), dict):
            yield self._choice("then", "then", ("end", "go on"))

    def _step(self, kind: str) -> Iterator[Property]:
        yield from self._titles()
        if kind in ("approve", "do", "fill"):
            yield from self._asking(kind)
        elif kind == "tell":
            yield from self._people("tell", "tell")
            yield self._one("text", "text", "text")
        elif kind == "call":
            yield from self._call()
        elif kind == "set":
            yield from self._map("set", "value")
        elif kind == "wait":
            yield from self._wait()
        elif kind == "flow":
            yield from self._sub_flow()
        if kind not in ("approve", "do", "fill") and "id" in self._value():
            yield self._one("id", "id", "id")

    def _asking(self, kind: str) -> Iterator[Property]:
        yield from self._people("by", "by")
        if kind == "fill":
            yield self._list("fills", "fields", "fields", required=True)
        else:
            yield self._one("mode", "mode", "mode")
        if kind == "approve":
            yield from self._more_of_mode()
        yield self._one("within", "within", "span")
        yield from self._ladder()
        if kind == "approve":
            yield self._rejected()
            yield self._choice("reason", "reason", ("required", "on reject", "optional"))
        if kind != "fill":
            yield self._list("asks", "asks", "fields")
        yield self._one("text", "text", "text")
        yield self._choice("priority", "priority", ("urgent", "high", "normal", "low"))
        if kind == "approve":
            yield self._flag("exclusive", "exclusive")
            yield self._flag("allow_requester", "allow requester")
            yield self._choice("resubmit", "resubmit", ("straight back",))
            yield self._flag("take_back", "take back")
            yield self._choice("nobody", "nobody found", ("ask the owner", "approve"))
        yield self._choice("asking", "asking", ("stops the clock",))
        yield self._one("step_id", kind, "id", required=True)

    def _more_of_mode(self) -> Iterator[Property]:
        """What can be said beside some modes, and where it has been said."""
        mode, value = self._of("mode") or "any", self._value()
        if mode == "any" or "rejected by" in value:
            yield self._choice("rejected_by", "rejected by", ("first", "all"))
        if mode == "all" or "wait" in value:
            yield self._choice("wait_all", "wait", ("all",))

    def _ladder(self) -> Iterator[Property]:
        late = self._value().get("late")
        if late is not None and not isinstance(late, dict):
            return
        yield self._list("remind", "late", "percents", "remind")
        yield self._at("escalate", ("late", "escalate"), "percent")
        if isinstance(late, dict) and "escalate" in late:
            yield self._flag("replace", "late", "replace")
        yield self._at("final", ("late", "final"), "final")

    def _call(self) -> Iterator[Property]:
        yield self._one("call", "call", "action", required=True)
        yield from self._map("with", "value")
        yield self._one("as", "as", "word")
        yield self._one("undo", "undo", "action")
        yield from self._map("answer", "word")

    def _wait(self) -> Iterator[Property]:
        wait = self._value().get("wait")
        if isinstance(wait, str):
            yield self._one("wait", "wait", "span", required=True)
        elif isinstance(wait, dict) and "until" in wait:
            yield self._at("until", ("wait", "until"), "condition", required=True)
        elif isinstance(wait, dict):
            yield self._at("event", ("wait", "event"), "word", required=True)
            yield self._at("event_where", ("wait", "where"), "event_where")

    def _sub_flow(self) -> Iterator[Property]:
        yield self._one("sub_flow", "flow", "flow", required=True)
        yield self._flag("waits", "waits")
        yield from self._map("with", "value")
        yield self._rejected()

    # --- kinds of properties -------------------------------------------------------------------

    def _value(self) -> Any:
        return self._document.value(self._row.path)

    def _of(self, *keys: str) -> Any:
        return self._document.value((*self._row.path, *keys))

    def _titles(self) -> Iterator[Property]:
        yield from self._labels("title")

    def _labels(self, key: str) -> Iterator[Property]:
        value = self._of(key)
        for language in ("en", "zh"):
            path = (*self._row.path, key, language)
            words = value.get(language, "") if isinstance(value, dict) else value or ""
            shown = words if isinstance(words, str) else ""
            yield Property(name=f"{key}_{language}", path=path, kind="text", value=shown)

    def _at(
        self, name: str, keys: tuple[str, ...], kind: str, *, required: bool = False
    ) -> Property:
        value = self._of(*keys)
        written = isinstance(value, str) or value is None
        return Property(
            name=name,
            path=(*self._row.path, *keys),
            kind=kind if written else "",
            value=value or "" if written else say("designer.in_the_file"),
            required=required,
        )

    def _one(self, name: str, key: str, kind: str, *, required: bool = False) -> Property:
        return self._at(name, (key,), kind, required=required)

    def _list(
        self, name: str, key: str, kind: str, *inner: str, required: bool = False
    ) -> Property:
        value = self._of(key, *inner)
        items = value if isinstance(value, list) else [value] if value else []
        plain = all(isinstance(each, str) for each in items)
        return Property(
            name=name,
            path=(*self._row.path, key, *inner),
            kind=kind if plain else "",
            value=", ".join(items) if plain else say("designer.in_the_file"),
            required=required,
        )

    def _flag(self, name: str, *keys: str) -> Property:
        value = self._of(*keys)
        words = {"true": "yes", "false": "no"}.get(value, "") if isinstance(value, str) else ""
        path = (*self._row.path, *keys)
        return Property(name=name, path=path, kind="flag", value=words, options=YES_NO)

    def _choice(self, name: str, key: str, options: tuple[str, ...]) -> Property:
        value = self._of(key)
        known = value if isinstance(value, str) and value in options else ""
        path = (*self._row.path, key)
        return Property(name=name, path=path, kind="word", value=known, options=options)

    def _map(self, key: str, kind: str) -> Iterator[Property]:
        value = self._of(key)
        for name, each in value.items() if isinstance(value, dict) else ():
            yield Property(
                name=f"one_{key}",
                path=(*self._row.path, key, name),
                kind=kind if isinstance(each, str) else "",
                value=each if isinstance(each, str) else say("designer.in_the_file"),
                says=say(f"design_form.prop.one_{key}", name=name),
            )
        yield Property(name=f"new_{key}", path=(*self._row.path, key), kind="new_key")

    def _rejected(self) -> Property:
        """What a reject leads to; a branch of its own is a row of the tree."""
        found = self._one("on_reject", "on reject", "reject")
        if found.kind:
            return found
        value = self._of("on reject")
        then = value.get("then") if isinstance(value, dict) else "end"
        words = "own branch, then go on" if then == "go on" else "own branch"
        return msgspec.structs.replace(found, kind="reject", value=words)

    # --- people --------------------------------------------------------------------------------

    def _people(self, name: str, key: str) -> Iterator[Property]:
        value = self._of(key)
        items = value if isinstance(value, list) else [value] if value else []
        path = (*self._row.path, key)
        shown = ", ".join(each if isinstance(each, str) else phrase_of(each) for each in items)
        if len(items) > 1:
            yield Property(
                name=name,
                path=path,
                kind="several",
                value=shown,
                required=True,
                people=tuple(items),
            )
            return
        yield Property(name=name, path=path, kind="people", value=shown, required=True)
        if items and takes_options(shown):
            options = items[0] if isinstance(items[0], dict) else {}
            for option, kind in (("where", "where"), ("pick", "pick")):
                words = options.get(option, "")
                yield Property(name=option, path=(*path, option), kind=kind, value=words)


# --- setting ---------------------------------------------------------------------------------


def give(document: FlowDocument, form: Property, text: str, scope: Scope) -> None:
    """Set a property to what was typed; "" takes it away.

    Raises UsageError with what is wrong, and Invalid where the file cannot be changed there.
    """
    if text == form.value:
        return
    kind = {"object_type": "word", "several": "people"}.get(form.kind, form.kind)
    value = read(kind, text, scope)
    if value == "" and form.required:
        raise Invalid(said=say("designer.needed"))
    if form.kind == "people":
        before = document.value(form.path)
        document.set(form.path, with_options_of(before, value))
    elif form.kind in ("where", "pick"):
        before = document.value(form.path[:-1])
        document.set(form.path[:-1], with_option(before, str(form.path[-1]), value))
    elif form.path and form.path[-1] in ("en", "zh"):
        document.set(form.path[:-1], _label(document.value(form.path[:-1]), form, value))
    elif form.options == YES_NO and text == "no" and form.name != "waits":
        document.set(form.path, "")
    else:
        document.set(form.path, value)


def _label(before: Any, form: Property, value: str) -> Any:
    """A text in both languages with one of them changed."""
    language = str(form.path[-1])
    other = "zh" if language == "en" else "en"
    words = dict(before) if isinstance(before, dict) else {other: before} if before else {}
    words[language] = value
    return {each: words[each] for each in sorted(words) if words[each]}
