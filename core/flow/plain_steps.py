"""Reading the steps that hold no others: each from its map, under the id it is given."""

import re
from collections.abc import Callable

from core.flow.definition import (
    REQUESTER,
    Approve,
    Call,
    Do,
    Fill,
    Mode,
    Rejected,
    Set,
    Step,
    SubFlow,
    Tell,
    Vote,
    Wait,
    Who,
    WhoKind,
)
from core.flow.naming import parse_people, parse_who
from core.flow.phrases import (
    parse_expression,
    parse_ladder,
    parse_reason,
    parse_span,
    parse_values,
    parse_vote,
)
from core.flow.source import Node, Record
from core.language import Label
from core.tasks import Priority

STEP_ID = re.compile(r"\w[\w.\-]{0,63}")
_TABLE = re.compile(r"table ([\w.\-]+)")
_ACTION = re.compile(r"[\w\-]+(\.[\w\-]+)+")

ReadSteps = Callable[[Node], tuple[Step, ...]]

# --- steps that ask people -------------------------------------------------------------------


def read_approve(record: Record, node: Node, step_id: str, read_steps: ReadSteps) -> Approve:
    """`approve: ID`; `read_steps` reads the branch that a reject may lead to."""
    by, late, within = record.need("by"), record.take("late"), record.take("within")
    reason, asks, rejected = record.take("reason"), record.take("asks"), record.take("on reject")
    straight, nobody = record.take("resubmit"), record.take("nobody found")
    people = parse_people(by) if by else ()
    return Approve(
        id=step_id,
        title=read_title(record),
        place=node.place,
        by=people,
        vote=_vote(record, people),
        text=_text(record),
        within=parse_span(within) if within else None,
        late=parse_ladder(late) if late else None,
        priority=_priority(record),
        on_reject=read_rejected(rejected, read_steps) if rejected else Rejected(),
        reason_required=parse_reason(reason) if reason else (),
        asks=asks.names() if asks else (),
        exclusive=_flag(record, "exclusive"),
        allow_requester=_flag(record, "allow requester"),
        straight_back=straight is not None and bool(straight.one_of(("straight back",))),
        take_back=_flag(record, "take back"),
        questions_stop_clock=_stops_clock(record),
        approve_if_nobody=nobody is not None and nobody.one_of(_NOBODY) == "approve",
    )


def read_do(record: Record, node: Node, step_id: str) -> Do:
    """`do: ID`."""
    by, late, within = record.need("by"), record.take("late"), record.take("within")
    asks = record.take("asks")
    people = parse_people(by) if by else ()
    return Do(
        id=step_id,
        title=read_title(record),
        place=node.place,
        by=people,
        vote=_mode(record, people),
        text=_text(record),
        within=parse_span(within) if within else None,
        late=parse_ladder(late) if late else None,
        priority=_priority(record),
        asks=asks.names() if asks else (),
        questions_stop_clock=_stops_clock(record),
    )


def read_fill(record: Record, node: Node, step_id: str) -> Fill:
    """`fill: ID`."""
    by, late, within = record.need("by"), record.take("late"), record.take("within")
    asks = record.need("fields")
    return Fill(
        id=step_id,
        title=read_title(record),
        place=node.place,
        by=parse_people(by) if by else (),
        asks=asks.names() if asks else (),
        text=_text(record),
        within=parse_span(within) if within else None,
        late=parse_ladder(late) if late else None,
        priority=_priority(record),
        questions_stop_clock=_stops_clock(record),
    )


def read_rejected(node: Node, read_steps: ReadSteps) -> Rejected:
    """`on reject:` in all its forms; `read_steps` reads the branch that it may lead to."""
    if node.items is not None:
        return Rejected(to="branch", steps=read_steps(node))
    if node.members is not None:
        return _rejected_branch(node.record(), read_steps)
    text = node.words()
    if text == "end":
        return Rejected()
    if text == "go on":
        return Rejected(to="branch", go_on=True)
    if text == f"back to {REQUESTER}":
        return Rejected(to=REQUESTER)
    if text.startswith("back to ") and STEP_ID.fullmatch(text[8:]):
        return Rejected(to="step", step=text[8:])
    node.wrong("no_rejected", text=text)
    return Rejected()


def _rejected_branch(record: Record, read_steps: ReadSteps) -> Rejected:
    steps, then = record.need("steps"), record.take("then")
    record.finish()
    go_on = then is not None and then.one_of(("end", "go on")) == "go on"
    return Rejected(to="branch", steps=read_steps(steps) if steps else (), go_on=go_on)


# --- steps that people do not answer ---------------------------------------------------------


def read_tell(record: Record, node: Node, step_id: str) -> Tell:
    """`tell: SOMEBODY`."""
    return Tell(
        id=step_id,
        title=read_title(record),
        place=node.place,
        to=parse_people(node),
        text=_text(record),
    )


