"""Times: ISO 8601 durations as spans, and the timers on a task's border as its time limit."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import msgspec

from core.flow.bpmn.extensions import vendor, words
from core.flow.bpmn.graph import Process, Remarks, Shape
from core.flow.bpmn.names import tag
from core.flow.definition import Span, TimeUnit
from core.flow.wording import span_words

_ISO = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_PLUS = re.compile(r"plus(Days|Hours|Minutes|Weeks)\((\d+)\)")
_FEEL = re.compile(r'now\(\)\s*\+\s*duration\("([^"]+)"\)')
_MINUTES = {"Weeks": 10080, "Days": 1440, "Hours": 60, "Minutes": 1}


def minutes_of(text: str) -> int | None:
    """How many minutes an ISO 8601 duration is; None where it is none of whole minutes."""
    text = text.strip().strip('="').removeprefix("duration(").rstrip(')"').strip('"')
    match = _ISO.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days, hours, minutes, seconds = (
        int(each or 0) for each in match.groups()
    )
    if years or months or seconds % 60:
        return None
    return ((weeks * 7 + days) * 24 + hours) * 60 + minutes + seconds // 60


def span_of(minutes: int) -> str:
    """The longest unit in which it is a whole number: `2 days`."""
    for unit, size in ((TimeUnit.DAYS, 1440), (TimeUnit.HOURS, 60)):
        if minutes % size == 0:
            return span_words(Span(amount=minutes // size, unit=unit))
    return span_words(Span(amount=minutes, unit=TimeUnit.MINUTES))


def timer(xml: Element) -> tuple[str, str]:
    """What a timer event says: `timeDuration`, `timeDate` or `timeCycle`, and its text."""
    for definition in xml.findall(tag("timerEventDefinition")):
        for kind in ("timeDuration", "timeDate", "timeCycle"):
            found = definition.find(tag(kind))
            if found is not None:
                return kind, words(found.text)
    return "", ""


class Limits(msgspec.Struct, kw_only=True):
    """The time limit of a task."""

    within: str = ""
    late: dict[str, Any] = {}


class _Timer(msgspec.Struct, kw_only=True):
    shape: Shape
    minutes: int
    breaks: bool
    """Whether it takes the task away."""
    leads_to: str
    """`remind`, `escalate`, `approve`, `reject`, `return`; "" for what a ladder cannot say."""


def take_limits(shape: Shape, process: Process, remarks: Remarks) -> Limits:
    """The timers on a task's border as `within` and `late`; they are taken out of the process."""
    timers = list(_timers(shape, process, remarks))
    due = _due(shape, remarks)
    if not timers:
        return Limits(within=span_of(due) if due else "")
    limit = due or _limit(timers)
    found = Limits(within=span_of(limit))
    for each in sorted(timers, key=lambda timer: timer.minutes):
        share = max(1, (each.minutes * 100 + limit // 2) // limit)
        if share >= 1000 or not _put(found.late, each, share):
            remarks.lose("timer_no_stage", each.shape, span=span_of(each.minutes))
        elif each.minutes * 100 != share * limit:
            values = {"span": span_of(each.minutes), "share": f"{share}%", "limit": found.within}
            remarks.note("timer_rounded", each.shape, **values)
    if found.late == {"remind": ["100%"]}:
        found.late = {}  # asked by then: that is the limit itself
    return found


def _limit(timers: list[_Timer]) -> int:
    """Where nothing says when it is due: when it is escalated, or else the first timer."""
    for kind in ("escalate", "remind"):
        found = [each.minutes for each in timers if each.leads_to == kind]
        if found:
            return max(found)
    return min(each.minutes for each in timers)


def _put(late: dict[str, Any], found: _Timer, share: int) -> bool:
    if found.leads_to == "remind":
        late.setdefault("remind", []).append(f"{share}%")
    elif found.leads_to == "escalate" and "escalate" not in late:
        late["escalate"] = f"{share}%"
        if found.breaks:
            late["replace"] = True
    elif found.leads_to in ("approve", "reject", "return") and "final" not in late:
        late["final"] = f"{found.leads_to} at {share}%"
    else:
        return False
    return True


def _due(shape: Shape, remarks: Remarks) -> int | None:
    text = vendor(shape.xml, "dueDate")
    if not text:
        return None
    later = _FEEL.search(text)
    found = minutes_of(later[1] if later else text)
    if found is None and (plus := _PLUS.findall(text)):
        found = sum(int(amount) * _MINUTES[unit] for unit, amount in plus)
    if found is None:
        remarks.lose("due_date", shape, text=text)
    return found


def _timers(shape: Shape, process: Process, remarks: Remarks) -> Iterator[_Timer]:
    for event in list(process.boundary(shape.id)):
        if event.marks.get("part") == "limit":
            _remove_way(process, event)
            continue
        kind, text = timer(event.xml)
        minutes = minutes_of(text) if kind == "timeDuration" else None
        if event.event != "timer":
            remarks.lose("boundary_event", event, event=event.event or "?")
        elif minutes is None or not minutes:
            remarks.lose("timer_text", event, text=text)
        else:
            breaks = event.xml.get("cancelActivity", "true") == "true"
            leads_to = _leads_to(shape, event, process, breaks=breaks)
            if leads_to:
                yield _Timer(shape=event, minutes=minutes, breaks=breaks, leads_to=leads_to)
            else:
                remarks.lose("timer_way", event)
        _remove_way(process, event)


def _leads_to(shape: Shape, event: Shape, process: Process, *, breaks: bool) -> str:
    """What happens behind a timer, in the words of a ladder."""
    out = process.out_of(event.id)
    if not out:
        return "" if breaks else "remind"
    target = process.shapes[out[0].target]
    after = {arrow.target for arrow in process.out_of(shape.id)}
    if len(out) > 1:
        return ""
    if breaks and target.id in after:
        return "approve"
    if breaks and target.kind == "endEvent":
        return "reject"
    if breaks and target.id in _before(process, shape.id):
        return "return"
    return _of_way(process, target, after, breaks=breaks)


def _of_way(process: Process, target: Shape, after: set[str], *, breaks: bool) -> str:
    """Somebody else is asked, or told; then it ends or goes on as without the timer."""
    if target.kind == "endEvent":
        return "remind"
    following = {arrow.target for arrow in process.out_of(target.id)}
    ends = all(process.shapes[each].kind == "endEvent" for each in following)
    if target.kind == "userTask":
        return "escalate" if ends or following <= after else ""
    told = target.kind in ("sendTask", "serviceTask", "intermediateThrowEvent")
    return "remind" if told and ends and not breaks else ""


def _before(process: Process, shape: str) -> set[str]:
    seen: set[str] = set()
    ahead = [shape]
    while ahead:
        for arrow in process.into(ahead.pop()):
            if arrow.source not in seen:
                seen.add(arrow.source)
                ahead.append(arrow.source)
    return seen


def _remove_way(process: Process, event: Shape) -> None:
    """Take out an event and what can be reached through it alone."""
    ahead = [event.id]
    while ahead:
        gone = ahead.pop()
        if gone not in process.shapes:
            continue  # two arrows led to it
        targets = [arrow.target for arrow in process.out_of(gone)]
        process.remove(gone)
        ahead += [each for each in targets if each in process.shapes and not process.into(each)]
