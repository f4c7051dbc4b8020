"""Further signers in a round: added before, after or beside somebody, and removed again."""

from msgspec.structs import replace

from core.cases import AddSigners, RemoveSigner, RoundStatus, Seat, Signing
from core.errors import Invalid, NotAllowed, NotFound
from core.flow.clocks import wind_up
from core.flow.course import OF_PEOPLE, Course
from core.flow.deciding import meanwhile
from core.flow.definition import Asking, Fill, Mode
from core.flow.finding import receiver
from core.flow.handing import ask_helpers, release
from core.flow.opening import new_seat, task_of
from core.flow.settling import settle
from core.language import say
from core.rounds import UNANSWERED
from core.rules.assignment import Asked
from core.tasks import Reason, TaskState


def add_signers(course: Course, at: int, seat: Seat, command: AddSigners) -> None:
    """Further people sign: they answer before, approve after, or join the round beside."""
    if course.rounds[at].kind not in OF_PEOPLE:
        raise Invalid(say("flow.not_forwarded"))
    if seat.helps:
        raise Invalid(say("flow.helper_only_answers"))
    if not command.people:
        raise Invalid(say("flow.nobody_named"))
    before = command.where is Signing.BEFORE
    found = (receiver(course, at, each, field="people", helps=before) for each in command.people)
    people = tuple({asked.person: asked for asked in found}.values())
    because = Reason(key=f"reason.added_{command.where}", values={"person": command.by})
    if before:
        ask_helpers(course, at, seat, people, because)
    else:
        _add(course, at, seat, people, because, command)
    course.post(
        f"added_{command.where}",
        step=course.rounds[at].step,
        person=command.by,
        people=", ".join(each.person for each in people),
        reason=command.reason,
    )
    settle(course, at, by=command.by)


def join(
    course: Course,
    at: int,
    beside: Seat,
    asked: Asked,
    because: Reason,
    *,
    by: str,
    at_once: bool = False,
) -> Seat:
    """Somebody joins the round beside a seat: N grows. In order they follow it, or `at_once`."""
    step = course.step_of(course.rounds[at])
    in_order = not isinstance(step, Fill) and step.vote.mode is Mode.IN_ORDER
    seat = replace(
        new_seat(course, asked.person, because, asked.instead_of),
        added_by=by,
        benches=beside.benches,
        after=beside.after,
    )
    if in_order and not beside.after and not at_once:
        seat = replace(seat, state=TaskState.AHEAD)
        course.add_seats(at, (seat,), behind=beside.task)
        return seat
    seat = wind_up(course, step, seat)
    course.add_seats(at, (seat,), behind=beside.task)
    course.emit(task_of(course, course.rounds[at], seat))
    return seat


def remove_signer(course: Course, command: RemoveSigner) -> None:
    """Somebody who has not acted need not sign; at least one of those who vote stays."""
    found = course.seat(command.task)
    if found is None:
        raise NotFound(kind="task", what=say("flow.task"), key=command.task)
    at, seat = found
    if course.rounds[at].kind not in OF_PEOPLE:
        raise Invalid(say("flow.not_forwarded"))
    if not command.admin and seat.added_by != command.by:
        raise NotAllowed(say("flow.not_added_by_you"))
    if seat.state not in UNANSWERED:
        raise meanwhile(course, at, seat)
    others = [each for each in course.rounds[at].seats if each.votes and each is not seat]
    step = course.step_of(course.rounds[at])
    if seat.votes and (not others or _bench_too_small(step, seat, others)):
        raise Invalid(say("flow.last_signer"))
    _remove(course, at, seat, by=command.by)
    course.post(
        "removed_signer",
        step=course.rounds[at].step,
        person=command.by,
        who=seat.person,
        reason=command.reason,
    )
    if seat.helps:
        release(course, at, seat.helps, by=command.by)
    if course.rounds[at].status is RoundStatus.OPEN:
        settle(course, at, by=command.by)


def _add(
    course: Course,
    at: int,
    seat: Seat,
    people: tuple[Asked, ...],
    because: Reason,
    command: AddSigners,
) -> None:
    for asked in reversed(people):
        if command.where is Signing.BESIDE:
            join(course, at, seat, asked, because, by=command.by)
            continue
        later = replace(
            new_seat(course, asked.person, because, asked.instead_of),
            state=TaskState.AHEAD,
            after=seat.task,
            added_by=command.by,
        )
        course.add_seats(at, (later,), behind=seat.task)


def _bench_too_small(step: Asking, seat: Seat, others: list[Seat]) -> bool:
    """Whether of `2 of role:legal` too few would be left."""
    return any(
        sum(each.stands_for for each in others if bench in each.benches)
        < max(step.by[bench].quorum, 1)
        for bench in seat.benches
    )


def _remove(course: Course, at: int, seat: Seat, *, by: str) -> None:
    """The seat, and whoever would have answered it or signed after it."""
    course.close_seat(at, seat, TaskState.REMOVED, by=by)
    for each in course.rounds[at].seats:
        if each.state in UNANSWERED and each.helps == seat.task:
            course.close_seat(at, each, TaskState.CANCELLED, by=by)
        elif each.state in UNANSWERED and each.after == seat.task:
            course.close_seat(at, each, TaskState.REMOVED, by=by)
