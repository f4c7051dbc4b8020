"""Checks and trials: what somebody sent is worked through, as far as one call may go.

Anybody who is signed in may have flows checked, so none of it may keep the server from the others:
it is counted in steps (`core.effort`) and refused where it is too much, runs beside the other
readings, and one person's calls wait for each other.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from litestar import Response

from core.effort import TooMuchError, limited
from core.errors import Invalid
from core.language import say
from server_stub.access import Actor
from server_stub.api.frame import Call, actor, frame, reading
from server_stub.store.unit import Reader

T = TypeVar("T")
R = TypeVar("R", bound=Reader)

MOST_STEPS = 10_000_000
"""About ten seconds of a check or of tests."""
MOST_TRIED = 60_000_000
"""About a minute of trying a flow on the past, which is for owners and administrators."""
MOST_YAML = 1_000_000
"""Characters of all YAML files that are sent together: some 15,000 steps of flows."""


class TooLarge(Invalid):
    """What was sent takes more steps than one call may."""


async def weighed(
    request: Call,
    texts: Iterable[tuple[str, str]],
    view: Callable[[Reader, Actor], T],
    *,
    most: int = 0,
) -> Response[T]:
    """As `reading`, for a view that works through `texts`, each with the name of its file.

    `most` steps may be spent; 0: `MOST_STEPS`.
    Raises TooLarge where that is too much for one call, and Refused where several of the caller's
    are waiting already.
    """
    caller = await actor(request)
    require_size(texts)

    async with frame(request).turns.of(caller.acting or caller.person):
        return await reading(request, bounded(view, most), apart=True)


def require_size(texts: Iterable[tuple[str, str]]) -> None:
    """Raise Invalid where there is more YAML than one call may have read."""
    size = sum(len(text) for name, text in texts if not name.endswith(".csv"))
    if size > MOST_YAML:
        raise Invalid(say("server.too_long_to_check", n=size, most=MOST_YAML), hint=_hint())


def bounded(view: Callable[[R, Actor], T], most: int = 0) -> Callable[[R, Actor], T]:
    """The same view, or change; raises TooLarge where it takes more steps than `most`."""

    def work(reader: R, acting: Actor) -> T:
        try:
            with limited(most or MOST_STEPS):
                return view(reader, acting)
        except TooMuchError:
            raise TooLarge(say("server.too_large_to_check"), hint=_hint()) from None

    return work


def _hint() -> str:
    return say("server.too_large_to_check.hint")
