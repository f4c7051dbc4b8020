"""What the tests of the server can ask for: one that runs, and a client of its owner."""

from collections.abc import AsyncIterator

import httpx
import pytest

from server_stub.first_start import first_start
from server_stub.store.database import Database
from tests.server_stub.company import Company, set_up
from tests.server_stub.serving import Served, serving


@pytest.fixture
async def served(store: Database) -> AsyncIterator[Served]:
    """A real server on a fresh database, without jobs; the test runs once on each kind."""
    await store.write(first_start)
    async with serving(store) as server:
        yield server


@pytest.fixture
async def api(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    """A client of that server, as the local owner; `Signoff-As` makes it somebody else."""
    async with served.client() as client:
        yield client


@pytest.fixture
async def company(store: Database) -> Company:
    """A small company on a fresh database; the test runs once on each kind."""
    await store.write(set_up)
    return Company(store)
