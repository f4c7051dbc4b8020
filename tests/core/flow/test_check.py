"""The check refuses what cannot work, and what this version does not run."""

import pytest

from core.errors import FieldError
from core.flow.check import Company, Findings, check, check_flow
from core.flow.parsing import parse_flow
from core.language import speaking
from tests.core.flow.company import DIRECTORY, PURCHASE_ORDER
from tests.core.flow.run import steps


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


def asks(who: str, *more: str) -> str:
    """A step that asks somebody, with further lines."""
    return "\n  ".join((f"- approve: x\n  by: {who}", *more))


LATE = "late: {remind: [50%, 80%], escalate: 100%, final: reject at 150%}"
TWO = "[person:bea, person:ben]"
TWINS = {
    "fields, people and roles": (
        asks("role:byuer"),
        "role `byuer`",
        asks("role:buyer"),
    ),
    "a role up to which managers are asked": (
        asks("each manager up to role:byuer"),
        "role `byuer`",
        asks("each manager up to role:head"),
    ),
    "a field to fill": (
        "- fill: x\n  by: requester\n  fields: [colour]",
        "field `colour`",
        "- fill: x\n  by: requester\n  fields: [supplier]",
    ),
    "an action": (
        "- call: erp.explode",
        "no action `erp.explode`",
        "- call: erp.confirm",
    ),
    "the opposite action": (
        "- call: erp.confirm\n  undo: erp.unconfirm",
        "no action `erp.unconfirm`",
        "- call: erp.confirm\n  undo: erp.cancel",
    ),
    "a condition that is none": (
        "- choose:\n    - when: amount + 5\n      steps: []\n    - otherwise: []",
        "neither yes nor no",
        "- choose:\n    - when: amount > 5\n      steps: []\n    - otherwise: []",
    ),
    "a text compared with an amount": (
        "- choose:\n    - when: amount > '5'\n      steps: []\n    - otherwise: []",
        "never equal",
        "- choose:\n    - when: amount > 5\n      steps: []\n    - otherwise: []",
    ),
    "a condition that holds never": (
        "- choose all:\n    - when: amount > 5 and amount < 3\n      steps: []\n"
        "    - otherwise: []",
        "never holds",
        "- choose all:\n    - when: amount > 5\n      steps: []\n    - otherwise: []",
    ),
    "every case of an inclusive choice": (
        "- choose all:\n    - when: amount > 5\n      steps: []",
        "amount up to 5",
        "- choose all:\n    - when: amount > 5\n      steps: []\n"
        "    - when: amount <= 7\n      steps: []",
    ),
    "a condition of a wait": (
        "- wait: {event: goods, where: event.order == colour}",
        "`colour`",
        "- wait: {event: goods, where: event.order == object.key}",
    ),
    "the end of a wait": (
        "- wait: {until: needed}",
        "`needed`",
        "- wait: {until: needed_on}",
    ),
    "a number of votes": (
        asks(TWO, "mode: at least 3"),
        "3 have to approve, but 2",
        asks(TWO, "mode: at least 2"),
    ),
    "a number of votes of one who is picked": (
        asks("{role: buyer, pick: in turn}", "mode: at least 2"),
        "2 have to approve, but 1",
        asks("role:buyer", "mode: at least 2"),
    ),
    "so many of a role": (
        asks("[2 of role:finance_director, 2 of role:buyer]"),
        "2 have to approve, but 1",
        asks("[1 of role:finance_director, 2 of role:buyer]"),
    ),
    "a share above all": (
        asks(TWO, "mode: more than 100%"),
        "can never be reached",
        asks(TWO, "mode: at least 100%"),
    ),
    "a share of nothing": (
        asks(TWO, "mode: at least 0%"),
        "before anybody has decided",
        asks(TWO, "mode: more than 0%"),
    ),
    "a ladder without a limit": (
        asks("person:bea", LATE),
        "`within`, which is missing",
        asks("person:bea", "within: 2 days", LATE),
    ),
    "reminders in order": (
        asks("person:bea", "within: 2 days", "late: {remind: [80%, 50%]}"),
        "remind 50% comes after remind 80%",
        asks("person:bea", "within: 2 days", "late: {remind: [50%, 80%]}"),
    ),
    "escalating after the final action": (
        asks("person:bea", "within: 2 days", "late: {escalate: 150%, final: reject at 100%}"),
        "reject at 100% comes after escalate 150%",
        asks("person:bea", "within: 2 days", "late: {escalate: 100%, final: reject at 150%}"),
    ),
    "replacing without escalating": (
        asks("person:bea", "within: 2 days", "late: {remind: 50%, replace: true}"),
        "`replace` goes with `escalate`",
        asks("person:bea", "within: 2 days", "late: {escalate: 100%, replace: true}"),
    ),
    "a table of rules that is not there": (
        asks("table approvers"),
        "no rule table `approvers`",
        asks("person:bea"),
    ),
    "a table where one person is wanted": (
        "- call: erp.confirm\n  as: table approvers",
        "can be named in `by`",
        "- call: erp.confirm\n  as: person:bea",
    ),
    "a flow that is started": (
        "- flow: others",
        "no flow `others`",
        "- flow: other",
    ),
    "fields of the flow that is started": (
        "- flow: other\n  with: {colour: red}",
        "field `colour`",
        "- flow: other\n  with: {supplier: Acme}",
    ),
    "what a reject leads to": (
        "- approve: y\n  by: person:ben\n- choose:\n    - when: urgent\n"
        "      steps: [{approve: z, by: person:bea}]\n    - otherwise: []\n"
        "- approve: x\n  by: person:dora\n  on reject: back to z",
        "no way back",
        "- approve: y\n  by: person:ben\n- choose:\n    - when: urgent\n"
        "      steps: [{approve: z, by: person:bea}]\n    - otherwise: []\n"
        "- approve: x\n  by: person:dora\n  on reject: back to y",
    ),
}


