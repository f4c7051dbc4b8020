"""Making and changing objects by hand."""

from collections.abc import Mapping

from core.api import EditObject, NewObject, ObjectView
from core.cases import Submit
from core.errors import NotAllowed, NotFound, Stale
from core.language import label, say
from core.near import hint_among
from core.objects import FieldChange, ObjectState, ObjectType
from server_stub import access
from server_stub.access import Actor
from server_stub.operations import course, fields, lines, sight, signals, subject
from server_stub.operations.subject import Subject
from server_stub.store.unit import Unit
from server_stub.views import changes, directory
from server_stub.views import objects as views
from server_stub.views.directory import Configuration


def create(unit: Unit, actor: Actor, new: NewObject) -> ObjectView:
    """Make an object, and submit it if so wished.

    Raises NotFound for an unknown type, NotAllowed, and Invalid that names each field.
    """
    configuration = directory.configuration(unit)
    object_type = configuration.types.get(new.type)
    if object_type is None:
        raise _no_type(actor, configuration, new.type)
    _require_creator(actor, configuration, object_type)
    checked = fields.check(unit, actor, configuration, object_type, new.fields)
    if new.submit or not object_type.flow:
        fields.require_complete(object_type, checked)
    state = ObjectState.DRAFT if object_type.flow else ObjectState.RECORD
    with subject.creating(
        unit, actor, object_type, checked, requester=actor.person, state=state
    ) as it:
        it.post("operations.created", by=actor.person)
        if new.submit:
            course.run(it, Submit(by=actor.person, acting=actor.acting))
    return views.view(unit, actor, it.key)


def edit(
    unit: Unit, actor: Actor, key: str, change: EditObject, revision: int | None = None
) -> ObjectView:
    """Change some fields; None empties one. `revision` is the one that the actor saw.

    Raises NotFound, NotAllowed, Invalid that names each field, and Stale with what changed since.
    """
    with subject.changing(unit, actor, key) as it:
        sight.require(it)
        require_revision(it, revision)
        signals.object_changed(it, change_by_hand(it, change.fields))
    return views.view(unit, actor, key)


def change_by_hand(
    it: Subject, given: Mapping[str, object], *, with_next: bool = False
) -> tuple[FieldChange, ...]:
    """The actor changes fields of an object that they see; answers what really changed.

    `with_next`: as a part of what they do, which their next entry in the feed tells.
    """
    if not given:
        return ()
    if not access.may_edit(
        it.actor,
        it.type,
        requester=it.requester,
        state=it.state,
        sourced=it.source is not None,
    ):
        if it.source is not None:
            raise NotAllowed(
                say("operations.edited_elsewhere", key=it.key, system=it.source.connector)
            )
        raise NotAllowed(say("operations.may_not_edit", key=it.key))
    checked = fields.check(it.unit, it.actor, it.configuration, it.type, given)
    whole = restored(it.actor, it.configuration, it.type, it.fields, checked)
    return it.change_fields(whole, with_next=with_next)


def restored(
    actor: Actor,
    configuration: Configuration,
    object_type: ObjectType,
    before: Mapping[str, object],
    checked: dict[str, object],
) -> dict[str, object]:
    """The checked fields, with what the actor cannot see of their lines put back.

    Raises Invalid where it is unclear which line a hidden cell belongs to.
    """
    for name, value in checked.items():
        field = object_type.field(name)
        if field is None or not field.columns or not isinstance(value, list):
            continue
        hidden = {column.id for column in field.columns if not access.sees_field(actor, column)}
        old = before.get(name)
        if not hidden or not isinstance(old, list):
            continue
        checked[name] = lines.with_hidden_cells(name, old, value, hidden)
    return checked


def require_revision(it: Subject, revision: int | None) -> None:
    """Raise Stale where fields that the actor sees changed since `revision`."""
    if revision is None or revision <= 0 or revision >= it.revision:
        return
    visible = it.configuration.visible_type(it.actor, it.type.id)
    changed = changes.since(it.unit, it.id, revision, visible)
    if changed:
        names = ", ".join(label(change.title) or change.field for change in changed)
        raise Stale(
            say("operations.changed_fields", fields=names), key=it.key, changes=list(changed)
        )


def require_requester(it: Subject) -> None:
    """Raise NotAllowed unless the actor is the object's requester."""
    if it.actor.person != it.requester or not it.requester:
        raise NotAllowed(say("operations.requester_only", key=it.key))


def _no_type(actor: Actor, configuration: Configuration, type_id: str) -> NotFound:
    known = [id_ for id_, each in configuration.types.items() if access.knows_type(actor, each)]
    near = hint_among(type_id, sorted(known))
    return NotFound(what=say("operations.type"), key=type_id, near=near)


def _require_creator(actor: Actor, configuration: Configuration, object_type: ObjectType) -> None:
    if access.may_create(actor, object_type):
        return
    title = label(object_type.title) or object_type.id
    if not access.sees_type(actor, object_type):
        raise _no_type(actor, configuration, object_type.id)
    if object_type.create == ():
        raise NotAllowed(say("operations.only_connectors_create", type=title))
    raise NotAllowed(say("operations.may_not_create", type=title))
