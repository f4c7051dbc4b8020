"""A flow file says what it means, and what is wrong in it comes with its place and a hint."""

import msgspec
import pytest

from core.errors import FieldError, Invalid
from core.flow.definition import (
    Approve,
    Call,
    Choose,
    Computed,
    Do,
    Expression,
    Fill,
    Flow,
    Inside,
    Ladder,
    Literal,
    Mode,
    PersonOf,
    Pick,
    Place,
    Rejected,
    Set,
    Span,
    SubFlow,
    Tell,
    Template,
    TimeUnit,
    Together,
    Vote,
    Wait,
    Who,
    WhoKind,
)
from core.flow.parsing import parse_flow
from core.tasks import DecisionKind, Priority
from tests.core.flow.company import PURCHASE_FLOW
from tests.core.flow.run import steps

EVERYTHING = """
flow: everything
title: {en: Everything, zh: 全部}
about: Every key once
object: purchase_order
owner: role:process_owner
watch: [amount, supplier]
urge every: 4 hours
steps:
  - approve: board
    title: The board
    by: [group:board, person:dora]
    mode: at least 60%
    text: Look at {amount}
    within: 2 working days
    late: {remind: [50%, 80%], escalate: 100%, replace: true, final: reject at 150%}
    priority: high
    on reject: back to requester
    reason: on reject
    asks: [cost_centre]
    exclusive: true
    allow requester: true
    resubmit: straight back
    take back: true
  - do: pack
    by: {role: packer, in: requester's region, where: person.fast, pick: most skilled in boxes}
    mode: all
  - fill: address
    by: requester
    fields: [street, town]
  - tell: [manager 2 levels up, field:keeper]
    id: copies
    text: FYI
  - call: erp.make
    with: {n: = amount * 2, t: "{amount}!", who: role:buyer, l: x, e: null, f: true}
    as: head of department:board
    undo: erp.unmake
    answer: {erp_number: number}
  - set: {supplier: Acme}
  - choose all:
      - when: amount > 5
        title: large
        steps: [{tell: requester}]
      - otherwise: []
  - together:
      - [{tell: requester}]
      - title: other
        steps: []
  - wait: 3 days
  - wait: {until: needed_on}
  - wait: {event: object.changed, where: amount > 5}
  - flow: other
    waits: false
    with: {supplier: "{supplier}"}
"""


def only_step(text: str) -> object:
    return parse_flow(steps(text)).steps[0]


def problems(text: str) -> tuple[FieldError, ...]:
    with pytest.raises(Invalid) as refused:
        parse_flow(text, "flows/x.yaml")
    return refused.value.errors


def test_the_whole_format_is_understood() -> None:
    flow = parse_flow(EVERYTHING)
    board, pack, fill, tell, call, set_, choose, together, *rest = flow.steps
    assert flow.title == {"en": "Everything", "zh": "全部"}
    assert flow.about == {"": "Every key once"}
    assert flow.watch == ("amount", "supplier")
    assert flow.urge_every == Span(amount=4, unit=TimeUnit.HOURS)
    assert isinstance(board, Approve)
    assert board.vote == Vote(mode=Mode.AT_LEAST, share="60")
    assert board.within == Span(amount=2, unit=TimeUnit.WORKING_DAYS)
    assert board.late is not None
    assert msgspec.structs.replace(board.late, place=Place()) == Ladder(
        remind=(50, 80), escalate=100, replace=True, final=150, action=DecisionKind.REJECT
    )
    assert board.priority is Priority.HIGH
    assert board.on_reject == Rejected(to="requester")
    assert board.reason_required == (DecisionKind.REJECT, DecisionKind.RETURN)
    assert board.asks == ("cost_centre",)
    assert board.exclusive
    assert board.allow_requester
    assert board.straight_back
    assert board.take_back
    assert [(each.kind, each.id) for each in board.by] == [
        (WhoKind.GROUP, "board"),
        (WhoKind.PERSON, "dora"),
    ]
    assert isinstance(pack, Do)
    assert pack.vote == Vote(mode=Mode.ALL)
    (packer,) = pack.by
    assert (packer.kind, packer.id, packer.inside) == (WhoKind.ROLE, "packer", Inside.REGION)
    assert (packer.pick, packer.skill) == (Pick.MOST_SKILLED, "boxes")
    assert packer.where is not None
    assert packer.where.text == "person.fast"
    assert isinstance(fill, Fill)
    assert fill.asks == ("street", "town")
    assert isinstance(tell, Tell)
    assert (tell.id, tell.text) == ("copies", "FYI")
    assert [(each.kind, each.levels, each.id) for each in tell.to] == [
        (WhoKind.MANAGER, 2, ""),
        (WhoKind.FIELD, 1, "keeper"),
    ]
    assert isinstance(call, Call)
    assert (call.id, call.connector, call.action, call.undo) == (
        "call-1",
        "erp",
        "make",
        "erp.unmake",
    )
    assert call.as_who is not None
    assert (call.as_who.kind, call.as_who.id) == (WhoKind.HEAD, "board")
    assert call.answer == {"erp_number": "number"}
    assert [type(each) for each in call.arguments.values()] == [
        Computed,
        Template,
        PersonOf,
        Literal,
        Literal,
        Literal,
    ]
    assert call.arguments["e"] == Literal(value=None)
    assert call.arguments["f"] == Literal(value=True)
    assert isinstance(set_, Set)
    assert isinstance(choose, Choose)
    assert choose.every
    assert choose.branches[0].title == {"": "large"}
    assert isinstance(together, Together)
    assert len(together.branches) == 2
    for_days, until, event, sub = rest
    assert isinstance(for_days, Wait)
    assert for_days.span == Span(amount=3, unit=TimeUnit.DAYS)
    assert isinstance(until, Wait)
    assert until.until is not None
    assert isinstance(event, Wait)
    assert (event.event, event.where is not None) == ("object.changed", True)
    assert isinstance(sub, SubFlow)
    assert (sub.flow, sub.waits) == ("other", False)


