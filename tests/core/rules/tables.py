"""Rule tables for the tests, in YAML or CSV, about the small company's purchase orders."""

from core.located import Problems, read_yaml_into
from core.rules.context import Context
from core.rules.sheets import sheet_of_csv, sheet_of_yaml
from core.rules.table import Table
from core.rules.table_reading import read_head, read_table
from tests.core.flow.company import PURCHASE_ORDER, money

HEAD = "rules: approvers\nobject: purchase_order\n"
CSV_HEAD = "rules,approvers\nobject,purchase_order\n"


def read(text: str, problems: Problems | None = None) -> Table:
    """The table of a YAML text, or of a CSV where it begins like one."""
    found = problems or Problems()
    if text.startswith("rules:"):
        sheet = sheet_of_yaml(read_yaml_into(found, text, "rules.yaml")[0], found)
    else:
        csv = sheet_of_csv(text, "rules.csv", found)
        assert csv is not None
        sheet = csv
    table = read_table(read_head(sheet, found), sheet, PURCHASE_ORDER, found)
    if problems is None:
        assert found.errors == []
    return table


def rows(*cells: str, hit: str = "first") -> Table:
    """A table of these conditions, `amount: under 5000, urgent: yes`, each asking somebody."""
    lines = [f"  - when: {{{each}}}\n    ask: role:r{at}" for at, each in enumerate(cells)]
    return read("\n".join([f"{HEAD}hit: {hit}", "rows:", *lines, ""]))


def order(amount: str | None = None, **fields: object) -> Context:
    """A purchase order."""
    given = {"amount": money(amount) if amount is not None else None, **fields}
    return Context(given, PURCHASE_ORDER)
