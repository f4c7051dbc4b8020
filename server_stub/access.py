"""Who may see and do what, down to the field: the one place that decides it.

- Whoever takes part in an object (requester, asked, mentioned, follower) may see it; others where
  their roles, or no `read:` at all, let them see its type.
- A field with `read:` is shown to the roles named there only. It then appears nowhere else either:
  not in lists, titles, the feed, the history, the search or the filters of the inbox.
- An administrator (the local owner, or the role `admin`) sees everything in their own name; acting
  as somebody else they have exactly that person's rights, and both are recorded.
- A flow, and the rule tables and tests of it alone, is published by its owners, too: whoever the
  newest published version names. Beyond what an administrator has published before, their flow
  does what they may do themselves: read and write fields, start flows of theirs.
- Connectors and jobs act as `SYSTEM`, without a person.

What somebody may not see is answered as if it did not exist (`NotFound`), so that keys and ids do
not give away what there is.
"""

from collections.abc import Iterable, Mapping

import msgspec

from core.errors import NotAllowed, NotFound
from core.flow.definition import Flow, WhoKind
from core.flow.reach import Deed, DeedKind
from core.language import say
from core.near import did_you_mean, usual_key
from core.objects import FieldDefinition, FieldKind, ObjectState, ObjectType
from core.people import ADMIN, Directory
from core.rules.assignment import describe

IN_HAND = (ObjectState.DRAFT, ObjectState.RETURNED, ObjectState.WITHDRAWN)
"""Where an object stands while its requester may change it."""

INTEGRATION = "integration"
"""The role of programs that tell what happens outside."""


class Actor(msgspec.Struct, frozen=True):
    """Who does something: `person`, really done by `acting` where that is somebody else."""

    person: str
    acting: str = ""
    owner: bool = False
    """The caller is an administrator and may act as others."""
    roles: tuple[str, ...] = ()
    system: bool = False


SYSTEM = Actor(person="", system=True)
"""Connectors and jobs: bound by no right, and named "" in the feed."""


def actor_for(directory: Directory, person: str, *, owner: bool = False, acting: str = "") -> Actor:
    """The actor for a caller. With `acting`, that is who really calls; `owner` is about them.

    Raises NotAllowed where somebody acts as another without being an administrator, and NotFound
    where that other does not exist. For somebody who has left an administrator can still act: what
    waits for them has to be seen and forwarded by somebody.
    """
    caller = directory.people.get(acting or person)
    owner = owner or (caller is not None and caller.active and ADMIN in caller.roles)
    if acting and acting != person:
        if not owner:
            raise NotAllowed(say("operations.may_not_act_as", person=person))
        if person not in directory.people:
            raise no_person(directory, person)
    else:
        acting = ""
    roles = directory.people[person].roles if person in directory.people else ()
    return Actor(person=person, acting=acting, owner=owner, roles=roles)


def administers(actor: Actor) -> bool:
    """Whether the actor may administer the server: an administrator in their own name."""
    return actor.system or ADMIN in actor.roles or (actor.owner and not actor.acting)


def require_administrator(actor: Actor) -> None:
    """Raise NotAllowed unless the actor administers the server."""
    if not administers(actor):
        raise NotAllowed(say("operations.administrators_only"))


def owns_flow(actor: Actor, flow: Flow, directory: Directory) -> bool:
    """Whether the actor is an owner of the flow: the person, or one of the role or group."""
    owner = flow.owner
    if owner.kind is WhoKind.ROLE:
        return owner.id in actor.roles
    if owner.kind is WhoKind.GROUP:
        return any(each.id == actor.person for each in directory.in_group(owner.id))
    return owner.kind is WhoKind.PERSON and actor.person == owner.id != ""


