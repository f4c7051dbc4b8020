"""What became due by itself: a case's timer, a signal that a case is still to be told of.

Each is claimed, carried out and forgotten in one transaction, so that it happens once, whichever of
several servers comes first, and again where a server dies in the middle of it.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

import msgspec
from sqlalchemy import bindparam, delete, func, select, update

from core.cases import AnyCommand, SignalCame, TimerFired
from server_stub.access import SYSTEM
from server_stub.operations import course, subject
from server_stub.operations.facts import as_signal
from server_stub.store.case_tables import signal_targets, signals, timers
from server_stub.store.moments import to_micros
from server_stub.store.tables import cases
from server_stub.store.unit import Reader, Unit

_LONGEST_PAUSE = timedelta(hours=1)

# A part is chosen before its cases are looked up: else every case that is due would be, each time.
_part = (
    select(timers.c.case, timers.c.key, timers.c.due)
    .where(timers.c.due <= bindparam("now"))
    .order_by(timers.c.due, timers.c.case, timers.c.key)
    .limit(bindparam("most"))
    .subquery()
)
_due_timers = (
    select(_part.c.case, _part.c.key, cases.c.object)
    .outerjoin_from(_part, cases, cases.c.id == _part.c.case)
    .order_by(_part.c.due, _part.c.case, _part.c.key)
)
_timer = select(timers.c.failed).where(
    timers.c.case == bindparam("the_case"), timers.c.key == bindparam("the_key")
)
_claim_timer = _timer.where(timers.c.due <= bindparam("now")).with_for_update(skip_locked=True)
_end_timer = delete(timers).where(
    timers.c.case == bindparam("the_case"), timers.c.key == bindparam("the_key")
)
_put_off_timer = (
    update(timers)
    .where(timers.c.case == bindparam("the_case"), timers.c.key == bindparam("the_key"))
    .values(due=bindparam("later"), failed=timers.c.failed + 1)
)
_next_timer = select(func.min(timers.c.due))

_due_targets = (
    select(signal_targets.c.case, signal_targets.c.id, cases.c.object)
    .outerjoin_from(signal_targets, cases, cases.c.id == signal_targets.c.case)
    .where(signal_targets.c.due <= bindparam("now"))
    .order_by(signal_targets.c.due, signal_targets.c.id)
    .limit(bindparam("most"))
)
_target = select(signal_targets.c.signal, signal_targets.c.failed).where(
    signal_targets.c.id == bindparam("the_id")
)
_claim_target = _target.where(signal_targets.c.due <= bindparam("now")).with_for_update(
    skip_locked=True
)
_end_target = delete(signal_targets).where(signal_targets.c.id == bindparam("the_id"))
_put_off_target = (
    update(signal_targets)
    .where(signal_targets.c.id == bindparam("the_id"))
    .values(due=bindparam("later"), failed=signal_targets.c.failed + 1)
)
_next_target = select(func.min(signal_targets.c.due))
_signal = select(signals.c.id, signals.c.name, signals.c.at, signals.c.fields).where(
    signals.c.id == bindparam("the_signal")
)


class Item(msgspec.Struct, frozen=True):
    """Something that is due for a case; what is due for one case happens in order."""

    case: str
    key: str | int
    object: int | None
    """Whose case it is; None: there is no such case any more."""


class Kind(msgspec.Struct, frozen=True):
    """One kind of what becomes due."""

    name: str
    look: Callable[..., Sequence[Item]]
    """What is due at a moment, the longest ago first, at most so many."""
    do: Callable[[Unit, Item], bool]
    """Carry it out; False: somebody else did."""
    put_off: Callable[[Unit, Item], None]
    """It failed: try again after a growing pause."""
    next: Callable[[Reader], int | None]
    """When something will be due."""


# --- timers ----------------------------------------------------------------------------------


def _look_for_timers(reader: Reader, now: int, most: int) -> Sequence[Item]:
    return [Item(*row) for row in reader.all(_due_timers, now=now, most=most)]


def fire(unit: Unit, item: Item) -> bool:
    """A timer of a case is due: the case goes on. False where it is no more, or not yet."""
    claim = {"the_case": item.case, "the_key": item.key}
    if unit.first(_claim_timer, now=to_micros(unit.now), **claim) is None:
        return False
    unit.run(_end_timer, **claim)
    _tell(unit, item, TimerFired(by="", key=str(item.key)))
    return True


def _put_off_a_timer(unit: Unit, item: Item) -> None:
    row = unit.first(_timer, the_case=item.case, the_key=item.key)
    later = to_micros(unit.now + _pause(row[0] if row else 0))
    unit.run(_put_off_timer, the_case=item.case, the_key=item.key, later=later)


# --- signals ---------------------------------------------------------------------------------


def _look_for_targets(reader: Reader, now: int, most: int) -> Sequence[Item]:
    return [Item(*row) for row in reader.all(_due_targets, now=now, most=most)]


def tell_of_signal(unit: Unit, item: Item) -> bool:
    """A case is told of a signal. False where somebody else did it."""
    row = unit.first(_claim_target, the_id=item.key, now=to_micros(unit.now))
    if row is None:
        return False
    unit.run(_end_target, the_id=item.key)
    found = unit.first(_signal, the_signal=row[0])
    if found is not None:
        _tell(unit, item, SignalCame(by="", signal=as_signal(*found)))
    return True


def _put_off_a_target(unit: Unit, item: Item) -> None:
    row = unit.first(_target, the_id=item.key)
    later = to_micros(unit.now + _pause(row[1] if row else 0))
    unit.run(_put_off_target, the_id=item.key, later=later)


# --- both ------------------------------------------------------------------------------------


def _tell(unit: Unit, item: Item, command: AnyCommand) -> None:
    """Give the command to the case, where it is still the one that runs on its object."""
    if item.object is None:
        return
    with subject.changing(unit, SYSTEM, object_id=item.object) as it:
        state = course.load(it)
        if state is not None and state.id == item.case and course.is_running(state):
            course.run(it, command)


def _pause(failed: int) -> timedelta:
    return min(timedelta(minutes=2 ** min(failed, 10)), _LONGEST_PAUSE)


def _first(reader: Reader, statement: object) -> int | None:
    row = reader.first(statement)  # type: ignore[arg-type]
    return row[0] if row else None


TIMERS = Kind(
    "timers", _look_for_timers, fire, _put_off_a_timer, lambda reader: _first(reader, _next_timer)
)
SIGNALS = Kind(
    "signals",
    _look_for_targets,
    tell_of_signal,
    _put_off_a_target,
    lambda reader: _first(reader, _next_target),
)
KINDS = (TIMERS, SIGNALS)
