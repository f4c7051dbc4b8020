"""Learning what waits in Tryton: the waiting set of each kind, every second, compared with what is
known. It shows arrivals, changes and departures alike, and there is no watermark to lose.

What a person has just done comes before what has lain there: documents that arrive while we watch
are read at once, a first intake of thousands in small batches beside that, newest first.
"""

import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from server_stub.connectors.tryton.documents import Found, Hanging, Library
from server_stub.connectors.tryton.kinds import Kind
from server_stub.connectors.tryton.people import People
from server_stub.connectors.tryton.telling import Teller
from server_stub.operations import documents, receive
from server_stub.operations.document import Ask, Document
from server_stub.store.unit import Store

AT_ONCE = 25
"""Documents read in one call and taken in in one transaction."""
_BUDGET = 0.8
"""Seconds of each round that may go into the backlog."""
_WATCHED = 500
"""Documents whose notes and attachments are looked at in one round; the others wait their turn."""
_OVERLAP = timedelta(minutes=10)
"""How far back notes, attachments and lines are asked for: `write_date` is the start of a
transaction, and the clocks of two machines differ."""
_LINES_EVERY = 5
"""Rounds between two looks at lines that were written without their document."""
_RESTING = 1.0

Key = tuple[str, int]
"""A document: kind and id."""


