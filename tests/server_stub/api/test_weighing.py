"""What anybody may have checked costs the server only so much, and the others nothing."""

import asyncio
import resource
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any
from uuid import uuid4

import httpx
import pytest

from core import effort
from core.effort import spend
from core.flow.bench import Bench
from server_stub.api import apply, turns, weighing
from server_stub.operations import trials

HEAD = "flow: f\nobject: order\nowner: person:ann\nsteps:\n"
FILES = {
    "people.yaml": "local_owner: root\nroles: {admin: A}\npeople:\n"
    "  - {id: root, name: R, roles: [admin]}\n  - {id: ann, name: Ann}\n"
    "  - {id: bob, name: Bob}\n  - {id: cid, name: Cid}\n",
    "order.yaml": "object: order\ntitle: Order\nprefix: OR\nflow: f\nfields:\n"
    "  amount: {kind: number, title: Amount}\n  count: {kind: number, title: Count}\n",
    "f.yaml": f"{HEAD}  - approve: head\n    by: person:ann\n",
}


@pytest.fixture
async def house(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """A company with one flow."""
    answer = await api.post("/v1/apply", json={"files": FILES, "plan": False})
    assert answer.is_success, answer.text
    return api


def table(rows: int) -> str:
    """Rows of which each overlaps some others."""
    lines = [
        f"over {at * 7 % 1009} up to {at * 7 % 1009 + 90},over {at * 13 % 997},person:ann"
        for at in range(rows)
    ]
    # No two are the same: what was found out about a table is kept.
    return f"rules,t\ntitle,{uuid4()}\nobject,order\n\namount,count,ask\n" + "\n".join(lines) + "\n"


async def check(api: httpx.AsyncClient, text: str, **more: Any) -> httpx.Response:
    headers = more.pop("by", {"Signoff-As": "ann"})
    return await api.post("/v1/flows/check", json={"text": text, **more}, headers=headers)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Checks end only once this is set."""
    opened, real = Event(), trials.check

    def held(*said: Any, **more: Any) -> Any:
        assert opened.wait(60)
        return real(*said, **more)

    monkeypatch.setattr(trials, "check", held)
    yield opened
    opened.set()


async def test_others_are_answered_while_somebodys_check_runs(
    house: httpx.AsyncClient, gate: Event
) -> None:
    checking = asyncio.create_task(check(house, table(70), file="t.csv"))
    for _ in range(3):
        assert (await house.get("/v1/inbox")).is_success
    assert not checking.done()
    gate.set()
    assert (await checking).is_success


async def signed_in(house: httpx.AsyncClient, person: str) -> dict[str, str]:
    """What a client of this person sends. `Signoff-As` alone is the same person as somebody."""
    made = await house.post("/v1/tokens", json={"person": person})
    return {"Authorization": f"Bearer {made.json()['secret']}"}


class Endless:
    """Checks of files whose name begins with "long" compute until this is opened."""

    def __init__(self) -> None:
        self.opened = Event()
        self.began = 0
        self.under_way = 0
        self.ended: list[type[BaseException] | None] = []

    def compute(self) -> None:
        self.began += 1
        self.under_way += 1
        try:
            while not self.opened.wait(0.001):
                spend(1)
            self.ended.append(None)
        except BaseException as error:
            self.ended.append(type(error))
            raise
        finally:
            self.under_way -= 1


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endless]:
    """Lets checks of files that begin with "long" run as long as a test wants them to."""
    made, real = Endless(), trials.check
    monkeypatch.setattr(effort, "SLICE", 0)

    def check(reader: Any, text: str, file: str = "", *more: Any, **named: Any) -> Any:
        if file.startswith("long"):
            made.compute()
        return real(reader, text, file, *more, **named)

    monkeypatch.setattr(trials, "check", check)
    yield made
    made.opened.set()


async def until(true: Callable[[], bool], house: httpx.AsyncClient) -> None:
    """Ask the server for something until this is so."""
    async with asyncio.timeout(60):
        while not true():
            assert (await house.get("/v1/inbox?limit=1")).is_success


async def until_under_way(number: int, house: httpx.AsyncClient) -> None:
    """Wait until the server works for so many calls."""
    async with asyncio.timeout(60):
        while f"signoff_requests_under_way {number}\n" not in (await house.get("/metrics")).text:
            pass


async def test_long_checks_of_some_let_others_be_checked(
    house: httpx.AsyncClient, endless: Endless
) -> None:
    ann, bob, cid = [await signed_in(house, person) for person in ("ann", "bob", "cid")]
    long = [
        asyncio.create_task(check(house, table(3), file="long.csv", by=person))
        for person in (ann, bob)
    ]
    await until(lambda: endless.under_way == 2, house)
    assert (await check(house, table(3), file="t.csv", by=cid)).is_success
    assert endless.under_way == 2
    endless.opened.set()
    assert [each.status_code for each in await asyncio.gather(*long)] == [200, 200]


async def test_what_nobody_waits_for_any_more_ends_and_only_then_comes_the_next(
    house: httpx.AsyncClient, endless: Endless
) -> None:
    left = asyncio.create_task(check(house, table(3), file="long.csv"))
    await until(lambda: endless.under_way == 1, house)
    waiting = asyncio.create_task(check(house, table(3), file="long2.csv"))
    await until_under_way(2, house)
    left.cancel()
    await until(lambda: endless.began == 2, house)
    assert endless.ended == [weighing.AbandonedError]
    assert endless.under_way == 1
    endless.opened.set()
    assert (await waiting).is_success
    assert endless.ended == [weighing.AbandonedError, None]


async def test_a_trial_that_nobody_waits_for_ends_and_is_not_told_as_what_came_of_an_object(
    house: httpx.AsyncClient, endless: Endless, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Bench, "submit", lambda _: endless.compute())
    body = {"flow": "f", "csv": "requester,amount\nann,1\nbob,2\n"}
    trial = house.post("/v1/flows/simulate", json=body, headers={"Signoff-As": "ann"})
    left = asyncio.create_task(trial)
    await until(lambda: endless.under_way == 1, house)
    left.cancel()
    assert (await check(house, table(3), file="t.csv")).is_success  # in its turn: behind the trial
    assert endless.began == 1


async def test_who_went_away_while_waiting_takes_nobodys_turn(
    house: httpx.AsyncClient, endless: Endless
) -> None:
    first = asyncio.create_task(check(house, table(3), file="long.csv"))
    await until(lambda: endless.under_way == 1, house)
    gone = [
        asyncio.create_task(check(house, table(3), file="long.csv"))
        for _ in range(turns.MOST_WAITING)
    ]
    await until_under_way(1 + turns.MOST_WAITING, house)
    for each in gone:
        each.cancel()
    await until_under_way(1, house)
    last = asyncio.create_task(check(house, table(3), file="t.csv"))
    await until_under_way(2, house)
    endless.opened.set()
    assert [each.status_code for each in await asyncio.gather(first, last)] == [200, 200]
    assert endless.began == 1


async def test_a_check_that_is_too_much_says_so_and_what_to_do(
    house: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weighing, "MOST_STEPS", 2000)
    small = await check(house, table(3), file="t.csv")
    assert small.is_success, small.text
    large = await check(house, table(120), file="t.csv")
    assert (large.status_code, large.json()["code"]) == (422, "invalid")
    assert "too large to check in one go" in large.json()["detail"]
    assert "one by one" in large.json()["hint"]


async def test_what_is_too_large_to_publish_is_not_tried_again_in_the_place_of_changes(
    house: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []
    monkeypatch.setattr(apply, "MOST_STEPS", 2000)
    monkeypatch.setattr(apply, "apply", lambda *said, **more: tried.append(said))
    body = {"files": {"t.csv": table(2000)}}
    answer = await house.post("/v1/apply", json=body, headers={"Signoff-As": "ann"})
    assert answer.status_code == 422, answer.text
    assert "too large to check in one go" in answer.json()["detail"]
    assert tried == []


async def test_owners_files_are_read_in_their_turn_and_within_their_limit(
    house: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, gate: Event
) -> None:
    rubbish = "rules,t\nobject,order\n\namount,count,ask\n" + "abc,,person:ann\n" * 1000
    body, ann = {"files": {"t.csv": rubbish}}, {"Signoff-As": "ann"}
    checks = [
        asyncio.create_task(check(house, table(2 + at), file="t.csv"))
        for at in range(turns.MOST_WAITING + 2)
    ]
    assert (await next(asyncio.as_completed(checks))).status_code == 422
    for plan in (False, True):
        said = await house.post("/v1/apply", json=body | {"plan": plan}, headers=ann)
        assert "are waiting already" in said.json()["detail"], said.text
    gate.set()
    await asyncio.gather(*checks)
    monkeypatch.setattr(apply, "MOST_STEPS", 20_000)
    for plan in (False, True):
        said = await house.post("/v1/apply", json=body | {"plan": plan}, headers=ann)
        assert "too large to check in one go" in said.json()["detail"], said.text


async def test_more_yaml_than_can_be_read_is_refused_at_once(house: httpx.AsyncClient) -> None:
    text = HEAD + "# more\n" * (weighing.MOST_YAML // 7)
    answer = await check(house, text)
    assert answer.status_code == 422, answer.text
    assert "characters of YAML, at most 1,000,000" in answer.json()["detail"]
    files = {"f.yaml": text}
    for path in ("/v1/flows/test", "/v1/flows/simulate", "/v1/apply"):
        body = {"files": files}
        said = await house.post(path, json=body, headers={"Signoff-As": "ann"})
        assert said.status_code == 422, said.text


async def test_a_trial_is_weighed_with_all_that_stands_beside_it(house: httpx.AsyncClient) -> None:
    flow, half = FILES["f.yaml"], "# more\n" * (weighing.MOST_YAML // 13)
    for beside in (
        {"files": {"a.yaml": half, "b.yaml": half}},
        {"csv": "count\n" + "1\n" * 600_000},
    ):
        body = {"text": flow, "csv": "count\n1\n", **beside}
        said = await house.post("/v1/design/try", json=body, headers={"Signoff-As": "ann"})
        assert (said.status_code, said.json()["code"]) == (422, "invalid"), said.text
        assert "at most 1,000,000" in said.json()["detail"]


async def test_the_lines_of_a_csv_are_weighed(
    house: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weighing, "MOST_STEPS", 20_000)
    lines = "amount,count,ask\n" + "abc,,person:ann\n" * 1000
    rules = await check(house, f"rules,t\nobject,order\n\n{lines}", file="t.csv")
    trial = {"text": FILES["f.yaml"], "csv": "count\n" + "1\n" * 1000}
    tried = await house.post("/v1/design/try", json=trial, headers={"Signoff-As": "ann"})
    for said in (rules, tried):
        assert said.status_code == 422, said.text
        assert "too large to check in one go" in said.json()["detail"]


async def test_a_text_that_doubles_itself_fills_no_memory(house: httpx.AsyncClient) -> None:
    types = FILES["order.yaml"] + "  note: {kind: text, title: Note}\n"
    assert (await house.post("/v1/apply", json={"files": {"order.yaml": types}})).is_success
    for doubled in ("'{note}{note}'", "= note + note", "'" + "{note}" * 1000 + "'"):
        text = FILES["f.yaml"] + f"  - set: {{note: {doubled}}}\n" * 24
        body = {"text": text, "csv": "note\n" + "x" * 1000 + "\n"}
        begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        said = await house.post("/v1/design/try", json=body, headers={"Signoff-As": "ann"})
        assert said.json()["ends"] == "approved", said.text
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begun < 200_000  # KiB


async def test_one_person_waits_for_their_own_checks_and_not_without_end(
    house: httpx.AsyncClient, gate: Event
) -> None:
    number = turns.MOST_WAITING + 3
    checks = [
        asyncio.create_task(check(house, table(20 + at), file="t.csv")) for at in range(number)
    ]
    ended = asyncio.as_completed(checks)
    assert [(await next(ended)).status_code for _ in range(2)] == [422] * 2
    gate.set()
    codes = sorted(each.status_code for each in await asyncio.gather(*checks))
    assert codes == [200] * (number - 2) + [422] * 2
    assert (await check(house, table(4), file="t.csv")).is_success
