"""A file is attached by whoever uploaded it or may see an object that holds it."""

import pytest
from sqlalchemy import insert

from core.api import Comment, EditObject
from core.errors import Invalid
from core.objects import File
from server_stub.operations import feed, objects
from server_stub.store.tables import files
from tests.server_stub.company import MONDAY, Company

HASH = "b" * 64
SAYING = Comment(text="see", files=(File(hash=HASH, name="a.png"),))


@pytest.fixture
async def uploaded(company: Company) -> None:
    """Rita uploaded a file."""
    row = {"hash": HASH, "size": 7, "media_type": "image/png", "created": 0, "by": "rita"}
    await company.store.write(lambda unit: unit.run(insert(files), **row), now=MONDAY)


@pytest.mark.usefixtures("uploaded")
async def test_knowing_a_hash_is_not_enough_to_attach_a_file(company: Company) -> None:
    key = (await company.order()).object.key
    with pytest.raises(Invalid):
        await company.do(feed.comment, "bea", key, SAYING)
    edited = EditObject(fields={"drawing": {"hash": HASH}})
    with pytest.raises(Invalid) as raised:
        await company.do(objects.edit, "bea", key, edited)
    assert [error.field for error in raised.value.errors] == ["drawing"]


@pytest.mark.usefixtures("uploaded")
async def test_who_sees_an_object_that_holds_a_file_may_attach_it(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(feed.comment, "rita", key, SAYING)
    entry = await company.do(feed.comment, "bea", key, SAYING)
    assert entry.files[0].size == 7
    edited = EditObject(fields={"drawing": {"hash": HASH, "name": "a.png"}})
    await company.do(objects.edit, "bea", key, edited)
