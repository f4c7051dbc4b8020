"""One property of a step as a person types it: what is to be written for it, or what is wrong.

The readers of `core.flow.phrases` and `core.flow.naming` judge each phrase, so that what is
accepted here is what a file may say; whether what it names exists is asked of `Scope`.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from core.design import DesignWords, Named
from core.errors import UsageError
from core.flow.definition import Computed, Template, Who, WhoKind
from core.flow.naming import parse_who
from core.flow.phrases import parse_ladder, parse_span, parse_value, parse_vote
from core.flow.plain_steps import STEP_ID
from core.flow.source import Node
from core.flow.writing import inline_yaml
from core.language import has_text, say
from core.located import Problems, near_or_known, read_yaml_into
from core.objects import FieldKind, ObjectType
from core.rules.vetting import Fault, vet_condition, vet_value
from core.rules.words import tokens

_GO_ON = frozenset(
    ("==", "!=", "<", "<=", ">", ">=", "in", "and", "or", "not", "(", "[", ",", "..", "+", "-", "*")
)
"""Words after which an expression goes on."""
_CHINESE_UNITS = {
    "工作日": "working day", "工作小时": "working hour", "分钟": "minute", "小时": "hour",
    "天": "day", "日": "day", "周": "week", "星期": "week",
}  # fmt: skip
_CHINESE_SPAN = re.compile(f"(\\d{{1,6}}) ?个? ?({'|'.join(_CHINESE_UNITS)})")
_HOLE = re.compile(r"\{([^{}]*)\}")


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What a property is judged by."""

    object_type: ObjectType | None = None
    words: DesignWords = DesignWords()
    steps: tuple[str, ...] = ()
    """The ids of all steps."""


def read(kind: str, text: str, scope: Scope) -> Any:
    """The value to be written for what was typed. Raises UsageError with what is wrong."""
    text = " ".join(text.split()) if kind != "text" else text.strip()
    return _READERS[kind](text, scope) if text else ""


def _refuse(message: str, hint: str = "") -> UsageError:
    return UsageError(message, hint=hint)


def _parsed(value: Any, parse: Callable[[Node], Any]) -> Any:
    """What a reader makes of a value. Raises UsageError with the first thing it finds wrong."""
    problems = Problems()
    documents = read_yaml_into(problems, inline_yaml(value))
    found = parse(Node(documents[0], problems)) if documents else None
    if problems.errors:
        first = problems.sorted()[0]
        raise _refuse(first.message, first.hint)
    return found


def _text(text: str, _scope: Scope) -> str:
    return text


def _id(text: str, scope: Scope) -> str:
    if not STEP_ID.fullmatch(text):
        raise _refuse(say("check.no_id", text=text))
    if text in scope.steps:
        raise _refuse(say("designer.id_used", id=text))
    return text


# --- conditions and values -------------------------------------------------------------------


def _condition(text: str, scope: Scope, **about: bool) -> str:
    if tokens(text)[-1].text in _GO_ON:
        raise _refuse(say("designer.unfinished"))
    if scope.object_type is not None:
        _judge(vet_condition(text, scope.object_type, (), **about))
    return text


def _judge(fault: Fault | None) -> None:
    if fault is not None:
        key = f"check.{fault.key}"
        place = say("designer.at_column", n=fault.column) if fault.column > 1 else ""
        hint = f"{key}.hint"
        about = say(hint, **fault.values) if has_text(hint) else ""
        raise _refuse(f"{say(key, **fault.values)}{place}", about)


def _value(text: str, scope: Scope) -> str:
    found = _parsed(text, parse_value)
    expressions = (
        [found.expression.text] if isinstance(found, Computed)
        else _HOLE.findall(text) if isinstance(found, Template) else []
    )  # fmt: skip
    for each in expressions:
        if scope.object_type is not None:
            _judge(vet_value(each, scope.object_type))
    return text


# --- people ----------------------------------------------------------------------------------


def parts(text: str) -> list[str]:
    """Several phrases between commas."""
    return [part.strip() for part in re.split("[,，、]", text) if part.strip()]


