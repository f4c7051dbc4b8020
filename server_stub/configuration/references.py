"""What only shows against the whole company: dangling references, cycles, clashes."""

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from core.errors import FieldError
from core.flow.bench import World
from core.flow.check import Company as Surroundings
from core.flow.check import Findings, check_flow, check_rules
from core.flow.definition import Flow
from core.flow.index import index_of
from core.flow.ruled import tables_of
from core.flow.testing import Verdict, run_tests
from core.flow.testing_files import TestFile
from core.language import say
from core.located import Located, near_or_known
from core.rules.table import Table
from core.rules.table_reading import read_table
from server_stub.configuration.company import KINDS, Company, FlowFile, Known

MOST_HINTS = 50
"""Looking for the nearest of thousands of names takes 10 ms; nobody reads more hints at once."""


def read_references(company: Company, known: Known) -> None:
    """Understand what needs the rest of the company to be understood: rule tables, and flows that
    name them."""
    _read_tables(company, company.over(known))
    _bind_tables(company, known)


def check_references(company: Company, known: Known, *, tests: bool = True) -> None:
    """Add to the company's problems what is wrong with it beside, and over, what is known.

    `tests`: also where a flow does not pass its tests.
    """
    whole = company.over(known)
    _check_existing(company, whole)
    _check_addresses(company, whole)
    _check_prefixes(company, whole)
    _check_cycles(company, whole)
    _check_activity(company, whole)
    read_references(company, known)
    _check_flows(company, company.over(known))
    if tests and not company.problems.errors:
        _check_tests(company, company.over(known))


def _check_existing(company: Company, whole: Known) -> None:
    """Everything that a file names exists."""
    known = {kind: whole.ids(kind) for kind in (*KINDS, "flow")}
    missing = [each for each in company.references if each.id not in known[each.kind]]
    for number, each in enumerate(missing):
        kind = say(f"configuration.kind_of.{each.kind}")
        message = say("configuration.not_there", kind=kind, id=each.id)
        hint = near_or_known(each.id, known[each.kind]) if number < MOST_HINTS else ""
        company.problems.add(each.where, message, hint=hint)


def _check_addresses(company: Company, whole: Known) -> None:
    """People, roles and groups are all addressed with @, so no two share an id."""
    taken: dict[str, tuple[str, str]] = {}
    for kind in ("person", "role", "group"):
        for identifier in whole.ids(kind):
            other, first = taken.setdefault(identifier.casefold(), (kind, identifier))
            if (other, first) == (kind, identifier):
                continue
            where = _place(company, (kind, identifier), (other, first))
            if where is not None:
                values = {"kind": say(f"configuration.kind_of.{other}"), "other": first}
                message = say("configuration.address_taken", id=identifier, **values)
                company.problems.add(where, message, hint=say("configuration.address_taken.hint"))


def _check_prefixes(company: Company, whole: Known) -> None:
    """No two types number their objects with the same letters."""
    elsewhere = [each for each in whole.types.values() if each.id not in company.types]
    taken = {each.prefix: each.id for each in elsewhere}
    for object_type in company.types.values():
        where = company.places.get(("prefix", object_type.prefix))
        if where is not None and object_type.prefix in taken:
            values = {"prefix": object_type.prefix, "id": taken[object_type.prefix]}
            company.problems.add(where, say("configuration.prefix_taken", **values))


def _check_cycles(company: Company, whole: Known) -> None:
    """Nobody is, over others, their own manager; no department stands above itself."""
    people, departments = whole.directory.people, whole.directory.departments

    def manager(person: str) -> str:
        found = whole.directory.manager_of(person)
        return found.id if found is not None else ""

    def parent(department: str) -> str:
        found = departments.get(department)
        return found.parent if found is not None else ""

    for kind, ids, above in (("person", people, manager), ("department", departments, parent)):
        for cycle in _cycles(ids, above):
            where = _place(company, *((kind, each) for each in cycle))
            if where is not None:
                chain = " → ".join((*cycle, cycle[0]))
                company.problems.add(where, say(f"configuration.cycle.{kind}", chain=chain))


def _cycles(ids: Iterable[str], above: Callable[[str], str]) -> list[tuple[str, ...]]:
    """Each cycle once, in the order in which one goes up."""
    found, done = [], set[str]()
    for start in ids:
        path: list[str] = []
        current = start
        while current and current not in done:
            done.add(current)
            path.append(current)
            current = above(current)
        if current in path:
            found.append(tuple(path[path.index(current) :]))
    return found


def _check_activity(company: Company, whole: Known) -> None:
    """Whoever is named as head, manager or local owner should still be there."""
    people = whole.directory.people
    for each in company.references:
        person = people.get(each.id) if each.kind == "person" else None
        if person is not None and not person.active:
            company.problems.warn(each.where, say("configuration.inactive", id=each.id))