def require_flow(actor: Actor, before: Flow | None, after: Flow, directory: Directory) -> None:
    """Raise NotAllowed unless it is the actor's to put `after` in the place of `before`, or try it.

    It is for the owners, and for the same type of object; whose a flow is, its newest published
    version says, never the one to be published. A new flow takes an administrator, who thereby says
    whose it is. What an owner's version may do, `within_rights` says.
    """
    if administers(actor):
        return
    if before is None:
        raise NotAllowed(say("operations.new_flow", flow=after.id))
    if not owns_flow(actor, before, directory):
        owner = describe(before.owner)
        raise NotAllowed(say("operations.not_your_flow", flow=before.id, owner=owner))
    if before.object_type != after.object_type:
        values = {"old": before.object_type, "new": after.object_type}
        raise NotAllowed(say("operations.flow_of_other_type", flow=before.id, **values))


def within_rights(
    actor: Actor,
    deed: Deed,
    object_type: ObjectType,
    started: tuple[Flow, ObjectType] | None,
    directory: Directory,
) -> bool:
    """Whether the actor may do by their own hand what a flow for objects of the type does.

    `started` is the flow that the deed is about, as it is published, and the type that it is for.
    Actions in other systems are nobody's own, but under one's own login.
    """
    if administers(actor):
        return True
    if deed.kind in (DeedKind.CALL, DeedKind.UNDO):
        return deed.login == actor.person != ""
    if deed.kind is DeedKind.START:
        mine = started is not None and owns_flow(actor, started[0], directory)
        return mine and started is not None and may_create(actor, started[1])
    if deed.kind is DeedKind.GIVE:
        fields = _path(started[1], deed.what) if started is not None else ()
    else:
        fields = _path(object_type, deed.what)
    may = sees_field if deed.kind is DeedKind.READ else writes_field
    return bool(fields) and all(may(actor, field) for field in fields)


def _path(object_type: ObjectType, path: str) -> tuple[FieldDefinition, ...]:
    """The field, or the field and its column; () where there is none."""
    name, _, column = path.partition(".")
    field = object_type.field(name)
    if field is None or not column:
        return (field,) if field is not None else ()
    return next(((field, each) for each in field.columns if each.id == column), ())


def require_publisher(actor: Actor, flows: Iterable[Flow], directory: Directory) -> None:
    """Raise NotAllowed unless the actor administers, or owns one of the published flows."""
    if administers(actor):
        return
    if not any(owns_flow(actor, flow, directory) for flow in flows):
        raise NotAllowed(say("operations.publishers_only"))


def require_self(actor: Actor, person: str) -> None:
    """Raise NotAllowed unless the actor is that person, or administers the server.

    For what people say about themselves: when they are away, and who decides meanwhile.
    """
    if actor.person != person and not administers(actor):
        raise NotAllowed(say("operations.only_for_yourself"))


