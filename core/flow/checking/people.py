"""Whether the people whom a flow names exist and can be found."""

from collections.abc import Iterable
from typing import Any

from core.flow.checking.report import Report
from core.flow.definition import Pick, Who, WhoKind
from core.objects import FieldKind
from core.people import Person
from core.rules.assignment import describe

_OWNERS = (WhoKind.PERSON, WhoKind.ROLE, WhoKind.GROUP)


def check_people(report: Report, people: Iterable[Who], *, table_allowed: bool = False) -> None:
    """Note what is wrong with each way of naming people."""
    for who in people:
        check_who(report, who, table_allowed=table_allowed)


def check_owner(report: Report, owner: Who) -> None:
    """The owner stands in for everybody else, so it must be found whatever the case."""
    if owner.kind not in _OWNERS or owner.where is not None or owner.inside:
        report.error("owner_kind", owner.place)
        return
    before = len(report.errors)
    check_who(report, owner)
    if len(report.errors) == before and not _found(report, owner):
        report.error("owner_missing", owner.place, wanted=describe(owner))


def check_who(report: Report, who: Who, *, table_allowed: bool = False) -> None:
    """Note what is wrong with one way of naming people."""
    if who.kind is WhoKind.TABLE and not table_allowed:
        report.error("table_misplaced", who.place)
    elif who.kind is WhoKind.FIELD:
        field = report.field(who.id, who.place)
        if field is not None and field.kind is not FieldKind.PERSON:
            report.error("field_no_person", who.place, name=who.id)
    elif who.kind in _TABLES:
        _check_named(report, who)
    elif who.kind is WhoKind.MANAGERS and who.id and who.id not in report.directory.roles:
        known = ", ".join(sorted(report.directory.roles)[:40])
        report.error("unknown_role", who.place, name=who.id, known=known)
    if who.where is not None:
        report.condition(who.where, about_person=True)


_TABLES = {
    WhoKind.PERSON: "people",
    WhoKind.ROLE: "roles",
    WhoKind.GROUP: "groups",
    WhoKind.HEAD: "departments",
}


def _check_named(report: Report, who: Who) -> None:
    if who.kind is WhoKind.HEAD and not who.id:
        return
    table: dict[str, Any] = getattr(report.directory, _TABLES[who.kind])
    if who.id not in table:
        known = ", ".join(sorted(table)[:40])
        report.error(f"unknown_{who.kind}", who.place, name=who.id, known=known)
    elif not _found(report, who):
        report.warn("nobody_there", who.place, wanted=describe(who))
    elif who.pick is Pick.MOST_SKILLED and who.kind in (WhoKind.ROLE, WhoKind.GROUP):
        _check_skill(report, who)


def _check_skill(report: Report, who: Who) -> None:
    """Whoever is most skilled has the skill at all."""
    people = _people(report, who)
    if not any(person.skills.get(who.skill) for person in people):
        known = ", ".join(sorted({skill for person in people for skill in person.skills})) or "-"
        wanted = f"{who.kind.value}:{who.id}"
        report.warn("nobody_skilled", who.place, wanted=wanted, skill=who.skill, known=known)


def _found(report: Report, who: Who) -> bool:
    """Whether anybody active is there now, whatever the conditions."""
    directory = report.directory
    if who.kind in (WhoKind.ROLE, WhoKind.GROUP):
        return bool(_people(report, who))
    name = directory.departments[who.id].head if who.kind is WhoKind.HEAD else who.id
    person = directory.people.get(name)
    return person is not None and person.active


def _people(report: Report, who: Who) -> tuple[Person, ...]:
    """Everybody active who holds a role, or is in a group."""
    directory = report.directory
    if who.kind is WhoKind.ROLE:
        return tuple(directory.with_role(who.id))
    return tuple(directory.in_group(who.id))
