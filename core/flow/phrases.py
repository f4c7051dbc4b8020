"""The phrases of a flow file: time limits, votes, ladders, values and what a reject leads to."""

import re

from core.flow.definition import (
    Computed,
    Expression,
    Ladder,
    Literal,
    Mode,
    PersonOf,
    Span,
    Template,
    TimeUnit,
    Value,
    Vote,
)
from core.flow.naming import names_people, parse_who
from core.flow.source import Node
from core.tasks import DecisionKind

_SPAN = re.compile(r"(\d{1,4}) (working |business )?(minute|hour|day|week)s?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?) ?%")
_SHARE = re.compile(r"(at least|more than) (\d{1,3}(?:\.\d{1,6})?) ?%")
_COUNT = re.compile(r"at least (\d{1,3})")
_FINAL = re.compile(r"(approve|reject|return) at (\d{1,4}) ?%")


def parse_expression(node: Node) -> Expression:
    """A condition, as written."""
    return Expression(text=node.words(), place=node.place)


def parse_span(node: Node) -> Span:
    """`2 working days`, `4 hours`, `1 week`."""
    match = _SPAN.fullmatch(node.words().lower())
    if match is None or int(match[1]) == 0:
        node.wrong("no_span", text=node.text or "")
        return Span(amount=1, unit=TimeUnit.DAYS)
    amount, working, unit = int(match[1]), match[2], match[3]
    if working and unit in ("minute", "week"):
        node.wrong("no_span", text=node.text or "")
    if unit == "week":
        amount, unit = amount * 7, "day"
    return Span(amount=amount, unit=TimeUnit(f"{'working ' if working else ''}{unit}s"))


def parse_vote(node: Node) -> Vote:
    """`any`, `all`, `in order`, `at least 60%`, `more than 50%`, `at least 2`."""
    text = node.words()
    if text in (Mode.ANY, Mode.ALL, Mode.IN_ORDER):
        return Vote(mode=Mode(text))
    if (share := _SHARE.fullmatch(text)) is not None:
        return Vote(mode=Mode(share[1]), share=share[2])
    if (count := _COUNT.fullmatch(text)) is not None:
        return Vote(mode=Mode.AT_LEAST, count=int(count[1]))
    node.wrong("no_mode", text=text)
    return Vote()


def parse_ladder(node: Node) -> Ladder:
    """`{remind: [50%, 80%], escalate: 100%, final: reject at 150%}`."""
    record = node.record()
    remind = record.take("remind")
    escalate = record.take("escalate")
    replace = record.take("replace")
    final = record.take("final")
    record.finish()
    at, action = _final(final) if final is not None else (0, None)
    return Ladder(
        remind=tuple(_percent(each) for each in _each(remind)) if remind is not None else (),
        escalate=_percent(escalate) if escalate is not None else 0,
        replace=replace.flag() if replace is not None else False,
        final=at,
        action=action,
        place=node.place,
    )


def _final(node: Node) -> tuple[int, DecisionKind | None]:
    match = _FINAL.fullmatch(node.words())
    if match is None:
        node.wrong("no_final", text=node.text or "")
        return 0, None
    return int(match[2]), DecisionKind(match[1])


def _percent(node: Node) -> int:
    match = _PERCENT.fullmatch(node.words())
    if match is None or "." in match[1]:
        node.wrong("no_percent", text=node.text or "")
        return 0
    return int(match[1])


def _each(node: Node) -> list[Node]:
    items = node.items
    return [node] if items is None else items


def parse_value(node: Node) -> Value:
    """A value that a flow writes: itself, `= expression`, text with `{…}`, or somebody."""
    if node.empty:
        return Literal(value=None)
    if node.text is None:
        node.wrong("text_wanted")
        return Literal()
    text = node.text
    if text.startswith("="):
        return Computed(expression=Expression(text=text[1:].strip(), place=node.place))
    if "{" in text:
        return Template(text=text, place=node.place)
    if names_people(text):
        return PersonOf(who=parse_who(node))
    if text in ("true", "false") and not node.quoted:
        return Literal(value=text == "true")
    return Literal(value=text)


def parse_values(node: Node) -> dict[str, Value]:
    """A map of values."""
    members = node.members
    if members is None:
        node.wrong("map_wanted")
        return {}
    return {key: parse_value(value) for key, value in members}


def parse_reason(node: Node) -> tuple[DecisionKind, ...]:
    """For which decisions a reason is required: `required`, `on reject`, `optional`."""
    against = (DecisionKind.REJECT, DecisionKind.RETURN)
    known = {"required": (DecisionKind.APPROVE, *against), "on reject": against, "optional": ()}
    return known.get(node.one_of(known), ())
