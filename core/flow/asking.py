"""Opening rounds: people are asked, told, or need not be asked again."""

from collections.abc import Collection

from msgspec.structs import replace

from core.cases import Round, RoundStatus, Seat
from core.flow.clocks import wind_up
from core.flow.course import Course
from core.flow.definition import REQUESTER, Approve, Asking, Do, Fill, Mode, Tell
from core.flow.finding import Found, excluded, people_of, requester_may
from core.flow.incidents import owner, report
from core.flow.opening import call_up, new_seat, task_of
from core.flow.standing import Standing
from core.flow.voting import verdict
from core.rounds import GONE
from core.rules.assignment import Asked, find, stand_in
from core.rules.expressions import fill
from core.tasks import Decision, DecisionKind, Reason, TaskKind, TaskState

KINDS: dict[type[Asking], TaskKind] = {
    Approve: TaskKind.APPROVE,
    Do: TaskKind.DO,
    Fill: TaskKind.FILL,
}
"""The kind of the rounds that a step of people opens."""

# An enum looks its members up slowly; these are asked of every seat.
_OPEN, _PASSED = RoundStatus.OPEN, RoundStatus.PASSED
_ASKED, _AHEAD = TaskState.OPEN, TaskState.AHEAD
_IN_ORDER, _MODES = Mode.IN_ORDER, {mode: mode.value for mode in Mode}


def ask(course: Course, step: Asking, *, again: bool = False) -> RoundStatus:
    """Open a round of `step`. Answers OPEN, or PASSED where everything needed was given before.

    `again`: the case came back to this step, so nobody passes by themselves.
    """
    step = course.begin(step)
    found = people_of(course, step)
    if not found.people:
        return _passed_by_nobody(course, step)
    seats = [
        _seat(course, step, each.asked, each.benches, each.stands_for) for each in found.people
    ]
    if course.rounds and isinstance(step, Approve) and not again:
        standing = Standing(course, step)
        seats = [_given(course, standing, seat) for seat in seats]
    return _open_round(course, step, tuple(seats), found)


def ask_like(
    course: Course, step: Asking, before: Round, kept: Collection[str], *, only: str = ""
) -> RoundStatus:
    """Open a round of `step` for those who were asked in an earlier one.

    Answers of the people in `kept` count already. `only`: nobody else than this one is asked.
    Where somebody is not there any more, the step's people are asked as if it began.
    """
    search = course.search(requester_may=requester_may(step), excluded=excluded(course, step))
    seats: dict[str, Seat] = {}
    tasks: dict[str, str] = {}
    for each in before.seats:
        if not (each.votes or each.after) or each.state in GONE or (only and each.person != only):
            continue
        there = stand_in(each.person, search)
        if there is None or not search.may(there[0]):
            return ask(course, step, again=True)
        if there[0].id in seats:
            continue
        seat = replace(
            new_seat(course, there[0].id, each.because, there[1] or each.instead_of),
            state=TaskState.AHEAD if each.after else TaskState.OPEN,
            benches=each.benches,
            stands_for=max(each.stands_for, 1),
            chain=each.chain,
            after=tasks.get(each.after, ""),
        )
        tasks[each.task] = seat.task
        seats[seat.person] = _kept(course, seat, each) if each.person in kept else seat
    asked = tuple(_in_turn(seat, seats.values()) for seat in seats.values())
    again = Round(step=step.id, number=0, kind=before.kind, seats=asked, opened=course.now)
    if verdict(again, step) is RoundStatus.FAILED:  # without who was removed, it can never pass
        return ask(course, step, again=True)
    return _open_round(course, step, asked, Found(people=()))


def _in_turn(seat: Seat, seats: Collection[Seat]) -> Seat:
    """Who signs after somebody is asked now, if that one's approval counts already."""
    first = next((each for each in seats if each.task == seat.after), None)
    if seat.state is not TaskState.AHEAD or (first is not None and first.decision is None):
        return seat
    return replace(seat, state=TaskState.OPEN)


def tell(course: Course, step: Tell) -> None:
    """Copies to people, also to those who are away. Nobody waits for them, so nobody missing is
    an incident; it is said."""
    step = course.begin(step)
    if not step.to:  # no row of its rule table copies anybody
        return
    search = replace(course.search(requester_may=True), absences=())
    found = {asked.person: asked for who in step.to for asked in find(who, search)}
    if not found:
        course.post("nobody_told", step=step.id)
        return
    seats = tuple(new_seat(course, each.person, each.because) for each in found.values())
    text = fill(step.text, course.context)
    round_ = _new_round(course, step.id, TaskKind.COPY, seats, status=RoundStatus.PASSED)
    for seat in seats:
        course.emit(task_of(course, round_, seat, text))


def ask_to_revise(course: Course, because: Reason) -> None:
    """The requester's own task while the case waits for a resubmit."""
    person = course.facts.directory.people.get(course.requester)
    asked = Asked(course.requester, because)
    if person is None or not person.active:
        asked = owner(course, Reason(key="reason.requester_gone"), requester_may=True)
    seat = new_seat(course, asked.person, asked.because)
    round_ = _new_round(course, REQUESTER, TaskKind.REVISE, (seat,))
    course.emit(task_of(course, round_, seat))


