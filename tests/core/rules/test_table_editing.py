"""Rule tables edited as a grid: the file keeps its comments, and holes become rows."""

from collections.abc import Callable

import pytest

from core.errors import Invalid
from core.language import speaking
from core.rules.cell_entering import CellScope, complete_typed, read_typed
from core.rules.grid import WHEN, ColumnKind, GridColumn, column_of
from core.rules.holes import holes_of
from core.rules.table_editing import TableDocument, new_table
from core.rules.table_writing import table_yaml
from tests.core.flow.company import PURCHASE_ORDER
from tests.core.rules.tables import read

YAML = """\
# who signs, agreed with finance
rules: approvers   # flows name it
object: purchase_order
rows:
  # small things
  - when: {amount: under 5000}
    ask: manager   # whoever that is
  - when:
      material_class: production  # parts
      amount: 5000 to 50000
    ask: {role: buyer, pick: least loaded}
  - {when: {amount: over 100000}, ask: role:director}
# the end
"""
CSV = """\
规则,approvers
对象,purchase_order

amount,material_class,审批人,mode
"under 5,000",,manager,
5000 to 50000,production,"{role: buyer, pick: least loaded}",
超过10万,,role:director; role:finance,all
"""
AMOUNT = GridColumn(ColumnKind.CELL, "amount")
CLASS = GridColumn(ColumnKind.CELL, "material_class")
ASK = column_of("ask")


def yaml() -> TableDocument:
    return TableDocument(YAML, "rules.yaml")


def csv() -> TableDocument:
    return TableDocument(CSV, "rules.csv")


BOTH = pytest.mark.parametrize("make", [yaml, csv])


@BOTH
def test_cells_rows_and_columns_change_and_all_of_it_is_undone(
    make: Callable[[], TableDocument],
) -> None:
    table = make()
    before = table.text
    edits: tuple[Callable[[], None], ...] = (
        lambda: table.set(0, AMOUNT, "under 4,000"),
        lambda: table.set(0, CLASS, "production"),
        lambda: table.set(1, AMOUNT, ""),
        lambda: table.set(2, ASK, ["manager", "role:buyer"]),
        lambda: table.add_row(9, {AMOUNT: "5000", ASK: "manager"}),
        lambda: table.move_row(1),
        table.copy_row,
        table.remove_row,
        lambda: table.add_column(column_of("priority")),
        lambda: table.set(0, column_of("priority"), "high"),
        lambda: table.set_head("hit", "only one"),
        lambda: table.set_head("title", {"en": "Who signs", "zh": "审批人"}),
    )
    for edit in edits:
        edit()
    assert table.value(3, AMOUNT) == "5000"
    assert table.grid.head["hit"] == "only one"
    after = table.text
    for _ in edits:
        table.undo()
    assert table.text == before
    for _ in edits:
        table.redo()
    assert table.text == after


def test_what_is_not_touched_stays_as_it_was_written() -> None:
    table = yaml()
    table.set(0, CLASS, "production, tooling")
    table.set(1, column_of("within"), "1 working day")
    lines = table.text.splitlines()
    assert "  - when: {amount: under 5000, material_class: 'production, tooling'}" in lines
    assert "    within: 1 working day" in lines
    assert set(YAML.splitlines()) - set(lines) == {"  - when: {amount: under 5000}"}
    sheet = csv()
    sheet.set(1, AMOUNT, "5000 to 60000")
    changed = [
        new
        for old, new in zip(CSV.splitlines(), sheet.text.splitlines(), strict=True)
        if old != new
    ]
    assert changed == ['5000 to 60000,production,"{role: buyer, pick: least loaded}",']


def test_the_line_ends_and_the_mark_of_a_windows_file_stay() -> None:
    table = TableDocument("\ufeff" + CSV.replace("\n", "\r\n"), "rules.csv")
    table.set(0, CLASS, "production")
    assert table.text.startswith("\ufeff规则")
    assert table.text.count("\r\n") == table.text.count("\n") == CSV.count("\n")


@BOTH
def test_columns_move_and_get_another_field(make: Callable[[], TableDocument]) -> None:
    table = make()
    table.select(1, table.columns.index(AMOUNT))
    by = 1 if table.column == 0 else -1
    table.move_column(by)
    assert {table.columns.index(AMOUNT), table.columns.index(CLASS)} == {0, 1}
    assert table.chosen == AMOUNT
    table.rename_column("budget")
    assert table.value(0, GridColumn(ColumnKind.CELL, "budget")).startswith("under 5")
    table.remove_column()
    assert AMOUNT not in table.columns


