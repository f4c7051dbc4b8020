"""Moving a running case to another version of its flow (flows.md, "Versions").

The case stands where it stood, at the steps that take the place of those at which it waits. Whoever
is asked goes on being asked, and votes count, where the step asks the same people by the same vote;
otherwise it is asked anew. Actions on their way, waits and sub-flows go on; their time limits are
those of the new version. Where that has a fork around it, the branches beside begin. What cannot be
carried over like this is refused: nothing is guessed.
"""

from msgspec.structs import replace

from core.cases import CallRecord, CallStatus, CaseState, CaseStatus, Facts, Move, RoundStatus
from core.errors import FieldError, Invalid
from core.flow import clocks, waiting
from core.flow.calendar import Calendar
from core.flow.carrying import Carrying
from core.flow.course import OF_PEOPLE, Course
from core.flow.definition import REQUESTER, Flow
from core.flow.returning import ahead_of
from core.flow.staying import ask_anew, renew, stays
from core.flow.walking import go_on
from core.flow.wrapping import open_forks
from core.language import say


def move(
    old: Flow, new: Flow, state: CaseState, command: Move, facts: Facts, calendar: Calendar
) -> Course:
    """The case on its way to `new`. Raises Invalid, saying why it cannot be moved."""
    _refuse(state, command)
    was, course = Course(old, state, facts, calendar), Course(new, state, facts, calendar)
    carrying = Carrying(state, old, new, command.steps)
    _carry(course, carrying)
    beside = open_forks(course, carrying.entered)
    _take_back_what_comes_again(course)
    versions = {"old": str(state.version), "new": str(command.version)}
    course.post("moved", person=command.by, reason=command.reason, **versions)
    if state.way_back is not None and course.way_back is None:
        course.post("no_way_back")
    places = [each for each in zip(state.at, course.at, strict=True) if each[1] != REQUESTER]
    anew = [new_id for old_id, new_id in places if not stays(was, course, old_id, new_id)]
    course.version, course.has_timers = command.version, True
    at = course.at
    for step in anew:
        if step in course.at:
            ask_anew(course, step, by=command.by)
    for step in beside:
        if course.status is state.status:
            go_on(course, step)
    if state.status is CaseStatus.SUSPENDED:
        _stand_still(course, at)
    renew(was, course)
    return course


def _refuse(state: CaseState, command: Move) -> None:
    if not command.reason.strip():
        message = say("flow.reason_missing")
        raise Invalid(message, errors=(FieldError(field="reason", message=message),))
    if state.status is CaseStatus.ENDED:
        raise Invalid(say("flow.ended", outcome=state.outcome))
    if state.version != command.from_version:
        raise Invalid(say("moving.meanwhile", version=state.version))


def _carry(course: Course, carrying: Carrying) -> None:
    """The records of the case, under the names that their steps have now."""
    state, name = course.before, carrying.name
    course.at, course.gone = carrying.at, carrying.gone
    course.rounds = [replace(each, step=name(each.step)) for each in state.rounds]
    course.pauses = [replace(each, step=name(each.step)) for each in state.pauses]
    course.children = [replace(each, step=name(each.step)) for each in state.children]
    course.calls = [carrying.call(each) for each in state.calls]
    course.forks = carrying.forks(state.forks)
    course.taken = carrying.taken(state.taken, carrying.at)
    course.ruled = carrying.ruled()
    returned_from = name(state.returned_from)
    course.returned_from = returned_from if returned_from in course.index.spots else ""
    course.way_back = carrying.way_back(state.way_back)


def _take_back_what_comes_again(course: Course) -> None:
    """What the case went through, and has before it in the new version, counts no more.

    Raises Invalid where an action took effect there: it would be done again.
    """
    ahead: set[str] = set()
    for step in course.at:
        ahead |= ahead_of(course, step) if step != REQUESTER else set()
    ahead -= {*course.at, *course.gone}
    done = [f"{each.connector}.{each.action}" for each in _in_effect(course) if each.step in ahead]
    done += [each.flow for each in course.children if each.step in ahead and each.irrevocable]
    if done:
        raise Invalid(say("moving.done_again", action=", ".join(dict.fromkeys(done))))
    for at, each in enumerate(course.rounds):
        if each.step in ahead and each.status is not RoundStatus.OPEN and not each.superseded:
            course.rounds[at] = replace(each, superseded="step")


def _in_effect(course: Course) -> list[CallRecord]:
    return [each for each in course.calls if each.status is CallStatus.DONE and not each.undoes]


def _stand_still(course: Course, at: tuple[str, ...]) -> None:
    """The case is suspended: what was asked anew stands still as well.

    Raises Invalid where it would go on by itself, which a suspended case does not.
    """
    if course.at != at or course.status is not CaseStatus.SUSPENDED:
        raise Invalid(say("moving.would_go_on"), hint=say("moving.would_go_on.hint"))
    for number, each in enumerate(course.rounds):
        if each.status is RoundStatus.OPEN and each.kind in OF_PEOPLE:
            clocks.stop(course, number)
    waiting.stop_waits(course)
