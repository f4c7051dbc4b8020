"""Whether the branches of a `choose` cover every case, and each can be taken."""

from core.flow.checking.report import Report
from core.flow.definition import Choose
from core.rules.coverage import survey

_MOST_GAPS = 5


def check_branches(report: Report, choose: Choose) -> None:
    """Note gaps, branches that are never taken, and overlaps that the order decides silently."""
    conditions = [branch.when for branch in choose.branches if branch.when is not None]
    sound = [report.condition(each) for each in conditions]
    has_otherwise = len(conditions) < len(choose.branches)
    if not all(sound):
        return
    found = survey([each.text for each in conditions], report.object_type)
    if found is None:
        if not has_otherwise:
            report.error("otherwise_missing", choose.place)
        return
    if found.gaps and not has_otherwise:
        gaps = "; ".join(found.gaps[:_MOST_GAPS])
        report.error("gaps", choose.place, gaps=gaps)
    for number in found.dead:
        report.error("never_taken", conditions[number].place)
    if has_otherwise and not found.gaps:
        report.warn("otherwise_never", choose.branches[-1].place)
    for earlier, later, where in found.overlaps:
        line = conditions[earlier].place.line
        report.warn("overlap", conditions[later].place, line=line, where=where)
