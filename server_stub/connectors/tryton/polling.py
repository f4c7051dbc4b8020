"""Learning what waits in Tryton: the waiting set of each kind, every second, compared with what is
known. It shows arrivals, changes and departures alike, and there is no watermark to lose.

What a person has just done comes before what has lain there: documents that arrive while we watch
are read at once, a first intake of thousands in small batches beside that, newest first.
"""

import asyncio
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from server_stub.connectors.tryton.documents import NEVER, Found, Hanging, Library, Stamp, moment
from server_stub.connectors.tryton.kinds import Kind
from server_stub.connectors.tryton.people import People
from server_stub.connectors.tryton.telling import Teller
from server_stub.operations import documents, receive
from server_stub.operations.document import Ask
from server_stub.store.unit import Store

AT_ONCE = 25
"""Documents that are changed here in one transaction."""
_FEWEST, _MOST = 10, 100
"""Documents read in one call. A call costs Tryton as much as ten of them, so more are better; but
while it answers nobody sees what is new."""
_SHORT, _LONG = 0.25, 0.5
"""Seconds a reading may take: twice as many documents after a shorter one, half after a longer."""
_BUDGET = 0.8
"""Seconds of each round that may go into the backlog."""
_WATCHED = 500
"""Documents whose notes and attachments are looked at in one round; the others wait their turn."""
_OVERLAP = timedelta(minutes=10)
"""How far back notes, attachments and lines are asked for: `write_date` is the start of a
transaction, and the clocks of two machines differ."""
_WHOLE_SHARE = 10
"""A look at a whole waiting set is followed by quick ones for this many times its length."""
_QUICK_OVERLAP = timedelta(minutes=1)
"""How far before the youngest known document or line a quick look goes back."""
_LINES_EVERY = 5
"""Rounds between two looks at lines that were written without their document."""
_HANGING_EVERY = 5
"""Rounds between two looks at notes and attachments while there is a backlog."""
_RESTING = 0.75
"""Seconds between the starts of two rounds at least."""
_COARSE = 1.1
"""Seconds after which a stamp of whole seconds (Tryton on SQLite) can no longer be given again:
what was written twice in one second shows only to a reading after it."""

Key = tuple[str, int]
"""A document: kind and id."""


Queue = dict[Key, str]
"""Documents to be read, with the stamp under which they were seen to wait; "" where they do not."""


class _Batch(msgspec.Struct):
    """Documents of one kind that were read together."""

    keys: Queue
    found: dict[int, Found]
    notes: list[Hanging]
    started: float
    """When the reading began (monotonic)."""


