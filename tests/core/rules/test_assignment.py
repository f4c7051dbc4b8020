"""Who is found, in which order of filters, and why."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.flow.definition import Expression, Inside, Pick, Who, WhoKind
from core.people import Department, Directory
from core.rules.assignment import Search, find, managers_up
from core.rules.context import Context
from tests.core.flow.company import PURCHASE_ORDER, person

EARLIER, LATER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)

COMPANY = Directory(
    people={
        each.id: each
        for each in (
            person("req", department="sales", region="North"),
            person("m1", department="sales"),
            person("m2", department="top"),
            person("m3", department="top"),
            person("a", "engineer", department="sales", region="North", skills={"lathe": 2}),
            person("b", "engineer", department="shop", skills={"lathe": 5}),
            person("c", "engineer", department="shop", region="South", skills={"lathe": 5}),
            person("d", "engineer", department="sales", active=False, skills={"lathe": 9}),
        )
    },
    departments={
        "sales": Department(id="sales", title={}, head="m1", parent="top", region="North"),
        "shop": Department(id="shop", title={}, head="m2", parent="top", region="South"),
        "top": Department(id="top", title={}, head="m3"),
    },
)


def found(who: Who, requester: str = "req", **more: Any) -> list[str]:
    fields = more.pop("fields", {})
    search = Search(
        directory=COMPANY, requester=requester, context=Context(fields, PURCHASE_ORDER), **more
    )
    return [f"{asked.person}: {asked.because.key}" for asked in find(who, search)]


def engineers(**more: Any) -> Who:
    return Who(kind=WhoKind.ROLE, id="engineer", **more)


def test_a_role_is_everybody_active_who_holds_it() -> None:
    assert found(engineers()) == ["a: reason.role", "b: reason.role", "c: reason.role"]


def test_a_role_within_the_requesters_department() -> None:
    assert found(engineers(inside=Inside.DEPARTMENT)) == ["a: reason.role_in_department"]


def test_a_region_is_the_persons_own_or_that_of_the_department() -> None:
    assert found(engineers(inside=Inside.REGION)) == ["a: reason.role_near"]
    south = found(engineers(inside=Inside.REGION, region="South"))
    assert south == ["b: reason.role_in_region", "c: reason.role_in_region"]


def test_where_is_asked_of_each_candidate() -> None:
    skilled = Expression(text="person.skills.lathe > 4 and person.id != supplier")
    assert found(engineers(where=skilled), fields={"supplier": "b"}) == ["c: reason.role"]


def test_the_most_skilled_is_chosen_and_ties_go_to_whoever_was_asked_longest_ago() -> None:
    who = engineers(pick=Pick.MOST_SKILLED, skill="lathe")
    assert found(who) == ["b: reason.most_skilled"]
    assert found(who, last_asked={"b": LATER, "c": EARLIER}) == ["c: reason.most_skilled"]
    assert found(engineers(pick=Pick.MOST_SKILLED, skill="welding")) == []


def test_the_least_loaded_is_chosen() -> None:
    who = engineers(pick=Pick.LEAST_LOADED)
    assert found(who, load={"a": 3, "b": 1, "c": 1}) == ["b: reason.least_loaded"]
    assert found(who, load={"a": 3, "b": 1, "c": 1}, last_asked={"b": EARLIER}) == [
        "c: reason.least_loaded"
    ]


def test_in_turn_is_whoever_was_asked_longest_ago() -> None:
    who = engineers(pick=Pick.IN_TURN)
    assert found(who, last_asked={"a": LATER, "b": EARLIER, "c": LATER}) == ["b: reason.in_turn"]
    assert found(who, last_asked={"a": LATER, "b": EARLIER}) == ["c: reason.in_turn"]


def test_hard_filters_come_before_the_strategy() -> None:
    who = engineers(pick=Pick.LEAST_LOADED)
    assert found(who, requester="a", load={"a": 0, "b": 2, "c": 1}) == ["c: reason.least_loaded"]
    assert found(who, excluded={"c"}, load={"a": 2, "b": 1, "c": 0}) == ["b: reason.least_loaded"]


@pytest.mark.parametrize(("levels", "manager"), [(1, ["m1"]), (2, ["m3"]), (3, [])])
def test_managers_levels_up(levels: int, manager: list[str]) -> None:
    names = found(Who(kind=WhoKind.MANAGER, levels=levels))
    assert [name.partition(":")[0] for name in names] == manager


def test_the_managers_of_a_named_manager_go_before_the_department() -> None:
    people = {**COMPANY.people, "m1": person("m1", department="sales", manager="m2")}
    company = Directory(people=people, departments=COMPANY.departments)
    assert [each.id for each in managers_up("req", company)] == ["m1", "m2", "m3"]


def test_managers_in_a_circle_end() -> None:
    circle = {
        "a": person("a", manager="b"),
        "b": person("b", manager="a"),
    }
    assert [each.id for each in managers_up("a", Directory(people=circle))] == ["b"]


def test_the_head_of_a_department() -> None:
    assert found(Who(kind=WhoKind.HEAD)) == ["m1: reason.head"]
    assert found(Who(kind=WhoKind.HEAD, id="shop")) == ["m2: reason.head"]
    assert found(Who(kind=WhoKind.HEAD, id="nowhere")) == []


def test_the_person_in_a_field() -> None:
    keeper = Who(kind=WhoKind.FIELD, id="keeper")
    assert found(keeper, fields={"keeper": "b"}) == ["b: reason.field"]
    assert found(keeper, fields={"keeper": None}) == []
    assert found(keeper, fields={"keeper": "d"}) == []


def test_a_requester_who_may_is_found() -> None:
    assert found(Who(kind=WhoKind.REQUESTER), requester_may=True) == ["req: reason.requester"]
    assert found(Who(kind=WhoKind.REQUESTER)) == ["m1: reason.instead_of_requester"]


def test_somebody_excluded_is_not_found_and_not_replaced() -> None:
    assert found(Who(kind=WhoKind.PERSON, id="a"), excluded={"a"}) == []
