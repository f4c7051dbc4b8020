"""What the inbox costs: the walk along its index, and how many statements a page takes."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import insert

from core.api import Decide
from core.tasks import DecisionKind
from server_stub.operations import tasks
from server_stub.store import tables
from server_stub.store.database import Database
from server_stub.store.unit import Unit
from server_stub.views import inbox, inbox_order
from server_stub.views.inbox import Wanted
from tests.server_stub.company import Company, actor
from tests.server_stub.views.waiting import NOW, fill, machine


def task_rows(count: int, people: int) -> list[dict[str, object]]:
    return [
        {
            "id": f"t.{number}",
            "kind": "do",
            "state": "open",
            "person": "eve" if number % people == 0 else f"p{number % people}",
            "object": 1,
            "type": "machine",
            "doc": "{}",
            "created": number,
            "rank": (number * 7919) % 1_000_003,
        }
        for number in range(count)
    ]


SHAPES: Sequence[tuple[tuple[str, ...], Any]] = [
    ((), "first"),
    ((), "after"),
    ((), "before"),
    ((), "last"),
    (("kind",), "after"),
    (("overdue", "type"), "after"),
    (("priority", "urged"), "first"),
    (("from",), "before"),
]
VALUES: dict[str, Any] = {
    "reader": "eve",
    "rank": 500_000,
    "id": "t.500",
    "most": 51,
    "kinds": ["do"],
    "types": ["machine"],
    "now": 500_000,
    "people": ["rita"],
    "priorities": [0],
}


@pytest.mark.parametrize(("conditions", "side"), SHAPES)
async def test_a_page_is_a_walk_along_the_index_alone(
    company: Company, conditions: tuple[str, ...], side: Any
) -> None:
    await machine(company)
    await company.store.write(lambda unit: unit.run_many(insert(tables.tasks), task_rows(6000, 3)))
    if company.store.dialect == "postgresql":
        await company.store.write(lambda unit: _analyze(unit))
    plan = await company.store.read(
        lambda reader: explain(reader, inbox_order.statement(conditions, side), company.store)
    )
    assert "ix_tasks_inbox" in plan
    assert not re.search(r"SCAN tasks|Seq Scan on tasks", plan), plan
    if "BitmapOr" not in plan:  # which PostgreSQL rightly takes where so few meet a condition
        assert not re.search(r"USE TEMP B-TREE|\bSort\b", plan), plan
        assert re.search(r"COVERING INDEX|Index Only Scan", plan), plan


async def test_counting_reads_the_index_alone(company: Company) -> None:
    plan = await company.store.read(
        lambda reader: explain(reader, inbox_order.counting((), "before"), company.store)
    )
    assert "ix_tasks_inbox" in plan
    assert "SCAN tasks" not in plan


def _analyze(unit: Unit) -> None:
    unit.cursor.execute("ANALYZE tasks")  # type: ignore[attr-defined]


def explain(reader: Any, statement: Any, store: Database) -> str:
    """The database's plan for a statement of the product."""
    text, values = reader._statements.get(statement, VALUES).bind(
        {name: VALUES[name] for name in _named(statement)}
    )
    how = "EXPLAIN QUERY PLAN " if store.dialect == "sqlite" else "EXPLAIN "
    reader.cursor.execute(how + text, values)
    return "\n".join(str(row[-1]) for row in reader.cursor.fetchall())


def _named(statement: Any) -> list[str]:
    compiled = statement.compile()
    return [name for name in compiled.params if name in VALUES]


async def test_a_page_asks_the_same_few_statements_however_long_it_is(company: Company) -> None:
    await fill(company, 60)

    async def statements(limit: int) -> int:
        def work(reader: Any) -> int:
            counted = Counting(reader)
            inbox.page(counted, actor("eve"), now=NOW, wanted=Wanted(limit=limit))
            return counted.count

        return await company.store.read(work)

    assert await statements(5) == await statements(50) <= 4


async def test_an_or_sign_decision_takes_few_statements(company: Company) -> None:
    key = (await company.order(amount="20000")).object.key

    def work(unit: Any) -> int:
        counted = Counting(unit)
        approve = Decide(decision=DecisionKind.APPROVE, reason="fine", object_revision=1)
        tasks.decide(counted, actor("bea"), key, approve)
        return counted.count

    assert await company.store.write(work) <= 14


class Counting:
    """A unit of work that counts what it is asked."""

    def __init__(self, unit: Any) -> None:
        self._unit = unit
        self.count = 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._unit, name)
        if name not in ("all", "first", "run", "run_many"):
            return found

        def counting(statement: Any, *what: Any, **values: Any) -> Any:
            self.count += name != "run_many" or bool(what[0])
            return found(statement, *what, **values)

        return counting
