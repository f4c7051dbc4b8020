"""What happens as time limits near and pass: reminders, escalation, the final action."""

from msgspec.structs import replace

from core.cases import CaseStatus, RemindTask, Seat, TimerFired
from core.errors import NotAllowed
from core.flow.clocks import advance
from core.flow.course import Course
from core.flow.deciding import send_back
from core.flow.definition import REQUESTER, Approve, Asking
from core.flow.finding import excluded, in_round, requester_may
from core.flow.handing import transfer
from core.flow.incidents import report
from core.flow.returning import refuse_behind_effects
from core.flow.settling import settle
from core.flow.signing import join
from core.flow.waiting import is_over
from core.flow.walking import go_on_after
from core.rules.assignment import Asked, managers_up, stand_in
from core.tasks import Decision, DecisionKind, Reason, TaskState


def timer_fired(course: Course, command: TimerFired) -> None:
    """A timer is due. One that runs no more, or is not due yet, changes nothing."""
    course.fired = command.key
    for at, pause in enumerate(course.pauses):
        if pause.key == command.key:
            if is_over(course, at) and course.status is CaseStatus.RUNNING:
                go_on_after(course, pause.step)
            return
    found = course.seat(command.key)
    if found is None:
        return
    at, seat = found
    if seat.clock is None or seat.clock.alarm is None or seat.clock.alarm > course.now:
        return
    stages = course.index.stages[course.rounds[at].step]
    share, stage = stages[seat.clock.stage]
    seat = advance(course, at, seat)
    if stage == "remind":
        _remind(course, at, seat, share)
    elif stage == "escalate":
        _escalate(course, at, seat)
    else:
        _final(course, at, seat)


def _remind(course: Course, at: int, seat: Seat, share: int) -> None:
    """Whoever the task waits for: its owner, or those who have to answer first."""
    helpers = [
        each
        for each in course.rounds[at].seats
        if each.helps == seat.task and each.state is TaskState.OPEN
    ]
    for each in helpers or [seat]:
        course.emit(RemindTask(task=each.task, person=each.person, share=share))


# --- escalation ------------------------------------------------------------------------------


def _escalate(course: Course, at: int, seat: Seat) -> None:
    """The next manager up is added, or replaces; none: the owner, and an incident."""
    step = course.step_of(course.rounds[at])
    assert step.late is not None
    because = Reason(key="reason.escalated", values={"person": seat.person})
    asked = _above(course, at, seat, step, because)
    if asked is None:
        course.post("nobody_above", step=step.id, person=seat.person)
        number = course.rounds[at].number
        report(course, step.id, number, Reason(key="reason.nobody_above", values=because.values))
        return
    if step.late.replace:
        transfer(course, at, seat, asked, because)
    else:
        join(course, at, replace(seat, due=None), asked, because, by="", at_once=True)
    course.post("escalated", step=step.id, person=seat.person, to=asked.person)
    settle(course, at, by="")


def _above(course: Course, at: int, seat: Seat, step: Asking, because: Reason) -> Asked | None:
    seats = course.rounds[at].seats
    may = requester_may(step)
    search = course.search(requester_may=may, excluded=excluded(course, step))
    for manager in managers_up(seat.person, course.facts.directory):
        there = stand_in(manager.id, search)
        if there is not None and search.may(there[0]) and not in_round(seats, there[0].id):
            return Asked(there[0].id, because, there[1])
    return None


# --- the final action ------------------------------------------------------------------------


def _final(course: Course, at: int, seat: Seat) -> None:
    """What the flow says is to be done in the place of whoever did not answer in time."""
    step = course.step_of(course.rounds[at])
    assert step.late is not None
    kind = step.late.action or DecisionKind.RETURN
    if kind is DecisionKind.APPROVE and not isinstance(step, Approve):
        kind = DecisionKind.DONE
    if _is_blocked(course, step, kind):
        because = Reason(key="reason.final_impossible", values={"person": seat.person})
        report(course, step.id, course.rounds[at].number, because)
        return
    decision = Decision(kind=kind, by="", at=course.now)
    course.post(f"final.{kind}", step=step.id, person=seat.person)
    course.change_seat(at, replace(seat, automatic=True))
    seat = replace(seat, automatic=True)
    if kind is DecisionKind.RETURN:
        send_back(course, at, seat, decision, "")
        return
    course.close_seat(at, seat, TaskState.DONE, by="", decision=decision)
    for each in course.rounds[at].seats:
        if each.helps == seat.task and each.state is TaskState.OPEN:
            course.close_seat(at, each, TaskState.CANCELLED, by="")
    settle(course, at, by="")


def _is_blocked(course: Course, step: Asking, kind: DecisionKind) -> bool:
    """Whether the action would lead back behind something that took effect."""
    target = REQUESTER
    if kind is DecisionKind.REJECT:
        leads = step.on_reject if isinstance(step, Approve) else None
        if leads is None or leads.to not in (REQUESTER, "step"):
            return False
        target = leads.step or REQUESTER
    elif kind is not DecisionKind.RETURN:
        return False
    try:
        refuse_behind_effects(course, target)
    except NotAllowed:
        return True
    return False
