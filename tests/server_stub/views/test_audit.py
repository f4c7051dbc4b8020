"""The chain of a feed: whatever is changed behind the server's back shows."""

from typing import Any

import pytest
from sqlalchemy import bindparam, delete, insert, update

from core.api import Comment
from server_stub.operations import feed
from server_stub.store.tables import entries, objects
from server_stub.store.unit import Unit
from server_stub.views import audit
from server_stub.views.chain import digest
from tests.server_stub.company import Company

_entry = (entries.c.object == bindparam("the_object")) & (entries.c.number == bindparam("n"))


@pytest.fixture
async def told(company: Company) -> Company:
    """Two orders with a feed of five and two entries."""
    key = (await company.order()).object.key
    for number in range(3):
        await company.do(feed.comment, "bea", key, Comment(text=f"word {number} 中文"))
    await company.order()
    return company


async def broken(company: Company) -> set[str]:
    report = await company.read(audit.verify)
    assert (report.objects) == 2
    assert all(place.message for place in report.broken)
    return {place.field for place in report.broken}


async def test_a_feed_that_nobody_touched_holds(told: Company) -> None:
    report = await told.read(audit.verify)
    assert (report.entries, report.broken) == (7, ())


def set_columns(**columns: object) -> Any:
    def tamper(unit: Unit) -> None:
        unit.run(update(entries).where(_entry), the_object=1, n=4, **columns)

    return tamper


def reword(unit: Unit) -> None:
    row = unit.first(entries.select().where(_entry), the_object=1, n=4)
    assert row is not None
    unit.run(update(entries).where(_entry), the_object=1, n=4, doc=row[5].replace("word", "lie"))


def reword_and_hash_again(unit: Unit) -> None:
    row = unit.first(entries.select().where(_entry), the_object=1, n=4)
    assert row is not None
    doc = row[5].replace("word", "lie")
    values = {"doc": doc, "hash": digest(doc.encode())}
    unit.run(update(entries).where(_entry), the_object=1, n=4, **values)


def cut_out(unit: Unit) -> None:
    unit.run(delete(entries).where(_entry), the_object=1, n=4)


def cut_off(unit: Unit) -> None:
    unit.run(delete(entries).where(_entry), the_object=1, n=5)


def add_one(unit: Unit) -> None:
    row = unit.first(entries.select().where(_entry), the_object=1, n=5)
    assert row is not None
    names = ("object", "number", "at", "kind", "by", "doc", "previous", "hash")
    unit.run(insert(entries), **{**dict(zip(names, row, strict=True)), "number": 6})


def forget_the_end(unit: Unit) -> None:
    unit.run(delete(entries).where(_entry), the_object=1, n=5)
    unit.run(update(objects).where(objects.c.id == bindparam("it")), it=1, entries=4)


@pytest.mark.parametrize(
    ("tamper", "place"),
    [
        (reword, "PO-1#4"),
        (reword_and_hash_again, "PO-1#5"),
        (cut_out, "PO-1#5"),
        (cut_off, "PO-1#5"),
        (add_one, "PO-1#6"),
        (forget_the_end, "PO-1#5"),
        (set_columns(at=5), "PO-1#4"),
        (set_columns(by="eve"), "PO-1#4"),
        (set_columns(kind="message"), "PO-1#4"),
        (set_columns(previous="0"), "PO-1#4"),
        (set_columns(hash="0"), "PO-1#4"),
    ],
)
async def test_tampering_shows(told: Company, tamper: Any, place: str) -> None:
    await told.store.write(tamper)
    assert place in await broken(told)