def require_signals(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may say what happened outside.

    Cases move by it, so it takes the role `integration`, which the programs of a company hold, or
    an administrator.
    """
    if INTEGRATION not in actor.roles and not administers(actor):
        raise NotAllowed(say("operations.no_signals", role=INTEGRATION))


# --- tasks -----------------------------------------------------------------------------------


def may_decide(actor: Actor, person: str, instead_of: str) -> bool:
    """Whether a task is the actor's to decide: it waits for them, or for whoever decides for them
    while they are away."""
    return actor.person != "" and actor.person in (person, instead_of)


# --- objects ---------------------------------------------------------------------------------


def sees_type(actor: Actor, object_type: ObjectType) -> bool:
    """Whether the actor may see every object of the type, without taking part in it."""
    return administers(actor) or _holds(actor, object_type.read)


def knows_type(actor: Actor, object_type: ObjectType) -> bool:
    """Whether the actor is told that there is such a type: they may see or make its objects."""
    return sees_type(actor, object_type) or may_create(actor, object_type)


def may_see(actor: Actor, object_type: ObjectType, takes_part: bool) -> bool:
    """Whether the actor may see an object of the type."""
    return takes_part or sees_type(actor, object_type)


def require_sight(actor: Actor, object_type: ObjectType, takes_part: bool, key: str) -> None:
    """Raise NotFound unless the actor may see the object `key`."""
    if not may_see(actor, object_type, takes_part):
        raise no_object(key)


def no_object(key: str) -> NotFound:
    """The error for an object that does not exist, or not for this reader."""
    usual = usual_key(key)
    near = did_you_mean(usual, [usual]) if usual else ""
    return NotFound(kind="object", what=say("operations.object"), key=key, near=near)


def no_person(directory: Directory, person: str) -> NotFound:
    """The error for somebody who does not exist or has left; names those of a like name."""
    known = {id_: each.name.values() for id_, each in directory.people.items() if each.active}
    near = did_you_mean(person, known, known)
    return NotFound(kind="person", what=say("operations.person"), key=person, near=near)


def no_task(task: str) -> NotFound:
    """The error for a task that does not exist, or not for this reader."""
    return NotFound(kind="task", what=say("operations.task"), key=task)


def may_create(actor: Actor, object_type: ObjectType) -> bool:
    """Whether the actor may make an object of the type. Not even administrators may make what
    only connectors bring (`create: ()`)."""
    if actor.system:
        return True
    if object_type.create == ():
        return False
    return administers(actor) or _holds(actor, object_type.create)


def may_edit(
    actor: Actor, object_type: ObjectType, *, requester: str, state: ObjectState, sourced: bool
) -> bool:
    """Whether the actor may change the object's fields by hand.

    What came from another system is changed there. The requester may while it is in their hands:
    a draft, returned, withdrawn; the type's `write` roles always.
    """
    if actor.system:
        return True
    if sourced or state == ObjectState.GONE:
        return False
    if requester == actor.person and state in IN_HAND:
        return True
    return administers(actor) or any(role in actor.roles for role in object_type.write)


# --- fields ----------------------------------------------------------------------------------


def is_open(field: FieldDefinition) -> bool:
    """Whether everybody who sees the object sees the field, all its columns included."""
    return field.read is None and all(column.read is None for column in field.columns)


def sees_field(actor: Actor, field: FieldDefinition) -> bool:
    """Whether the actor may see the field on an object they may see."""
    return administers(actor) or field.open_to(actor.roles)


def writes_field(actor: Actor, field: FieldDefinition) -> bool:
    """Whether the actor may change the field of an object that they may change."""
    if actor.system:
        return True
    return sees_field(actor, field) and (administers(actor) or _holds(actor, field.write))


def visible_type(actor: Actor, object_type: ObjectType) -> ObjectType:
    """The type with only the fields and columns that the actor may see."""
    if administers(actor) or all(is_open(field) for field in object_type.fields):
        return object_type
    return msgspec.structs.replace(object_type, fields=visible_fields(actor, object_type.fields))


def visible_fields(actor: Actor, fields: Iterable[FieldDefinition]) -> tuple[FieldDefinition, ...]:
    """Those of the fields that the actor may see, with their visible columns."""
    shown = (field for field in fields if sees_field(actor, field))
    return tuple(
        msgspec.structs.replace(field, columns=visible_fields(actor, field.columns))
        if field.columns
        else field
        for field in shown
    )


def visible_values(
    fields: Iterable[FieldDefinition], values: Mapping[str, object]
) -> dict[str, object]:
    """Those of an object's values that stand in `fields`, which `visible_type` gave."""
    return {
        field.id: visible_value(field, values[field.id]) for field in fields if field.id in values
    }


def visible_value(field: FieldDefinition, value: object) -> object:
    """A value with only the columns that `field`, which `visible_type` gave, still has."""
    if field.kind != FieldKind.TABLE or not isinstance(value, list):
        return value
    columns = {column.id for column in field.columns}
    return [
        {name: cell for name, cell in line.items() if name in columns}
        for line in value
        if isinstance(line, dict)
    ]


def _holds(actor: Actor, roles: tuple[str, ...] | None) -> bool:
    if roles is None or actor.system:
        return True
    return any(role in actor.roles for role in roles)
