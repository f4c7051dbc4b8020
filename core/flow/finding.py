"""Who is asked at a step, and who may take somebody's place there."""

import msgspec
from msgspec.structs import replace

from core.cases import Seat
from core.errors import FieldError, Invalid
from core.flow.course import Course
from core.flow.definition import Approve, Asking, Fill
from core.flow.incidents import owner
from core.language import say
from core.rounds import GONE
from core.rules.assignment import Asked, describe, falls_short, find, stand_in
from core.tasks import DecisionKind, Reason


class Named(msgspec.Struct, frozen=True, gc=False):
    """Somebody whom a step names, by one or several of its ways of naming people."""

    asked: Asked
    benches: tuple[int, ...]
    stands_for: int = 1


class Found(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Everybody whom a step asks, and whether the owner had to stand in for somebody."""

    people: tuple[Named, ...]
    missing: bool = False


def people_of(course: Course, step: Asking) -> Found:
    """Who is asked at `step`, each once; the owner stands in for whoever is missing."""
    approve = step if isinstance(step, Approve) else None
    search = course.search(
        requester_may=approve is None or approve.allow_requester,
        excluded=approvers(course) if approve is not None and approve.exclusive else (),
    )
    found: dict[str, Named] = {}
    short: list[tuple[int, int, str]] = []
    for bench, who in enumerate(step.by):
        people = find(who, search)
        for asked in people:
            _seat(found, asked, bench, 0)
        if falls_short(who, search, len(people)):
            short.append((bench, max(who.quorum - len(people), 1), describe(who)))
    if not found and approve is not None and approve.approve_if_nobody:
        return Found(people=())
    for bench, how_many, whom in short:
        because = Reason(key="reason.nobody", values={"wanted": whom})
        _seat(found, _owner(course, step, because), bench, how_many)
    wanted = 0 if isinstance(step, Fill) else step.vote.count
    too_few = _too_few(wanted, found) if wanted else 0
    if too_few:
        because = Reason(key="reason.too_few", values={"n": str(too_few)})
        _seat(found, _owner(course, step, because), 0, too_few)
    return Found(people=tuple(found.values()), missing=bool(short or too_few))


def _seat(found: dict[str, Named], asked: Asked, bench: int, stands_for: int) -> None:
    """Somebody named once more has one seat; the first reason is kept."""
    there = found.get(asked.person)
    if there is None:
        found[asked.person] = Named(asked, (bench,), stands_for or 1)
        return
    benches = there.benches if bench in there.benches else (*there.benches, bench)
    found[asked.person] = replace(there, benches=benches, stands_for=there.stands_for + stands_for)


def _too_few(wanted: int, found: dict[str, Named]) -> int:
    """For `at least 3`: how many more people it takes that this can be reached at all."""
    return max(wanted - sum(each.stands_for for each in found.values()), 0)


def _owner(course: Course, step: Asking, because: Reason) -> Asked:
    return owner(
        course, because, requester_may=requester_may(step), excluded=excluded(course, step)
    )


def requester_may(step: Asking) -> bool:
    """Whether the requester can be asked at this step."""
    return step.allow_requester if isinstance(step, Approve) else True


def excluded(course: Course, step: Asking) -> frozenset[str]:
    """Who must not decide here, because the step demands other people than before."""
    if not (isinstance(step, Approve) and step.exclusive):
        return frozenset()
    return approvers(course)


def approved_elsewhere(course: Course, at: int, person: str) -> bool:
    """Whether the step demands other people than before, and this one approved another since they
    were asked: in a branch beside."""
    spot = course.index.spots.get(course.rounds[at].step)
    if spot is None or not isinstance(spot.step, Approve) or not spot.step.exclusive:
        return False
    return person in approvers(course, but=course.rounds[at].step)


def approvers(course: Course, *, but: str = "") -> frozenset[str]:
    """Who approved in this case, as far as it still counts, and for whom; `but` at that step."""
    return frozenset(
        person
        for each in course.standing()
        if not but or each.step != but
        for seat in each.seats
        if seat.decision is not None
        and seat.decision.kind is DecisionKind.APPROVE
        and seat.decision.by
        and seat.state not in GONE
        and not seat.helps
        for person in (seat.person, seat.instead_of)
        if person
    )


# --- who may take a place --------------------------------------------------------------------


def receiver(
    course: Course,
    at: int,
    to: str,
    *,
    field: str = "to",
    helps: bool = False,
    leaves: str = "",
) -> Asked:
    """Who gets a task that is given to `to`: that person, or who decides for them while away.

    Raises Invalid, naming `field`, for somebody who cannot have it: not there, in the round
    already (but for the one who `leaves` it), the requester, or excluded; `helps`: an answer only,
    which whoever approved may give.
    """
    spot = course.index.spots.get(course.rounds[at].step)
    step = spot.step if spot is not None else None
    may = requester_may(step) if isinstance(step, Asking) else True
    search = course.search(requester_may=True)
    known = course.facts.directory.people.get(to)
    there = stand_in(to, search) if known is not None else None
    problem = ""
    if known is None or (there is None and not known.active):
        problem = "receiver_unknown"
    elif there is None:
        problem = "receiver_away"
    elif any(in_round(course.rounds[at].seats, each) for each in {to, there[0].id} - {leaves}):
        problem = "receiver_in_round"
    elif course.requester in (to, there[0].id) and not may:
        problem = "receiver_is_requester"
    elif isinstance(step, Asking) and not helps and {to, there[0].id} & excluded(course, step):
        problem = "receiver_excluded"
    if problem or there is None:
        message = say(f"flow.{problem}", to=to)
        raise Invalid(message, errors=(FieldError(field=field, message=message),))
    return Asked(there[0].id, Reason(key="reason.person"), there[1])


def in_round(seats: tuple[Seat, ...], person: str) -> bool:
    """Whether somebody has a seat in a round, answered or not, that nobody took."""
    return any(each.person == person and each.state not in GONE for each in seats)
