"""The worked purchase example goes its ways."""

from datetime import timedelta

import pytest

from core.cases import CaseStatus, Outcome
from core.flow.check import check
from core.flow.parsing import parse_flow
from core.objects import ObjectState
from core.tasks import TaskKind
from tests.core.flow.company import DIRECTORY, MONDAY, PURCHASE_FLOW, PURCHASE_ORDER, money
from tests.core.flow.run import Run


@pytest.mark.parametrize(
    ("amount", "material_class", "asked"),
    [
        ("4999.99", "office", ["approve hugo department-head"]),
        ("5000.00", "production", ["approve bea buyer"]),
        ("50000.00", "production", ["approve bea buyer"]),
        ("50000.01", "production", ["approve pam purchasing-manager"]),
        ("5000.00", "office", ["approve pam purchasing-manager"]),
        ("100000.00", "office", ["approve pam purchasing-manager"]),
        ("100000.01", "office", ["approve dora director"]),
        ("9999999999999999.01", "production", ["approve dora director"]),
    ],
)
def test_who_is_asked_depends_on_amount_and_class(
    amount: str, material_class: str, asked: list[str]
) -> None:
    run = Run(fields={"amount": money(amount), "material_class": material_class}).submit()
    assert run.open == asked


def test_an_amount_that_is_missing_is_told_and_goes_to_otherwise() -> None:
    run = Run(fields={"material_class": "production"}).submit()
    assert run.open == ["approve pam purchasing-manager"]
    assert run.posted.count("feed.condition_unclear") == 3


def test_the_director_approves_and_everything_after_follows_by_itself() -> None:
    run = Run(fields={"amount": money("250000.00")}).submit().approve("dora", "needed")
    (copy,) = run.opened
    (task,) = run.of("MakeCall")
    assert (copy.kind, copy.person) == (TaskKind.COPY, "finn")
    assert (task.connector, task.action, task.person) == ("projects", "create_task", "")
    assert task.arguments == {"title": "Follow up PO-1", "assignee": "pete"}

    run.answer()
    (confirm,) = run.of("MakeCall")
    assert (confirm.connector, confirm.action) == ("erp", "confirm")
    assert (confirm.person, confirm.reason) == ("dora", "needed")
    assert run.case.status is CaseStatus.RUNNING

    run.wait(hours=1).answer()
    assert (run.case.status, run.case.outcome) == (CaseStatus.ENDED, Outcome.APPROVED)
    assert (run.case.started, run.case.ended) == (MONDAY, MONDAY + timedelta(hours=1))
    assert [each.state for each in run.of("SetState")] == [ObjectState.APPROVED]


def test_every_change_is_one_revision_of_the_case() -> None:
    run = Run(fields={"amount": money("250000.00")}).submit()
    assert run.case.revision == 1
    assert run.approve("dora").case.revision == 2
    assert run.answer().case.revision == 3


def test_a_copy_can_be_ticked_off_after_the_case_ended() -> None:
    run = Run(fields={"amount": money("250000.00")}).submit().approve("dora").answer().answer()
    assert run.open == ["copy finn tell-1"]
    run.done("finn")
    assert run.open == []
    assert run.case.status is CaseStatus.ENDED


def test_the_directors_reject_goes_back_to_the_requester() -> None:
    run = Run(fields={"amount": money("250000.00")}).submit().reject("dora", "too much")
    assert run.case.status is CaseStatus.RETURNED
    assert run.open == ["revise rita requester"]
    run.edit(amount=money("4000.00")).resubmit()
    assert run.open == ["approve hugo department-head"]


def test_the_buyers_reject_ends_the_case() -> None:
    run = Run(fields={"amount": money("6000"), "material_class": "production"}).submit()
    run.reject("bea")
    assert run.case.outcome is Outcome.REJECTED
    assert run.open == []


def test_a_time_limit_is_counted_in_working_days() -> None:
    run = Run(fields={"amount": money("250000.00")}).wait(days=4, hours=3).submit()
    (task,) = run.opened
    assert task.due is not None
    assert task.due.isoformat() == "2026-12-01T12:00:00+00:00"


def test_it_passes_the_check_with_a_warning_of_the_overlap() -> None:
    flow = parse_flow(PURCHASE_FLOW, "flows/purchase.yaml")
    found = check(flow, PURCHASE_ORDER, DIRECTORY, ("erp", "projects"))
    assert found.errors == ()
    (overlap,) = found.warnings
    assert (overlap.file, overlap.line) == ("flows/purchase.yaml", 14)
    assert "amount under 5000, material_class production" in overlap.message


def test_without_otherwise_the_check_names_the_holes() -> None:
    head, _, tail = PURCHASE_FLOW.partition("      - otherwise:")
    text = head + tail[tail.index("  - call: erp.confirm") :]
    (gap,) = check(parse_flow(text), PURCHASE_ORDER, DIRECTORY, ("erp", "projects")).errors
    assert "amount from 5000 up to 50000, material_class other than production" in gap.message
    assert "amount over 50000 up to 100000" in gap.message
    assert "amount empty" not in gap.message  # the field is required
    assert "otherwise" in gap.hint
