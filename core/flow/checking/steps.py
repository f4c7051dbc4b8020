"""Whether each step says something that can be done."""

from collections.abc import Callable
from typing import Any

from core.flow.checking.branches import check_branches
from core.flow.checking.people import check_people, check_who
from core.flow.checking.readers import check_sent, check_text
from core.flow.checking.report import Report
from core.flow.checking.values import check_set, check_template, check_value
from core.flow.definition import REQUESTER, Approve, Call, Choose, Do, Fill, Set, Tell
from core.flow.index import Spot, index_of


def check_step(report: Report, spot: Spot) -> None:
    """Note what is wrong with one step."""
    check = _CHECKS.get(type(spot.step))
    if check is not None:
        check(report, spot.step)
    if isinstance(spot.step, Approve):
        _check_way_back(report, spot, spot.step)


def _check_asking(report: Report, step: Approve | Do | Fill) -> None:
    check_people(report, step.by)
    check_template(report, step.text, step.place)
    check_text(report, step.text, step.by, step.place)
    for name in step.asks:
        report.field(name, step.place)


def _check_tell(report: Report, step: Tell) -> None:
    check_people(report, step.to)
    check_template(report, step.text, step.place)
    check_text(report, step.text, step.to, step.place)


def _check_call(report: Report, step: Call) -> None:
    report.connector(f"{step.connector}.{step.action}", step.place)
    if step.undo:
        report.connector(step.undo, step.place)
    for value in step.arguments.values():
        check_value(report, value)
    check_sent(report, step)
    if step.as_who is not None:
        check_who(report, step.as_who)
    for name in step.answer:
        report.field(name, step.place)


_CHECKS: dict[type[Any], Callable[[Report, Any], None]] = {
    Approve: _check_asking,
    Do: _check_asking,
    Fill: _check_asking,
    Tell: _check_tell,
    Call: _check_call,
    Set: check_set,
    Choose: check_branches,
}


# --- going back ------------------------------------------------------------------------------


def _check_way_back(report: Report, spot: Spot, step: Approve) -> None:
    rejected = step.on_reject
    if rejected.to not in (REQUESTER, "step"):
        return
    index = index_of(report.flow)
    first = 0
    if rejected.to == "step":
        target = index.spots.get(rejected.step)
        on_way = index.on_every_way(rejected.step, step.id)
        if target is None or not on_way or not isinstance(target.step, Approve | Do):
            known = [
                each.step.id
                for each in index
                if isinstance(each.step, Approve | Do) and index.on_every_way(each.step.id, step.id)
            ]
            names = ", ".join([REQUESTER, *known])
            report.error("no_way_back", step.place, step=rejected.step, known=names)
            return
        first = target.order
    for each in index:
        between = first <= each.order < spot.order and _may_lead_to(each, spot)
        if isinstance(each.step, Call) and between:
            action = f"{each.step.connector}.{each.step.action}"
            report.error("back_behind_call", step.place, step=step.id, action=action)


def _may_lead_to(earlier: Spot, later: Spot) -> bool:
    """Whether a case can come from one step to the other: no `choose` puts them apart."""
    branches = dict(later.inside)
    return all(branches.get(choose, branch) == branch for choose, branch in earlier.inside)