def test_a_condition_beside_cells_is_kept_apart_from_them() -> None:
    table = yaml()
    table.set(0, WHEN, "amount > 5")
    assert "    and: amount > 5" in table.text.splitlines()
    table.set(0, AMOUNT, "")
    assert "  - when: amount > 5" in table.text.splitlines()
    table.set(0, AMOUNT, "7")
    assert table.value(0, AMOUNT) == "7"
    assert table.value(0, WHEN) == "amount > 5"


@BOTH
def test_otherwise_is_the_last_row_and_has_no_conditions(
    make: Callable[[], TableDocument],
) -> None:
    table = make()
    table.add_row(0, {ASK: "manager"}, otherwise=True)
    table.add_row(99, {AMOUNT: "7"})
    assert [row.otherwise for row in table.rows] == [False, False, False, False, True]
    with pytest.raises(Invalid):
        table.add_row(0, {}, otherwise=True)
    with pytest.raises(Invalid):
        table.set(4, AMOUNT, "7")
    assert table.value(4, ASK) == "manager"


def test_a_file_that_is_no_table_is_refused_and_an_edit_that_cannot_be_made_changes_nothing() -> (
    None
):
    with pytest.raises(Invalid):
        TableDocument("rules: [", "rules.yaml")
    table = yaml()
    with pytest.raises(Invalid):
        table.replace("rows: [1]")
    assert table.text == YAML


TABLES = (
    "  - when: {amount: under 5000}\n"
    "  - when: {material_class: production, amount: 5000 to 50000}\n"
    "  - when: {amount: over 100000}\n",
    "  - when: {urgent: yes}\n  - when: {amount: 100}\n",
    "  - when: {needed_on: before 2026-12-01}\n  - when: {needed_on: from 2026-12-05}\n",
    "  - when: {supplier: not ACME, amount: not empty}\n",
    "  - when: {amount: from 5 to under 9 or over 20, requester.region: east}\n",
)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("rows", TABLES)
def test_rows_made_of_the_holes_close_them(rows: str, language: str) -> None:
    with speaking(language):
        text = f"rules: approvers\nobject: purchase_order\nrows:\n{rows}"
        table = TableDocument(text, "rules.yaml")
        for _ in range(20):
            holes = table.holes(PURCHASE_ORDER)
            if not holes:
                break
            closed = holes[0]
            values = {
                GridColumn(ColumnKind.CELL, path): cell for path, cell in closed.cells.items()
            }
            table.add_row(99, values)
            assert closed.words not in [hole.words for hole in table.holes(PURCHASE_ORDER)]
        assert not table.holes(PURCHASE_ORDER)


def test_a_hole_is_named_in_the_words_of_the_check() -> None:
    (hole, *_others) = yaml().holes(PURCHASE_ORDER)
    assert hole.words == "amount from 5000 up to 50000, material_class other than production"
    assert hole.cells == {"amount": "5000 to 50000", "material_class": "other than production"}


def test_cells_are_completed_by_their_field() -> None:
    def scope(column: GridColumn) -> CellScope:
        from core.flow.entering import Scope

        return CellScope(scope=Scope(object_type=PURCHASE_ORDER), column=column, others=("7",))

    def offered(words: str, column: GridColumn) -> list[str]:
        return [each.text for each in complete_typed(words, scope(column)).items]

    assert "under " in offered("", AMOUNT)
    assert "7" in offered("", AMOUNT)
    assert "production" in offered("prod", CLASS)
    assert "production" in offered("other than prod", CLASS)
    assert "high" in offered("h", column_of("priority"))
    assert "2 working days" in offered("2", column_of("within"))
    assert read_typed("2 个工作日", scope(column_of("within"))) == "2 working days"


def test_a_table_can_be_written_from_what_is_published() -> None:
    plain = YAML.partition("\n")[2]
    written = table_yaml(read(plain.replace("role:director", "role:director, mode: all")))
    assert holes_of(read(written), PURCHASE_ORDER) == holes_of(read(plain), PURCHASE_ORDER)
    assert "pick: least loaded" in written
    assert "mode: all" in written


def test_a_new_table_begins_without_rows() -> None:
    table = TableDocument(new_table("a", {"en": "A"}, "purchase_order", "first"), "a.yaml")
    assert table.columns == ()
    table.add_column(AMOUNT)
    table.add_row(0, {AMOUNT: "under 5"})
    assert table.value(0, AMOUNT) == "under 5"
    assert "under 5" in table.text
