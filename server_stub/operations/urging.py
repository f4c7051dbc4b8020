"""Asking whoever an object waits for to hurry: counted, in the feed, and for each not too often."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, select

from core.api import Resting, Urge, Urged
from core.cases import CaseStatus
from core.cases import Urge as UrgeCommand
from core.errors import Invalid, NotAllowed, NotFound
from core.feed import EntryKind
from core.flow.steering import rests_until
from core.language import say
from core.tasks import TaskKind, TaskState
from server_stub.access import Actor
from server_stub.operations import course, sight, subject
from server_stub.operations.reasons import reason
from server_stub.operations.subject import Subject
from server_stub.operations.tasks_open import urge_task
from server_stub.store.moments import to_micros
from server_stub.store.tables import entries, tasks
from server_stub.store.unit import Unit
from server_stub.views.chain import opened
from server_stub.views.objects import sub_objects
from server_stub.views.rows import TaskRow, select_tasks, task_row
from server_stub.working_week import working_week

URGE_EVERY = timedelta(hours=1)
"""How often one person may be urged where no flow says otherwise."""

_open_here = select_tasks().where(
    tasks.c.object == bindparam("the_object"), tasks.c.state == TaskState.OPEN.value
)
_recent_messages = select(entries.c.doc, entries.c.hash).where(
    entries.c.object == bindparam("the_object"),
    entries.c.at > bindparam("since"),
    entries.c.kind == EntryKind.MESSAGE.value,
)


MOST_BELOW = 100
"""Objects of sub-flows that one urge goes on to."""


class _Place(msgspec.Struct):
    """An object at which somebody may be urged."""

    it: Subject
    ready: list[TaskRow]
    urged: set[str]
    resting: tuple[Resting, ...]


def urge(unit: Unit, actor: Actor, key: str, what: Urge) -> Urged:
    """Urge everybody whom the object waits for, but those who were urged a short while ago.

    Where its case waits for a sub-flow, also whoever has the tasks there, as far as the actor may
    see the object on which that runs. Answers who was urged, and until when the others rest. Raises
    NotFound, Invalid where it waits for nobody else, and NotAllowed where all of them were urged
    just now.
    """
    it = subject.lock(unit, actor, key)
    sight.require(it)
    text = reason(what.text)
    places = [_place(each) for each in _waited_for(it)]
    urged = set[str]().union(*(each.urged for each in places))
    resting = _once(rest for each in places for rest in each.resting if rest.person not in urged)
    if not urged:
        if resting:
            raise _too_often(resting, it)
        raise Invalid(say("operations.nothing_to_urge", key=key), hint=_below(it))
    for place in places:
        if place.ready:
            _urge(place.it, place.ready, text)
    below = ", ".join(place.it.key for place in places[1:] if place.ready)
    if below:
        who = actor.person
        places[0].it.post("operations.urged_below", by=who, person=who, objects=below)
    for number, place in enumerate(places):
        if place.ready or (below and number == 0):
            place.it.save()
    return Urged(people=tuple(sorted(urged)), resting=resting)


def _waited_for(it: Subject) -> list[Subject]:
    """The object, and below it those whose cases it waits for and that the actor may see."""
    found = [it]
    for here in found:
        for key in _keys_below(here):
            below = subject.lock(it.unit, it.actor, key)
            if len(found) < MOST_BELOW and below.id not in {each.id for each in found}:
                with suppress(NotFound):
                    sight.require(below)
                    found += [below] * _goes_on(below)
    return found


def _goes_on(it: Subject) -> bool:
    """Whether its case is not suspended: there nobody is urged."""
    state = course.load(it)
    return state is not None and state.status is CaseStatus.RUNNING


def _place(it: Subject) -> _Place:
    """Who can be urged here, and who rests; not the actor."""
    rows = (task_row(row) for row in it.unit.all(_open_here, the_object=it.id))
    mine = it.actor.person
    waiting = [each for each in rows if each.person != mine and each.kind is not TaskKind.COPY]
    rests = _rests(it, waiting)
    ready = [task for task in waiting if task.id not in rests]
    urged = {task.person for task in ready}
    return _Place(it, ready, urged, _resting(it, waiting, rests, urged))


def _once(resting: Iterable[Resting]) -> tuple[Resting, ...]:
    """Each person once, with the earliest time."""
    found: dict[str, Resting] = {}
    for each in resting:
        if each.person not in found or each.until < found[each.person].until:
            found[each.person] = each
    return tuple(found[person] for person in sorted(found))


def _urge(it: Subject, ready: list[TaskRow], text: str) -> None:
    of_flow = {task.person for task in ready if task.case}
    if of_flow:
        course.run(it, UrgeCommand(by=it.actor.person, acting=it.actor.acting, text=text))
    beside = [task for task in ready if not task.case]
    for task in beside:
        urge_task(it, task, it.actor.person, task.urged + 1)
    untold = sorted({task.person for task in beside} - of_flow)
    if untold:
        who = it.actor.person
        it.post("feed.urged", by=who, person=who, people=", ".join(untold), text=text)


def _below(it: Subject) -> str:
    """Where the people are whom a case waits for while another flow runs; "" where none does."""
    keys = _keys_below(it)
    return say("operations.urge_below", keys=", ".join(keys)) if keys else ""


def _keys_below(it: Subject) -> list[str]:
    """The objects of the sub-flows that the case waits for."""
    state = course.load(it)
    if state is None or not course.is_running(state):
        return []
    running = {child.key for child in state.children if child.waits and child.ended is None}
    return sorted(key for child, key in sub_objects(it.unit, state).items() if child in running)


def _rests(it: Subject, waiting: Iterable[TaskRow]) -> dict[str, datetime]:
    """The tasks that were urged a short while ago, and until when they are left alone."""
    found = {task.id: _of_flow(it, task) for task in waiting if task.case}
    beside = [task for task in waiting if not task.case]
    if beside:
        last = _last_urged(it)
        found |= {task.id: last[task.person] + URGE_EVERY for task in beside if task.person in last}
    return {task: until for task, until in found.items() if until and until > it.unit.now}


def _of_flow(it: Subject, task: TaskRow) -> datetime | None:
    state = course.load(it)
    seat = state.seat(task.id) if state is not None else None
    if state is None or seat is None:
        return None
    flow = it.configuration.flow(it.unit, state.flow, state.version)
    return rests_until(flow, seat[1], it.configuration.directory, working_week())


def _last_urged(it: Subject) -> dict[str, datetime]:
    """Who was urged beside flows within `URGE_EVERY`, as the feed has it."""
    since = to_micros(it.unit.now - URGE_EVERY)
    found: dict[str, datetime] = {}
    for doc, hash_ in it.unit.all(_recent_messages, the_object=it.id, since=since):
        entry = opened(doc, hash_)
        if entry.message == "feed.urged":
            for person in entry.values.get("people", "").split(", "):
                found[person] = max(entry.at, found.get(person, entry.at))
    return found


def _resting(
    it: Subject, waiting: Iterable[TaskRow], rests: dict[str, datetime], urged: set[str]
) -> tuple[Resting, ...]:
    """Each of those who were not urged, once."""
    until: dict[str, datetime] = {}
    for task in waiting:
        if task.person not in urged:
            until[task.person] = min(rests[task.id], until.get(task.person, rests[task.id]))
    name = it.configuration.name
    return tuple(
        Resting(person=person, name=name(person), until=until[person]) for person in sorted(until)
    )


def _too_often(resting: tuple[Resting, ...], it: Subject) -> NotAllowed:
    """The one moment in the text is replaced by the reader's own time in `core.client.answers`."""
    when = min(each.until for each in resting).isoformat(timespec="seconds")
    people = ", ".join(it.name(each.person) for each in resting)
    return NotAllowed(say("operations.urged_lately", people=people, when=when), when=when)
