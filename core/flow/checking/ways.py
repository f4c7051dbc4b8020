"""Whether what a reject leads back to lies on every way, and before anything that took effect."""

from core.flow.checking.report import FlowReport
from core.flow.definition import REQUESTER, Approve, Call, SubFlow
from core.flow.index import PEOPLE, Spot, index_of


def check_way_back(report: FlowReport, spot: Spot, step: Approve | SubFlow) -> None:
    """Note a reject that leads back to where no case can have been, or behind a call."""
    rejected = step.on_reject
    if isinstance(step, SubFlow) and not step.waits and rejected.to != "end":
        report.error("reject_without_waiting", step.place)
    if rejected.to not in (REQUESTER, "step"):
        return
    index = index_of(report.flow)
    first = 0
    if rejected.to == "step":
        target = index.spots.get(rejected.step)
        on_way = index.on_every_way(rejected.step, step.id)
        if target is None or not on_way or not isinstance(target.step, PEOPLE):
            known = [
                each.step.id
                for each in index
                if isinstance(each.step, PEOPLE) and index.on_every_way(each.step.id, step.id)
            ]
            names = ", ".join([REQUESTER, *known])
            report.error("no_way_back", step.place, step=rejected.step, known=names)
            return
        first = target.order
    for each in index:
        between = first <= each.order < spot.order and index.reaches(each.step.id, step.id)
        if isinstance(each.step, Call) and between:
            action = each.step.table or f"{each.step.connector}.{each.step.action}"
            report.error("back_behind_call", step.place, step=step.id, action=action)
