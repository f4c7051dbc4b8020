"""Object types as their reader may see them."""

from core.api import Page
from core.objects import ObjectType
from server_stub import access
from server_stub.access import Actor
from server_stub.store.unit import Reader
from server_stub.views import cursors, directory


def listing(reader: Reader, actor: Actor, *, limit: int = 50, cursor: str = "") -> Page[ObjectType]:
    """The types whose objects the actor may see or make, with the fields that they may see."""
    found = [
        access.visible_type(actor, object_type)
        for object_type in directory.types(reader).values()
        if access.knows_type(actor, object_type)
    ]
    return cursors.part(found, lambda each: each.id, limit, cursor)