class _Look(msgspec.Struct):
    """When one kind's whole waiting set may be looked at again, and the youngest stamps seen."""

    whole_from: float = 0.0
    youngest: float = 0.0
    youngest_line: float = 0.0


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
        self._urgent: Queue = {}
        self._backlog: Queue = {}
        self._unsettled: Queue = {}
        """Documents about which a decision is on its way: read again when it has had time."""
        self._settling: dict[Key, float] = {}
        """Documents just written, on a Tryton that counts whole seconds, with when (monotonic) to
        read them once more."""
        self._looks: dict[str, _Look] = {}
        self._hanging: dict[str, str] = {}
        self._lines: dict[Key, Stamp] = {}
        self._at_once = _FEWEST
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
        self.read_again()

    async def round(self) -> None:
        """Look once, and take in what is urgent and a part of what is not.

        Raises the kinds of `errors`.
        """
        self._urgent |= self._unsettled | dict.fromkeys(self._settled(), "")
        self._unsettled = {}
        for kind, _ in self._kinds.values():
            await self._compare(kind)
            await self._work_off(self._urgent)
        if not self._backlog or self._rounds % _HANGING_EVERY == 0:
            await self._look_at_hanging()
        if not self._backlog and self._rounds % _LINES_EVERY == 0:
            await self._look_at_lines()
        self._rounds += 1
        await self._ask_again()
        await self._work_off(self._urgent)
        await self._work_off(self._backlog, until=time.monotonic() + _BUDGET)

    def rest(self, took: float) -> float:
        """Seconds until the next round: at once while there is a backlog, else so that Tryton is
        busy with us half of the time at most."""
        return 0.05 if self._backlog else max(_RESTING - took, took)

    @property
    def has_all(self) -> bool:
        """Whether everything that waited at the last look was taken in."""
        return not self._backlog

    def read_again(self) -> None:
        """Read every waiting document again, in time."""
        self._backlog |= {key: self._known[key] for key in sorted(self._known, reverse=True)}

    async def _compare(self, kind: Kind) -> None:
        """Compare what waits with what is known.

        Where the whole set is large, most looks are at what was written lately: they show what is
        new and what changed, and a look at the whole shows what left.
        """
        first = kind.id not in self._looks
        look = self._looks.setdefault(kind.id, _Look())
        started = time.monotonic()
        since = None
        if look.youngest and started < look.whole_from:
            since = _before(look.youngest)
        waiting = await self._library.waiting(kind, since)
        for id_, stamp in sorted(waiting.items(), reverse=True):
            key = (kind.id, id_)
            known = self._known.get(key)
            if stamp not in (known, self._backlog.get(key)):
                (self._backlog if first and known is None else self._urgent)[key] = stamp
        look.youngest = max([look.youngest, *map(moment, waiting.values())])
        if since is None:
            look.whole_from = started + (time.monotonic() - started) * (1 + _WHOLE_SHARE)
            gone = [key for key in self._known if key[0] == kind.id and key[1] not in waiting]
            self._urgent |= dict.fromkeys(gone, "")

    def _settled(self) -> list[Key]:
        """What was read in the second of its last writing, once that second is over."""
        now = time.monotonic()
        keys = [key for key, due in self._settling.items() if due <= now]
        for key in keys:
            del self._settling[key]
        return keys

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
                    self._urgent[resources[each.resource]] = ""

    async def _look_at_lines(self) -> None:
        for kind, _ in self._kinds.values():
            look = self._looks[kind.id]
            touched = await self._library.touched_lines(kind, _before(look.youngest_line))
            look.youngest_line = max(
                [look.youngest_line, *(stamp[0] for stamp in touched.values())]
            )
            for id_, stamp in touched.items():
                key = (kind.id, id_)
                if key in self._lines and stamp > self._lines[key]:
                    self._lines[key] = stamp
                    self._urgent[key] = ""

    async def _work_off(self, queue: Queue, until: float = float("inf")) -> None:
        """Take in what is in the queue: while Tryton reads some, those before are stored."""
        batch = await self._read(queue) if queue else None
        while batch:
            more = bool(queue) and time.monotonic() < until
            following, _ = await asyncio.gather(
                self._read(queue) if more else _nothing(), self._keep(batch, queue)
            )
            batch = following

    async def _read(self, queue: Queue) -> _Batch | None:
        """Take some documents of one kind off the queue and read them."""
        kind_id = next(iter(queue))[0]
        chosen = [key for key in queue if key[0] == kind_id][: self._at_once]
        keys = {key: queue.pop(key) for key in chosen}
        started = time.monotonic()
        try:
            kind, _ = self._kinds[kind_id]
            found = await self._library.read(kind, [id_ for _, id_ in keys])
            notes = await self._library.notes([each.resource for each in found.values()])
            self._set_aside(kind, keys)
        except BaseException:
            queue |= keys
            raise
        self._adapt(time.monotonic() - started)
        return _Batch(keys, found, notes, started)

    def _set_aside(self, kind: Kind, keys: Queue) -> None:
        """Leave documents as they are known whose records cannot be understood now."""
        for key in [key for key in keys if f"{kind.model},{key[1]}" in self._library.strange]:
            self._known[key] = keys.pop(key) or self._known.get(key, "")

    def _adapt(self, took: float) -> None:
        if took > _LONG:
            self._at_once = max(_FEWEST, self._at_once // 2)
        elif took < _SHORT:
            self._at_once = min(_MOST, self._at_once * 2)

    async def _keep(self, batch: _Batch, queue: Queue) -> None:
        """Take documents in in one transaction."""
        if not batch.keys:
            return
        try:
            await self._receive(batch)
        except BaseException:
            queue |= batch.keys
            raise

    async def _receive(self, batch: _Batch) -> None:
        kind, way = self._kinds[next(iter(batch.keys))[0]]
        whole = await self._teller.all(batch.found.values(), batch.notes)
        told = [whole.get(id_) or self._teller.gone(kind, str(id_)) for _, id_ in batch.keys]
        unsettled = await self._store.write(
            lambda unit: receive.receive(unit, self._name, way, told)
        )
        for key, document in zip(batch.keys, told, strict=True):
            if document.id in unsettled:
                self._unsettled[key] = ""
            elif document.waiting:
                self._remember(key, batch.found[key[1]], batch.started)
            else:
                self._known.pop(key, None)
                self._lines.pop(key, None)
        for note in batch.notes:
            self._hanging[f"note:{note.id}"] = note.stamp

    def _remember(self, key: Key, found: Found, started: float) -> None:
        lines = max(self._lines.get(key, NEVER), found.lines)
        news = (found.stamp, lines) != (self._known.get(key), self._lines.get(key))
        written = max(moment(found.stamp), lines[0])
        if news and written.is_integer() and self._is_fresh(key[0], written):
            self._settling[key] = started + _COARSE
        self._known[key] = found.stamp
        self._lines[key] = lines

    def _is_fresh(self, kind: str, written: float) -> bool:
        """Whether nothing younger was seen: what is older was not written a moment ago."""
        look = self._looks[kind]
        return written >= max(look.youngest, look.youngest_line)

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


def _before(youngest: float) -> datetime:
    """From when on to look for what is younger, by Tryton's clock; by ours before the first."""
    if not youngest:
        return datetime.now(UTC) - _OVERLAP
    return datetime.fromtimestamp(youngest, UTC) - _QUICK_OVERLAP


async def _nothing() -> None:
    return None
