"""The phrases of a flow file, written: what `core.flow.phrases` and `core.flow.naming` read."""

from collections.abc import Iterator
from typing import Any

from core.flow.definition import (
    Computed,
    Inside,
    Ladder,
    Mode,
    PersonOf,
    Pick,
    Span,
    Template,
    TimeUnit,
    Value,
    Vote,
    Who,
    WhoKind,
)
from core.tasks import DecisionKind

_UNITS = {
    TimeUnit.MINUTES: "minute",
    TimeUnit.HOURS: "hour",
    TimeUnit.DAYS: "day",
    TimeUnit.WORKING_HOURS: "working hour",
    TimeUnit.WORKING_DAYS: "working day",
}


def span_words(span: Span) -> str:
    """`2 working days`."""
    return f"{span.amount} {_UNITS[span.unit]}{'' if span.amount == 1 else 's'}"


def vote_words(vote: Vote, people: tuple[Who, ...]) -> Iterator[tuple[str, Any]]:
    """`mode` and the options that belong to it; nothing for the usual one of these people."""
    in_turn = any(who.kind is WhoKind.MANAGERS for who in people)
    if vote.mode in (Mode.AT_LEAST, Mode.MORE_THAN):
        yield "mode", f"{vote.mode} {f'{vote.share}%' if vote.share else vote.count}"
    elif vote.mode is not (Mode.IN_ORDER if in_turn else Mode.ANY):
        yield "mode", vote.mode.value
    if vote.rejected_by_all:
        yield "rejected by", "all"
    if vote.wait_for_all:
        yield "wait", "all"


def ladder_words(ladder: Ladder) -> dict[str, Any]:
    """`{remind: [50%, 80%], escalate: 100%, final: reject at 150%}`."""
    record: dict[str, Any] = {}
    if ladder.remind:
        record["remind"] = [f"{share}%" for share in ladder.remind]
    if ladder.escalate:
        record["escalate"] = f"{ladder.escalate}%"
    if ladder.replace:
        record["replace"] = True
    if ladder.action is not None:
        record["final"] = f"{ladder.action} at {ladder.final}%"
    return record


def reason_words(required: tuple[DecisionKind, ...]) -> str:
    """`required`, or `on reject`."""
    return "required" if DecisionKind.APPROVE in required else "on reject"


def value_words(value: Value) -> Any:
    """A value that a flow writes."""
    if isinstance(value, Computed):
        return f"= {value.expression.text}"
    if isinstance(value, Template):
        return value.text
    if isinstance(value, PersonOf):
        return who_words(value.who)
    return value.value


# --- people ----------------------------------------------------------------------------------


def people_words(people: tuple[Who, ...]) -> Any:
    """One way of naming people, or a list of them."""
    found = [who_words(who) for who in people]
    return found[0] if len(found) == 1 else found


def who_words(who: Who) -> str | dict[str, Any]:
    """One way of naming people: a phrase, or a map where there are options."""
    if who.where is None and who.pick is Pick.EVERYBODY:
        inside = inside_words(who)
        several = f"{who.quorum} of " if who.quorum else ""
        return several + (f"{_phrase(who)} in {inside}" if inside else _phrase(who))
    record: dict[str, Any] = {who.kind.value: who.id}
    if inside := inside_words(who):
        record["in"] = inside
    if who.where is not None:
        record["where"] = who.where.text
    if who.pick is not Pick.EVERYBODY:
        record["pick"] = f"{who.pick} in {who.skill}" if who.skill else who.pick.value
    if who.quorum:
        record["at least"] = who.quorum
    return record


def who_phrase(who: Who) -> str:
    """The same on one line for people to read, options in brackets."""
    words = who_words(who)
    if isinstance(words, str):
        return words
    (first, name), *options = words.items()
    rest = ", ".join(f"{key} {value}" if key != "pick" else value for key, value in options)
    return f"{first}:{name} ({rest})"


def inside_words(who: Who) -> str:
    """Where a role or group is looked for; "": anywhere."""
    if who.inside is Inside.REGION and who.region:
        return f"region:{who.region}"
    return f"requester's {who.inside}" if who.inside else ""


def _phrase(who: Who) -> str:
    if who.kind is WhoKind.REQUESTER:
        return "requester"
    if who.kind is WhoKind.MANAGER:
        return "manager" if who.levels == 1 else f"manager {who.levels} levels up"
    if who.kind is WhoKind.MANAGERS:
        top = f"role:{who.id}" if who.id else f"{who.levels} levels"
        return f"each manager up to {top}"
    if who.kind is WhoKind.HEAD:
        return f"head of department:{who.id}" if who.id else "head of requester's department"
    if who.kind is WhoKind.TABLE:
        return f"table {who.id}"
    return f"{who.kind}:{who.id}"
