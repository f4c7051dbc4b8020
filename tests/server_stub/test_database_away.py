"""PostgreSQL goes away under a running server: it says so, the terminal shows it, both recover."""

import asyncio
from collections.abc import AsyncIterator
from random import Random

import httpx
import psycopg
import pytest
from psycopg import errors
from sqlalchemy import insert

from core.client.connect import open_async
from core.client.events import LinkDown, LinkUp, stream
from core.errors import Unreachable
from core.events import Event, EventKind
from core.settings import Settings, load_settings
from server_stub.store.database import Database
from server_stub.store.tables import counters
from server_stub.store.unit import Unit
from tests.server_stub.serving import serving

ADD = insert(counters)


@pytest.fixture
async def database(postgresql_url: str) -> AsyncIterator[Database]:
    opened = await Database.open(postgresql_url)
    yield opened
    await opened.close()


class Door:
    """Lets nobody into one database, or everybody again: what a stopped PostgreSQL looks like."""

    def __init__(self, url: str) -> None:
        self._name = url.partition("?")[0].rpartition("/")[2]
        self._administrator = url.replace(self._name, "postgres")

    def shut(self) -> None:
        """End what is connected, and refuse what comes."""
        with psycopg.connect(self._administrator, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS false")
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                (self._name,),
            )

    def open(self) -> None:
        """Let everybody in."""
        with psycopg.connect(self._administrator, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS true")


def told(unit: Unit) -> None:
    unit.emit(EventKind.CONFIGURATION_CHANGED, about="something")


async def test_a_database_that_goes_away_is_said_shown_and_recovered_from(
    database: Database, postgresql_url: str
) -> None:
    door = Door(postgresql_url)
    async with serving(database) as served, served.client() as client:
        # Whatever the database closes was in use before.
        assert (await client.get("/v1/inbox")).status_code == 200
        async with open_async(_at(f"unix://{served.socket}")) as terminal:
            heard = stream(terminal)
            assert isinstance(await anext(heard), LinkUp)
            door.shut()
            down = await asyncio.wait_for(anext(heard), 60)
            assert isinstance(down, LinkDown)
            refused = await _refused(client)
            assert refused["code"] == "unreachable"
            assert refused["detail"] == "The server cannot reach its database just now."
            with pytest.raises(Unreachable):
                await database.write(told)
            door.open()
            back = await asyncio.wait_for(_next_up(heard), 60)
            assert isinstance(back, LinkUp)
            await database.write(told)
            assert isinstance(await asyncio.wait_for(anext(heard), 60), Event)
        assert (await client.get("/v1/inbox")).status_code == 200


async def test_what_the_database_can_never_take_is_not_said_to_be_its_absence(
    database: Database,
) -> None:
    name = Random(1).randbytes(10_000).hex()  # more than an index holds
    with pytest.raises(errors.ProgramLimitExceeded):
        await database.write(lambda unit: unit.run(ADD, name=name, value=1))


async def _refused(client: httpx.AsyncClient) -> dict[str, str]:
    answer = await client.get("/v1/inbox")
    assert answer.status_code == 503, answer.text
    found: dict[str, str] = answer.json()
    return found


async def _next_up(heard: AsyncIterator[Event | LinkUp | LinkDown]) -> Event | LinkUp | LinkDown:
    while isinstance(each := await anext(heard), LinkDown):
        pass
    return each


def _at(url: str) -> Settings:
    return load_settings({"SIGNOFF_URL": url})
