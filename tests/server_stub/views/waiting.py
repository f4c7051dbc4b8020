"""What waits in the tests of the inbox."""

from datetime import UTC, datetime, timedelta
from typing import Any

from core.api import NewObject
from core.tasks import TaskKind
from server_stub.operations import objects, subject
from server_stub.operations.tasks_open import open_task
from server_stub.store.unit import Unit
from server_stub.views.rows import TaskDoc
from tests.server_stub.company import Company, actor

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


async def machine(company: Company, model: str = "DMG") -> str:
    new = NewObject(type="machine", fields={"model": model})
    return (await company.do(objects.create, "rita", new)).object.key


async def ask(company: Company, key: str, **more: Any) -> str:
    """A task of eve's on the object."""

    def work(unit: Unit) -> str:
        with subject.changing(unit, actor("rita"), key) as it:
            return open_task(it, **{"kind": TaskKind.DO, "person": "eve", "doc": TaskDoc(), **more})

    return await company.store.write(work, now=company.now)


async def fill(company: Company, count: int) -> list[str]:
    """Tasks of eve's, two at each moment, in their order."""
    key = await machine(company)

    def work(unit: Unit) -> list[str]:
        with subject.changing(unit, actor("rita"), key) as it:
            return [
                open_task(
                    it,
                    id=f"t.{number:04}",
                    kind=TaskKind.DO,
                    person="eve",
                    doc=TaskDoc(),
                    due=NOW + timedelta(minutes=number // 2),
                )
                for number in range(count)
            ]

    return await company.store.write(work, now=company.now)
