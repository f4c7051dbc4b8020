"""A terminal that stays open while its token ends and its person signs in anew beside it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.api import Decide
from core.client import marks, routes
from core.client.connect import open_async
from core.client.outbox import Outbox
from core.errors import SignInFirst
from core.settings import Settings, load_settings
from core.sign_in import mark_of, store_token
from core.tasks import DecisionKind
from tests.core.client.conftest import Answer, Double, Heard, problem

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, double: Double) -> Settings:
    """Rita has signed in with a token that the server knew then; now it knows only `new`."""

    def answer(heard: Heard) -> Answer:
        if heard.headers.get("Authorization") != "Bearer new":
            return problem(401, "sign_in_first", "the token is over")
        return 200, {"person": "rita", "name": {"en": "Rita"}}

    double.answer = answer
    found = load_settings({"SIGNOFF_HOME": str(tmp_path), "SIGNOFF_URL": double.url})
    sign_in(found, "old", "rita")
    return found


def sign_in(settings: Settings, token: str, person: str) -> None:
    """What `signoff login` keeps."""
    store_token(settings, token, in_file=True)
    marks.remember(settings, settings.url, person, mark_of(token))


async def test_the_token_of_a_new_login_is_taken_and_what_waits_goes_under_it(
    settings: Settings,
) -> None:
    outbox = Outbox(settings.outbox_folder)
    async with open_async(settings) as client:
        with pytest.raises(SignInFirst):
            await client.me()
        call = routes.decide("PO-1.1", Decide(decision=DecisionKind.APPROVE))
        item = outbox.add(call, client, about="PO-1", now=NOW)
        sign_in(settings, "new", "rita")
        assert (await client.me()).person == "rita"
        assert client.identity == mark_of("new")
        assert outbox.release(item)
        assert [each.identity for each in outbox.waiting()] == [client.identity]


async def test_the_token_of_somebody_else_is_not_taken(settings: Settings) -> None:
    async with open_async(settings) as client:
        sign_in(settings, "new", "bea")
        with pytest.raises(SignInFirst, match="@bea has signed in"):
            await client.me()
        assert client.identity == mark_of("old")


async def test_a_token_is_not_taken_before_it_is_known_whose_it_is(settings: Settings) -> None:
    async with open_async(settings) as client:
        store_token(settings, "new", in_file=True)
        with pytest.raises(SignInFirst, match="the token is over"):
            await client.me()
