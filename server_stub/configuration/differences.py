"""What applying a folder changes, thing by thing and field by field."""

import difflib
from collections.abc import Iterator
from typing import Any

import msgspec

from core.api import Change
from core.flow.calendar import Day, WorkCalendar
from core.flow.definition import Flow
from core.flow.differences import table_differences
from core.flow.testing_files import TestFile
from core.language import LANGUAGES, say
from core.rules.table import Table
from server_stub.configuration.company import KINDS, Company, Definition, Known

MOST_LINES = 60
"""How many changed lines of a flow a plan shows."""
_PLACES = {"place", "file"}


class _Things(dict[str, Any]):
    """Things by id whose order means something: the fields of a type, the choices of a field."""


def definition_changes(company: Company, known: Known) -> Iterator[tuple[Change, Definition]]:
    """Each definition that is new or other than before, with what is other about it."""
    for kind in KINDS:
        before = known.definitions(kind)
        for identifier, definition in company.definitions(kind).items():
            old = before.get(identifier)
            if old is None:
                yield Change(action="add", kind=kind, id=identifier), definition
            elif isinstance(old, TestFile) and isinstance(definition, TestFile):
                cases = say("configuration.detail.cases", n=len(definition.cases))
                change = Change(action="change", kind=kind, id=identifier, details=(cases,))
                yield from [(change, definition)] if meaning(old) != meaning(definition) else []
            elif isinstance(old, Table) and isinstance(definition, Table):
                details = tuple(table_differences(old, definition))
                if details:
                    yield (
                        Change(action="change", kind=kind, id=identifier, details=details),
                        definition,
                    )
            elif old != definition:
                details = tuple(differences(_by_id(old), _by_id(definition)))
                yield Change(action="change", kind=kind, id=identifier, details=details), definition


def differences(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """One line for each value that differs: `manager: li.na → wang.lei`."""
    if isinstance(old, dict) and isinstance(new, dict) and not (_is_label(old) and _is_label(new)):
        for key in dict.fromkeys((*old, *new)):
            inner = f"{path}.{key}" if path else str(key)
            yield from differences(old.get(key), new.get(key), inner)
        if isinstance(new, _Things) and old.keys() == new.keys() and [*old] != [*new]:
            yield say("configuration.detail.order", path=path, new=", ".join(new))
    elif old != new:
        if _empty(old):
            yield say("configuration.detail.added", path=path, new=_short(new))
        elif _empty(new):
            yield say("configuration.detail.removed", path=path, old=_short(old))
        else:
            yield say("configuration.detail.changed", path=path, old=_short(old), new=_short(new))


def meaning(value: Any) -> Any:
    """A flow without the places where it was written: equal for what runs alike."""
    if isinstance(value, msgspec.Struct):
        return (
            type(value).__name__,
            {
                name: meaning(getattr(value, name))
                for name in value.__struct_fields__
                if name not in _PLACES
            },
        )
    if isinstance(value, tuple | list):
        return [meaning(each) for each in value]
    if isinstance(value, dict):
        return {key: meaning(each) for key, each in value.items()}
    return value


def same_meaning(old: Flow, new: Flow) -> bool:
    """Whether two flows differ in comments and layout at most."""
    return bool(meaning(old) == meaning(new))


def changed_lines(old: str, new: str) -> tuple[str, ...]:
    """The lines of a flow that go (`-`) and come (`+`)."""
    lines = [
        line.rstrip()
        for line in difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    more = say("configuration.detail.more", n=len(lines) - MOST_LINES)
    return (*lines[:MOST_LINES], more)


def _by_id(value: Any) -> Any:
    """A definition as maps; lists of things with ids become maps too, days of a calendar hours."""
    if isinstance(value, msgspec.Struct):
        found = {
            name: _by_id(getattr(value, name)) for name in value.__struct_fields__ if name != "id"
        }
        if isinstance(value, WorkCalendar):
            found["week"] = [_hours(day) for day in value.week]
            found["days"] = {day: _hours(hours) for day, hours in sorted(value.days.items())}
        return found
    if isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
        return _Things({each.id: _by_id(each) for each in value})
    return value


def _hours(day: Day) -> str:
    """When is worked on a day, as its file says it."""
    spans = (f"{each.begins:%H:%M}-{each.ends:%H:%M}" for each in day)
    return ", ".join(spans) or say("configuration.detail.free")


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == {} or (value == () and isinstance(value, tuple))


def _short(value: Any) -> str:
    """A value as it would stand in a file, on one line; what is empty is left out."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_short(each) for each in value) + "]"
    if isinstance(value, dict):
        if set(value) == {""}:
            return _short(value[""])
        pairs = (f"{key}: {_short(each)}" for key, each in value.items() if not _unsaid(each))
        return "{" + ", ".join(pairs) + "}"
    return msgspec.json.encode(value).decode()


def _unsaid(value: Any) -> bool:
    return _empty(value) or value is False


def _is_label(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and set(value) <= {"", *LANGUAGES}
