"""Whether each step says something that can be done."""

from collections.abc import Callable
from typing import Any

from core.flow.checking.branches import check_branches
from core.flow.checking.people import check_people, check_who
from core.flow.checking.readers import check_asked, check_sent, check_text
from core.flow.checking.report import FlowReport
from core.flow.checking.sub_flows import check_sub_flow
from core.flow.checking.tables import check_use
from core.flow.checking.values import check_set, check_template, check_value
from core.flow.checking.votes import check_time, check_vote
from core.flow.checking.ways import check_way_back
from core.flow.definition import (
    Approve,
    Call,
    Choose,
    Do,
    Fill,
    Set,
    SubFlow,
    Tell,
    Together,
    Wait,
)
from core.flow.index import Spot


def check_step(report: FlowReport, spot: Spot) -> None:
    """Note what is wrong with one step."""
    check = _CHECKS.get(type(spot.step))
    if check is not None:
        check(report, spot.step)
    check_use(report, spot.step)
    if isinstance(spot.step, Approve | SubFlow):
        check_way_back(report, spot, spot.step)


def _check_asking(report: FlowReport, step: Approve | Do | Fill) -> None:
    check_people(report, step.by, table_allowed=True)
    check_template(report, step.text, step.place)
    check_text(report, step.text, step.by, step.place)
    for name in step.asks:
        report.field(name, step.place)
    check_asked(report, step.asks, step.by, step.place)
    if not isinstance(step, Fill):
        check_vote(report, step.vote, step.by, step.place)
    check_time(report, step)
    if isinstance(step, Approve) and step.approve_if_nobody and not report.flow.automatic_approval:
        report.error("automatic_approval", step.place, what="nobody found: approve")


def _check_tell(report: FlowReport, step: Tell) -> None:
    check_people(report, step.to, table_allowed=True)
    check_template(report, step.text, step.place)
    check_text(report, step.text, step.to, step.place)


def _check_call(report: FlowReport, step: Call) -> None:
    if not step.table:
        report.action(f"{step.connector}.{step.action}", step.place)
    if step.undo:
        report.action(step.undo, step.place)
    for value in step.arguments.values():
        check_value(report, value)
    check_sent(report, step)
    if step.as_who is not None:
        check_who(report, step.as_who)
    for name in step.answer:
        report.field(name, step.place)


def _check_together(report: FlowReport, step: Together) -> None:
    for branch in step.branches:
        if not branch.steps:
            report.warn("branch_empty", branch.place)


def _check_wait(report: FlowReport, step: Wait) -> None:
    if step.until is not None:
        report.value(step.until.text, step.until.place)
    if step.where is not None:
        report.condition(step.where, about_event=True)


_CHECKS: dict[type[Any], Callable[[FlowReport, Any], None]] = {
    Approve: _check_asking,
    Do: _check_asking,
    Fill: _check_asking,
    Tell: _check_tell,
    Call: _check_call,
    Set: check_set,
    Choose: check_branches,
    Together: _check_together,
    Wait: _check_wait,
    SubFlow: check_sub_flow,
}
