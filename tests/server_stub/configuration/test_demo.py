"""The demo company: a working day for everybody, in both languages, on both databases."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from core.language import LANGUAGES, speaking
from core.located import Located, read_yaml, walk
from server_stub.access import SYSTEM, Actor
from server_stub.demo import loader
from server_stub.operations.apply import read_folder
from server_stub.store.database import Database
from server_stub.views import inbox as inbox_views
from tests.server_stub.configuration.wrong import GOOD

SECONDS = 8.0
MAIN = (
    "zhao.min",  # purchasing director, and who the local owner is
    "sun.wei",  # purchasing manager
    "wang.fang",  # buyers
    "liu.yang",
    "qian.lihua",  # finance director
    "zhou.ting",  # accountants
    "feng.chao",
    "ma.qiang",  # department heads
    "cao.yan",
    "shen.zhiyuan",
    "wu.hao",
    "chen.guodong",
    "he.jun",  # project manager
    "lin.yue",  # owner of the flows
)


async def load(api: httpx.AsyncClient, **query: Any) -> Any:
    answer = await api.post("/v1/demo", params=query, timeout=120)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def inbox(api: httpx.AsyncClient, person: str, query: str = "") -> Any:
    headers = {"Signoff-As": person} if person else {}
    answer = await api.get("/v1/inbox", params={"q": query, "limit": 100}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_everybody_who_matters_has_a_day_of_work(api: httpx.AsyncClient) -> None:
    begun = time.process_time()
    await load(api)
    assert time.process_time() - begun < SECONDS
    totals = {person: (await inbox(api, person))["total"] for person in MAIN}
    assert {person: n for person, n in totals.items() if not 8 <= n <= 40} == {}

    mine = (await inbox(api, ""))["items"]
    assert {task["person"] for task in mine} == {"zhao.min"}
    assert {task["kind"] for task in mine} >= {"approve", "question"}
    assert (await inbox(api, "", "is:overdue"))["total"] >= 2
    for word in ("question", "copy", "revise", "incident", "do"):
        people = [each for each in MAIN if (await inbox(api, each, f"is:{word}"))["total"]]
        assert people, f"nobody has a {word}"

    await prices_are_questioned_and_confidential(api)
    published = [each["published"] for each in (await api.get("/v1/flows")).json()["items"]]
    oldest = (await api.get("/v1/objects/PO-1")).json()["object"]["created"]
    assert max(published) < oldest


async def prices_are_questioned_and_confidential(api: httpx.AsyncClient) -> None:
    """Finance ask sales about a price; a target price is for those who may see it."""
    asked = (await inbox(api, "anna.schmidt", "is:question"))["items"]
    assert [task["object_type"] for task in asked] == ["sales_order"]
    assert "surcharge" in asked[0]["text"]
    (task,) = (await inbox(api, "", "machining"))["items"]
    key = task["object"]
    for person, sees in (("zhao.min", True), ("qian.lihua", True), ("ma.qiang", False)):
        view = (await api.get(f"/v1/objects/{key}", headers={"Signoff-As": person})).json()
        assert ("target_price" in view["object"]["fields"]) is sees


async def test_loading_the_demo_twice_changes_nothing_not_even_what_was_changed_in_it(
    api: httpx.AsyncClient,
) -> None:
    first = await load(api)
    assert {change["kind"] for change in first["changes"]} >= {"person", "type", "flow", "history"}
    assert first["warnings"] == []
    before = await inbox(api, "")
    person = "people:\n  - {id: wei.min, name: Somebody Else, department: it}\n"
    await api.post("/v1/apply", json={"files": {"people.yaml": person}})
    assert (await load(api))["changes"] == []
    assert (await inbox(api, "")) == before
    found = (await api.get("/v1/people", params={"q": "wei.min"})).json()["items"]
    assert [each["name"] for each in found] == [{"": "Somebody Else"}]


async def test_a_reset_brings_back_the_first_day(api: httpx.AsyncClient) -> None:
    await load(api)
    before = await inbox(api, "")
    titles = [task["title"] for task in before["items"]]
    key = before["items"][0]["object"]
    decided = await api.post(f"/v1/tasks/{key}/decide", json={"decision": "approve"})
    assert decided.status_code == 200
    assert (await inbox(api, ""))["total"] == before["total"] - 1

    again = await load(api, reset=True)
    assert {change["kind"] for change in again["changes"]} == {"history"}
    assert [task["title"] for task in (await inbox(api, ""))["items"]] == titles
    assert (await api.get(f"/v1/objects/{key}")).status_code == 404
    assert (await api.get("/v1/audit/verify")).json()["broken"] == []


@pytest.mark.parametrize("reset", [False, True])
async def test_the_demo_keeps_away_from_a_real_company(api: httpx.AsyncClient, reset: bool) -> None:
    assert (await api.post("/v1/apply", json={"files": GOOD})).status_code == 200
    answer = await api.post("/v1/demo", params={"reset": reset})
    assert (answer.status_code, answer.json()["code"]) == (422, "refused")
    assert "SIGNOFF_HOME" in answer.json()["hint"]
    assert [each["id"] for each in (await api.get("/v1/types")).json()["items"]] == ["order"]


async def test_the_demo_speaks_the_language_of_whoever_loads_it(sqlite_url: str) -> None:
    store = await Database.open(sqlite_url)
    try:
        with speaking("zh"):
            folder = read_folder(loader.files())
            await store.write(lambda unit: loader.load(unit, SYSTEM, folder))
        director, now = Actor(person="zhao.min"), datetime.now(UTC)
        page = await store.read(lambda reader: inbox_views.page(reader, director, now=now))
    finally:
        await store.close()
    assert "德玛机床: 五轴加工中心" in [task.title for task in page.items]
    assert all(not task.title.isascii() for task in page.items)


def test_every_text_of_the_demo_is_in_both_languages() -> None:
    missing = [
        f"{each.file}:{each.line}"
        for each in labels()
        if set(each.value) != set(LANGUAGES) or not all(word.raw for word in each.value.values())
    ]
    assert missing == []


def labels() -> Iterator[Located]:
    """Every map of languages, and every title or name that is none."""
    yaml = {file: text for file, text in loader.files().items() if file.endswith(".yaml")}
    for file, text in yaml.items():
        for document in read_yaml(text, file):
            for node in walk(document):
                if node.is_map and set(node.value) & set(LANGUAGES):
                    yield node
                for key in ("title", "help"):
                    if node.is_map and key in node.value and not node.value[key].is_map:
                        where = node.keys[key]
                        yield Located(where.file, where.line, where.column, value={})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_is_without_mistakes(language: str) -> None:
    with speaking(language):
        folder = read_folder(loader.files())
    assert folder.company.problems.errors == []
    assert sum(each.objects for each in folder.histories) >= 150


def test_no_code_knows_the_demo_company() -> None:
    root = loader.COMPANY.parents[1]
    code = [path for path in root.rglob("*.py") if path.parent.name != "demo"]
    assert not [path for path in code if "zhao.min" in path.read_text(encoding="utf-8")]


async def test_the_flows_of_the_demo_pass_the_tests_beside_them(api: httpx.AsyncClient) -> None:
    await load(api)
    folder = loader.files()
    tests = {name: text for name, text in folder.items() if name.endswith(".tests.yaml")}
    answer = await api.post("/v1/flows/test", json={"files": tests}, timeout=60)
    assert answer.status_code == 200, answer.text
    verdicts = answer.json()["items"]
    assert len(verdicts) == 14
    assert [each["message"] for each in verdicts if not each["passed"]] == []


async def test_the_rules_as_they_were_given_leave_the_holes_that_the_demo_closes(
    api: httpx.AsyncClient,
) -> None:
    await load(api)
    text = loader.files()["flows/purchase-approval.yaml"]
    head, _, tail = text.partition("      - otherwise:")
    given = head + tail[tail.index("\n\n") if "\n\n" in tail else len(tail) :]
    answer = await api.post("/v1/flows/check", json={"text": given}, timeout=60)
    (found,) = answer.json()["items"]
    assert (
        "amount from 5000 up to 50000, material class other than production; "
        "amount over 50000 up to 100000" in found["message"]
    )
    chinese = await api.post(
        "/v1/flows/check", json={"text": given}, headers={"Accept-Language": "zh"}, timeout=60
    )
    assert "金额 大于 50000 且不大于 100000" in chinese.json()["items"][0]["message"]


async def test_a_sales_order_makes_a_delivery_note_and_a_receivable_which_the_bank_closes(
    api: httpx.AsyncClient,
) -> None:
    await load(api)

    async def at(person: str, key: str) -> list[Any]:
        return [each for each in (await inbox(api, person))["items"] if each["object"] == key]

    (task,) = (await inbox(api, "wu.hao", "Grippers"))["items"]  # 14 % is for the head of sales
    key = task["object"]
    order = (await api.get(f"/v1/objects/{key}")).json()["object"]
    answer = await api.post(
        f"/v1/tasks/{task['id']}/decide",
        json={"decision": "approve"},
        headers={"Signoff-As": "wu.hao"},
    )
    assert answer.status_code == 200, answer.text
    newest = {
        kind: (await api.get("/v1/search", params={"q": f"type:{kind}"})).json()["items"][0]["key"]
        for kind in ("delivery_note", "receivable")
    }
    note, owed = [(await api.get(f"/v1/objects/{key}")).json() for key in newest.values()]
    assert note["object"]["fields"]["order"] == owed["object"]["fields"]["order"] == key
    assert owed["object"]["fields"]["amount"] == order["fields"]["amount"]

    # the bank is faster than the invoice, and says it twice
    paid = {"name": "bank.paid", "id": "b-1", "fields": {"receivable": newest["receivable"]}}
    for repeated in (False, True):
        told = (await api.post("/v1/signals", json=paid)).json()
        assert told["repeated"] is repeated
    for made in newest.values():
        done = [
            await api.post(
                f"/v1/tasks/{task['id']}/decide",
                json={"decision": "done"},
                headers={"Signoff-As": person},
            )
            for person in ("zhou.ting", "feng.chao", "yuan.jian", "cai.hong")
            for task in await at(person, made)
        ]
        assert [each.status_code for each in done] == [200]
    owed = (await api.get(f"/v1/objects/{newest['receivable']}")).json()
    assert owed["case"]["status"] == "ended"
    assert (await api.get(f"/v1/objects/{key}")).json()["case"]["status"] == "ended"
    told_of = {each["step"] for each in await at(order["requester"], key)}
    assert "delivered" in told_of
