"""Random commands for a case: what people, clocks and other systems may do, and may not."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from msgspec.structs import replace

from core.cases import (
    AddSigners,
    Answered,
    AnyCommand,
    Ask,
    CallAnswered,
    CallStatus,
    CaseStatus,
    Decide,
    Delegate,
    End,
    EndedElsewhere,
    FlowEnded,
    Forward,
    HandOver,
    Jump,
    Outcome,
    Reassign,
    RemoveSigner,
    Resubmit,
    Resume,
    Round,
    Seat,
    Signal,
    SignalCame,
    Signing,
    Stop,
    Suspend,
    TakeBack,
    TimerFired,
    Urge,
    Withdraw,
)
from core.people import Absence
from core.tasks import DecisionKind, Reason, TaskKind, TaskState
from tests.core.flow.company import DIRECTORY, money
from tests.core.flow.world import PEOPLE, World

NAMES = sorted(DIRECTORY.people)
ASKED = (*PEOPLE, TaskKind.REVISE, TaskKind.INCIDENT)


def act(world: World, random: Random) -> None:
    """Something happens: usually somebody does what can be done, now and then what cannot."""
    urgent = [do for waits, do in URGENT if waits(world) and random.randrange(3) == 0]
    acts = RARE if len(world.log) > 12 and random.randrange(8) == 0 else urgent or USUAL
    for _ in range(3):
        before = world.state
        random.choice(acts)(world, random)
        if world.state is not before:
            return


def _open(world: World, kinds: tuple[TaskKind, ...] = ASKED) -> list[tuple[Round, Seat]]:
    return [(r, s) for r, s in world.case.open_seats() if r.kind in kinds]


def _any_seat(world: World, random: Random) -> Seat:
    """Somebody who is or was asked, or nobody who ever was."""
    seats = [seat for each in world.case.rounds for seat in each.seats]
    nobody = Seat(task="C1.0", person="bea", because=Reason(key=""), opened=world.facts.now)
    return random.choice(seats or [nobody])


# --- people ----------------------------------------------------------------------------------


def favourable(random: Random, round_: Round, seat: Seat) -> Decide:
    """What lets the case go on."""
    approves = round_.kind is TaskKind.APPROVE
    kind = DecisionKind.APPROVE if approves else DecisionKind.DONE
    fields: dict[str, object] = {}
    if round_.kind in PEOPLE:
        fields = {"cost_centre": random.choice(["C1", "C2"])}
    return Decide(by=seat.person, task=seat.task, kind=kind, fields=fields, reason="fine")


def _answer(world: World, random: Random) -> None:
    seats = _open(world)
    if seats:
        round_, seat = random.choice(seats)
        decision = favourable(random, round_, seat)
        if not world.send(decision):
            world.send(replace(decision, fields={}))


def _vote(world: World, random: Random) -> None:
    seats = _open(world, PEOPLE)
    if seats:
        round_, seat = random.choice(seats)
        kind = random.choice([DecisionKind.REJECT, DecisionKind.ABSTAIN, DecisionKind.APPROVE])
        world.send(replace(favourable(random, round_, seat), kind=kind))
        if kind is not DecisionKind.APPROVE:
            world.send(Decide(by=seat.person, task=seat.task, kind=kind, reason="no"))


def _return(world: World, random: Random) -> None:
    seats = _open(world, PEOPLE)
    if seats:
        _, seat = random.choice(seats)
        to = random.choice(["", "previous", "s1", *world.index.spots])
        kind = DecisionKind.RETURN
        world.send(Decide(by=seat.person, task=seat.task, kind=kind, to=to, reason="again"))


def _any_answer(world: World, random: Random) -> None:
    """Also what is over, by somebody else, by who was absent, of a kind that is not asked."""
    seat = _any_seat(world, random)
    by = random.choice([seat.person, seat.instead_of or seat.person, random.choice(NAMES)])
    kind = random.choice(list(DecisionKind))
    world.send(Decide(by=by, task=seat.task, kind=kind, reason="late"))


def _forward(world: World, random: Random) -> None:
    seats = _open(world)
    if seats:
        _, seat = random.choice(seats)
        to = random.choice(NAMES)
        if random.random() < 0.5:
            world.send(Forward(by=seat.person, task=seat.task, to=to))
        else:
            world.send(Delegate(by=seat.person, task=seat.task, to=to))


def _add_signers(world: World, random: Random) -> None:
    seats = _open(world)
    if seats:
        _, seat = random.choice(seats)
        people = tuple(random.sample(NAMES, random.randint(1, 2)))
        where = random.choice(list(Signing))
        world.send(AddSigners(by=seat.person, task=seat.task, people=people, where=where))


def _remove_signer(world: World, random: Random) -> None:
    seat = _any_seat(world, random)
    world.send(RemoveSigner(by=seat.added_by or "ada", task=seat.task, admin=random.random() < 0.5))


def _take_back(world: World, random: Random) -> None:
    decided = [s for r in world.case.rounds for s in r.seats if s.decision is not None]
    if decided:
        seat = random.choice(decided)
        world.send(TakeBack(by=seat.person, task=seat.task))


def _ask(world: World, random: Random) -> None:
    seats = _open(world)
    if seats:
        _, seat = random.choice(seats)
        people = (random.choice([world.requester, "pete"]),)
        question = random.choice(["Q1", "Q2"])
        world.send(Ask(by=seat.person, task=seat.task, question=question, people=people))


def _answered(world: World, random: Random) -> None:
    world.send(Answered(by="", question=random.choice(["Q1", "Q2"])))


def _urge(world: World, random: Random) -> None:
    world.send(Urge(by=random.choice(NAMES)))


def _resubmit(world: World, random: Random) -> None:
    if world.case.status is CaseStatus.RETURNED:
        world.send(Resubmit(by=world.requester))


def _edit(world: World, random: Random) -> None:
    fields: dict[str, object] = {
        "amount": money(random.choice(["4999.99", "5000.00", "70000.00"])),
        "quantity": random.choice(["2", "5", None]),
    }
    world.facts = replace(world.facts, fields={**world.facts.fields, **fields})


def _away(world: World, random: Random) -> None:
    begins = world.facts.now
    absence = Absence(
        person=random.choice(NAMES),
        begins=begins,
        ends=begins + timedelta(days=random.randint(1, 5)),
        delegate=random.choice(["", *NAMES]),
    )
    world.facts = replace(world.facts, absences=(*world.facts.absences[-3:], absence))


# --- clocks and other systems ----------------------------------------------------------------


def _time_passes(world: World, random: Random) -> None:
    minutes = random.choice([1, 59, 60, 60 * 24, 60 * 72])
    world.facts = replace(world.facts, now=world.facts.now + timedelta(minutes=minutes))


def _fire(world: World, random: Random) -> None:
    """A timer fires: in time, too early, too late, or once more."""
    if world.timers and random.random() < 0.8:
        key = random.choice(sorted(world.timers))
        if random.random() < 0.8:
            now = max(world.facts.now, world.timers[key])
            world.facts = replace(world.facts, now=now)
        at = world.timers.pop(key)
        if world.send(TimerFired(by="", key=key)):
            world.fired.append(key)
        else:
            world.timers[key] = at  # nobody at all could be found: the transaction is rolled back
    elif world.fired:
        key = random.choice(world.fired)
        again = world.timers.pop(key, None)
        if not world.send(TimerFired(by="", key=key)) and again:
            world.timers[key] = again


def _call_answered(world: World, random: Random) -> None:
    pending = [each for each in world.case.calls if each.status is CallStatus.PENDING]
    calls = pending or world.case.calls
    if calls:
        status = random.choice([CallStatus.DONE, CallStatus.DONE, CallStatus.FAILED])
        key = random.choice(calls).key
        world.send(CallAnswered(by="", key=key, status=status, fields={"no": "E7"}))


def _signal(world: World, random: Random) -> None:
    signal = Signal(
        id=f"E{random.randint(1, 4)}",
        name="paid",
        at=world.facts.now,
        fields={"sum": random.choice(["1", "10"])},
    )
    if random.random() < 0.3:
        world.facts = replace(world.facts, signals=(*world.facts.signals, signal))
    else:
        world.send(SignalCame(by="", signal=signal))


def _flow_ended(world: World, random: Random) -> None:
    if world.case.children:
        outcome = random.choice([Outcome.APPROVED, Outcome.APPROVED, Outcome.REJECTED])
        key = random.choice(world.case.children).key
        world.send(FlowEnded(by="", key=key, outcome=outcome, irrevocable=random.random() < 0.2))


def _incident(world: World, random: Random) -> None:
    seats = _open(world, (TaskKind.INCIDENT,))
    if seats:
        _, seat = random.choice(seats)
        kind = random.choice([DecisionKind.APPROVE, DecisionKind.SKIP, DecisionKind.DONE])
        world.send(Decide(by=seat.person, task=seat.task, kind=kind))


def _copy(world: World, random: Random) -> None:
    seats = _open(world, (TaskKind.COPY,))
    if seats:
        _, seat = random.choice(seats)
        world.send(Decide(by=seat.person, task=seat.task, kind=DecisionKind.DONE))


# --- administrators, and the end -------------------------------------------------------------


def _suspend(world: World, random: Random) -> None:
    world.send(Suspend(by="ada", reason="audit"))


def _resume(world: World, random: Random) -> None:
    if world.case.status is CaseStatus.SUSPENDED:
        world.send(Resume(by="ada"))


def _jump(world: World, random: Random) -> None:
    to = random.choice(["requester", "nowhere", *world.index.spots])
    world.send(Jump(by="ada", to=to, reason="stuck"))


def _reassign(world: World, random: Random) -> None:
    seat = _any_seat(world, random)
    world.send(Reassign(by="ada", task=seat.task, to=random.choice(NAMES), reason="busy"))


def _hand_over(world: World, random: Random) -> None:
    to = random.choice(["", *NAMES])
    world.send(HandOver(by="ada", person=random.choice(NAMES), to=to))


def _withdraw(world: World, random: Random) -> None:
    world.send(Withdraw(by=random.choice([world.requester, "pete"])))


def _end(world: World, random: Random) -> None:
    outcome = random.choice([Outcome.APPROVED, Outcome.REJECTED, Outcome.WITHDRAWN])
    command: AnyCommand = End(by="ada", outcome=outcome, reason="obsolete")
    if random.random() < 0.4:
        command = EndedElsewhere(by="", outcome=outcome, who="somebody there")
    elif random.random() < 0.2:
        command = Stop(by="")
    world.send(command)


def _two(world: World, random: Random) -> None:
    seats = _open(world, PEOPLE)
    if len(seats) >= 2:
        fields: dict[str, object] = {"cost_centre": "C1"}
        seats = random.sample(seats, 2)
        pair = [replace(favourable(random, *each), fields=fields) for each in seats]
        if random.random() < 0.3:
            pair[0] = replace(pair[0], kind=DecisionKind.REJECT)
        world.two_at_the_same_moment(pair[0], pair[1])


Act = Callable[[World, Random], None]
USUAL: tuple[Act, ...] = (
    *([_answer] * 10),
    *([_vote] * 3),
    *([_return] * 2),
    *(_call_answered, _fire, _fire, _flow_ended, _signal),
    *([_add_signers] * 2),
    *([_forward] * 2),
    *([_two] * 2),
    *(_any_answer, _remove_signer, _take_back, _ask, _answered, _urge, _edit, _away),
    *(_time_passes, _incident, _incident, _copy, _suspend, _reassign, _hand_over),
)
URGENT: tuple[tuple[Callable[[World], object], Act], ...] = (
    (lambda world: world.case.status is CaseStatus.SUSPENDED, _resume),
    (lambda world: world.case.status is CaseStatus.RETURNED, _resubmit),
    (lambda world: any(c.status is CallStatus.PENDING for c in world.case.calls), _call_answered),
    (lambda world: any(c.ended is None for c in world.case.children), _flow_ended),
    (lambda world: any(p.ended is None for p in world.case.pauses), _signal),
    (lambda world: any(p.alarm for p in world.case.pauses), _fire),
    (lambda world: any(r.kind is TaskKind.INCIDENT for r in world.open_rounds()), _incident),
    (
        lambda world: any(
            s.state is TaskState.WAITING for r in world.open_rounds() for s in r.seats
        ),
        _answer,
    ),
)
"""What the case waits for is likelier to happen."""
RARE: tuple[Act, ...] = (_jump, _jump, _jump, _withdraw, _withdraw, _end)
