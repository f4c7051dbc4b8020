"""Every case of every test is replayed from what it was told, and comes out the same."""

from collections.abc import Iterator

import pytest

from tests.core.flow.run import RUNS


@pytest.fixture(autouse=True)
def replayed() -> Iterator[None]:
    """Replay the cases of a test at its end."""
    RUNS.clear()
    yield
    for run in RUNS:
        run.require_replayable()
    RUNS.clear()
