"""Flows tried before they are published: their tests run, two of them compared. Nothing changes."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from core.errors import FieldError, Invalid
from core.flow.checking.calendars import check_calendars
from core.flow.definition import Flow
from core.flow.differences import flow_differences
from core.flow.testing_files import TestFile
from core.language import say
from core.located import Located
from core.trials import FlowDiff, FlowFindings, FlowSide, FlowVerdict
from server_stub.configuration.company import Company, Known
from server_stub.configuration.folder import SUFFIXES, read_company
from server_stub.configuration.references import (
    check_references,
    read_references,
    run_flow_tests,
    with_tables,
)
from server_stub.operations.apply import known_company
from server_stub.store.unit import Reader
from server_stub.views import directory, flows


def check(
    reader: Reader,
    text: str,
    file: str = "",
    files: dict[str, str] | None = None,
    *,
    now: datetime | None = None,
) -> FlowFindings:
    """Everything that speaks against publishing a flow or rule table in this company.

    `files` stand beside it: what is found in them is told as well. With `now` also which calendars
    do not reach as far as time limits that begin then.
    """
    name = file or "flow.yaml"
    if not name.endswith(SUFFIXES):
        name = f"{name}.yaml"
    company = read_company({**(files or {}), name: text})
    if not (company.flows or company.rules or company.tests or company.problems.errors):
        company.problems.add(Located(name, 1, 1), say("configuration.not_a_flow"))
    known = known_company(reader)
    check_references(company, known)
    if now is not None:
        calendars = company.over(known).calendars.values()
        for each in company.flows.values():
            company.problems.warnings += check_calendars(each.flow, calendars, now)
    warnings = sorted(company.problems.warnings, key=lambda each: (each.file, each.line))
    return FlowFindings.of(
        (_named(each, name, file) for each in company.problems.sorted()),
        (_named(each, name, file) for each in dict.fromkeys(warnings)),
    )


def _named(found: FieldError, name: str, file: str) -> FieldError:
    """The same about the file as its writer calls it."""
    return replace(found, file=file) if found.file == name else found


def run(reader: Reader, files: dict[str, str]) -> tuple[FlowVerdict, ...]:
    """Run the tests of the files; those of a flow in them that were applied before, too.

    Raises Invalid with what is wrong with the files, and where they hold nothing to test.
    """
    company, _, whole = read_files(reader, files)
    named = [*company.tests, *(flow for flow in company.flows if flow not in company.tests)]
    tests = [whole.tests[flow] for flow in named if flow in whole.tests]
    if not tests:
        raise Invalid(say("testing.no_tests"), hint=say("testing.no_tests.hint"))
    return tuple(_verdicts(whole, tests))


def _verdicts(whole: Known, tests: Iterable[TestFile]) -> Iterable[FlowVerdict]:
    for each in tests:
        for verdict in run_flow_tests(whole, each):
            failure = verdict.failures[0] if verdict.failures else None
            yield FlowVerdict(
                flow=each.flow,
                case=verdict.case,
                passed=failure is None,
                message=failure.message if failure is not None else "",
                file=failure.file if failure is not None else each.file,
                line=failure.line if failure is not None else 0,
                column=failure.column if failure is not None else 0,
            )


def compare(reader: Reader, old: FlowSide, new: FlowSide) -> FlowDiff:
    """What is other in `new`. Raises NotFound, and Invalid for a text that is no flow."""
    return FlowDiff(lines=flow_differences(_flow(reader, old), _flow(reader, new)))


def _flow(reader: Reader, side: FlowSide) -> Flow:
    if not side.text:
        version = flows.text(reader, side.flow, side.version).version
        return directory.configuration(reader).flow(reader, side.flow, version)
    company, *_ = read_files(reader, {"flow.yaml": side.text}, checked=False)
    if not company.flows:
        raise Invalid(say("configuration.not_a_flow"))
    return next(iter(company.flows.values())).flow


def read_files(
    reader: Reader, files: dict[str, str], *, checked: bool = True
) -> tuple[Company, Known, Known]:
    """What the files define, the company as it is, and as it would be with them.

    Raises Invalid with what is wrong with them; without `checked` only with what cannot be read.
    """
    known = known_company(reader)
    company = read_company(files)
    if checked:
        check_references(company, known, tests=False)
    else:
        read_references(company, known)
    company.problems.raise_if_any()
    return company, known, _with_tables(company.over(known))


def _with_tables(whole: Known) -> Known:
    """The company in which each flow has the rule tables as they will be."""
    flows = {name: with_tables(flow, whole.tables) for name, flow in whole.flows.items()}
    return replace(whole, flows=flows)
