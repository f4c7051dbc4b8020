"""What a flow may say already, but this version does not run yet: refused, never ignored."""

from collections.abc import Iterator

from core.flow.checking.report import Report
from core.flow.definition import (
    Approve,
    Call,
    Choose,
    Do,
    Fill,
    Mode,
    PersonOf,
    Place,
    Set,
    Step,
    SubFlow,
    Tell,
    Together,
    Value,
    Wait,
    Who,
    WhoKind,
)

_STEPS: dict[type[Step], str] = {
    Together: "together",
    Wait: "wait",
    SubFlow: "flow",
    Fill: "fill",
}


def check_versions(report: Report, step: Step) -> None:
    """Note everything in a step that this version does not run."""
    for what, place in (*_kinds(step), *_options(step), *_people(step)):
        report.error("not_yet", place, what=what)


def _kinds(step: Step) -> Iterator[tuple[str, Place]]:
    if type(step) in _STEPS:
        yield _STEPS[type(step)], step.place
    if isinstance(step, Choose) and step.every:
        yield "choose all", step.place


def _options(step: Step) -> Iterator[tuple[str, Place]]:
    if isinstance(step, Approve | Do):
        if step.vote.mode not in (Mode.ANY, Mode.ALL):
            yield f"mode: {step.vote.mode}", step.place
        if step.late is not None:
            yield "late", step.late.place
    if isinstance(step, Approve):
        if step.on_reject.to == "branch":
            yield "on reject: [steps]", step.place
        if step.straight_back:
            yield "resubmit: straight back", step.place
        if step.take_back:
            yield "take back", step.place


def _people(step: Step) -> Iterator[tuple[str, Place]]:
    for who in _named(step):
        if who.kind is WhoKind.MANAGERS:
            yield "each manager up to", who.place


def _named(step: Step) -> Iterator[Who]:
    if isinstance(step, Approve | Do | Fill):
        yield from step.by
    elif isinstance(step, Tell):
        yield from step.to
    elif isinstance(step, Call):
        yield from _persons(step.arguments)
        if step.as_who is not None:
            yield step.as_who
    elif isinstance(step, Set | SubFlow):
        yield from _persons(step.fields)


def _persons(values: dict[str, Value]) -> Iterator[Who]:
    for value in values.values():
        if isinstance(value, PersonOf):
            yield value.who
