"""Object types as their reader may see them."""

from core.objects import ObjectType
from server_stub import access
from server_stub.access import Actor
from server_stub.store.unit import Reader
from server_stub.views import directory


def listing(reader: Reader, actor: Actor) -> list[ObjectType]:
    """The types whose objects the actor may see or make, with the fields that they may see."""
    return [
        access.visible_type(actor, object_type)
        for _, object_type in sorted(directory.types(reader).items())
        if access.sees_type(actor, object_type) or access.may_create(actor, object_type)
    ]