def wider(text: str, head: str = "") -> Findings:
    """What is found in a company of which actions and other flows are known."""
    other = parse_flow(steps("- tell: requester").replace("flow: test", "flow: other"))
    company = Company(
        directory=DIRECTORY,
        connectors=("erp",),
        actions={"erp": ("confirm", "cancel")},
        flows={"other": other},
        types={PURCHASE_ORDER.id: PURCHASE_ORDER},
    )
    return check_flow(parse_flow(steps(text, head), "flows/x.yaml"), PURCHASE_ORDER, company)


def test_a_sub_flow_that_begins_without_what_its_object_requires_is_warned_of() -> None:
    found = only(wider("- flow: other").warnings)
    assert found.message.endswith("lacks what is required there: amount.")
    assert wider("- flow: other\n  with: {amount: = amount}").warnings == ()


@pytest.mark.parametrize(("bad", "message", "good"), TWINS.values(), ids=TWINS)
def test_of_two_flows_that_differ_in_one_thing_the_wrong_one_is_refused(
    bad: str, message: str, good: str
) -> None:
    assert wider(good).errors == ()
    found = only(wider(bad).errors)
    assert message in found.message
    assert found.file == "flows/x.yaml"
    assert found.line >= 6
    assert found.column >= 1
    with speaking("zh"):
        assert only(wider(bad).errors).message != found.message


@pytest.mark.parametrize(
    "text",
    [
        asks("person:bea", "within: 2 days", "late: {final: approve at 150%}"),
        asks("person:bea", "nobody found: approve"),
    ],
)
def test_only_the_explicit_word_of_the_owner_lets_a_step_approve_by_itself(text: str) -> None:
    found = only(wider(text).errors)
    assert "approves without anybody" in found.message
    assert "automatic approval: allowed" in found.hint
    assert wider(text, "automatic approval: allowed").errors == ()


def test_flows_that_start_each_other_in_a_circle_are_refused() -> None:
    flows = {
        name: parse_flow(steps(f"- flow: {starts}").replace("flow: test", f"flow: {name}"))
        for name, starts in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    }
    company = Company(directory=DIRECTORY, flows=flows)
    chains = [check_flow(flow, PURCHASE_ORDER, company).errors for flow in flows.values()]
    assert "a → b → c → a" in only(chains[0]).message
    assert "b → c → a → b" in only(chains[1]).message
    assert chains[3] == ()


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
