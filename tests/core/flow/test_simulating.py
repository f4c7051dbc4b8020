"""A flow is tried on the past: counted by person and step, with what would go another way."""

from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.flow.bench import Bench, World
from core.flow.calendar import MONDAY_TO_FRIDAY, WorkWeek
from core.flow.definition import Flow
from core.flow.parsing import parse_flow
from core.flow.simulating import Past, simulate
from core.flow.simulating_files import read_past
from core.flow.ways import way_of
from core.located import Problems
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.trials import Load
from tests.core.flow.company import DIRECTORY, PURCHASE_FLOW, PURCHASE_ORDER, money
from tests.core.flow.random_flows import random_flow
from tests.core.flow.run import steps

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORLD = World(directory=DIRECTORY, object_type=PURCHASE_ORDER)
OLD = parse_flow(PURCHASE_FLOW)
NEW = parse_flow(PURCHASE_FLOW.replace("amount < 5000", "amount < 8000"))


def past(*amounts: str, requester: str = "rita") -> list[Past]:
    return [
        Past(key=f"PO-{at}", requester=requester, fields={"amount": money(amount)})
        for at, amount in enumerate(amounts, 1)
    ]


def test_objects_that_would_go_another_way_are_counted_and_named() -> None:
    found = simulate(OLD, NEW, WORLD, past("100", "6000", "7999.99", "8000", "200000"), NOW)
    assert (found.objects, found.changed) == (5, 2)
    (shift,) = found.shifts
    assert shift.keys == ("PO-2", "PO-3")
    assert [stop.step for stop in shift.before.stops] == ["purchasing-manager"]
    assert [stop.step for stop in shift.after.stops] == ["department-head"]
    assert (shift.before.stops[0].people, shift.after.stops[0].people) == (("pam",), ("hugo",))


def test_everybody_is_told_how_much_more_or_less_it_would_be() -> None:
    found = simulate(OLD, NEW, WORLD, past("100", "6000", "7999.99", "8000"), NOW)
    assert found.people == (
        Load(id="hugo", before=1, after=3),
        Load(id="pam", before=3, after=1),
    )
    assert {load.id for load in found.steps} == {"department-head", "purchasing-manager"}


def test_what_it_would_cost_in_time_is_taken_from_history() -> None:
    pace = {"hugo": 3600.0, "pam": 7200.0, "": 60.0}
    found = simulate(OLD, NEW, WORLD, past("100", "6000"), NOW, pace=pace)
    assert (found.waiting_before, found.waiting_after) == (5400, 3600)


def test_of_several_who_take_turns_each_has_a_share() -> None:
    flow = parse_flow(steps("- approve: x\n  by: {role: buyer, pick: in turn}"))
    found = simulate(None, flow, WORLD, past("1", "2", "3"), NOW)
    assert found.people == tuple(Load(id=each, before=0, after=1) for each in ("bea", "ben", "bob"))
    assert found.shifts[0].after.stops[0].one_of


@pytest.mark.parametrize(
    ("mode", "seconds"),
    [("any", 10), ("all", 30), ("in order", 60), ("at least 2", 20), ("more than 70%", 30)],
)
def test_a_round_takes_as_long_as_those_who_have_to_answer(mode: str, seconds: float) -> None:
    flow = parse_flow(steps(f"- approve: x\n  by: role:buyer\n  mode: {mode}"))
    pace = {"bea": 10.0, "ben": 20.0, "bob": 30.0}
    assert simulate(None, flow, WORLD, past("1"), NOW, pace=pace).waiting_after == seconds


def test_where_several_groups_each_have_a_number_the_slowest_group_counts() -> None:
    by = "[2 of role:buyer, 1 of group:board]"
    flow = parse_flow(steps(f"- approve: x\n  by: {by}"))
    pace = {"bea": 10.0, "ben": 20.0, "bob": 30.0, "": 15.0}
    found = simulate(None, flow, WORLD, past("1"), NOW, pace=pace)
    assert found.waiting_after == 20
    assert len(found.shifts[0].after.stops[0].demands) == 2


def test_without_a_difference_nothing_changes() -> None:
    found = simulate(OLD, OLD, WORLD, past("100", "6000"), NOW)
    assert (found.changed, found.shifts) == (0, ())


def test_one_object_is_told_whether_it_changes_or_not() -> None:
    (shift,) = simulate(OLD, NEW, WORLD, past("100"), NOW).shifts
    assert shift.before == shift.after
    assert shift.before.calls == ("erp.confirm",)


def test_what_cannot_be_run_is_told() -> None:
    flow = parse_flow(steps("- approve: x\n  by: role:ghost").replace("process_owner", "ghost"))
    empty = World(
        directory=type(DIRECTORY)(people={"rita": DIRECTORY.people["rita"]}),
        object_type=PURCHASE_ORDER,
    )
    assert simulate(None, flow, empty, past("1"), NOW).problems


