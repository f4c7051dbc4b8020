"""The history of an object is read part by part, and nothing of it is lost in between."""

import pytest

from core.api import EditObject
from core.errors import Invalid
from server_stub.operations import objects
from server_stub.views import changes
from tests.server_stub.company import Company


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
async def test_a_revision_of_many_fields_is_told_over_several_pages(
    company: Company, limit: int
) -> None:
    key = (await company.order(submit=False)).object.key
    fields: dict[str, object] = {
        "supplier": "South",
        "material": "oil",
        "amount": "7",
        "notes": "x",
        "quantity": "3",
    }
    await company.do(objects.edit, "rita", key, EditObject(fields=fields))
    await company.do(objects.edit, "rita", key, EditObject(fields={"notes": "y"}))
    whole = (await company.see(changes.history, "rita", key)).items
    assert len(whole) > len(fields)
    told, cursor = [], ""
    while True:
        page = await company.see(changes.history, "rita", key, limit=limit, cursor=cursor)
        told += page.items
        cursor = page.next
        if not cursor:
            break
    assert told == whole


async def test_a_cursor_of_another_listing_is_refused(company: Company) -> None:
    key = (await company.order(submit=False)).object.key
    with pytest.raises(Invalid):
        await company.see(changes.history, "rita", key, cursor="Mw")
