"""The owner's door: a Unix socket beside a port, in a folder that only its owner can enter."""

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Receive, Scope, Send

_DOOR = "signoff.owners_door"


def owners_door(app: "ASGIApp") -> "ASGIApp":
    """The same application for who comes through a Unix socket in the owner's private folder."""

    async def at_the_door(scope: "Scope", receive: "Receive", send: "Send") -> None:
        cast("dict[str, Any]", scope)[_DOOR] = True
        await app(scope, receive, send)

    return at_the_door


def by_owners_door(scope: object) -> bool:
    """Whether a request came through that door."""
    return bool(cast("dict[str, Any]", scope).get(_DOOR))