_FIELDS = st.fixed_dictionaries(
    {
        "amount": st.sampled_from(["4999.99", "5000", "50000", "70000", "100000.01"]).map(money),
        "material_class": st.sampled_from([None, "production", "office"]),
        "urgent": st.sampled_from([None, True, False]),
        "quantity": st.sampled_from([None, "1", "7"]),
        "supplier": st.sampled_from(["Acme", "Bolt", None]),
    }
)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.lists(_FIELDS, min_size=1, max_size=12))
def test_objects_that_are_counted_together_really_go_the_same_way(
    seed: int, objects: list[dict[str, object]]
) -> None:
    flow: Flow = random_flow(Random(seed))
    many = [Past(key=str(at), requester="rita", fields=fields) for at, fields in enumerate(objects)]
    ways = [way_of(Bench(flow, WORLD, "rita", each.fields, NOW)) for each in many]
    found = simulate(None, flow, WORLD, many, NOW)
    asked: dict[str, float] = {}
    for way in ways:
        for stop in way.stops:
            for person in stop.people:
                share = 1 / len(stop.people) if stop.one_of else 1
                asked[person] = asked.get(person, 0) + share
    assert {each.id: each.after for each in found.people} == {
        person: round(count, 1) for person, count in asked.items()
    }
    assert found.changed == sum(1 for way in ways if way != type(way)())


CSV = '单号,Amount,material_class,requester,urgent\nA-1,"5,000.00",production,hugo,是\n,12,,,\n'


def read(text: str, problems: Problems | None = None) -> list[Past]:
    found = problems or Problems()
    parts = (PURCHASE_ORDER, DIRECTORY, "rita", found)
    objects = read_past(text, "x.csv", *parts, local=MONDAY_TO_FRIDAY.local)
    if problems is None:
        assert found.errors == []
    return objects


def test_objects_come_from_a_csv_too() -> None:
    assert read(CSV) == [
        Past(
            key="A-1",
            requester="hugo",
            fields={
                "amount": {"amount": "5000.00", "currency": "CNY"},
                "material_class": "production",
                "urgent": True,
            },
        ),
        Past(key="x.csv:3", requester="rita", fields={"amount": money("12")}),
    ]


@pytest.mark.parametrize("amount", ["5,000.50", "5000.50 CNY", "CNY 5,000.50", "￥5000.50"])
def test_a_csv_writes_values_as_they_are_typed_everywhere(amount: str) -> None:
    (found,) = read(f'Amount,urgent,needed_on\n"{amount}",y,2026/12/1\n')
    assert found.fields["amount"] == {"amount": "5000.50", "currency": "CNY"}
    assert (found.fields["urgent"], found.fields["needed_on"]) == (True, "2026-12-01")


def test_lines_of_a_table_stand_in_a_csv_too() -> None:
    (found,) = read('lines\n"[{""price"": ""7.5"", ""quantity"": 2}]"\n')
    assert found.fields["lines"] == [{"price": money("7.5"), "quantity": "2"}]


@pytest.mark.parametrize(
    "lines", ["[" * 100_000, '[{"on": 5}]', '[{"on": {"on": []}}]', "[7]", "{}"]
)
def test_lines_that_are_none_are_a_mistake_with_its_place(lines: str) -> None:
    day = FieldDefinition(id="on", kind=FieldKind.DATE, title={})
    table = FieldDefinition(id="days", kind=FieldKind.TABLE, title={}, columns=(day,))
    type_ = ObjectType(id="trip", title={}, prefix="T", fields=(table,))
    problems, quoted = Problems(), lines.replace('"', '""')
    text, parts = f'days\n"{quoted}"\n', (type_, DIRECTORY, "rita", problems)
    read_past(text, "x.csv", *parts, local=MONDAY_TO_FRIDAY.local)
    assert [(each.line, each.column) for each in problems.errors] == [(2, 1)]


def test_a_time_in_a_csv_is_the_companys_wherever_the_server_is() -> None:
    at = FieldDefinition(id="at", kind=FieldKind.TIME, title={})
    table = FieldDefinition(id="calls", kind=FieldKind.TABLE, title={}, columns=(at,))
    type_ = ObjectType(id="trip", title={}, prefix="T", fields=(at, table))
    text = 'at,calls\n2026-12-01 08:00,"[{""at"": ""2026年12月1日8时00分""}]"\n2026-12-01T08:00Z,\n'
    shanghai, problems = WorkWeek(ZoneInfo("Asia/Shanghai")).local, Problems()
    found = read_past(text, "x.csv", type_, DIRECTORY, "rita", problems, local=shanghai)
    (one, other), lines = found, found[0].fields["calls"]
    assert isinstance(lines, list)
    said = (one.fields["at"], lines[0]["at"], other.fields["at"])
    moments = [datetime.fromisoformat(str(each)) for each in said]
    early, later = datetime(2026, 12, 1, 0, tzinfo=UTC), datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert (problems.errors, moments) == ([], [early, early, later])


def test_people_of_a_csv_may_be_named_by_their_name() -> None:
    name = next(iter(DIRECTORY.people["hugo"].name.values()))
    (found,) = read(f"Amount,requester\n5,{name.upper()}\n")
    assert found.requester == "hugo"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "no objects"),
        ("Amuont\n5\n", 1, 1, "“Amuont”"),
        ("Amount\nmany\n", 2, 1, "“many”"),
        ("Amount,material_class\n5,wood\n", 2, 2, "“wood”"),
        ("Amount,requester\n5,nobody\n", 2, 1, "`nobody`"),
    ],
)
def test_what_is_wrong_with_a_csv_is_told_with_its_place(
    text: str, line: int, column: int, message: str
) -> None:
    problems = Problems()
    read(text, problems)
    (found,) = problems.errors
    assert (found.line, found.column) == (line, column)
    assert message in found.message