def test_a_flow_survives_storing() -> None:
    for text in (EVERYTHING, PURCHASE_FLOW):
        flow = parse_flow(text)
        assert msgspec.json.decode(msgspec.json.encode(flow), type=Flow) == flow


def test_steps_know_where_they_were_written() -> None:
    choose = parse_flow(PURCHASE_FLOW).steps[0]
    assert isinstance(choose, Choose)
    when = choose.branches[1].when
    assert when == Expression(
        text='material_class == "production" and amount <= 50000', place=Place(14, 15)
    )


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("person:li.na", Who(kind=WhoKind.PERSON, id="li.na")),
        ("role:buyer", Who(kind=WhoKind.ROLE, id="buyer")),
        (
            "role:buyer in requester's department",
            Who(kind=WhoKind.ROLE, id="buyer", inside=Inside.DEPARTMENT),
        ),
        (
            "group:board in region:East China",
            Who(kind=WhoKind.GROUP, id="board", inside=Inside.REGION, region="East China"),
        ),
        ("manager", Who(kind=WhoKind.MANAGER)),
        ("manager of requester", Who(kind=WhoKind.MANAGER)),
        ("requester's manager", Who(kind=WhoKind.MANAGER)),
        ("manager 3 levels up", Who(kind=WhoKind.MANAGER, levels=3)),
        ("each manager up to 2 levels", Who(kind=WhoKind.MANAGERS, levels=2)),
        ("each manager up to role:director", Who(kind=WhoKind.MANAGERS, levels=0, id="director")),
        ("head of requester's department", Who(kind=WhoKind.HEAD)),
        ("head of department:buying", Who(kind=WhoKind.HEAD, id="buying")),
        ("field:keeper", Who(kind=WhoKind.FIELD, id="keeper")),
        ("requester", Who(kind=WhoKind.REQUESTER)),
        ("{manager: 2}", Who(kind=WhoKind.MANAGER, levels=2)),
        ("{head of: requester's department}", Who(kind=WhoKind.HEAD)),
        ("{role: buyer, pick: in turn}", Who(kind=WhoKind.ROLE, id="buyer", pick=Pick.IN_TURN)),
    ],
)
def test_people_are_named_in_plain_words(words: str, who: Who) -> None:
    step = only_step(f"- do: it\n  by: {words}")
    assert isinstance(step, Do)
    assert msgspec.structs.replace(step.by[0], place=Place()) == who


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("30 minutes", Span(amount=30, unit=TimeUnit.MINUTES)),
        ("1 hour", Span(amount=1, unit=TimeUnit.HOURS)),
        ("4 working hours", Span(amount=4, unit=TimeUnit.WORKING_HOURS)),
        ("1 business day", Span(amount=1, unit=TimeUnit.WORKING_DAYS)),
        ("2 weeks", Span(amount=14, unit=TimeUnit.DAYS)),
    ],
)
def test_time_limits_are_written_in_plain_words(words: str, span: Span) -> None:
    step = only_step(f"- do: it\n  by: requester\n  within: {words}")
    assert isinstance(step, Do)
    assert step.within == span


