"""Whether the flows that a flow starts are there, and never start each other in a circle."""

from collections.abc import Iterator, Mapping

from core.flow.checking.report import FlowReport
from core.flow.checking.values import check_value
from core.flow.definition import Flow, SubFlow
from core.flow.index import index_of


def check_sub_flow(report: FlowReport, step: SubFlow) -> None:
    """Note a flow that is not there, fields that its objects have not, and a loop."""
    for value in step.fields.values():
        check_value(report, value)
    company = report.company
    if not company.flows:
        return
    target = company.flows.get(step.flow)
    if step.flow == report.flow.id:
        target = report.flow
    if target is None:
        known = ", ".join(sorted(company.flows)) or "-"
        report.error("unknown_flow", step.place, name=step.flow, known=known)
        return
    of = company.types.get(target.object_type)
    for name in step.fields if of is not None else ():
        if of is not None and of.field(name) is None:
            known = ", ".join(field.id for field in of.fields)
            report.error("unknown_field", step.place, name=name, type=of.id, known=known)
    if of is not None:
        left_out = [each.id for each in of.fields if each.required and each.id not in step.fields]
        if left_out:
            report.warn("left_out", step.place, fields=", ".join(left_out), type=of.id)
    chain = _way_back(step.flow, report.flow, company.flows)
    if chain:
        report.error("flow_loop", step.place, chain=" → ".join((report.flow.id, *chain)))


def _way_back(start: str, home: Flow, flows: Mapping[str, Flow]) -> tuple[str, ...]:
    """The flows from `start` to the flow that starts it; () where none leads there."""
    todo: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while todo:
        way = todo.pop(0)
        if way[-1] == home.id:
            return way
        if way[-1] in seen:
            continue
        seen.add(way[-1])
        found = flows.get(way[-1])
        todo += [(*way, name) for name in _started(found)] if found is not None else []
    return ()


def _started(flow: Flow) -> Iterator[str]:
    for spot in index_of(flow):
        if isinstance(spot.step, SubFlow):
            yield spot.step.flow
