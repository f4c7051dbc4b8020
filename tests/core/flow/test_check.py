"""The check refuses what cannot work, and what this version does not run."""

import pytest
from msgspec.structs import replace

from core.errors import FieldError
from core.flow.check import Findings, check
from core.flow.parsing import parse_flow
from core.objects import FieldDefinition, FieldKind
from tests.core.flow.company import DIRECTORY, PURCHASE_ORDER, steps


def findings(text: str, head: str = "") -> Findings:
    flow = parse_flow(steps(text, head), "flows/x.yaml")
    return check(flow, PURCHASE_ORDER, DIRECTORY, ("erp",))


def only(found: tuple[FieldError, ...]) -> FieldError:
    (one,) = found
    return one


APPROVE = "- approve: x\n  by: person:bea"


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("- approve: x\n  by: person:nobody", 7, "person `nobody`", ""),
        ("- approve: x\n  by: role:byuer", 7, "role `byuer`", "buyer"),
        ("- approve: x\n  by: group:bored", 7, "group `bored`", "board"),
        ("- approve: x\n  by: head of department:shop", 7, "department `shop`", "making"),
        ("- approve: x\n  by: field:holder", 7, "field `holder`", "keeper"),
        ("- approve: x\n  by: field:supplier", 7, "does not hold a person", ""),
        ("- approve: x\n  by: {role: buyer, where: person.x > 5}", 7, "yes nor no", ""),
        ("- tell: role:x", 6, "role `x`", ""),
        (f"{APPROVE}\n  asks: [colour]", 6, "field `colour`", "cost_centre"),
        (f"{APPROVE}\n  text: 'Look at {{colour}}'", 6, "`colour`", ""),
        (f"{APPROVE}\n  text: 'Look at {{amount'", 6, "braces", "object.key"),
        ("- set: {colour: red}", 6, "field `colour`", ""),
        ("- set: {quantity: many}", 6, "`many` does not fit", ""),
        ("- set: {material_class: wood}", 6, "`wood` does not fit", ""),
        ("- set: {quantity: = amuont * 2}", 6, "`amuont`", "amount"),
        ("- call: erp.x\n  with: {a: '= amount *'}", 7, "no expression", ""),
        ("- call: erp.x\n  with: {a: role:x}", 7, "role `x`", ""),
        ("- call: erp.x\n  as: person:x", 7, "person `x`", ""),
        ("- call: erp.x\n  answer: {colour: c}", 6, "field `colour`", ""),
        (f"{APPROVE}\n  on reject: back to y", 6, "no way back", "requester"),
        (f"{APPROVE}\n  on reject: back to x", 6, "no way back", ""),
        (
            f"- call: erp.x\n{APPROVE}\n  on reject: back to requester",
            7,
            "go back behind erp.x",
            "last approval",
        ),
        (
            "- choose:\n    - when: amuont > 5\n      steps: []\n    - otherwise: []",
            7,
            "amuont",
            "",
        ),
        ("- choose:\n    - when: amount > 5\n      steps: []", 6, "amount up to 5", "otherwise"),
        ("- choose:\n    - when: amount > quantity\n      steps: []", 6, "`otherwise` is", ""),
        (
            "- choose:\n    - when: amount > 5\n      steps: []\n"
            "    - when: amount > 7\n      steps: []\n    - otherwise: []",
            9,
            "never taken",
            "",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(
    text: str, line: int, message: str, hint: str
) -> None:
    found = only(findings(text).errors)
    assert (found.file, found.line) == ("flows/x.yaml", line)
    assert message in found.message
    assert hint in found.hint


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- together:\n    - [{tell: requester}]", "together"),
        ("- choose all:\n    - when: urgent\n      steps: []\n    - otherwise: []", "choose all"),
        ("- fill: x\n  by: requester\n  fields: [supplier]", "fill"),
        ("- wait: 2 days", "wait"),
        ("- flow: other", "flow"),
        (f"{APPROVE}\n  mode: in order", "mode: in order"),
        (f"{APPROVE}\n  mode: at least 60%", "mode: at least"),
        (f"{APPROVE}\n  mode: more than 50%", "mode: more than"),
        (f"{APPROVE}\n  mode: at least 2", "mode: at least"),
        (f"{APPROVE}\n  late: {{remind: 50%}}", "late"),
        ("- do: x\n  by: requester\n  late: {escalate: 100%}", "late"),
        (f"{APPROVE}\n  on reject: [{{tell: requester}}]", "on reject: [steps]"),
        (f"{APPROVE}\n  resubmit: straight back", "resubmit: straight back"),
        (f"{APPROVE}\n  take back: true", "take back"),
        ("- approve: x\n  by: each manager up to 2 levels", "each manager up to"),
        ("- call: erp.x\n  with: {who: each manager up to 2 levels}", "each manager up to"),
    ],
)
def test_what_this_version_does_not_run_is_refused_by_name(text: str, what: str) -> None:
    found = only(findings(text).errors)
    assert found.message == f"`{what}` is not in this version yet."
    assert found.line >= 6


def test_what_is_inside_of_what_is_not_run_yet_is_checked_all_the_same() -> None:
    found = findings("- together:\n    - [{tell: role:x}]").errors
    assert len(found) == 2


@pytest.mark.parametrize(
    ("owner", "message"),
    [
        ("role:ghost", "Nobody active"),
        ("person:gone", "Nobody active"),
        ("role:x", "role `x`"),
        ("manager", "a person, a role or a group"),
    ],
)
def test_the_owner_must_be_there(owner: str, message: str) -> None:
    text = steps(APPROVE).replace("role:process_owner", owner)
    found = only(check(parse_flow(text), PURCHASE_ORDER, DIRECTORY).errors)
    assert message in found.message


def test_watched_fields_exist_and_there_are_steps() -> None:
    assert "colour" in only(findings(APPROVE, "watch: [colour]").errors).message
    text = "flow: x\nobject: purchase_order\nowner: role:process_owner\nsteps: []"
    assert "no steps" in only(check(parse_flow(text), PURCHASE_ORDER, DIRECTORY).errors).message


def test_an_unknown_type_is_all_that_is_said() -> None:
    found = check(parse_flow(steps(APPROVE)), None, DIRECTORY)
    assert "`purchase_order`" in only(found.errors).message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- approve: x\n  by: role:ghost", "Nobody active is there now for role:ghost"),
        ("- approve: x\n  by: person:gone", "Nobody active is there now for person:gone"),
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
