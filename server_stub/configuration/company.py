"""One company as its files describe it, with the place of each definition and reference."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import msgspec

from core.flow.calendar import MONDAY_TO_FRIDAY, Calendar, CompanyCalendar, WorkCalendar
from core.flow.definition import Flow
from core.flow.testing_files import TestFile
from core.language import say
from core.located import Located, Problems
from core.objects import ObjectType
from core.people import Department, Directory, Group, Person, Role
from core.rules.sheets import Sheet
from core.rules.table import Table
from core.rules.table_reading import Head

Definition = Person | Department | Role | Group | WorkCalendar | ObjectType | Table | TestFile
KINDS = ("department", "role", "group", "person", "calendar", "type", "rules", "tests")
"""Every kind of definition but flows, in the order in which a plan lists them."""


class Known(msgspec.Struct, kw_only=True):
    """A whole company: as it is before files are applied, or as it will be after."""

    directory: Directory
    types: dict[str, ObjectType] = {}
    tables: dict[str, Table] = {}
    tests: dict[str, TestFile] = {}
    """The tests of each flow that has any."""
    flows: dict[str, Flow] = {}
    """The newest version of each published flow."""
    connectors: Collection[str] = ()
    actions: Mapping[str, Collection[str]] = {}
    """What connectors can do, of which that is described."""
    local_owner: str = ""
    calendar: Calendar = MONDAY_TO_FRIDAY
    """By which its time limits are counted."""
    calendars: dict[str, WorkCalendar] = {}

    def definitions(self, kind: str) -> Mapping[str, Definition]:
        """The definitions of one kind, by id."""
        if kind == "calendar":
            return self.calendars
        return definitions(self.directory, self.types, self.tables, self.tests)[kind]

    def ids(self, kind: str) -> Collection[str]:
        """The ids of one kind; `flow` too."""
        return self.flows.keys() if kind == "flow" else self.definitions(kind).keys()


class Reference(msgspec.Struct, eq=False):
    """One thing named in a file: it has to be defined there or in the company already."""

    kind: str
    id: str
    where: Located


class FlowFile(msgspec.Struct, eq=False):
    """One flow as written and as understood; it has its rule tables once all files are read."""

    flow: Flow
    text: str
    where: Located


class RulesFile(msgspec.Struct, eq=False):
    """One rule table as written; what it means depends on its object type."""

    head: Head
    sheet: Sheet


@dataclass
class Company:
    """What a folder defines; only what is in it, the rest of the company stays as it is."""

    problems: Problems = field(default_factory=Problems)
    directory: Directory = field(default_factory=Directory)
    types: dict[str, ObjectType] = field(default_factory=dict)
    unclear: set[str] = field(default_factory=set)
    """Types with a field whose kind cannot even be guessed: what uses them cannot be judged."""
    rules: dict[str, RulesFile] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    """The rule tables as understood, once all files are read."""
    tests: dict[str, TestFile] = field(default_factory=dict)
    calendars: dict[str, WorkCalendar] = field(default_factory=dict)
    flows: dict[str, FlowFile] = field(default_factory=dict)
    local_owner: str = ""
    histories: list[Located] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    places: dict[tuple[str, str], Located] = field(default_factory=dict)

    def claim(self, kind: str, identifier: str, where: Located) -> bool:
        """Whether `identifier` was still free among its kind; the loser is reported."""
        if not identifier:
            return False
        first = self.places.setdefault((kind, identifier), where)
        if first is not where:
            place = f"{first.file}:{first.line}"
            message = say("configuration.defined_twice", id=identifier, place=place)
            self.problems.add(where, message)
        return first is where

    def refer(self, kind: str, *nodes: Located) -> tuple[str, ...]:
        """Note that each node names something of `kind`; answers the ids."""
        self.references += [Reference(kind, node.raw, node) for node in nodes]
        return tuple(node.raw for node in nodes)

    def definitions(self, kind: str) -> Mapping[str, Definition]:
        """The definitions of one kind, by id."""
        if kind == "calendar":
            return self.calendars
        return definitions(self.directory, self.types, self.tables, self.tests)[kind]

    def over(self, known: Known) -> Known:
        """The company as it will be once these files are applied."""
        ours, theirs = self.directory, known.directory
        directory = Directory(
            people={**theirs.people, **ours.people},
            departments={**theirs.departments, **ours.departments},
            roles={**theirs.roles, **ours.roles},
            groups={**theirs.groups, **ours.groups},
        )
        calendars = {**known.calendars, **self.calendars}
        return Known(
            directory=directory,
            types={**known.types, **self.types},
            tables={**known.tables, **self.tables},
            tests={**_as_published(known.tests), **self.tests},
            flows={**known.flows, **{key: each.flow for key, each in self.flows.items()}},
            connectors=known.connectors,
            actions=known.actions,
            local_owner=self.local_owner or known.local_owner,
            calendar=calendar_of(calendars, directory) if calendars else known.calendar,
            calendars=calendars,
        )


def _as_published(tests: Mapping[str, TestFile]) -> dict[str, TestFile]:
    """Tests that are not among the files, named so that nobody looks for them there."""
    return {
        flow: msgspec.structs.replace(each, file=say("testing.published", file=each.file))
        for flow, each in tests.items()
    }


def calendar_of(calendars: Mapping[str, WorkCalendar], directory: Directory) -> Calendar:
    """The calendars as one; that without regions is for everybody who is in none."""
    in_order = sorted(calendars.values(), key=lambda each: (bool(each.regions), each.id))
    return CompanyCalendar(tuple(in_order), directory)


def definitions(
    directory: Directory,
    types: Mapping[str, ObjectType],
    tables: Mapping[str, Table],
    tests: Mapping[str, TestFile],
) -> dict[str, Mapping[str, Definition]]:
    """Every definition but flows, by kind and id."""
    return {
        "department": directory.departments,
        "role": directory.roles,
        "group": directory.groups,
        "person": directory.people,
        "type": types,
        "rules": tables,
        "tests": tests,
    }
