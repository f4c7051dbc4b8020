"""Running cases that are moved to another version of their flow (flows.md, "Versions").

Each case is a transaction of its own: one that cannot be moved keeps no other, and what was moved
stays moved where something ends in the middle. Moved once more, a case is where it is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from core.api import Page
from core.cases import AnyEffect, CaseState, CaseStatus, Move
from core.errors import FieldError, Invalid, NotFound, SignoffError
from core.flow import engine
from core.flow.definition import Flow
from core.flow.index import index_of
from core.flow.moved import told
from core.language import say
from core.moves import REFUSED, CaseMove, FlowMove
from core.near import did_you_mean
from server_stub.access import Actor
from server_stub.operations import course, subject
from server_stub.operations.facts import facts_of
from server_stub.operations.publishers import require_flow
from server_stub.operations.reasons import reason
from server_stub.store.tables import cases, flows, objects
from server_stub.store.unit import Reader, Unit
from server_stub.views import cursors, directory
from server_stub.views.rows import OBJECT_COLUMNS, object_row

_running = (
    select(*OBJECT_COLUMNS, cases.c.id, cases.c.state)
    .join(objects, objects.c.id == cases.c.object)
    .where(
        cases.c.flow == bindparam("the_flow"),
        cases.c.status != CaseStatus.ENDED.value,
        cases.c.id > bindparam("after"),
    )
    .order_by(cases.c.id)
    .limit(bindparam("most"))
)
_to_move = _running.where(cases.c.version != bindparam("the_version"))
_of_objects = _running.where(objects.c.key.in_(bindparam("keys", expanding=True)))
_versions = select(flows.c.version).where(flows.c.id == bindparam("the_flow"))
_decode = msgspec.json.Decoder(CaseState).decode


class Target(msgspec.Struct, frozen=True):
    """A case that is to be moved: an object as its row has it, and its case."""

    row: tuple[Any, ...]
    key: str
    object: int = 0
    case: str = ""
    state: str = ""
    """As stored; "": there is no such case running."""


class Wanted(msgspec.Struct, frozen=True):
    """What was asked for, looked up: where to, and a part of the cases."""

    flow: str
    move: FlowMove
    """With the number of the version."""
    targets: tuple[Target, ...]
    next: str = ""


def look(reader: Reader, actor: Actor, flow_id: str, move: FlowMove) -> Wanted:
    """The next part of the cases that are to be moved.

    Raises NotAllowed for whoever neither administers nor owns the flow, NotFound for a flow or
    version that is not there, and Invalid for a mapping of steps that are not.
    """
    known = directory.configuration(reader)
    newest = known.newest.get(flow_id, 0)
    version = move.version or newest
    if (version,) not in reader.all(_versions, the_flow=flow_id):
        key = f"{flow_id} {version}" if newest and version else flow_id
        near = "" if newest else did_you_mean(flow_id, known.newest)
        raise NotFound(kind="flow", what=say("configuration.kind_of.flow"), key=key, near=near)
    target = known.flow(reader, flow_id, version)
    _require(reader, actor, known, target)
    _check_mapping(reader, flow_id, target, move.steps)
    move = msgspec.structs.replace(move, version=version, reason=reason(move.reason))
    after = cursors.parts(move.cursor, 1)[0] if move.cursor else ""
    if move.objects:
        return _named(reader, flow_id, move, after)
    most = cursors.limited(move.limit)
    found = {"the_flow": flow_id, "the_version": version, "after": after, "most": most + 1}
    targets = [_target(row) for row in reader.all(_to_move, **found)]
    return _part(flow_id, move, targets, most, lambda each: each.case)


def _require(reader: Reader, actor: Actor, known: directory.Configuration, target: Flow) -> None:
    """Raise NotAllowed unless the actor may move cases to this version: what it does beyond the
    newest one has to be within their rights."""
    flows = {id_: known.flow(reader, id_, version) for id_, version in known.newest.items()}
    require_flow(actor, flows[target.id], target, known, flows)


def trial(
    reader: Reader, actor: Actor, flow_id: str, move: FlowMove, now: datetime
) -> Page[CaseMove]:
    """What `move_one` would make of a part of the cases; raises as `look`. Nothing is changed."""
    wanted = look(reader, actor, flow_id, move)
    command = _command(actor, wanted.move, move.reason.strip() or "-")
    items = [_tried(reader, wanted, each, command, now) for each in wanted.targets]
    return Page(items=items, next=wanted.next)


def begin(reader: Reader, actor: Actor, flow_id: str, move: FlowMove) -> Wanted:
    """As `look`, for real: raises Invalid where nobody says why."""
    if not move.reason.strip():
        message = say("flow.reason_missing")
        raise Invalid(message, errors=(FieldError(field="reason", message=message),))
    return look(reader, actor, flow_id, move)


def move_one(unit: Unit, actor: Actor, wanted: Wanted, target: Target) -> CaseMove:
    """Move one case, as it is now. Raises what the engine raises, and NotAllowed."""
    if not target.state:
        raise _no_case(target.key, wanted.flow)
    known = directory.configuration(unit)
    new = known.flow(unit, wanted.flow, wanted.move.version)
    _require(unit, actor, known, new)
    with subject.changing(unit, actor, object_id=target.object) as it:
        it.from_outside = True
        before = course.load(it)
        if before is None or before.id != target.case or not course.is_running(before):
            raise _no_case(target.key, wanted.flow)
        old = known.flow(unit, before.flow, before.version)
        command = _command(actor, wanted.move, wanted.move.reason, before.version)
        effects = course.run(it, command).effects
        assert it.case is not None
        return told(old, new, command.steps, before, it.case, effects)


def refused(wanted: Wanted, target: Target, error: SignoffError) -> CaseMove:
    """The answer about a case that stays where it is."""
    state = _decode(target.state) if target.state else None
    return CaseMove(
        object=target.key,
        case=target.case,
        old=state.version if state is not None else 0,
        new=wanted.move.version,
        outcome=REFUSED,
        at=state.at if state is not None else (),
        message=error.detail or error.message,
        hint=error.hint,
    )


# --- which ---------------------------------------------------------------------------------------


def _check_mapping(reader: Reader, flow_id: str, new: Flow, steps: dict[str, str]) -> None:
    """Raises Invalid for a step that no version has, or not this one."""
    if not steps:
        return
    known = directory.configuration(reader)
    versions = [row[0] for row in reader.all(_versions, the_flow=flow_id)]
    before = {
        spot.step.id for each in versions for spot in index_of(known.flow(reader, flow_id, each))
    }
    after = index_of(new).spots
    wrong = [(name, before) for name in steps if name not in before]
    wrong += [(name, set(after)) for name in steps.values() if name not in after]
    if wrong:
        said = [
            say("flow.no_step", step=name, known=", ".join(sorted(steps))) for name, steps in wrong
        ]
        errors = tuple(FieldError(field="steps", message=each) for each in said)
        raise Invalid(said[0], errors=errors)


def _named(reader: Reader, flow_id: str, move: FlowMove, after: str) -> Wanted:
    """The cases of the objects that were named, in the order of their keys."""
    keys = sorted(set(move.objects))
    rest = [key for key in keys if key > after]
    most = cursors.limited(move.limit)
    found = {"the_flow": flow_id, "after": "", "most": len(keys) + 1, "keys": rest[:most]}
    targets = {each.key: each for each in map(_target, reader.all(_of_objects, **found))}
    named = [targets.get(key, Target((), key)) for key in rest[: most + 1]]
    return _part(flow_id, move, named, most, lambda each: each.key)


def _part(flow_id: str, move: FlowMove, found: list[Target], most: int, name: Any) -> Wanted:
    part = tuple(found[:most])
    following = cursors.of(name(part[-1])) if len(found) > most else ""
    return Wanted(flow_id, move, part, following)


def _target(row: Sequence[Any]) -> Target:
    count = len(OBJECT_COLUMNS)
    here = object_row(tuple(row))
    return Target(tuple(row[:count]), here.key, here.id, row[count], row[count + 1])


# --- one case --------------------------------------------------------------------------------


def _tried(
    reader: Reader, wanted: Wanted, target: Target, command: Move, now: datetime
) -> CaseMove:
    try:
        return _told(reader, wanted, target, command, now)
    except SignoffError as error:
        return refused(wanted, target, error)


def _told(reader: Reader, wanted: Wanted, target: Target, command: Move, now: datetime) -> CaseMove:
    if not target.state:
        raise _no_case(target.key, wanted.flow)
    known = directory.configuration(reader)
    state = _decode(target.state)
    old = known.flow(reader, wanted.flow, state.version)
    new = known.flow(reader, wanted.flow, wanted.move.version)
    command = msgspec.structs.replace(command, from_version=state.version)
    effects: tuple[AnyEffect, ...]
    after, effects = engine.handle(
        old,
        state,
        command,
        facts_of(reader, new, state, object_row(target.row), now),
        calendar=known.calendar,
        into=new,
    )
    return told(old, new, command.steps, state, after, effects)


def _command(actor: Actor, move: FlowMove, why: str, from_version: int = 0) -> Move:
    return Move(
        by=actor.person,
        acting=actor.acting,
        version=move.version,
        from_version=from_version,
        steps=move.steps,
        reason=why,
    )


def _no_case(key: str, flow: str) -> Invalid:
    return Invalid(say("moving.no_case", key=key, flow=flow))
