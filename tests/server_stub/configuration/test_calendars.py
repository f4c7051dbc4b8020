"""Working calendars: every mistake at its place; counted by the region of whoever is asked."""

from datetime import date, datetime
from pathlib import Path

import httpx
import pytest

from core.flow.calendar import CompanyCalendar
from core.flow.definition import Span, TimeUnit
from core.people import Directory, Person
from server_stub.configuration.company import Company, Known, calendar_of
from server_stub.configuration.differences import definition_changes
from server_stub.configuration.folder import read_company
from server_stub.demo import loader

DEMO = Path(loader.__file__).with_name("company")
PEOPLE = {
    "lina": Person(id="lina", name={}),
    "hans": Person(id="hans", name={}, region="europe"),
}


@pytest.fixture(scope="module")
def demo() -> CompanyCalendar:
    """The calendars of the demo company."""
    company = read_company({"calendar.yaml": (DEMO / "calendar.yaml").read_text("utf-8")})
    assert not company.problems.sorted()
    found = calendar_of(company.calendars, Directory(people=PEOPLE))
    assert isinstance(found, CompanyCalendar)
    return found


def days(number: int) -> Span:
    return Span(amount=number, unit=TimeUnit.WORKING_DAYS)


@pytest.mark.parametrize(
    ("who", "from_", "working_days", "until"),
    [
        # Spring Festival 2026: the Saturday before it is worked.
        ("lina", "2026-02-13T10:00+08:00", 1, "2026-02-14T10:00+08:00"),
        ("lina", "2026-02-13T10:00+08:00", 2, "2026-02-24T10:00+08:00"),
        ("hans", "2026-02-13T10:00+01:00", 2, "2026-02-17T10:00+01:00"),
        # National Day ends on a Wednesday; the Saturday after is worked.
        ("lina", "2026-09-30T10:00+08:00", 3, "2026-10-10T10:00+08:00"),
        ("lina", "2026-09-30T10:00+08:00", 4, "2026-10-12T10:00+08:00"),
        # Germany: Good Friday and Easter Monday; daylight saving began.
        ("hans", "2026-04-02T10:00+02:00", 1, "2026-04-07T10:00+02:00"),
        ("lina", "2026-04-02T10:00+08:00", 1, "2026-04-03T10:00+08:00"),
    ],
)
def test_working_days_are_those_of_the_person_asked(
    demo: CompanyCalendar, who: str, from_: str, working_days: int, until: str
) -> None:
    found = demo.due(datetime.fromisoformat(from_), days(working_days), PEOPLE[who])
    assert found == datetime.fromisoformat(until)


def test_the_shorter_day_before_christmas_ends_at_noon(demo: CompanyCalendar) -> None:
    start = datetime.fromisoformat("2026-12-24T11:00+01:00")
    hours = Span(amount=2, unit=TimeUnit.WORKING_HOURS)
    found = demo.due(start, hours, PEOPLE["hans"])
    assert found == datetime.fromisoformat("2026-12-28T09:00+01:00")


def test_of_china_only_the_year_that_was_announced_is_known() -> None:
    company = read_company({"calendar.yaml": (DEMO / "calendar.yaml").read_text("utf-8")})
    known = {key: each.last_known for key, each in company.calendars.items()}
    assert known == {"china": date(2026, 12, 31), "germany": date(2027, 12, 31)}


async def test_the_check_and_the_server_say_until_when_days_are_known(
    api: httpx.AsyncClient,
) -> None:
    calendar = (
        "calendars:\n  - {id: old, zone: UTC, known until: 2026-01-31, holidays: [2026-01-01]}"
    )
    files = {
        "people.yaml": "people: [{id: rita, name: Rita}]",
        "order.yaml": "object: order\ntitle: Order\nprefix: PO\nflow: approval\nfields: []",
        "calendar.yaml": calendar,
    }
    assert (
        await api.post("/v1/apply", json={"files": {"p.yaml": files["people.yaml"]}})
    ).is_success
    text = (
        "flow: approval\nobject: order\nowner: person:rita\n"
        "steps: [{approve: sign, by: 'person:rita', within: 1 working day}]"
    )
    found = (await api.post("/v1/flows/check", json={"text": text, "files": files})).json()
    (warning,) = found["items"]
    assert warning["warning"]
    assert "old knows until 2026-01-31" in warning["message"]
    assert (await api.post("/v1/apply", json={"files": {**files, "f.yaml": text}})).is_success
    assert (await api.get("/v1/server")).json()["calendars"] == {"old": "2026-01-31"}


