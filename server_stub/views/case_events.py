"""The history of a case: each command with what the engine was told, enough to do it again."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, select

from core.cases import AnyCommand
from core.rounds import Signal
from server_stub.store.moments import from_micros
from server_stub.store.tables import case_events
from server_stub.store.unit import Reader

_all = (
    select(case_events.c.number, case_events.c.at, case_events.c.doc)
    .where(case_events.c.case == bindparam("the_case"))
    .order_by(case_events.c.number)
)


class CaseEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One command, and what the engine was told with it.

    Everybody, the object types, calendars and absences are those of the configuration with that
    number. Of loads and signals only what the engine looked at is kept.
    """

    command: AnyCommand
    fields: dict[str, object]
    connectors: tuple[str, ...] = ()
    title: str = ""
    configuration: int = 0
    zone: str = ""
    """The server's time zone, where the company has no calendar of its own."""
    load: dict[str, int] = {}
    last_asked: dict[str, datetime] = {}
    signals: tuple[Signal, ...] = ()


class Recorded(msgspec.Struct, frozen=True):
    """An event with its number, which is the case's revision after it, and its time."""

    number: int
    at: datetime
    event: CaseEvent


_decode = msgspec.json.Decoder(CaseEvent).decode


def of_case(reader: Reader, case: str) -> Iterator[Recorded]:
    """The events of a case in their order."""
    for number, at, doc in reader.all(_all, the_case=case):
        yield Recorded(number, from_micros(at), _decode(doc))