@pytest.mark.parametrize(
    ("words", "vote"),
    [
        ("in order", Vote(mode=Mode.IN_ORDER)),
        ("more than 50%", Vote(mode=Mode.MORE_THAN, share="50")),
        ("at least 66.67%", Vote(mode=Mode.AT_LEAST, share="66.67")),
        ("at least 2", Vote(mode=Mode.AT_LEAST, count=2)),
    ],
)
def test_votes_are_written_in_plain_words(words: str, vote: Vote) -> None:
    step = only_step(f"- approve: it\n  by: requester\n  mode: {words}")
    assert isinstance(step, Approve)
    assert step.vote == vote


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [
        ("- aprove: x\n  by: manager", 6, 5, "no step", "approve, do"),
        ("- approve: x", 6, 5, "“by” is missing", ""),
        ("- approve: x\n  by: manager\n  wihtin: 1 day", 8, 5, "wihtin", "within"),
        ("- approve: x\n  by: the boss", 7, 9, "the boss", "role:buyer"),
        ("- approve: x\n  by: manager 0 levels up", 7, 9, "names nobody", ""),
        ("- approve: x\n  by: []", 7, 9, "Nobody is named", ""),
        ("- approve: x\n  by: {person: bea, pick: in turn}", 7, 29, "a role or a group", ""),
        ("- approve: x\n  by: {role: bea, in: town}", 7, 25, "town", "requester's department"),
        ("- approve: x\n  by: {role: bea, pick: best}", 7, 27, "best", "least loaded"),
        ("- approve: x\n  by: {role: bea, group: b}", 7, 9, "One of these keys", ""),
        ("- approve: x\n  by: manager\n  within: soon", 8, 13, "soon", "2 working days"),
        ("- approve: x\n  by: manager\n  within: 0 days", 8, 13, "0 days", ""),
        ("- approve: x\n  by: manager\n  mode: most", 8, 11, "most", "any, all"),
        ("- approve: x\n  by: manager\n  mode: any\n  wait: all", 9, 11, "`wait`", ""),
        ("- do: x\n  by: manager\n  rejected by: all", 8, 5, "rejected by", "mode"),
        ("- approve: x\n  by: manager\n  mode: all\n  rejected by: all", 9, 18, "mode: any", ""),
        ("- approve: x\n  by: manager\n  on reject: shout", 8, 16, "shout", "back to"),
        ("- approve: x\n  by: manager\n  reason: maybe", 8, 13, "maybe", "required"),
        ("- approve: x\n  by: manager\n  priority: top", 8, 15, "top", "urgent"),
        ("- approve: x\n  by: manager\n  exclusive: yes", 8, 16, "true", ""),
        ("- approve: x y\n  by: manager", 6, 14, "x y", "without spaces"),
        ("- approve: requester\n  by: manager", 6, 14, "requester", ""),
        ("- do: x\n  by: manager\n- do: x\n  by: manager", 8, 9, "line 6", ""),
        ("- tell: nobody", 6, 11, "nobody", ""),
        ("- call: confirm", 6, 11, "confirm", "erp.confirm"),
        ("- call: a.b\n  with: [x]", 7, 11, "Keys with values", ""),
        ("- call: a.b\n  with: {x: [1]}", 7, 15, "A text is wanted", ""),
        ("- choose: []", 6, 13, "list", "- "),
        ("- choose:\n    - otherwise: []\n    - when: a\n      steps: []", 7, 9, "last", ""),
        ("- choose:\n    - when: a", 7, 9, "“steps” is missing", ""),
        ("- choose:\n    - steps: []", 7, 9, "`when:` with `steps:`", ""),
        ("- wait: {}", 6, 11, "`until:` or `event:`", ""),
        ("- approve: x\n  by: manager\n  by: manager", 8, 5, "twice", ""),
        ("- approve: x\n  title: {en: Over 10,000}\n  by: manager", 7, 25, "000", "en"),
        ("- just words", 6, 5, "no step", ""),
        ("- approve: x\n  by: manager\n  late: {remind: 50, final: 3}", 8, 20, "50", "80%"),
    ],
)
def test_what_is_wrong_comes_with_place_and_hint(
    text: str, line: int, column: int, message: str, hint: str
) -> None:
    found = problems(steps(text))
    assert (found[0].file, found[0].line, found[0].column) == ("flows/x.yaml", line, column)
    assert message in found[0].message
    assert hint in found[0].hint


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = problems(steps("- approve: x\n- tell: nobody\n- call: y"))
    assert [each.line for each in found] == [6, 7, 8]


def test_a_flow_needs_its_name_its_object_its_owner_and_its_steps() -> None:
    found = problems("title: x")
    missing = [each.message for each in found if "missing" in each.message]
    assert len(missing) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just text",
        "- a\n- b",
        "flow: [",
        "flow: 'x",
        "\tflow: x",
        "a: b: c",
        "flow: &x y\nobject: *x",
        "[" * 5000,
        "flow: \x00",
        "{{{",
        "? [a]\n: b",
        "flow: !!python/object:os.system x",
        "--- a\n--- b",
        "steps:\n" + "".join(f"{' ' * depth}- \n" for depth in range(100)),
    ],
)
def test_whatever_the_file_is_it_is_refused_with_a_place(text: str) -> None:
    for each in problems(text):
        assert each.file == "flows/x.yaml"
        assert each.message


def test_long_texts_may_be_folded_over_lines() -> None:
    step = only_step(
        "- choose:\n    - when: >\n        amount > 5\n        and urgent\n      steps: []"
    )
    assert isinstance(step, Choose)
    assert step.branches[0].when is not None
    assert step.branches[0].when.text == "amount > 5 and urgent"
