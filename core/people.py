"""People and how they belong together: roles, departments, groups, managers."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

import msgspec

from core.language import Label

ADMIN = "admin"
"""The one role that signoff itself knows: its holders administer a server, and are asked where
neither a step's people nor the flow's owner can be found."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who asks, decides or is told. `id` is what follows an @: letters, digits, `.-_`."""

    id: str
    name: Label
    email: str = ""
    active: bool = True
    department: str = ""
    manager: str = ""
    """The id of the person's manager; "" where the department's head is the manager."""
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    region: str = ""
    language: str = ""
    skills: dict[str, int] = {}
    attributes: dict[str, object] = {}
    """Whatever else rules ask about a person, for example `classes: [production]`."""


class Department(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the company with a head; departments form a tree."""

    id: str
    title: Label
    head: str = ""
    parent: str = ""
    region: str = ""


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody may and must do, independent of who it is."""

    id: str
    title: Label


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """People who are addressed together."""

    id: str
    title: Label


class Absence(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is away from `begins` up to `ends` (not included; None: for good).

    Someone inactive may have one as well: it says who takes over from a leaver.
    """

    person: str
    begins: datetime
    ends: datetime | None = None
    delegate: str = ""
    """Who decides meanwhile; "": nobody."""

    def covers(self, moment: datetime) -> bool:
        """Whether the person is away at `moment`."""
        return self.begins <= moment and (self.ends is None or moment < self.ends)


class Directory(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everybody, as one value: what the engine and the access rules look people up in."""

    people: dict[str, Person] = {}
    departments: dict[str, Department] = {}
    roles: dict[str, Role] = {}
    groups: dict[str, Group] = {}

    @cached_property
    def _active(self) -> list[Person]:
        people = sorted(self.people.values(), key=lambda each: each.id)
        return [each for each in people if each.active]

    @cached_property
    def _by_role(self) -> dict[str, tuple[Person, ...]]:
        found: dict[str, list[Person]] = {}
        for person in self._active:
            for role in person.roles:
                found.setdefault(role, []).append(person)
        return {role: tuple(people) for role, people in found.items()}

    @cached_property
    def _by_group(self) -> dict[str, tuple[Person, ...]]:
        found: dict[str, list[Person]] = {}
        for person in self._active:
            for group in person.groups:
                found.setdefault(group, []).append(person)
        return {group: tuple(people) for group, people in found.items()}

    def with_role(self, role: str) -> tuple[Person, ...]:
        """Active people who hold `role`, by id."""
        return self._by_role.get(role, ())

    def in_group(self, group: str) -> tuple[Person, ...]:
        """Active people in `group`, by id."""
        return self._by_group.get(group, ())

    def manager_of(self, person_id: str) -> Person | None:
        """The person's manager: named, or else the head of the department or of one above it."""
        person = self.people.get(person_id)
        if person is None:
            return None
        if person.manager:
            return self.people.get(person.manager)
        return self.head_above(person.department, besides=person_id)

    def head_above(self, department_id: str, besides: str = "") -> Person | None:
        """The head of the department, or of the nearest one above it, who is not `besides`."""
        for department in self.departments_up(department_id):
            if department.head and department.head != besides:
                return self.people.get(department.head)
        return None

    def region_of(self, person: Person) -> str:
        """The person's own region, or else that of the department or of one above it."""
        above = self.departments_up(person.department)
        return person.region or next((each.region for each in above if each.region), "")

    def departments_up(self, department_id: str) -> Iterator[Department]:
        """The department and those above it, nearest first; ends at a cycle."""
        seen: set[str] = set()
        while department_id and department_id not in seen:
            seen.add(department_id)
            department = self.departments.get(department_id)
            if department is None:
                return
            yield department
            department_id = department.parent
