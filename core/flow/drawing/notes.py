"""The words in a step's box: its title, whom it asks, how it is decided, by when."""

from collections.abc import Callable, Iterator, Mapping

from core.flow.definition import (
    REQUESTER,
    Approve,
    Call,
    Choose,
    Do,
    Fill,
    Ladder,
    Mode,
    Rejected,
    Set,
    Span,
    Step,
    SubFlow,
    Tell,
    Vote,
    Wait,
    Who,
)
from core.flow.wording import span_words, value_words, who_phrase
from core.language import current_language, label, say


def title_of(step: Step) -> str:
    """The step's title, or what it does where it has none."""
    if found := label(step.title):
        return found
    if isinstance(step, Approve | Do | Fill):
        return step.id
    if isinstance(step, SubFlow):
        return say("drawing.flow", flow=step.flow)
    if isinstance(step, Choose) and step.every:
        return say("drawing.choose all")
    return say(f"drawing.{type(step).__name__.lower()}")


SayWho = Callable[[Who], str]
"""How somebody whom a flow names is told."""


def notes_of(step: Step, titles: Mapping[str, str], say_who: SayWho = who_phrase) -> Iterator[str]:
    """Further lines, the most important first. `titles` names steps for people."""
    if isinstance(step, Approve | Do | Fill):
        yield from _asking(step, titles, say_who)
    elif isinstance(step, Tell):
        yield say("drawing.to", who=_people(step.to, say_who))
    elif isinstance(step, Call):
        yield say("drawing.table", table=step.table) if step.table else _action(step)
        if step.undo:
            yield say("drawing.undo", action=step.undo)
    elif isinstance(step, Set):
        yield from (f"{name}: {value_words(value)}" for name, value in step.fields.items())
    elif isinstance(step, Wait):
        yield from _waiting(step)
    elif isinstance(step, SubFlow):
        if label(step.title):
            yield say("drawing.flow", flow=step.flow)
        if not step.waits:
            yield say("drawing.not_waiting")
        yield from _rejected(step.on_reject, titles)


def _asking(step: Approve | Do | Fill, titles: Mapping[str, str], say_who: SayWho) -> Iterator[str]:
    yield _people(step.by, say_who)
    if not isinstance(step, Fill):
        yield from _vote(step.vote)
    if step.asks:
        yield say("drawing.asks", fields=", ".join(step.asks))
    if step.within is not None:
        yield say("drawing.within", span=span_text(step.within))
    if step.late is not None:
        yield from _late(step.late)
    if isinstance(step, Approve):
        yield from _rejected(step.on_reject, titles)


def _action(step: Call) -> str:
    return f"{step.connector}.{step.action}"


def _rejected(rejected: Rejected, titles: Mapping[str, str]) -> Iterator[str]:
    if rejected.to == "step":
        yield say("drawing.reject.step", step=titles.get(rejected.step, rejected.step))
    elif rejected.to == REQUESTER:
        yield say("drawing.reject.requester")
    elif rejected.go_on and not rejected.steps:
        yield say("drawing.reject.go_on")


def _people(people: tuple[Who, ...], say_who: SayWho) -> str:
    return ", ".join(say_who(who) for who in people)


def mode_words(vote: Vote) -> str:
    """How a round of several people is decided: `all have to approve`."""
    need = f"{vote.share}%" if vote.share else vote.count
    return say(f"drawing.mode.{vote.mode}", need=need)


def _vote(vote: Vote) -> Iterator[str]:
    if vote.mode is not Mode.ANY:
        yield mode_words(vote)


def span_text(span: Span) -> str:
    """A length of time in the current language."""
    if span.amount == 1 and current_language() == "en":
        return span_words(span)
    return say(f"drawing.span.{span.unit}", n=span.amount)


def _late(late: Ladder) -> Iterator[str]:
    if late.remind:
        shares = ", ".join(f"{share}%" for share in late.remind)
        yield say("drawing.late.remind", shares=shares)
    if late.escalate:
        yield say("drawing.late.escalate", share=f"{late.escalate}%")
    if late.action is not None:
        yield say(f"drawing.late.final.{late.action}", share=f"{late.final}%")


def _waiting(step: Wait) -> Iterator[str]:
    if step.span is not None:
        yield span_text(step.span)
    elif step.until is not None:
        yield say("drawing.until", when=step.until.text)
    else:
        yield say("drawing.event", event=step.event)
        if step.where is not None:
            yield step.where.text
