"""Reading documents: what is of an unexpected shape is named and left out."""

from typing import Any, cast

import pytest

from server_stub.connectors.tryton.documents import Library, Raw
from server_stub.connectors.tryton.kinds import KINDS
from server_stub.connectors.tryton.session import Session

PURCHASE = KINDS["purchase"]


class Answers:
    """A Tryton that answers every search with these records; it has no attachments."""

    def __init__(self, *rows: Raw) -> None:
        self.rows = list(rows)

    async def call(self, method: str, *params: object) -> Any:
        if "fields_get" in method:
            return {}
        return [] if "ir.attachment" in method else self.rows


def _purchase(id_: int, **more: object) -> Raw:
    return {"id": id_, "_timestamp": "1000.5", "state": "quotation", "lines.": [], **more}


@pytest.mark.parametrize(
    "odd", [{"state": None, "lines.": ["a line"]}, {"_timestamp": None}, {"lines.": [{}, 7]}]
)
async def test_one_strange_record_is_named_and_the_others_come_in(odd: Raw) -> None:
    answers = Answers(_purchase(1), {**_purchase(2), **odd}, _purchase(3))
    library = Library(cast(Session, answers))
    found = await library.read(PURCHASE, [1, 2, 3])
    assert set(found) >= {1, 3}
    assert (2 in found) == (f"{PURCHASE.model},2" not in library.strange)
    answers.rows[1] = _purchase(2)
    assert set(await library.read(PURCHASE, [1, 2, 3])) == {1, 2, 3}
    assert not library.strange


async def test_a_waiting_record_without_a_stamp_is_left_out() -> None:
    library = Library(cast(Session, Answers(_purchase(1), {"id": 2, "_timestamp": None})))
    assert await library.waiting(PURCHASE) == {1: "1000.5"}


async def test_a_strange_record_that_was_deleted_is_no_longer_held_back() -> None:
    answers = Answers({**_purchase(2), "lines.": ["a line"]})
    library = Library(cast(Session, answers))
    assert await library.read(PURCHASE, [2]) == {}
    assert library.strange
    answers.rows.clear()
    assert await library.read(PURCHASE, [2]) == {}
    assert not library.strange