def _people(text: str, scope: Scope) -> Any:
    for each in parts(text):
        _who(each, scope)
    found = parts(text)
    return found[0] if len(found) == 1 else found


def _who(text: str, scope: Scope) -> str:
    _exists(_parsed(text, parse_who), scope)
    return text


def _exists(who: Who, scope: Scope) -> None:
    words = scope.words
    known: dict[WhoKind, tuple[Named, ...]] = {
        WhoKind.ROLE: words.roles,
        WhoKind.MANAGERS: words.roles,
        WhoKind.GROUP: words.groups,
        WhoKind.HEAD: words.departments,
        WhoKind.TABLE: words.tables,
    }
    if who.kind is WhoKind.FIELD and scope.object_type is not None:
        fields = [each.id for each in scope.object_type.fields if each.kind is FieldKind.PERSON]
        _among(who.id, fields)
    elif who.id and known.get(who.kind):
        _among(who.id, [each.id for each in known[who.kind]])


def _among(name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        raise _refuse(say("designer.unknown", name=name), near_or_known(name, names))


def _pick(text: str, _scope: Scope) -> str:
    _parsed({"role": "x", "pick": text}, parse_who)
    return text


# --- the rest --------------------------------------------------------------------------------


def _span(text: str, _scope: Scope) -> str:
    chinese = _CHINESE_SPAN.fullmatch(text)
    if chinese is not None:
        amount, unit = int(chinese[1]), _CHINESE_UNITS[chinese[2]]
        text = f"{amount} {unit}" if amount == 1 else f"{amount} {unit}s"
    _parsed(text, parse_span)
    return text


def _mode(text: str, _scope: Scope) -> str:
    _parsed(text, parse_vote)
    return text


def _percents(text: str, _scope: Scope) -> list[str]:
    found = parts(text)
    _parsed({"remind": found}, parse_ladder)
    return found


def _percent(text: str, _scope: Scope) -> str:
    _parsed({"escalate": text}, parse_ladder)
    return text


def _final(text: str, _scope: Scope) -> str:
    _parsed({"final": text}, parse_ladder)
    return text


OWN_BRANCH = {"own branch": "end", "own branch, then go on": "go on"}
"""What a reject leads to where steps follow it, and how these end."""


def _reject(text: str, scope: Scope) -> Any:
    if text in ("end", "go on", "back to requester"):
        return text
    if text in OWN_BRANCH:
        return {"steps": [], "then": OWN_BRANCH[text]}
    if not text.startswith("back to "):
        raise _refuse(say("check.no_rejected", text=text))
    _among(text.removeprefix("back to "), scope.steps)
    return text


def _fields(text: str, scope: Scope) -> list[str]:
    found = parts(text)
    if scope.object_type is not None:
        known = [field.id for field in scope.object_type.fields]
        for each in found:
            _among(each, known)
    return found


def _action(text: str, _scope: Scope) -> str:
    if not re.fullmatch(r"[\w\-]+(\.[\w\-]+)+|table [\w.\-]+", text):
        raise _refuse(say("check.no_action", text=text))
    return text


def _flow(text: str, scope: Scope) -> str:
    if scope.words.flows:
        _among(text, [each.id for each in scope.words.flows])
    return text


def _flag(text: str, _scope: Scope) -> bool:
    return text in ("yes", "true")


_READERS: dict[str, Callable[[str, Scope], Any]] = {
    "text": _text,
    "id": _id,
    "condition": _condition,
    "where": lambda text, scope: _condition(text, scope, about_person=True),
    "event_where": lambda text, scope: _condition(text, scope, about_event=True),
    "value": _value,
    "people": _people,
    "who": _who,
    "pick": _pick,
    "span": _span,
    "mode": _mode,
    "percents": _percents,
    "percent": _percent,
    "final": _final,
    "reject": _reject,
    "fields": _fields,
    "action": _action,
    "flow": _flow,
    "flag": _flag,
    "word": _text,
}
KINDS = tuple(_READERS)
"""The kinds of properties."""
