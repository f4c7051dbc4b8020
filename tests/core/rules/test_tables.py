"""Rule tables are read from YAML and CSV, and say what holds for an object."""

import gc
from typing import Any

import pytest
import zen
from hypothesis import given, settings
from hypothesis import strategies as st

from core.flow.terms import Mode, Span, TimeUnit, Vote, WhoKind
from core.language import speaking
from core.located import Problems
from core.rules.table import SeveralRowsError, rows_for
from core.rules.zen_table import zen_decision
from core.tasks import Priority
from tests.core.rules.tables import CSV_HEAD, HEAD, order, read, rows

PURCHASE = f"""{HEAD}title: {{en: Who signs, zh: 审批人}}
hit: first
rows:
  - when: {{amount: under 5000}}
    ask: head of requester's department
    within: 1 working day
  - when: {{material_class: production, amount: 5000 to 50000}}
    ask: {{role: buyer, where: material_class in person.classes, pick: least loaded}}
  - when: {{amount: over 100000}}
    ask: [role:purchasing_director, person:finn]
    mode: all
    priority: high
    copy: role:finance_director
    call: projects.create_task
  - otherwise:
      ask: role:purchasing_manager
"""
BUYER = "{role: buyer, where: material_class in person.classes, pick: least loaded}"
AS_CSV = f"""{CSV_HEAD}title,Who signs,审批人
hit,first

amount,material_class,ask,mode,within,priority,copy,call
"under 5,000",,head of requester's department,,1 working day,,,
5000 to 50000,production,"{BUYER}"
超过10万,,role:purchasing_director; person:finn,all,,high,role:finance_director,projects.create_task
otherwise,,role:purchasing_manager
"""


@pytest.mark.parametrize("text", [PURCHASE, AS_CSV, AS_CSV.replace("\n", "\r\n")])
def test_a_table_reads_alike_from_yaml_and_csv(text: str) -> None:
    table = read(text)
    small, production, large, rest = table.rows
    assert [column.path for column in table.columns] == ["amount", "material_class"]
    assert small.ask[0].kind is WhoKind.HEAD
    assert small.within == Span(amount=1, unit=TimeUnit.WORKING_DAYS)
    assert production.ask[0].pick == "least loaded"
    assert large.vote == Vote(mode=Mode.ALL)
    assert [who.id for who in large.ask] == ["purchasing_director", "finn"]
    assert large.priority is Priority.HIGH
    assert (large.copy[0].id, large.calls) == ("finance_director", ("projects.create_task",))
    assert rest.otherwise


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_csv_may_be_separated_otherwise(separator: str) -> None:
    text = "rules,a\nobject,purchase_order\namount,ask\nunder 5,role:x\n".replace(",", separator)
    assert read("\ufeff" + text).rows[0].ask[0].id == "x"


@pytest.mark.parametrize(
    ("amount", "kind", "row"),
    [
        ("4999.99", "office", 0),
        ("5000", "production", 1),
        ("50000.01", "production", 3),
        ("100000", None, 3),
        ("100000.01", None, 2),
        (None, "production", 3),
    ],
)
def test_the_row_that_holds_is_found(amount: str | None, kind: str | None, row: int) -> None:
    table = read(PURCHASE)
    assert rows_for(table, order(amount, material_class=kind)) == (table.rows[row],)


def test_amounts_are_compared_to_the_last_digit() -> None:
    table = rows("amount: under 12345678901234567890.12", "amount: from 12345678901234567890.12")
    assert rows_for(table, order("12345678901234567890.1199999"))[0] is table.rows[0]
    assert rows_for(table, order("12345678901234567890.12"))[0] is table.rows[1]


def test_headings_and_choices_may_be_titles_in_any_language() -> None:
    head = "规则,approvals\n对象,purchase_order\n命中,全部\n\n"
    table = read(f"{head}Amount,Material_Class,审批人,抄送\n5000以上,office,role:a,\n,,,role:b\n")
    found = rows_for(table, order("5000", material_class="office"))
    assert [[who.id for who in (*row.ask, *row.copy)] for row in found] == [["a"], ["b"]]


def test_only_one_row_may_hold_where_the_table_says_so() -> None:
    table = rows("amount: under 10", "amount: over 5", hit="only one")
    assert rows_for(table, order("3")) == (table.rows[0],)
    with pytest.raises(SeveralRowsError, match="amount under 10 / amount over 5"):
        rows_for(table, order("7"))


def test_otherwise_holds_only_where_nothing_else_does() -> None:
    table = read(f"{HEAD}hit: every\nrows:\n  - when: {{amount: over 5}}\n  - otherwise:\n")
    assert rows_for(table, order("7")) == (table.rows[0],)
    assert rows_for(table, order("3")) == (table.rows[1],)


