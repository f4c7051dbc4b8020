"""What the check warns of, and what it lets pass."""

import pytest
from msgspec.structs import replace

from core.flow.check import Findings, check
from core.flow.parsing import parse_flow
from core.objects import FieldDefinition, FieldKind
from tests.core.flow.company import DIRECTORY, PURCHASE_ORDER
from tests.core.flow.run import steps
from tests.core.flow.test_check import findings, only


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- approve: x\n  by: role:ghost", "Nobody active is there now for role:ghost"),
        ("- approve: x\n  by: person:gone", "Nobody active is there now for person:gone"),
        (
            "- do: x\n  by: {role: buyer, pick: most skilled in welding}",
            "Nobody of role:buyer has the skill “welding”",
        ),
        ("- call: crm.post", "Nothing called crm is connected"),
        ("- call: erp.post\n  undo: crm.post", "Nothing called crm is connected"),
        (
            "- choose:\n    - when: amount > 5\n      steps: []\n"
            "    - when: amount <= 5\n      steps: []\n    - otherwise: []",
            "`otherwise` is never taken",
        ),
        (
            "- choose:\n    - when: amount > 5\n      steps: []\n"
            "    - when: material_class == 'office'\n      steps: []\n    - otherwise: []",
            "both hold for amount over 5, material_class office",
        ),
    ],
)
def test_what_is_odd_is_a_warning(text: str, message: str) -> None:
    found = findings(text)
    assert found.errors == ()
    assert message in only(found.warnings).message


def test_conditions_that_cover_everything_need_no_otherwise() -> None:
    text = (
        "- choose:\n    - when: amount > 5\n      steps: []\n"
        "    - when: amount <= 5\n      steps: []"
    )
    assert findings(text) == Findings()


def test_a_reject_may_go_back_where_no_call_lies_between() -> None:
    text = (
        "- choose:\n    - when: urgent\n      steps: [{call: erp.x}]\n"
        "    - otherwise:\n        - approve: y\n          by: person:ben\n"
        "        - approve: x\n          by: person:bea\n          on reject: back to y"
    )
    assert findings(text).errors == ()


HIDDEN = replace(
    PURCHASE_ORDER,
    create=("head",),
    fields=(
        *PURCHASE_ORDER.fields,
        FieldDefinition(
            id="target", kind=FieldKind.MONEY, title={}, currency="EUR", read=("buyer",)
        ),
        FieldDefinition(id="secret", kind=FieldKind.TEXT, title={}, read=()),
        FieldDefinition(
            id="parts",
            kind=FieldKind.TABLE,
            title={},
            columns=(
                FieldDefinition(id="name", kind=FieldKind.TEXT, title={}),
                FieldDefinition(id="cost", kind=FieldKind.NUMBER, title={}, read=("buyer",)),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("text", "line", "field", "people", "hint"),
    [
        ("- approve: x\n  by: role:head\n  text: 'At {target}'", 6, "target", "role:head", "buyer"),
        ("- do: x\n  by: person:pam\n  text: '{target}'", 6, "target", "person:pam", "buyer"),
        ("- tell: group:board\n  text: '{target}'", 6, "target", "group:board", "buyer"),
        ("- tell: [role:buyer, person:dora]\n  text: '{target}'", 6, "target", "person:dora", ""),
        ("- tell: requester\n  text: '{target}'", 6, "target", "requester", ""),
        ("- tell: role:buyer\n  text: '{secret}'", 6, "secret", "role:buyer", "admin"),
        ("- approve: x\n  by: manager\n  text: '{target}'", 6, "target", "manager 1", ""),
        (
            "- tell: field:keeper\n  text: '{target * 2}'",
            6,
            "target",
            "field:keeper (dora, finn, hugo, olga, pam…)",
            "buyer",
        ),
        (
            "- tell: head of department:making\n  text: '{target}'",
            6,
            "target",
            "head of department:making",
            "",
        ),
        (
            "- tell: role:head\n  text: '{sum(map(parts, #.cost))}'",
            6,
            "parts.cost",
            "role:head",
            "buyer",
        ),
        (
            "- call: erp.task\n  with:\n    who: role:project_manager\n    title: 'At {target}'",
            9,
            "target",
            "role:project_manager",
            "buyer",
        ),
        (
            "- call: erp.task\n  with:\n    who: role:project_manager\n    price: = target",
            9,
            "target",
            "role:project_manager",
            "buyer",
        ),
    ],
)
def test_a_text_that_shows_what_its_reader_may_not_see_is_a_warning(
    text: str, line: int, field: str, people: str, hint: str
) -> None:
    found = check(parse_flow(steps(text), "flows/x.yaml"), HIDDEN, DIRECTORY, ("erp",))
    assert found.errors == ()
    warning = only(found.warnings)
    assert (warning.file, warning.line) == ("flows/x.yaml", line)
    assert f"`{field}` to {people}" in warning.message
    assert hint in warning.hint


@pytest.mark.parametrize(
    "text",
    [
        "- tell: role:buyer\n  text: '{target} {parts}'",
        "- tell: role:head\n  text: '{amount} {parts}'",
        "- tell: person:ada\n  text: '{secret}'",
        "- tell: person:gone\n  text: '{secret}'",
        "- call: erp.task\n  with: {title: 'At {target}'}",
    ],
)
def test_a_text_that_its_readers_may_see_is_none(text: str) -> None:
    found = check(parse_flow(steps(text)), HIDDEN, DIRECTORY, ("erp",))
    assert not [each for each in found.warnings if "may not see" in each.message]


def test_a_step_that_asks_whoever_may_not_see_the_field_is_a_warning() -> None:
    text = "- approve: price\n  by: role:head\n  asks: [amount, target]"
    found = check(parse_flow(steps(text), "flows/x.yaml"), HIDDEN, DIRECTORY, ())
    warning = only(found.warnings)
    assert "asks role:head for `target`, who may not see" in warning.message
    assert "buyer" in warning.hint
    seen = check(parse_flow(steps(text.replace("head", "buyer"))), HIDDEN, DIRECTORY, ())
    assert not [each for each in seen.warnings if "may not see" in each.message]