def read_call(record: Record, node: Node, step_id: str) -> Call:
    """`call: connector.action`."""
    table = _TABLE.fullmatch(node.text or "")
    connector, _, action = _action(node).partition(".") if table is None else ("", "", "")
    arguments, answer = record.take("with"), record.take("answer")
    undo, login = record.take("undo"), record.take("as")
    words = login.text if login else "connector"
    somebody = login if words not in ("connector", "whoever decided last") else None
    return Call(
        id=step_id,
        title=read_title(record),
        place=node.place,
        connector=connector,
        action=action,
        table=table[1] if table is not None else "",
        arguments=parse_values(arguments) if arguments else {},
        as_decider=words == "whoever decided last",
        as_who=parse_who(somebody) if somebody else None,
        undo=_action(undo) if undo else "",
        answer=_texts(answer) if answer else {},
    )


def _action(node: Node) -> str:
    text = node.words()
    if not _ACTION.fullmatch(text):
        node.wrong("no_action", text=text)
    return text


def read_set(record: Record, node: Node, step_id: str) -> Set:
    """`set: {field: value}`."""
    title = read_title(record)
    return Set(id=step_id, title=title, place=record.place, fields=parse_values(node))


def read_wait(record: Record, node: Node, step_id: str) -> Wait:
    """`wait: 2 days`, `wait: {until: …}` or `wait: {event: …, where: …}`."""
    title = read_title(record)
    if node.members is None:
        return Wait(id=step_id, title=title, place=node.place, span=parse_span(node))
    what = node.record()
    until, event, where = what.take("until"), what.take("event"), what.take("where")
    what.finish()
    if (until is None) == (event is None):
        node.wrong("no_wait")
    return Wait(
        id=step_id,
        title=title,
        place=node.place,
        until=parse_expression(until) if until else None,
        event=event.words() if event else "",
        where=parse_expression(where) if where else None,
    )


def read_sub_flow(record: Record, node: Node, step_id: str, read_steps: ReadSteps) -> SubFlow:
    """`flow: ID`; `read_steps` reads the branch that its reject may lead to."""
    waits, fields = record.take("waits"), record.take("with")
    rejected = record.take("on reject")
    return SubFlow(
        id=step_id,
        title=read_title(record),
        place=node.place,
        flow=node.words(),
        waits=waits.flag() if waits else True,
        fields=parse_values(fields) if fields else {},
        on_reject=read_rejected(rejected, read_steps) if rejected else Rejected(),
    )


# --- options ---------------------------------------------------------------------------------


def read_title(record: Record) -> Label:
    """`title:`, a text or one for each language."""
    title = record.take("title")
    return title.label("title") if title else {}


def _text(record: Record) -> str:
    text = record.take("text")
    return text.words() if text else ""


def _flag(record: Record, key: str) -> bool:
    node = record.take(key)
    return node.flag() if node else False


def _priority(record: Record) -> Priority:
    node = record.take("priority")
    return Priority(node.one_of(list(Priority)) or Priority.NORMAL) if node else Priority.NORMAL


_NOBODY = ("ask the owner", "approve")


def _stops_clock(record: Record) -> bool:
    asking = record.take("asking")
    return asking is not None and bool(asking.one_of(("stops the clock",)))


def _mode(record: Record, people: tuple[Who, ...]) -> Vote:
    """How it is decided; `each manager up to …` are asked in turn, unless it is said otherwise."""
    mode = record.take("mode")
    if mode is None:
        in_turn = any(who.kind is WhoKind.MANAGERS for who in people)
        return Vote(mode=Mode.IN_ORDER) if in_turn else Vote()
    if any(who.quorum for who in people):
        mode.wrong("quorum_is_mode")
    return parse_vote(mode)


def _vote(record: Record, people: tuple[Who, ...]) -> Vote:
    """The mode with the options that belong to it."""
    vote = _mode(record, people)
    rejected, wait = record.take("rejected by"), record.take("wait")
    by_all = rejected is not None and rejected.one_of(("first", "all")) == "all"
    if rejected is not None and by_all and vote.mode is not Mode.ANY:
        rejected.wrong("option_needs_mode", option="rejected by", mode="any")
    wait_for_all = wait is not None and bool(wait.one_of(("all",)))
    if wait is not None and wait_for_all and vote.mode is not Mode.ALL:
        wait.wrong("option_needs_mode", option="wait", mode="all")
    return Vote(
        mode=vote.mode,
        share=vote.share,
        count=vote.count,
        rejected_by_all=by_all,
        wait_for_all=wait_for_all,
    )


def _texts(node: Node) -> dict[str, str]:
    members = node.members
    if members is None:
        node.wrong("map_wanted")
        return {}
    return {key: value.words() for key, value in members}
