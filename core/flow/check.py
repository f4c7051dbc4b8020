"""The check before publishing: everything a flow names exists, and every case is covered."""

from collections.abc import Collection

import msgspec

from core.errors import FieldError
from core.flow.checking.people import check_owner
from core.flow.checking.report import Company, FlowReport, Report
from core.flow.checking.steps import check_step
from core.flow.checking.tables import check_table
from core.flow.definition import Flow
from core.flow.index import index_of
from core.flow.source import problem
from core.objects import ObjectType
from core.people import Directory
from core.rules.table import Table

__all__ = ["Company", "Findings", "check", "check_flow", "check_rules"]


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What the check found: with errors a flow is not published; warnings do not stop it."""

    errors: tuple[FieldError, ...] = ()
    warnings: tuple[FieldError, ...] = ()


def check(
    flow: Flow,
    object_type: ObjectType | None,
    directory: Directory,
    connectors: Collection[str] = (),
) -> Findings:
    """`check_flow` in a company of which only the people and systems matter."""
    return check_flow(flow, object_type, Company(directory=directory, connectors=connectors))


def check_flow(flow: Flow, object_type: ObjectType | None, company: Company) -> Findings:
    """Everything that speaks against publishing `flow`; `object_type` None: there is no such type.

    A connector that is not connected yet is a warning: at run time its calls raise an incident.
    """
    if object_type is None:
        wrong = problem("unknown_type", flow.place, flow.file, type=flow.object_type)
        return Findings(errors=(wrong,))
    report = FlowReport(flow, object_type, company)
    check_owner(report, flow.owner)
    for name in flow.watch or ():
        report.field(name, flow.place)
    if not flow.steps:
        report.error("no_steps", flow.place)
    for spot in index_of(flow):
        check_step(report, spot)
    return _findings(report)


def check_rules(table: Table, object_type: ObjectType | None, company: Company) -> Findings:
    """Everything that speaks against a rule table; `object_type` None: there is no such type."""
    return _findings(check_table(table, object_type, company))


def _findings(report: Report) -> Findings:
    return Findings(errors=_in_order(report.errors), warnings=_in_order(report.warnings))


def _in_order(findings: list[FieldError]) -> tuple[FieldError, ...]:
    return tuple(sorted(findings, key=lambda each: (each.line, each.column)))