class Watch:
    """What one connector knows to wait in Tryton."""

    def __init__(
        self,
        name: str,
        store: Store,
        kinds: Mapping[str, tuple[Kind, str]],
        library: Library,
        people: People,
        teller: Teller,
    ) -> None:
        self._name = name
        self._store = store
        self._kinds = dict(kinds)
        """Kind and way, by the kind's id."""
        self._library = library
        self._people = people
        self._teller = teller
        self._known: dict[Key, str] = {}
        """Documents that wait, with the stamp under which they were taken in."""
        self._urgent: dict[Key, None] = {}
        self._backlog: dict[Key, None] = {}
        self._seen_whole: set[str] = set()
        """Kinds whose waiting set was read before."""
        self._hanging: dict[str, str] = {}
        self._lines: dict[Key, str] = {}
        self._turn = 0
        self._rounds = 0
        self._asks: dict[str, dict[str, tuple[Ask, ...]]] = {}

    async def begin(self) -> None:
        """Remember what waited when the server last ran; all of it is read again in time."""
        found = await self._store.read(lambda reader: documents.waiting(reader, self._name))
        for kind, stamps in found.items():
            if kind in self._kinds:
                self._known |= {(kind, int(id_)): stamp for id_, stamp in stamps.items()}
            else:
                await self._let_go(kind, stamps)
        self._backlog = dict.fromkeys(sorted(self._known, reverse=True))

    async def round(self) -> None:
        """Look once, and take in what is urgent and a part of what is not.

        Raises the kinds of `errors`.
        """
        for kind, _ in self._kinds.values():
            await self._compare(kind)
        await self._look_at_hanging()
        if self._rounds % _LINES_EVERY == 0:
            await self._look_at_lines()
        self._rounds += 1
        await self._ask_again()
        while self._urgent:
            await self._take_in(self._urgent)
        until = time.monotonic() + _BUDGET
        while self._backlog and time.monotonic() < until:
            await self._take_in(self._backlog)

    def rest(self, took: float) -> float:
        """Seconds until the next round: at once while there is a backlog, else so that Tryton is
        busy with us a third of the time at most."""
        return 0.05 if self._backlog else max(_RESTING - took, took * 2)

    @property
    def has_all(self) -> bool:
        """Whether everything that waited at the last look was taken in."""
        return not self._backlog

    def read_again(self) -> None:
        """Read every waiting document again, in time."""
        self._backlog |= dict.fromkeys(sorted(self._known, reverse=True))

    async def _compare(self, kind: Kind) -> None:
        waiting = await self._library.waiting(kind)
        first = kind.id not in self._seen_whole
        known = {key: stamp for key, stamp in self._known.items() if key[0] == kind.id}
        for id_, stamp in sorted(waiting.items(), reverse=True):
            key = (kind.id, id_)
            if known.get(key) != stamp:
                (self._backlog if first and key not in known else self._urgent)[key] = None
        for key in known:
            if key[1] not in waiting:
                self._urgent[key] = None
        self._seen_whole.add(kind.id)

    async def _look_at_hanging(self) -> None:
        """Notes and attachments do not move their document's stamp."""
        keys = sorted(self._known)
        part = keys[self._turn : self._turn + _WATCHED]
        self._turn = self._turn + _WATCHED if self._turn + _WATCHED < len(keys) else 0
        resources = {f"{self._kinds[kind][0].model},{id_}": (kind, id_) for kind, id_ in part}
        if not resources:
            return
        since = datetime.now(UTC) - _OVERLAP
        for model, names in (("note", ["message"]), ("attachment", ["name"])):
            for each in await self._library.hanging_since(f"ir.{model}", resources, names, since):
                label = f"{model}:{each.id}"
                if self._hanging.get(label) != each.stamp:
                    self._hanging[label] = each.stamp
                    self._urgent[resources[each.resource]] = None

    async def _look_at_lines(self) -> None:
        since = datetime.now(UTC) - _OVERLAP
        for kind, _ in self._kinds.values():
            for id_, stamp in (await self._library.touched_lines(kind, since)).items():
                key = (kind.id, id_)
                if key in self._known and self._lines.get(key) != stamp:
                    if key in self._lines or self._rounds:
                        self._urgent[key] = None
                    self._lines[key] = stamp

    async def _take_in(self, queue: dict[Key, None]) -> None:
        """Read some documents of one kind and take them in in one transaction."""
        kind_id = next(iter(queue))[0]
        keys = [key for key in queue if key[0] == kind_id][:AT_ONCE]
        kind, way = self._kinds[kind_id]
        read = await self._library.read(kind, [id_ for _, id_ in keys])
        notes = await self._library.notes([each.resource for each in read.values()])
        told = [await self._tell(kind, id_, read.get(id_), notes) for _, id_ in keys]
        unsettled = await self._store.write(
            lambda unit: receive.receive(unit, self._name, way, told)
        )
        for key, document in zip(keys, told, strict=True):
            queue.pop(key, None)
            if document.id in unsettled:
                continue
            if document.waiting:
                self._known[key] = document.stamp
            else:
                self._known.pop(key, None)

    async def _tell(
        self, kind: Kind, id_: int, found: Found | None, notes: Iterable[Hanging]
    ) -> Document:
        if found is None:
            return self._teller.gone(kind, str(id_))
        return await self._teller.whole(found, list(notes))

    async def _ask_again(self) -> None:
        """Logins or rights changed: tell who is asked about what waits already."""
        for kind, way in self._kinds.values():
            asks = {state: self._people.asks(kind, state) for state in kind.waits_in}
            before = self._asks.get(kind.id)
            self._asks[kind.id] = asks
            if before is None or before == asks or way != receive.MIRROR:
                continue
            ids = [str(id_) for kind_id, id_ in self._known if kind_id == kind.id]
            for start in range(0, len(ids), AT_ONCE):
                part = ids[start : start + AT_ONCE]
                await self._reask(kind.id, part, asks)

    async def _reask(self, kind: str, ids: list[str], asks: Mapping[str, tuple[Ask, ...]]) -> None:
        await self._store.write(lambda unit: receive.ask_again(unit, self._name, kind, ids, asks))

    async def _let_go(self, kind: str, stamps: Iterable[str]) -> None:
        ids = list(stamps)
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            await self._drop(kind, part)

    async def _drop(self, kind: str, ids: list[str]) -> None:
        await self._store.write(lambda unit: receive.let_go(unit, self._name, kind, ids))
