"""Reading a whole folder: each document says by its first key what it is."""

from collections.abc import Callable

from core.flow.parsing import read_flow
from core.flow.testing_files import read_tests
from core.language import say
from core.located import Located, Problems, near_or_known, read_yaml_into
from core.rules.sheets import Sheet, is_csv_rules, sheet_of_csv, sheet_of_yaml
from core.rules.table_reading import read_head
from server_stub.configuration import calendars, people, types
from server_stub.configuration.company import Company, FlowFile, RulesFile

SUFFIXES = (".yaml", ".yml", ".csv")
_READERS: dict[str, Callable[[Located, Company], None]] = {
    **dict.fromkeys(people.FIRST_KEYS, people.read_people),
    **dict.fromkeys(types.FIRST_KEYS, types.read_type),
    **dict.fromkeys(calendars.FIRST_KEYS, calendars.read_calendars),
}
_FIRST_KEYS = (*_READERS, "flow", "rules", "tests", "history")


def read_company(files: dict[str, str]) -> Company:
    """Everything that the files define, and in `problems` everything wrong with each of them.

    Files that are neither YAML nor CSV by their name are left alone, so a folder may hold a README.
    """
    company = Company()
    for file in sorted(files):
        if file.endswith(SUFFIXES):
            _read_file(file, files[file], company)
    return company


def _read_file(file: str, text: str, company: Company) -> None:
    if file.endswith(".csv"):
        _read_csv(file, text, company)
        return
    documents = read_yaml_into(company.problems, text, file)
    for document in documents:
        first = next(iter(document.value), "") if document.is_map else ""
        if first == "flow":
            _read_flow(document, text, company, alone=len(documents) == 1)
        elif first == "rules":
            _claim_rules(sheet_of_yaml(document, company.problems), company)
        elif first == "tests":
            _read_tests(document, company)
        elif first == "history":
            _read_history(document, company)
        elif first in _READERS:
            _READERS[first](document, company)
        else:
            where = document.keys.get(first, document)
            hint = near_or_known(first, _FIRST_KEYS)
            company.problems.add(where, say("configuration.what_is_it", key=first), hint=hint)


def _read_flow(document: Located, text: str, company: Company, *, alone: bool) -> None:
    if not alone:
        company.problems.add(document, say("configuration.flow_alone"))
        return
    problems = Problems()
    flow = read_flow(text, document.file, problems)
    company.problems.errors += problems.errors
    where = document.value["flow"]
    if flow is not None and company.claim("flow", flow.id, where):
        company.flows[flow.id] = FlowFile(flow, text, where)


def _read_csv(file: str, text: str, company: Company) -> None:
    """A rule table; other CSV files are left alone."""
    if is_csv_rules(text):
        sheet = sheet_of_csv(text, file, company.problems)
        if sheet is not None:
            _claim_rules(sheet, company)


def _claim_rules(sheet: Sheet, company: Company) -> None:
    head = read_head(sheet, company.problems)
    if company.claim("rules", head.id, head.where):
        company.rules[head.id] = RulesFile(head, sheet)
        company.refer("type", head.object_where)


def _read_tests(document: Located, company: Company) -> None:
    where = document.value["tests"]
    tests = read_tests(document, company.problems)
    if company.claim("tests", tests.flow, where):
        company.tests[tests.flow] = tests
        company.refer("flow", where)


def _read_history(document: Located, company: Company) -> None:
    """Keep a history for `history.read_histories`; its name is what it is remembered by."""
    where = document.value["history"]
    if not where.is_scalar or not where.raw:
        company.problems.add(document, say("configuration.missing", key="history"))
    elif company.claim("history", where.raw, where):
        company.histories.append(document)
