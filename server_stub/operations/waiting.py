"""What a case waits for besides people: its timers, and events from outside, as rows."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from core.cases import CaseState
from core.flow.definition import Flow, Wait
from core.flow.index import index_of
from server_stub.store.case_tables import listening, timers
from server_stub.store.moments import to_micros
from server_stub.store.unit import Unit

_into_timers = insert(timers)
_set = _into_timers.on_conflict_do_update(
    index_elements=["case", "key"], set_={"due": _into_timers.excluded.due, "failed": 0}
)
_cancel = delete(timers).where(
    timers.c.case == bindparam("the_case"), timers.c.key == bindparam("the_key")
)
_listen = insert(listening).on_conflict_do_nothing()
_hear_no_more = delete(listening).where(
    listening.c.case == bindparam("the_case"), listening.c.key == bindparam("the_key")
)


def set_timer(unit: Unit, case: str, key: str, due: datetime) -> None:
    """At `due` the case gets TimerFired with this key; replaces a timer of the same key."""
    unit.run(_set, case=case, key=key, due=to_micros(due), failed=0)


def cancel_timer(unit: Unit, case: str, key: str) -> None:
    """The timer is not needed any more."""
    unit.run(_cancel, the_case=case, the_key=key)


def listen(
    unit: Unit, old_flow: Flow, before: CaseState | None, flow: Flow, after: CaseState
) -> None:
    """Keep for each event from outside which cases wait for it, as it was and as it is now; on the
    version of the flow on which the case was, and is."""
    if not after.pauses:
        return
    old = dict(_events(old_flow, before)) if before is not None else {}
    new = dict(_events(flow, after))
    for key in old.keys() - new.keys():
        unit.run(_hear_no_more, the_case=after.id, the_key=key)
    for key in new.keys() - old.keys():
        unit.run(_listen, case=after.id, key=key, name=new[key])


def _events(flow: Flow, state: CaseState) -> Iterator[tuple[str, str]]:
    index = index_of(flow)
    for pause in state.pauses:
        spot = index.spots.get(pause.step)
        step = spot.step if spot is not None and pause.ended is None else None
        if isinstance(step, Wait) and step.event:
            yield pause.key, step.event
