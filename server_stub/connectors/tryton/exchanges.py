"""The log of what was said: who called what about which object, never with which values."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

import msgspec

from core.connections import Exchange
from core.text import clean, cut, one_line
from server_stub.connectors.tryton.rpc import Spoken
from server_stub.operations import connect
from server_stub.store.unit import Store

_DETAIL_CELLS = 300
_MOST_KEPT = 1000
"""Exchanges kept in memory while the database cannot be written."""


class Purpose(msgspec.Struct, frozen=True):
    """Why something is asked: a look around is logged only when it fails."""

    object: str = ""
    routine: bool = False


_NONE = Purpose()
_purpose: ContextVar[Purpose] = ContextVar("purpose", default=_NONE)


@contextmanager
def for_the_sake_of(*, object: str = "", routine: bool = False) -> Iterator[None]:
    """What is said inside the block is about this object, or routine."""
    token = _purpose.set(Purpose(object, routine))
    try:
        yield
    finally:
        _purpose.reset(token)


class ExchangeLog:
    """Gathers exchanges, and writes them down a few at a time."""

    def __init__(self, connector: str, store: Store) -> None:
        self._connector = connector
        self._store = store
        self._kept: list[Exchange] = []

    def note(self, person: str, said: Spoken) -> None:
        """Remember one exchange."""
        purpose = _purpose.get()
        if (purpose.routine and said.outcome == "ok") or len(self._kept) >= _MOST_KEPT:
            return
        self._kept.append(
            Exchange(
                id=0,
                at=datetime.now(UTC),
                connector=self._connector,
                person=person,
                what=said.method,
                outcome=said.outcome,
                detail=cut(one_line(clean(said.detail)), _DETAIL_CELLS),
                milliseconds=said.milliseconds,
                object=purpose.object,
            )
        )

    async def write(self) -> None:
        """Write down what was gathered."""
        if self._kept:
            kept, self._kept = self._kept, []
            await self._store.write(lambda unit: connect.keep_log(unit, self._connector, kept))
