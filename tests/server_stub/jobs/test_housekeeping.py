"""What nobody can ask for any more goes; what somebody may still need stays."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select

from core.events import EventKind
from server_stub.jobs.housekeeping import note_used
from server_stub.operations.forgetting import KEEP_ANSWERS, KEEP_EVENTS, clean
from server_stub.store.database import Database
from server_stub.store.moments import to_micros
from server_stub.store.tables import answers, events, tokens

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KEEP = insert(answers)
ANSWERS = select(answers.c.key)
EVENTS = select(func.count()).select_from(events)
ADD_TOKEN = insert(tokens)
USED = select(tokens.c.used)


async def test_old_answers_and_events_go(store: Database) -> None:
    for age in (KEEP_ANSWERS + SECOND, KEEP_ANSWERS - SECOND):
        row: dict[str, object] = {
            "person": "li", "key": str(age), "request": "", "status": 200, "headers": "{}",
            "body": b"", "at": to_micros(NOW - age),
        }  # fmt: skip
        await store.write(lambda unit, row=row: unit.run(KEEP, **row))  # type: ignore[misc]
    for age in (KEEP_EVENTS + SECOND, KEEP_EVENTS - SECOND):
        await store.write(lambda unit: unit.emit(EventKind.CONFIGURATION_CHANGED), now=NOW - age)
    await store.write(lambda unit: clean(unit, "a"), now=NOW)
    assert await store.read(lambda reader: reader.all(ANSWERS)) == [(str(KEEP_ANSWERS - SECOND),)]
    assert await store.read(lambda reader: reader.first(EVENTS)) == (1,)


async def test_it_is_done_once_an_hour_by_one_server(store: Database) -> None:
    async def cleaned(holder: str, now: datetime) -> bool:
        await store.write(
            lambda unit: unit.emit(EventKind.CONFIGURATION_CHANGED), now=NOW - KEEP_EVENTS * 2
        )
        await store.write(lambda unit: clean(unit, holder), now=now)
        return await store.read(lambda reader: reader.first(EVENTS)) == (0,)

    assert await cleaned("a", NOW)
    assert not await cleaned("a", NOW + timedelta(minutes=59))
    assert not await cleaned("b", NOW + timedelta(minutes=59))
    assert await cleaned("b", NOW + timedelta(minutes=61))


async def test_when_a_token_was_used_is_noted(store: Database) -> None:
    await store.write(lambda unit: unit.run(ADD_TOKEN, id="t", person="li", hash="h", created=1))
    used = {"t": 42}
    await note_used(store, used)
    await note_used(store, used)
    assert await store.read(lambda reader: reader.first(USED)) == (42,)
