"""What happens outside and moves cases: kept once, told to every case that waits for it.

A signal is told by a program with a token, or by a signed webhook. Its id is the sender's own, so
that the same thing told twice happens once, and nobody can use up another's ids. Each case is told
in a transaction of its own (`operations.due`); a case that comes to its wait only later finds the
signal kept here.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import bindparam, insert, select

from core.cases import SignalCame
from core.errors import FieldError, Invalid
from core.events import EventKind
from core.flow.waiting import OBJECT_CHANGED
from core.handling import NewSignal, SignalTaken
from core.language import say
from core.objects import FieldChange
from core.rounds import Signal
from core.text import clean
from server_stub import access
from server_stub.access import Actor
from server_stub.operations import course
from server_stub.operations.subject import Subject
from server_stub.store.case_tables import listening, signal_targets, signals
from server_stub.store.moments import to_micros
from server_stub.store.unit import Unit

OWN = "object."
"""Events of this name are made here and are about the case's own object."""
LONGEST_ID = 200
MOST_BYTES = 64 * 1024
"""Of what comes with a signal."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,49}(\.[A-Za-z0-9_-]{1,50}){0,3}")
_known = select(signals.c.digest).where(signals.c.id == bindparam("the_id"))
_keep = insert(signals)
_waiting = (
    select(listening.c.case)
    .distinct()
    .where(listening.c.name == bindparam("the_name"))
    .order_by(listening.c.case)
)
_address = insert(signal_targets)


def send(unit: Unit, actor: Actor, new: NewSignal) -> SignalTaken:
    """Something happened outside, says a program. Raises NotAllowed, Invalid."""
    access.require_signals(actor)
    return take(unit, actor.acting or actor.person, new)


def take(unit: Unit, sender: str, new: NewSignal) -> SignalTaken:
    """Keep a signal, and have every case told that waits for one of this name.

    The same id from the same sender again changes nothing. Raises Invalid, also where it came with
    other content the first time.
    """
    id_, fields = f"{sender}/{_checked(new).id}", msgspec.json.encode(new.fields).decode()
    digest = hashlib.sha256(f"{new.name}\0{fields}".encode()).hexdigest()
    before = unit.first(_known, the_id=id_)
    if before is not None:
        if before[0] != digest:
            raise Invalid(say("operations.other_signal", id=new.id))
        return SignalTaken(id=new.id, name=new.name, cases=0, repeated=True)
    now = to_micros(unit.now)
    unit.run(_keep, id=id_, name=new.name, at=now, sender=sender, digest=digest, fields=fields)
    cases = [row[0] for row in unit.all(_waiting, the_name=new.name)]
    rows: list[dict[str, object]] = [
        {"signal": id_, "case": case, "due": now, "failed": 0} for case in cases
    ]
    unit.run_many(_address, rows)
    if cases:
        unit.emit(EventKind.CASE_CHANGED, about=new.name)  # wakes whoever tells them
    return SignalTaken(id=new.id, name=new.name, cases=len(cases))


def object_changed(it: Subject, changes: Iterable[FieldChange]) -> None:
    """Fields of the object changed: its own case may wait for that (`event: object.changed`), or
    until a time that one of them says."""
    changed: Mapping[str, object] = {change.field: change.new for change in changes}
    if not changed or not it.type.flow:
        return
    state = course.load(it)
    if state is None or not course.is_running(state):
        return
    if not any(pause.ended is None and pause.clock is None for pause in state.pauses):
        return
    signal = Signal(
        id=f"{it.key}#{it.revision}", name=OBJECT_CHANGED, at=it.unit.now, fields=dict(changed)
    )
    course.run(it, SignalCame(by="", signal=signal))


def _checked(new: NewSignal) -> NewSignal:
    errors = []
    if not _NAME.fullmatch(new.name) or new.name.startswith(OWN):
        errors.append(FieldError(field="name", message=say("operations.signal_name")))
    if not new.id or len(new.id) > LONGEST_ID or clean(new.id) != new.id:
        errors.append(FieldError(field="id", message=say("operations.signal_id", n=LONGEST_ID)))
    if len(msgspec.json.encode(new.fields)) > MOST_BYTES:
        message = say("operations.signal_fields", n=MOST_BYTES // 1024)
        errors.append(FieldError(field="fields", message=message))
    if errors:
        raise Invalid(errors[0].message, errors=tuple(errors))
    return new
