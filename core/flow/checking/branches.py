"""Whether the branches of a `choose` cover every case, and each can be taken."""

from core.flow.checking.report import FlowReport
from core.flow.definition import Choose
from core.rules.coverage import Survey, survey

_MOST_GAPS = 5


def check_branches(report: FlowReport, choose: Choose) -> None:
    """Note gaps, branches that are never taken, and overlaps that the order decides silently."""
    conditions = [branch.when for branch in choose.branches if branch.when is not None]
    sound = [report.condition(each) for each in conditions]
    has_otherwise = len(conditions) < len(choose.branches)
    if not all(sound):
        return
    found = survey([each.text for each in conditions], report.object_type)
    if not has_otherwise:
        _check_covered(report, choose, found)
    for number in found.never if choose.every else found.dead:
        text = "never_holds" if number in found.never else "never_taken"
        report.error(text, conditions[number].place)
    if has_otherwise and not found.gaps and not found.unsure:
        report.warn("otherwise_never", choose.branches[-1].place)
    for earlier, later, where in () if choose.every else found.overlaps:
        line = conditions[earlier].place.line
        report.warn("overlap", conditions[later].place, line=line, where=where)


def _check_covered(report: FlowReport, choose: Choose, found: Survey) -> None:
    if found.gaps:
        gaps = "; ".join(found.gaps[:_MOST_GAPS])
        more = "; …" if len(found.gaps) > _MOST_GAPS else ""
        report.error("gaps", choose.place, gaps=gaps + more)
    elif found.unsure:
        parts = ", ".join(f"`{part}`" for part in found.unsure if part)
        text = "otherwise_missing" if parts else "otherwise_too_many"
        report.error(text, choose.place, parts=parts)