def call_next(course: Course, at: int) -> None:
    """In a round in order: whoever is next is asked, once those before have answered."""
    for seat in course.rounds[at].seats:
        if seat.helps or seat.after:
            continue
        if seat.state in (TaskState.OPEN, TaskState.WAITING):
            return
        if seat.state is TaskState.AHEAD:
            call_up(course, at, seat)
            return


def let_owner_decide(course: Course, at: int, step: Asking) -> None:
    """Everybody abstained: as where nobody is found, the owner is asked, and stands for them."""
    because = Reason(key="reason.all_abstained")
    there = frozenset(seat.person for seat in course.rounds[at].seats)
    asked = owner(course, because, requester_may=not isinstance(step, Approve), excluded=there)
    benches = tuple(range(len(step.by)))
    for each in course.rounds[at].seats:
        if each.votes:
            course.change_seat(at, replace(each, stands_for=0))
    seat = wind_up(course, step, _seat(course, step, asked, benches, 1))
    course.add_seats(at, (seat,))
    course.emit(task_of(course, course.rounds[at], seat))
    course.post("all_abstained", step=step.id, person=asked.person)
    report(course, step.id, course.rounds[at].number, because)


# --- seats -----------------------------------------------------------------------------------


def _seat(
    course: Course, step: Asking, asked: Asked, benches: tuple[int, ...], stands_for: int
) -> Seat:
    for who in step.by:
        if who.quorum:
            break
    else:
        benches = ()
    return Seat(
        task=course.new_task(),
        person=asked.person,
        because=asked.because,
        opened=course.now,
        instead_of=asked.instead_of,
        benches=benches,
        stands_for=stands_for,
    )


def _given(course: Course, standing: Standing, seat: Seat) -> Seat:
    """The seat with the approval by which it stands already, where there is one."""
    given = standing.given(seat.person)
    if given is None:
        return seat
    because, decision = given
    return replace(
        seat,
        state=TaskState.DONE,
        because=because,
        ended=course.now,
        decision=Decision(kind=DecisionKind.APPROVE, by=seat.person, at=decision.at),
        automatic=True,
        seen=course.seen,
    )


def _kept(course: Course, seat: Seat, before: Seat) -> Seat:
    """The seat with the answer that was given in the round before."""
    return replace(
        seat,
        state=TaskState.DONE,
        because=Reason(key="reason.kept"),
        ended=course.now,
        decision=before.decision,
        automatic=True,
        seen=before.seen,
    )


def _line_up(course: Course, step: Asking, seats: tuple[Seat, ...]) -> tuple[Seat, ...]:
    """Whoever is asked now, their clocks running; in order only the first of them."""
    in_order = not isinstance(step, Fill) and step.vote.mode is _IN_ORDER
    lined: list[Seat] = []
    asked = False
    for seat in seats:
        if seat.state is not _ASKED:
            lined.append(seat)
        elif in_order and asked:
            lined.append(replace(seat, state=_AHEAD))
        else:
            lined.append(wind_up(course, step, seat))
            asked = True
    return tuple(lined)


# --- rounds ----------------------------------------------------------------------------------


def _open_round(course: Course, step: Asking, seats: tuple[Seat, ...], found: Found) -> RoundStatus:
    seats = _line_up(course, step, seats)
    mode = "any" if isinstance(step, Fill) else _MODES[step.vote.mode]
    round_ = _new_round(course, step.id, KINDS[type(step)], seats, mode=mode)
    given = [seat for seat in seats if seat.automatic]
    status = verdict(round_, step) if given else _OPEN
    if status is _OPEN:
        for seat in seats:
            if seat.state is _ASKED:
                course.emit(task_of(course, round_, seat))
    else:
        _pass_by_itself(course, len(course.rounds) - 1)
    for seat in given:
        course.post("passed_again", step=step.id, person=seat.person)
    if found.missing:
        course.post("nobody_found", step=step.id)
        if status is _OPEN:
            report(course, step.id, round_.number, Reason(key="reason.nobody_found"))
    return status


def _new_round(
    course: Course,
    step: str,
    kind: TaskKind,
    seats: tuple[Seat, ...],
    *,
    mode: str = Mode.ALL.value,
    status: RoundStatus = RoundStatus.OPEN,
) -> Round:
    round_ = Round(
        step=step,
        number=course.number(step, kind),
        kind=kind,
        mode=mode,
        status=status,
        seats=seats,
        opened=course.now,
        closed=course.now if status is not _OPEN else None,
        lap=course.lap,
    )
    course.rounds.append(round_)
    return round_


def _pass_by_itself(course: Course, at: int) -> None:
    """Close a round in which nobody has to be asked; tasks never opened need no closing."""
    round_ = course.rounds[at]
    giver = next(seat.person for seat in round_.seats if seat.automatic)
    seats = tuple(
        seat
        if seat.automatic
        else replace(
            seat,
            state=TaskState.CLOSED_BY_PEER,
            ended=course.now,
            closed_by=giver,
            due=None,
            clock=None,
        )
        for seat in round_.seats
    )
    course.rounds[at] = replace(round_, seats=seats, status=RoundStatus.PASSED, closed=course.now)


def _passed_by_nobody(course: Course, step: Asking) -> RoundStatus:
    """`nobody found: approve`: the one automatic approval without anybody; the feed says so."""
    _new_round(course, step.id, KINDS[type(step)], (), status=RoundStatus.PASSED)
    course.post("approved_by_nobody", step=step.id)
    return RoundStatus.PASSED
