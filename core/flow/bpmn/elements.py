"""Steps in BPMN's own words, as far as it has them."""

from xml.etree.ElementTree import Element

from core.flow.bpmn.names import XSI, ZEN, tag
from core.flow.definition import (
    Approve,
    Call,
    Do,
    Fill,
    Mode,
    Span,
    Step,
    SubFlow,
    Tell,
    TimeUnit,
    Vote,
    Wait,
    Who,
    WhoKind,
)
from core.flow.markup import element

_UNITS = {
    TimeUnit.MINUTES: "PT{}M",
    TimeUnit.HOURS: "PT{}H",
    TimeUnit.WORKING_HOURS: "PT{}H",
    TimeUnit.DAYS: "P{}D",
    TimeUnit.WORKING_DAYS: "P{}D",
}


def kind_of_element(step: Step) -> str:
    """The BPMN element that a step is."""
    if isinstance(step, Approve | Do | Fill):
        return "userTask"
    if isinstance(step, Tell):
        return "sendTask"
    if isinstance(step, Call):
        return "serviceTask"
    if isinstance(step, Wait):
        return "intermediateCatchEvent"
    return "callActivity" if isinstance(step, SubFlow) else "task"


def formal(name: str, text: str, language: str = "") -> Element:
    """An expression."""
    attributes: dict[str, object] = {f"{{{XSI}}}type": "bpmn:tFormalExpression"}
    if language:
        attributes["language"] = language
    return element(tag(name), attributes, text)


def duration(span: Span) -> str:
    """ISO 8601, which knows no working time: the extension has the span as it is."""
    return _UNITS[span.unit].format(span.amount)


def candidates(people: tuple[Who, ...]) -> dict[str, object]:
    """Camunda's attributes for those people that it can name."""
    groups = [who.id for who in people if who.kind in (WhoKind.ROLE, WhoKind.GROUP)]
    users = [who.id for who in people if who.kind is WhoKind.PERSON]
    fields = [f"${{{who.id}}}" for who in people if who.kind is WhoKind.FIELD]
    found: dict[str, object] = {}
    if groups:
        found["camunda:candidateGroups"] = ",".join(groups)
    if len(people) == 1 and (users or fields):
        found["camunda:assignee"] = (users or fields)[0]
    elif users or fields:
        found["camunda:candidateUsers"] = ",".join([*users, *fields])
    if any(who.kind is WhoKind.REQUESTER for who in people) and not found:
        found["camunda:assignee"] = "${initiator}"
    return found


def instances(step: Approve | Do | Fill) -> list[Element]:
    """Several people: a multi-instance task with the condition under which it is decided."""
    vote = step.vote if not isinstance(step, Fill) else Vote()
    several = any(who.quorum for who in step.by)
    if vote.mode is Mode.ANY and not several:
        return []
    in_turn = vote.mode is Mode.IN_ORDER
    loop = element(tag("multiInstanceLoopCharacteristics"), {"isSequential": in_turn})
    condition = _completion(vote)
    if condition:
        loop.append(formal("completionCondition", condition))
    return [loop]


def _completion(vote: Vote) -> str:
    """Camunda's counters, with the approvals in a variable."""
    if vote.mode not in (Mode.AT_LEAST, Mode.MORE_THAN):
        return ""
    if not vote.share:
        return f"${{approvals >= {vote.count}}}"
    sign = ">=" if vote.mode is Mode.AT_LEAST else ">"
    whole, _, rest = vote.share.partition(".")
    digits = f"{whole.zfill(3)}{rest}"
    share = f"{digits[: len(whole.zfill(3)) - 2].lstrip('0') or '0'}.{digits[-2 - len(rest) :]}"
    return f"${{approvals / nrOfInstances {sign} {share}}}"


def wait_definition(step: Wait) -> Element:
    """What a catching event waits for."""
    if step.event:
        return element(tag("messageEventDefinition"))
    timer = element(tag("timerEventDefinition"))
    if step.span is not None:
        timer.append(formal("timeDuration", duration(step.span)))
    elif step.until is not None:
        timer.append(formal("timeDate", step.until.text, ZEN))
    return timer
