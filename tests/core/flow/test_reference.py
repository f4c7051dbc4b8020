"""Every example in the reference is read, and does what the page says of it."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.flow.check import Company, check, check_rules
from core.flow.parsing import parse_flow
from core.people import Role
from tests.core.flow.company import DIRECTORY, PURCHASE_ORDER, person
from tests.core.flow.run import steps
from tests.core.rules.tables import read as read_table

PAGE = (Path(__file__).parents[3] / "docs/reference/flows.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
RULES_PAGE = (Path(__file__).parents[3] / "docs/reference/rules.md").read_text(encoding="utf-8")
RULES = re.findall(r"```(?:yaml|csv)\n(.*?)```", RULES_PAGE, re.DOTALL)
COMPANY = replace(
    DIRECTORY,
    people={
        **DIRECTORY.people,
        "pia": person("pia", "packer", "engineer", attributes={"machines": ["lathe"]}),
    },
    roles={
        **DIRECTORY.roles,
        **{role: Role(id=role, title={}) for role in ("packer", "engineer", "director")},
    },
)


TABLE = """rules: purchase-approvers
object: purchase_order
rows:
  - when: {amount: under 5000}
    ask: role:buyer
    copy: role:buyer
    call: erp.confirm
  - otherwise: {ask: role:buyer}
"""


def read(example: str) -> tuple[str, ...]:
    flow = parse_flow(example if example.startswith("flow:") else steps(example))
    table = read_table(TABLE)
    flow = replace(flow, tables={table.id: table})
    found = check(flow, PURCHASE_ORDER, COMPANY, ("erp", "projects"))
    return tuple(error.message for error in found.errors)


def test_the_page_has_its_examples() -> None:
    assert len(EXAMPLES) == 16


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_passes_the_check(example: str) -> None:
    assert read(example) == ()


@pytest.mark.parametrize("text", RULES)
def test_each_rule_table_of_the_page_about_them_is_read_and_leaves_no_hole(text: str) -> None:
    table = read_table(text)
    company = Company(directory=COMPANY, connectors=("erp", "projects"))
    assert [len(table.rows), check_rules(table, PURCHASE_ORDER, company).errors] == [4, ()]


def test_every_key_that_the_parser_knows_is_on_the_page() -> None:
    sources = Path(__file__).parents[3] / "core/flow"
    text = "".join(
        (sources / name).read_text(encoding="utf-8")
        for name in ("parsing.py", "plain_steps.py", "phrases.py", "naming.py")
    )
    keys = set(re.findall(r'(?:take|need)\("([a-z ]+)"\)', text))
    assert keys
    assert {key for key in keys if f"{key}:" not in PAGE and f"`{key}`" not in PAGE} == set()