def test_a_row_may_have_a_condition_of_the_flow_language() -> None:
    second = "  - when: {urgent: yes}\n    and: quantity > 3\n"
    table = read(f"{HEAD}rows:\n  - when: amount > quantity\n{second}")
    assert rows_for(table, order("7", quantity="3")) == (table.rows[0],)
    assert rows_for(table, order("1", quantity="5", urgent=True)) == (table.rows[1],)
    assert rows_for(table, order("1", quantity="2", urgent=True)) == ()


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [
        (f"{HEAD}rows:\n  - when: {{amuont: 5}}", 4, 12, "amuont", "amount"),
        (f"{HEAD}rows:\n  - when: {{amount: many}}", 4, 20, "“many”", "under 5000"),
        (f"{HEAD}rows:\n  - when: {{material_class: wood}}", 4, 28, "“wood”", "production"),
        (f"{HEAD}rows:\n  - when: {{lines: 5}}", 4, 12, "lines", "when"),
        (f"{HEAD}rows:\n  - when: {{amount: 5}}\n    aks: role:x", 5, 5, "“aks”", "ask"),
        (f"{HEAD}rows:\n  - when: {{amount: 5}}\n    ask: buyer", 5, 10, "names nobody", "role:"),
        (f"{HEAD}rows:\n  - when: {{amount: 5}}\n    mode: most", 5, 11, "“most”", "any"),
        (f"{HEAD}rows:\n  - when: {{amount: 5}}\n    within: soon", 5, 13, "“soon”", "hours"),
        (f"{HEAD}rows:\n  - when: {{amount: 5}}\n    call: x", 5, 11, "“x”", "connector"),
        (f"{HEAD}rows:\n  - ask: role:x", 4, 5, "`when:`", "under 5000"),
        (f"{HEAD}rows:\n  - otherwise:\n  - when: {{amount: 5}}", 4, 5, "last", ""),
        (f"{HEAD}rows:\n  - when: {{amount: 5}}\n  - when: {{amount: 5}}", 5, 5, "line 4", ""),
        (f"{HEAD}hit: last\nrows:\n  - when: {{amount: 5}}", 3, 6, "last", "first"),
        (f"{HEAD}rows: []", 3, 7, "no rows", ""),
        (f"{CSV_HEAD}amount,ask,why\n5,role:x,y", 3, 3, "“why”", ""),
        (f"{CSV_HEAD}amount,ask\n5,role:x\nfive,role:x", 5, 1, "“five”", ""),
        (f"{CSV_HEAD}amount,ask\n5,role:x,more", 4, 3, "no heading", "quotes"),
        (f"{CSV_HEAD}amount,ask,Amount\n5,role:x", 3, 3, "two columns", ""),
        (f'{CSV_HEAD}amount,ask\n5,"{{role: x"', 4, 2, "cannot be read", ""),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    text: str, line: int, column: int, message: str, hint: str
) -> None:
    problems = Problems()
    read(text, problems)
    (found,) = problems.sorted()
    assert (found.line, found.column) == (line, column)
    assert message in found.message
    assert hint in found.hint
    with speaking("zh"):
        again = Problems()
        read(text, again)
    assert again.sorted()[0].message != found.message


_AMOUNTS = st.sampled_from(
    ["", "under 2", "2 to 4", "over 2", "from 3 to under 5", "3", "not 3", "empty", "not empty",
     "empty or over 4", "1 or 5", "not over 3"]
)  # fmt: skip
_CLASSES = st.sampled_from(["", "office", "office, service", "not office", "empty", "非空"])
_FLAGS = st.sampled_from(["", "yes", "no", "not yes"])
_ROWS = st.lists(st.tuples(_AMOUNTS, _CLASSES, _FLAGS), min_size=1, max_size=6, unique=True)


@settings(max_examples=60)
@given(_ROWS, st.sampled_from(["first", "every"]))
def test_the_table_answers_as_zen_does(cells: list[tuple[str, str, str]], hit: str) -> None:
    lines = "".join(f'{one},"{other}",{third},role:x\n' for one, other, third in cells)
    problems = Problems()
    head = f"{CSV_HEAD}hit,{hit}\n"
    table = read(f"{head}amount,material_class,urgent,ask\n{lines}", problems)
    decision = zen.ZenEngine().create_decision(zen_decision(table))
    names = frozenset({"amount", "material_class", "urgent"})
    for amount in (None, "1", "2", "2.5", "3", "4", "5", "6"):
        for kind in (None, "office", "service", "production"):
            for urgent in (None, True, False):
                context = order(amount, material_class=kind, urgent=urgent)
                answer: Any = decision.evaluate(context.encoded(names))["result"]
                rules = answer if isinstance(answer, list) else [answer] if answer else []
                expected = [table.rows[rule["row"]] for rule in rules]
                assert list(rows_for(table, context)) == expected


def test_rows_are_found_in_their_order_however_many_there_are() -> None:
    lines = [f"over {at} up to {at + 1},role:x" for at in range(4100)]
    lines[3:3] = ["over 4000,role:x"]
    lines += ["under 1,role:x"]
    head = f"{CSV_HEAD}hit,every\namount,ask\n"
    table = read(head + "\n".join(lines) + "\n")
    for amount, held in (
        ("0.5", ["over 0 up to 1", "under 1"]),
        ("1999.5", ["over 1999 up to 2000"]),
        ("4050", ["over 4000", "over 4049 up to 4050"]),
        ("-1", ["under 1"]),
    ):
        found = [row.cells["amount"].text for row in rows_for(table, order(amount))]
        assert found == held


def test_the_rows_of_a_table_hold_up_nobody_while_garbage_is_collected() -> None:
    def tracked() -> int:
        gc.collect()
        return len(gc.get_objects())

    lines = [f"over {at} up to {at + 1},role:r{at % 7}" for at in range(3000)]
    before = tracked()
    table = read(f"{CSV_HEAD}amount,ask\n" + "\n".join(lines) + "\n")
    assert len(table.rows) == 3000
    assert tracked() - before < 1000
