"""A real Tryton and a real signoff server for the end-to-end tests; both started once a module."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.office import Desk, Office
from tests.e2e.tryton.bed import Bed, running

PEOPLE = """
people:
  - {id: wang.fang, name: Wang Fang}
  - {id: sun.wei, name: Sun Wei, manager: zhao.min, language: en}
  - {id: zhao.min, name: Zhao Min}
  - {id: liu.yang, name: Liu Yang}
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a real Tryton."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="module")
def series() -> str:
    """Which Tryton; a module for another one overrides it."""
    return "8.2"


@pytest.fixture(scope="module")
def bed(series: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bed]:
    """A Tryton of this module's own."""
    with running(tmp_path_factory.mktemp("tryton"), series) as started:
        yield started


@pytest.fixture(scope="module")
def clerk(bed: Bed) -> Iterator[Desk]:
    """Wang Fang at her Tryton: enters documents."""
    with closing(Desk(bed, "wang.fang")) as desk:
        yield desk


@pytest.fixture(scope="module")
def boss(bed: Bed) -> Iterator[Desk]:
    """Zhao Min at her Tryton: decides there."""
    with closing(Desk(bed, "zhao.min")) as desk:
        yield desk


@pytest.fixture(scope="module")
def office(bed: Bed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A signoff server that is connected to it; Liu Yang is known there without a password."""
    started = Office(tmp_path_factory.mktemp("office"))
    started.start()
    try:
        started.apply(people_yaml=PEOPLE)
        started.connect(bed, "wang.fang", "sun.wei", "zhao.min")
        started.give_login("liu.yang", "")
        started.ask("POST", "/connectors/erp/sync")
        yield started
    finally:
        started.close()