def _read_tables(company: Company, whole: Known) -> None:
    """Each rule table is understood as its object type has it."""
    for name, rules in company.rules.items():
        object_type = whole.types.get(rules.head.object_type)
        unclear = rules.head.object_type in company.unclear
        if object_type is not None and not unclear:  # else it is a dangling reference
            table = read_table(rules.head, rules.sheet, object_type, company.problems)
            company.tables[name] = table


def _bind_tables(company: Company, known: Known) -> None:
    """Each flow of the files is given the rule tables that it names."""
    tables = {**known.tables, **company.tables}
    for file in company.flows.values():
        file.flow = with_tables(file.flow, tables)


def with_tables(flow: Flow, tables: Mapping[str, Table]) -> Flow:
    """The flow with those of `tables` that its steps name."""
    named = {name for spot in index_of(flow) for name in tables_of(spot.step)}
    found = {name: tables[name] for name in sorted(named) if name in tables}
    return replace(flow, tables=found) if found else flow


def surroundings(whole: Known) -> Surroundings:
    """What the check of a flow knows of the company."""
    return Surroundings(
        directory=whole.directory,
        connectors=whole.connectors,
        actions=whole.actions,
        flows=whole.flows,
        types=whole.types,
        tables=whole.tables,
    )


def _check_flows(company: Company, whole: Known) -> None:
    """Each table and flow of the files passes its check; each type's flow is for that type."""
    around = surroundings(whole)
    for name, table in company.tables.items():
        where = company.rules[name].head.where
        wrong = [each for each in company.problems.errors if each.file == table.file]
        if not wrong:  # else it cannot be judged
            _note(company, check_rules(table, whole.types.get(table.object_type), around), where)
    for each in company.flows.values():
        if each.flow.object_type in company.unclear:
            continue
        object_type = whole.types.get(each.flow.object_type)
        findings = check_flow(each.flow, object_type, around)
        unread = _unread_lines(company, each)
        told = [error for error in findings.errors if error.line not in unread]
        company.problems.errors += _in_file(told, each.where)
        company.problems.warnings += _in_file(findings.warnings, each.where)
    for reference in company.references:
        used_by = _type_of(company, reference.where) if reference.kind == "flow" else ""
        flow = whole.flows.get(reference.id)
        is_for = flow.object_type if flow is not None else used_by
        if used_by and is_for != used_by:
            message = say("configuration.flow_of_other", flow=reference.id, type=is_for)
            company.problems.add(reference.where, message)


def _check_tests(company: Company, whole: Known) -> None:
    """Each flow of the files, or of which a table is among them, passes its tests; each test of
    the files is passed by its flow."""
    for flow_id, tests in whole.tests.items():
        ruled = flow_id in whole.flows and set(whole.flows[flow_id].tables) & set(company.tables)
        if not ruled and flow_id not in company.flows and flow_id not in company.tests:
            continue
        for verdict in run_flow_tests(whole, tests):
            for each in verdict.failures:
                values = {"flow": flow_id, "case": verdict.case, "message": each.message}
                message = say("testing.not_published", **values)
                company.problems.errors.append(replace(each, field="", message=message))


def run_flow_tests(whole: Known, tests: TestFile) -> tuple[Verdict, ...]:
    """How a flow's tests go in the company as it will be."""
    flow = with_tables(whole.flows[tests.flow], whole.tables)
    world = World(
        directory=whole.directory,
        object_type=whole.types[flow.object_type],
        calendar=whole.calendar,
    )
    return run_tests(flow, world, tests)


def _note(company: Company, findings: Findings, where: Located) -> None:
    company.problems.errors += _in_file(findings.errors, where)
    company.problems.warnings += _in_file(findings.warnings, where)


def _unread_lines(company: Company, written: FlowFile) -> set[int]:
    """Lines that could not be read, and those of their steps: no check can judge them."""
    starts = [spot.step.place.line for spot in index_of(written.flow)]
    found: set[int] = set()
    for error in company.problems.errors:
        if error.file == written.where.file:
            before = [line for line in starts if line <= error.line]
            found |= {error.line, max(before, default=written.flow.place.line)}
    return found


def _type_of(company: Company, where: Located) -> str:
    """The type in whose document a reference stands: the last one that begins before it."""
    begins = [
        (place.line, identifier)
        for (kind, identifier), place in company.places.items()
        if kind == "type" and place.file == where.file and place.line <= where.line
    ]
    return max(begins, default=(0, ""))[1]


def _in_file(errors: Iterable[FieldError], where: Located) -> list[FieldError]:
    """The same errors, each with a place to look at."""
    return [
        each if each.file else where.error(each.message, hint=each.hint, field=each.field)
        for each in errors
    ]


def _place(company: Company, *candidates: tuple[str, str]) -> Located | None:
    """Where the files define one of the candidates; None: what is wrong was so before."""
    return next((company.places[each] for each in candidates if each in company.places), None)
