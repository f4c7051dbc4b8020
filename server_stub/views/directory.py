"""The configuration as values: people, object types, flows, calendars, absences, connectors.

Read once and kept until it changes. Whoever changes it gives it a new random stamp
(`operations.configuration.changed`), which is the only thing read again each time; random, because
a number that counted up would be given twice where a first change is rolled back.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, select

from core.errors import NotFound
from core.flow.calendar import Calendar, WorkCalendar
from core.flow.definition import Flow
from core.language import Label, label, say
from core.near import did_you_mean
from core.objects import ObjectType
from core.people import Absence, Department, Directory, Group, Person, Role
from server_stub import access
from server_stub.access import Actor
from server_stub.configuration.company import calendar_of
from server_stub.store.case_tables import definition_history
from server_stub.store.tables import connectors, counters, definitions, flows
from server_stub.store.unit import Reader, Row
from server_stub.working_week import working_week

STAMP = "configuration"
"""The name of the counter that holds the stamp."""

_stamp = select(counters.c.value).where(counters.c.name == STAMP)
_definitions = select(definitions.c.kind, definitions.c.id, definitions.c.doc)
_newest = select(flows.c.id, func.max(flows.c.version)).group_by(flows.c.id)
_connectors = select(connectors.c.name).order_by(connectors.c.name)
_flow = select(flows.c.doc).where(
    flows.c.id == bindparam("flow"), flows.c.version == bindparam("the_version")
)

_KINDS: dict[str, type[Any]] = {
    "person": Person,
    "department": Department,
    "role": Role,
    "group": Group,
    "type": ObjectType,
    "calendar": WorkCalendar,
    "absence": Absence,
}
_last_number = select(func.max(definition_history.c.number))
_as_of = (
    select(definition_history.c.kind, definition_history.c.id, definition_history.c.doc)
    .where(
        definition_history.c.number.in_(
            select(func.max(definition_history.c.number))
            .where(definition_history.c.number <= bindparam("upto"))
            .group_by(definition_history.c.kind, definition_history.c.id)
        ),
        definition_history.c.doc.is_not(None),
    )
    .order_by(definition_history.c.number)
)


class Configuration:
    """All that was configured, at one stamp."""

    def __init__(
        self,
        directory: Directory,
        types: dict[str, ObjectType],
        newest: dict[str, int],
        connector_names: tuple[str, ...],
        *,
        absences: dict[str, Absence] | None = None,
        calendars: dict[str, WorkCalendar] | None = None,
        number: int = 0,
    ) -> None:
        self.directory = directory
        self.types = types
        self.newest = newest
        """The newest version of each flow."""
        self.connectors = connector_names
        self.absences = absences or {}
        """Who is or will be away, by the id of the entry."""
        self.calendars = calendars or {}
        self.calendar: Calendar = working_week()
        """By which time limits are counted; without calendars the server's own working week."""
        if self.calendars:
            self.calendar = calendar_of(self.calendars, self.directory)
        self.number = number
        """The last entry of the history of definitions: `as_of` gives the same definitions."""
        self._flows: dict[tuple[str, int], Flow] = {}
        self._visible: dict[tuple[str, tuple[str, ...], bool], ObjectType] = {}

    def type(self, type_id: str) -> ObjectType:
        """The object type; for one that is no longer configured a bare one, closed to all."""
        known = self.types.get(type_id)
        return known or ObjectType(id=type_id, title={"": type_id}, prefix="", read=(), create=())

    def visible_type(self, actor: Actor, type_id: str) -> ObjectType:
        """The object type with only the fields that the actor may see."""
        who = (type_id, actor.roles, access.administers(actor))
        known = self._visible.get(who)
        if known is None:
            known = self._visible[who] = access.visible_type(actor, self.type(type_id))
        return known

    def flow(self, reader: Reader, flow_id: str, version: int) -> Flow:
        """One version of a flow. Raises NotFound."""
        known = self._flows.get((flow_id, version))
        if known is None:
            row = reader.first(_flow, flow=flow_id, the_version=version)
            if row is None:
                raise self.no_flow(flow_id, version)
            known = msgspec.json.decode(row[0], type=Flow)
            self._flows[flow_id, version] = known
        return known

    def no_flow(self, flow_id: str, version: int = 0) -> NotFound:
        """What is said of a flow, or a version, that is not there: what there is."""
        newest, key = self.newest.get(flow_id, 0), flow_id
        near = "" if newest else did_you_mean(flow_id, self.newest)
        if newest and version:
            key, near = f"{flow_id} {version}", say("operations.flow_versions", n=newest)
        return NotFound(kind="flow", what=say("operations.flow"), key=key, near=near)

    def name(self, id_: str) -> Label:
        """The name of a person, role, group or department; {} for nobody."""
        everybody = self.directory
        person = everybody.people.get(id_)
        if person is not None:
            return person.name
        for titled in (everybody.roles, everybody.groups, everybody.departments):
            if id_ in titled:
                return titled[id_].title
        return {}

    def spoken(self, id_: str) -> str:
        """The name in the current language; the id where it has none."""
        return label(self.name(id_)) or id_


_KEPT = 8
_kept: dict[int, Configuration] = {}


def configuration(reader: Reader) -> Configuration:
    """The configuration as of now."""
    row = reader.first(_stamp)
    if row is None:
        return _read(reader)
    known = _kept.get(row[0])
    if known is None:
        known = _read(reader)
        while len(_kept) >= _KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[row[0]] = known
    return known


def load(reader: Reader) -> Directory:
    """Everybody."""
    return configuration(reader).directory


def types(reader: Reader) -> dict[str, ObjectType]:
    """The object types, by id."""
    return configuration(reader).types


def flow(reader: Reader, flow_id: str, version: int | None = None) -> tuple[Flow, int]:
    """A flow and its version: the newest where none is named. Raises NotFound."""
    known = configuration(reader)
    number = known.newest.get(flow_id, 0) if version is None else version
    return known.flow(reader, flow_id, number), number


def as_of(reader: Reader, number: int) -> Configuration:
    """The definitions as they were at a `Configuration.number`; without flows and connectors."""
    return _made(reader.all(_as_of, upto=number), {}, (), number)


def _read(reader: Reader) -> Configuration:
    last = reader.first(_last_number)
    return _made(
        reader.all(_definitions),
        {row[0]: row[1] for row in reader.all(_newest)},
        tuple(row[0] for row in reader.all(_connectors)),
        last[0] or 0 if last else 0,
    )


def _made(
    definitions: Iterable[Row], newest: dict[str, int], connectors: tuple[str, ...], number: int
) -> Configuration:
    found: dict[str, dict[str, Any]] = {kind: {} for kind in _KINDS}
    for kind, id_, doc in definitions:
        if kind in _KINDS:
            found[kind][id_] = msgspec.json.decode(doc, type=_KINDS[kind])
    return Configuration(
        Directory(
            people=found["person"],
            departments=found["department"],
            roles=found["role"],
            groups=found["group"],
        ),
        found["type"],
        newest,
        connectors,
        absences=found["absence"],
        calendars=found["calendar"],
        number=number,
    )
