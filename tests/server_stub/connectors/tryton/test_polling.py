"""Watching what waits: new documents come before a backlog, and nothing is read in vain."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

import pytest

from server_stub.connectors.tryton import polling
from server_stub.connectors.tryton.documents import NEVER, Found, Hanging, Library, Stamp
from server_stub.connectors.tryton.kinds import KINDS, Kind
from server_stub.connectors.tryton.people import People
from server_stub.connectors.tryton.telling import Teller
from server_stub.operations.document import Document
from server_stub.store.unit import Store

PURCHASE = KINDS["purchase"]


class Tryton:
    """Documents that wait, by id with their stamps; and which were read, in what order."""

    def __init__(self, count: int) -> None:
        self.stamps = {id_: str(1_000.0 + id_) for id_ in range(1, count + 1)}
        self.lines: dict[int, Stamp] = {}
        self.read_ids: list[int] = []
        self.strange: dict[str, str] = {}

    async def waiting(self, kind: Kind, since: datetime | None = None) -> dict[int, str]:
        first = since.timestamp() if since else 0
        return {id_: stamp for id_, stamp in self.stamps.items() if float(stamp) >= first}

    async def read(self, kind: Kind, ids: Sequence[int]) -> dict[int, Found]:
        self.read_ids += ids
        return {id_: self._found(id_) for id_ in ids if id_ in self.stamps}

    def _found(self, id_: int) -> Found:
        return Found(
            kind=PURCHASE,
            id=id_,
            state="quotation",
            state_title="Quotation",
            stamp=self.stamps[id_],
            digest="",
            fields={},
            amount=None,
            lines=self.lines.get(id_, NEVER),
            raw={},
        )

    async def notes(self, resources: Sequence[str]) -> list[Hanging]:
        return []

    async def hanging_since(self, *_: object) -> list[Hanging]:
        return []

    async def touched_lines(self, kind: Kind, since: datetime) -> dict[int, Stamp]:
        return dict(self.lines)


class Told:
    """Turns what was read into documents without asking anybody."""

    async def all(self, found: Iterable[Found], notes: Iterable[Hanging]) -> dict[int, Document]:
        return {each.id: _document(each.id, each.stamp) for each in found}

    def gone(self, kind: Kind, id_: str) -> Document:
        return _document(int(id_), "", waiting=False)


def _document(id_: int, stamp: str, *, waiting: bool = True) -> Document:
    state = "quotation" if waiting else ""
    return Document(
        kind="purchase", id=str(id_), state=state, state_title="", waiting=waiting, stamp=stamp
    )


class Empty:
    """A store that knew nothing and forgets; everybody is settled; nobody is asked."""

    async def read(self, work: object) -> dict[str, dict[str, str]]:
        return {}

    async def write(self, work: object) -> set[str]:
        return set()

    def asks(self, *_: object) -> tuple[()]:
        return ()


@pytest.fixture(autouse=True)
def one_reading_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """The backlog gets as little of each round as it can."""
    monkeypatch.setattr(polling, "_BUDGET", -1.0)


async def _watch(tryton: Tryton) -> polling.Watch:
    nothing: Any = Empty()
    watch = polling.Watch(
        "erp",
        cast(Store, nothing),
        {"purchase": (PURCHASE, "mirror")},
        cast(Library, tryton),
        cast(People, nothing),
        cast(Teller, Told()),
    )
    await watch.begin()
    return watch


async def test_a_new_document_does_not_wait_for_thousands_that_were_there_before() -> None:
    tryton = Tryton(3000)
    watch = await _watch(tryton)
    await watch.round()
    before = len(tryton.read_ids)
    assert not watch.has_all
    tryton.stamps[5000] = "9000.0"
    await watch.round()
    assert tryton.read_ids[before] == 5000
    assert len(tryton.read_ids) < 300
    assert not watch.has_all


async def test_each_document_of_a_backlog_is_read_once() -> None:
    tryton = Tryton(500)
    tryton.lines = {id_: (1_000.0 + id_, id_) for id_ in tryton.stamps}
    watch = await _watch(tryton)
    for _ in range(200):
        await watch.round()
    assert watch.has_all
    assert sorted(tryton.read_ids) == sorted(tryton.stamps)


async def test_what_changed_what_left_and_a_changed_line_are_read_again() -> None:
    tryton = Tryton(5)
    tryton.lines = {id_: (1_000.0, id_) for id_ in tryton.stamps}
    watch = await _watch(tryton)
    await watch.round()
    tryton.read_ids.clear()
    tryton.stamps[2] = "2000.0"
    del tryton.stamps[3]
    tryton.lines[4] = (3_000.0, 4)
    for _ in range(20):
        await watch.round()
        watch._looks["purchase"].whole_from = 0.0  # as if time had passed
    assert sorted(tryton.read_ids) == [2, 3, 4]


async def test_what_was_read_in_the_second_of_its_writing_is_read_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "_COARSE", 0.0)
    tryton = Tryton(3)
    watch = await _watch(tryton)
    for _ in range(3):
        await watch.round()
    tryton.read_ids.clear()
    tryton.stamps[2] = "9000.0"
    for _ in range(4):
        await watch.round()
    assert tryton.read_ids == [2, 2]


async def test_a_stamp_with_fractions_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "_COARSE", 0.0)
    tryton = Tryton(3)
    watch = await _watch(tryton)
    for _ in range(3):
        await watch.round()
    tryton.read_ids.clear()
    tryton.stamps[2] = "9000.25"
    for _ in range(4):
        await watch.round()
    assert tryton.read_ids == [2]


async def test_a_document_that_cannot_be_understood_keeps_no_other_out() -> None:
    tryton = Tryton(3)
    watch = await _watch(tryton)
    tryton.strange[f"{PURCHASE.model},2"] = "KeyError: state"
    for _ in range(3):
        await watch.round()
    assert watch.has_all
    assert sorted(set(tryton.read_ids)) == [1, 2, 3]
    before = len(tryton.read_ids)
    await watch.round()
    assert len(tryton.read_ids) == before, "not again before it changes"
