"""Whether those who get a text may see the fields whose values it shows."""

import re
from collections.abc import Iterable, Iterator

from core.flow.checking.report import Report
from core.flow.definition import Call, Computed, PersonOf, Place, Template, Value, Who, WhoKind
from core.objects import FieldDefinition, ObjectType
from core.people import ADMIN, Directory, Person
from core.rules.assignment import describe
from core.rules.expressions import fields_used, holes

_INSIDE = re.compile(r"\.\s*([A-Za-z_][A-Za-z0-9_]*)")
"""What is read of a line: `#.price`, `lines[0].price`."""
_MOST = 5
"""People named one by one."""


def check_text(report: Report, text: str, people: Iterable[Who], place: Place) -> None:
    """Warn of each field in the text's braces that one of the people may not see."""
    _check(report, holes(text), tuple(people), place)


def check_asked(report: Report, asks: Iterable[str], people: Iterable[Who], place: Place) -> None:
    """Warn of each field that a step asks for and one of its people may not see: they cannot give
    it, and so not finish the step."""
    everybody = tuple(people)
    for name in dict.fromkeys(asks):
        field = report.object_type.field(name)
        if field is not None and field.read is not None:
            _warn(report, "hidden_asked", name, field, everybody, place)


def check_sent(report: Report, step: Call) -> None:
    """The same for what a call sends, as far as it names the people whom it is for."""
    people = [each.who for each in step.arguments.values() if isinstance(each, PersonOf)]
    for value in step.arguments.values():
        _check(report, _expressions(value), people, _place(value, step))


def _check(report: Report, expressions: Iterable[str], people: Iterable[Who], place: Place) -> None:
    shown = {
        name: field for text in expressions for name, field in _restricted(report.object_type, text)
    }
    for name, field in shown.items():
        _warn(report, "hidden_field", name, field, people, place)


def _warn(
    report: Report, key: str, name: str, field: FieldDefinition, people: Iterable[Who], place: Place
) -> None:
    blind = [words for who in people if (words := _blind(report, who, field))]
    if blind:
        roles = ", ".join(field.read or ()) or ADMIN
        report.warn(key, place, name=name, people="; ".join(blind), roles=roles)


def _restricted(object_type: ObjectType, text: str) -> Iterator[tuple[str, FieldDefinition]]:
    """The fields and columns that an expression reads and not everybody may see."""
    columns = set(_INSIDE.findall(text))
    for name in sorted(fields_used(text)):
        field = object_type.field(name)
        if field is None:
            continue
        if field.read is not None:
            yield name, field
        for column in field.columns:
            if column.read is not None and column.id in columns:
                yield f"{name}.{column.id}", column


def _blind(report: Report, who: Who, field: FieldDefinition) -> str:
    """Those of the people who may not see the field, in words; "": all of them may."""
    everybody = _candidates(report, who)
    blind = [
        person.id
        for person in everybody
        if ADMIN not in person.roles and not field.open_to(person.roles)
    ]
    if not blind:
        return ""
    if len(blind) == len(everybody):
        return describe(who)
    names = ", ".join(blind[:_MOST]) + ("…" if len(blind) > _MOST else "")
    return f"{describe(who)} ({names})"


def _candidates(report: Report, who: Who) -> list[Person]:
    """Everybody who can be meant, whatever the case."""
    found = {person.id: person for person in _meant(report, who) if person and person.active}
    return [found[name] for name in sorted(found)]


def _meant(report: Report, who: Who) -> Iterable[Person | None]:
    directory = report.directory
    match who.kind:
        case WhoKind.ROLE:
            return directory.with_role(who.id)
        case WhoKind.GROUP:
            return directory.in_group(who.id)
        case WhoKind.PERSON:
            return (directory.people.get(who.id),)
        case WhoKind.HEAD:
            return _heads(directory, who.id)
        case WhoKind.REQUESTER:
            create = report.object_type.create
            return [
                each
                for each in directory.people.values()
                if create is None or any(role in create for role in each.roles)
            ]
        case WhoKind.FIELD:
            return directory.people.values()
        case _:
            return [directory.manager_of(name) for name in directory.people]


def _heads(directory: Directory, department: str) -> list[Person | None]:
    return [
        directory.people.get(each.head)
        for each in directory.departments.values()
        if department in ("", each.id)
    ]


def _expressions(value: Value) -> list[str]:
    if isinstance(value, Computed):
        return [value.expression.text]
    return holes(value.text) if isinstance(value, Template) else []


def _place(value: Value, step: Call) -> Place:
    if isinstance(value, Computed):
        return value.expression.place
    return value.place if isinstance(value, Template) else step.place
