"""Whether a rule table says something for every case, and a flow uses it as it can be used."""

from collections.abc import Callable

from core.flow.checking.people import check_people
from core.flow.checking.report import Company, FlowReport, Report
from core.flow.checking.votes import check_vote
from core.flow.definition import Approve, Call, Do, Fill, Step, Tell
from core.flow.ruled import tables_of
from core.objects import ObjectType
from core.rules.coverage import Survey
from core.rules.table import Hit, Row, Table
from core.rules.table_cover import MOST_OVERLAPS, survey_table

_MOST_GAPS = 5
_MOST_TOLD = 20


def check_table(table: Table, object_type: ObjectType | None, company: Company) -> Report:
    """Everything that speaks against a rule table; `object_type` None: there is no such type."""
    if object_type is None:
        report = Report(table.file, ObjectType(id="", title={}, prefix=""), company)
        report.error("unknown_type", table.place, type=table.object_type)
        return report
    report = Report(table.file, object_type, company)
    sound = [_check_row(report, row) for row in table.rows]
    if all(sound):
        _check_cover(report, table, survey_table(table, object_type))
    return report


def _check_row(report: Report, row: Row) -> bool:
    before = len(report.errors)
    if row.when is not None:
        report.condition(row.when)
    conditions_sound = len(report.errors) == before
    check_people(report, row.ask)
    check_people(report, row.copy)
    if row.vote is not None and row.ask:
        check_vote(report, row.vote, row.ask, row.place)
    for action in row.calls:
        report.action(action, row.place)
    return conditions_sound


def _check_cover(report: Report, table: Table, found: Survey) -> None:
    rows = [row for row in table.rows if not row.otherwise]
    caught = len(rows) < len(table.rows)
    for number in found.dead or found.never:
        text = "rules_never" if number in found.never else "rules_dead"
        report.error(text, rows[number].place)
    _check_overlaps(report, table, found, rows)
    if found.unseen:
        needed = not caught and table.hit is not Hit.EVERY
        note = report.error if needed else report.warn
        note("rules_unseen", table.place, where="; ".join(found.unseen))
    if table.hit is Hit.EVERY:
        return
    if caught and not found.gaps and not found.unsure and not found.unseen:
        report.warn("rules_otherwise_never", table.rows[-1].place)
    elif found.gaps and not caught:
        more = "; …" if len(found.gaps) > _MOST_GAPS else ""
        report.error("rules_gaps", table.place, gaps="; ".join(found.gaps[:_MOST_GAPS]) + more)
    elif found.unsure and not caught:
        parts = ", ".join(f"`{part}`" for part in found.unsure if part)
        report.error("rules_unsure" if parts else "rules_too_many", table.place, parts=parts)


def _check_overlaps(report: Report, table: Table, found: Survey, rows: list[Row]) -> None:
    refused = table.hit is Hit.ONLY_ONE
    note: Callable[..., None] = report.error if refused else report.warn
    text = "rules_overlap_refused" if refused else "rules_overlap"
    for earlier, later, where in found.overlaps[:_MOST_TOLD]:
        note(text, rows[later].place, line=rows[earlier].place.line, where=where)
    left = len(found.overlaps) - _MOST_TOLD
    if left > 0:
        more = f"{left}+" if len(found.overlaps) == MOST_OVERLAPS else str(left)
        note("rules_more", table.place, n=more)


# --- a table in a flow -----------------------------------------------------------------------

_USES: dict[type[Step], tuple[str, str]] = {
    Approve: ("ask", "by"),
    Do: ("ask", "by"),
    Fill: ("ask", "by"),
    Tell: ("copy", "tell"),
    Call: ("calls", "call"),
}


def check_use(report: FlowReport, step: Step) -> None:
    """Note a rule table that is not there, is about something else, or says nothing here."""
    for name in tables_of(step):
        table = report.flow.tables.get(name)
        if table is None:
            known = ", ".join(sorted(report.company.tables)) or "-"
            report.error("unknown_table", step.place, name=name, known=known)
        elif table.object_type != report.flow.object_type:
            values = {"other": table.object_type, "type": report.flow.object_type}
            report.error("table_of_other", step.place, name=name, **values)
        else:
            _check_says(report, step, table)


def _check_says(report: FlowReport, step: Step, table: Table) -> None:
    what, _ = _USES[type(step)]
    silent = [row for row in table.rows if not getattr(row, what)]
    if len(silent) == len(table.rows):
        column = {"ask": "ask", "copy": "copy", "calls": "call"}[what]
        report.error("table_says_nothing", step.place, name=table.id, what=column)
    elif what == "ask" and table.hit is not Hit.EVERY:
        for row in silent[:_MOST_TOLD]:
            values = {"name": table.id, "line": row.place.line, "row": row.name}
            report.error("table_asks_nobody", step.place, **values)
