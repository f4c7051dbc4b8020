"""Who else answers a task: a helper first, further signers, fewer signers; the own word taken back.

What may be done with a task the engine knows; whose task it is, and who may do it for others, is
asked here.
"""

from core.api import Forward, ObjectView
from core.cases import AddSigners, CaseState, Delegate, RemoveSigner, Round, Seat, Signing, TakeBack
from core.errors import FieldError, Invalid, NotAllowed, Stale
from core.handling import AddSigner
from core.handling import Reason as Said
from core.handling import RemoveSigner as Removal
from core.language import say
from core.rounds import UNANSWERED, RoundStatus
from core.tasks import Task, TaskKind, TaskState
from core.text import clean
from server_stub import access
from server_stub.access import Actor
from server_stub.operations import course, sight
from server_stub.operations.holding import locked, own_task, require_as_seen
from server_stub.operations.reasons import reason
from server_stub.operations.subject import Subject
from server_stub.store.unit import Unit
from server_stub.views import objects as object_views
from server_stub.views import tasks as views
from server_stub.views.tasks import is_task


def delegate(
    unit: Unit, actor: Actor, task_or_key: str, what: Forward, revision: int | None = None
) -> Task:
    """Have somebody answer first; the task waits and comes back. Raises like `tasks.decide`."""
    with locked(unit, actor, task_or_key) as it:
        task = own_task(it, task_or_key, "delegate")
        require_as_seen(it, task, revision)
        to = known_person(it, what.to)
        course.run(
            it,
            Delegate(
                by=actor.person,
                acting=actor.acting,
                task=task.id,
                to=to,
                reason=reason(what.reason),
            ),
        )
    return views.find(unit, actor, task.id, configuration=it.configuration)


def add(
    unit: Unit, actor: Actor, task_or_key: str, what: AddSigner, revision: int | None = None
) -> Task:
    """Have further people sign: before the actor, after, or beside. Raises like `tasks.decide`."""
    with locked(unit, actor, task_or_key) as it:
        task = own_task(it, task_or_key, "add_signer")
        require_as_seen(it, task, revision)
        people = tuple(known_person(it, each, field="people") for each in what.people)
        course.run(
            it,
            AddSigners(
                by=actor.person,
                acting=actor.acting,
                task=task.id,
                people=people,
                where=_where(what.where),
                reason=reason(what.reason),
            ),
        )
    return views.find(unit, actor, task.id, configuration=it.configuration)


def remove(unit: Unit, actor: Actor, task_or_key: str, what: Removal) -> ObjectView:
    """People who have not acted need not sign; whoever added them may say so, or an administrator.

    With the id of a task and no people it is the person of that task. Raises NotFound, Invalid,
    NotAllowed, AlreadyDecided and NoLongerYours.
    """
    with locked(unit, actor, task_or_key) as it:
        sight.require(it)
        state = require_case(it, what.case_revision)
        for task in _to_remove(it, state, task_or_key, what.people):
            course.run(
                it,
                RemoveSigner(
                    by=actor.person,
                    acting=actor.acting,
                    task=task,
                    reason=reason(what.reason),
                    admin=access.administers(actor),
                ),
            )
    return object_views.view(unit, actor, it.key)


def take_back(unit: Unit, actor: Actor, task_or_key: str, what: Said) -> ObjectView:
    """The actor's own last decision counts no more, and they are asked again.

    Raises NotAllowed where the flow does not let them, or somebody acted since.
    """
    with locked(unit, actor, task_or_key) as it:
        sight.require(it)
        state = require_case(it, what.case_revision)
        task = task_or_key if is_task(task_or_key) else _last_decided(it, state)
        found = state.seat(task)
        if found is not None and found[1].person != actor.person:
            raise NotAllowed(say("operations.not_your_task", person=it.name(found[1].person)))
        course.run(
            it,
            TakeBack(by=actor.person, acting=actor.acting, task=task, reason=reason(what.reason)),
        )
    return object_views.view(unit, actor, it.key)


def known_person(it: Subject, given: str, *, field: str = "to") -> str:
    """The id of an active person. Raises Invalid."""
    person = given.removeprefix("@")
    known = it.configuration.directory.people.get(person)
    if known is None or not known.active:
        message = say("operations.unknown_person", person=clean(person)[:80])
        hint = access.no_person(it.configuration.directory, clean(person)[:80]).hint
        raise Invalid(message, hint=hint, errors=(FieldError(field=field, message=message),))
    return person


def require_case(it: Subject, seen: int = 0) -> CaseState:
    """The object's newest case. Raises Invalid where it has none, and Stale where something has
    happened to it since the revision `seen`, or that was of an earlier case."""
    state = course.load(it)
    if state is None:
        raise Invalid(say("operations.not_submitted", key=it.key))
    if seen not in (0, state.revision):
        raise Stale(say("flow.case_moved"), key=it.key)
    return state


def unanswered(state: CaseState, person: str) -> list[tuple[Round, Seat]]:
    """Everything from which an answer of the person is still to come, copies aside."""
    return [
        (round_, seat)
        for round_ in state.rounds
        if round_.status is RoundStatus.OPEN and round_.kind is not TaskKind.COPY
        for seat in round_.seats
        if seat.person == person and seat.state in UNANSWERED
    ]


def the_one(it: Subject, state: CaseState, person: str) -> str:
    """The only task from which an answer of the person is to come; else the one they had last, of
    which the engine says what became of it. Raises Invalid."""
    found = unanswered(state, person)
    earlier = [seat for round_ in state.rounds for seat in round_.seats if seat.person == person]
    if not found and earlier:
        return earlier[-1].task
    if not found:
        raise Invalid(say("operations.not_asked", person=it.name(person), key=it.key))
    if len(found) > 1:
        names = ", ".join(f"{seat.task} ({round_.step})" for round_, seat in found)
        raise Invalid(say("operations.several_tasks", key=it.key, tasks=names))
    return found[0][1].task


def _to_remove(
    it: Subject, state: CaseState, task_or_key: str, people: tuple[str, ...]
) -> list[str]:
    if not people and is_task(task_or_key):
        return [task_or_key]
    if not people:
        raise Invalid(say("flow.nobody_named"))
    return [the_one(it, state, each.removeprefix("@")) for each in people]


def _last_decided(it: Subject, state: CaseState) -> str:
    decided = [
        seat
        for round_ in state.rounds
        for seat in round_.seats
        if seat.person == it.actor.person
        and seat.state is TaskState.DONE
        and seat.decision is not None
        and not seat.automatic
        and round_.kind is not TaskKind.COPY
    ]
    if not decided:
        raise Invalid(say("operations.nothing_to_take_back", key=it.key))
    return max(decided, key=lambda seat: (seat.ended or seat.opened, seat.task)).task


def _where(given: str) -> Signing:
    try:
        return Signing(given)
    except ValueError:
        message = say("operations.signing", given=given[:40])
        raise Invalid(message, errors=(FieldError(field="where", message=message),)) from None