WRONG = """
calendars:
  - id: one
    zone: Asia/Shangai
    regions: [east]
    hours: 12:00-09:00
    weekend: [sunnday]
    holidays: [2026-13-01, 2026-10-07..2026-10-01]
    hollidays: []
    known until: soon
  - id: two
    zone: UTC
    regions: [east]
"""


def test_every_mistake_is_told_at_its_place() -> None:
    found = read_company({"calendar.yaml": WRONG}).problems.sorted()
    assert [error.line for error in found] == [4, 6, 7, 8, 8, 9, 10, 13]
    assert "Asia/Shangai" in found[0].message
    assert "sunday" in found[2].hint


async def test_a_calendar_that_is_applied_counts_from_then_on(api: httpx.AsyncClient) -> None:
    files = {
        "people.yaml": ("people: [{id: bea, name: Bea, region: moon}, {id: rita, name: Rita}]"),
        "order.yaml": "object: order\ntitle: Order\nprefix: PO\nflow: approval\nfields: []",
        "flow.yaml": """
flow: approval
title: Approval
object: order
owner: person:rita
steps:
  - approve: sign
    by: person:bea
    within: 1 working day
""",
    }
    always = "00:00-12:00, 12:00-24:00"
    calendar = f"""
calendars:
  - id: moon
    regions: [moon]
    zone: UTC
    hours: {always}
    weekend: []
"""
    for more in ({}, {"calendar.yaml": calendar}):
        answer = await api.post("/v1/apply", json={"files": {**files, **more}})
        assert answer.status_code == 200, answer.text
    assert [change["kind"] for change in answer.json()["changes"]] == ["calendar"]
    again = await api.post("/v1/apply", json={"files": {**files, "calendar.yaml": calendar}})
    assert again.json()["changes"] == []
    new = {"type": "order", "submit": True}
    made = await api.post("/v1/objects", json=new, headers={"Signoff-As": "rita"})
    (waiting,) = made.json()["waiting_for"]
    since, due = (datetime.fromisoformat(waiting[name]) for name in ("since", "due"))
    assert (due - since).total_seconds() == 24 * 3600


async def test_what_waits_for_somebody_who_leaves_goes_to_the_manager(
    api: httpx.AsyncClient,
) -> None:
    people = """
people:
  - {{id: bea, name: Bea, manager: dora, active: {active}}}
  - {{id: dora, name: Dora}}
  - {{id: rita, name: Rita}}
"""
    files = {
        "people.yaml": people.format(active="true"),
        "order.yaml": "object: order\ntitle: Order\nprefix: PO\nflow: approval\nfields: []",
        "flow.yaml": (
            "flow: approval\ntitle: Approval\nobject: order\nowner: person:rita\n"
            "steps: [{approve: sign, by: 'person:bea'}]"
        ),
    }
    assert (await api.post("/v1/apply", json={"files": files})).status_code == 200
    new = {"type": "order", "submit": True}
    made = await api.post("/v1/objects", json=new, headers={"Signoff-As": "rita"})
    key = made.json()["object"]["key"]
    left = {"people.yaml": people.format(active="false")}
    answer = await api.post("/v1/apply", json={"files": left})
    assert answer.status_code == 200, answer.text
    assert "hand over" in answer.json()["warnings"][0]["message"]
    view = (await api.get(f"/v1/objects/{key}")).json()
    assert [each["person"] for each in view["waiting_for"]] == ["dora"]


def test_what_changes_in_a_calendar_is_told_in_words() -> None:
    written = "calendars:\n  - id: china\n    holidays: [{}]\n    workdays: [{}]\n"
    old, new = (
        read_company({"calendar.yaml": written.format(*each)}).calendars["china"]
        for each in (("2026-10-01", "2026-10-10"), ("2026-10-02", "2026-10-11"))
    )
    known = Known(directory=Directory(), calendars={"china": old})
    ((change, _),) = definition_changes(Company(calendars={"china": new}), known)
    assert change.details == (
        "days.2026-10-01: free (removed)",
        "days.2026-10-10: 09:00-17:00 (removed)",
        "days.2026-10-02: free (new)",
        "days.2026-10-11: 09:00-17:00 (new)",
    )
