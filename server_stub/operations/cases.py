"""What a requester does with the whole case: submit, resubmit, withdraw."""

from core.api import ObjectView, Steer
from core.cases import Resubmit, Submit, Withdraw
from core.errors import Conflict
from core.language import say
from server_stub.access import Actor
from server_stub.operations import course, fields, sight, subject
from server_stub.operations.objects import (
    change_by_hand,
    require_requester,
    require_revision,
)
from server_stub.operations.reasons import reason
from server_stub.operations.subject import Subject
from server_stub.store.unit import Unit
from server_stub.views import objects as views


def submit(
    unit: Unit, actor: Actor, key: str, steer: Steer, revision: int | None = None
) -> ObjectView:
    """Send a draft on its way. Raises Invalid where something required is missing."""
    with subject.changing(unit, actor, key) as it:
        _prepare(it, steer, revision)
        if it.state not in views.SUBMITTABLE:
            raise Conflict(say("operations.already_submitted", key=key))
        fields.require_complete(it.type, it.fields)
        why = reason(steer.reason)
        course.run(it, Submit(by=actor.person, acting=actor.acting, reason=why))
    return views.view(unit, actor, key)


def resubmit(
    unit: Unit, actor: Actor, key: str, steer: Steer, revision: int | None = None
) -> ObjectView:
    """Send a returned object on its way again; one entry tells it with what was revised."""
    with subject.changing(unit, actor, key) as it:
        _prepare(it, steer, revision)
        fields.require_complete(it.type, it.fields)
        why = reason(steer.reason)
        course.run(it, Resubmit(by=actor.person, acting=actor.acting, reason=why))
    return views.view(unit, actor, key)


def withdraw(
    unit: Unit, actor: Actor, key: str, steer: Steer, revision: int | None = None
) -> ObjectView:
    """Take a running object back."""
    with subject.changing(unit, actor, key) as it:
        _prepare(it, steer, revision)
        why = reason(steer.reason)
        course.run(it, Withdraw(by=actor.person, acting=actor.acting, reason=why))
    return views.view(unit, actor, key)


def _prepare(it: Subject, steer: Steer, revision: int | None) -> None:
    sight.require(it)
    require_requester(it)
    require_revision(it, revision)
    change_by_hand(it, steer.fields, with_next=True)
