"""Checks and trials: what somebody sent is worked through, as far as one call may go.

Anybody who is signed in may have flows checked, so none of it may keep the server from the others:
it is counted in steps (`core.effort`) and refused where it is too much, and runs beside the other
readings. One person's calls wait for each other; those of several people get on in turns. A call
whose client has gone away ends early, and counts as its person's until it has ended.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar, cast

from litestar import Response

from core.effort import TooMuchError, limited
from core.errors import Invalid, Refused
from core.language import say
from server_stub.access import Actor
from server_stub.api.frame import Call, Stored, actor, find, frame, respond, stored
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


class AbandonedError(Exception):
    """Nobody waits for the answer any more. Not one of ours: a trial tells those as what came of
    it, and goes on."""


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
    require_size(texts)

    def answer(reader: Reader, acting: Actor) -> Stored:
        return stored(view(reader, acting))

    return cast(Response[T], respond(await worked_out(request, answer, most=most)))


async def worked_out(request: Call, view: Callable[[Reader, Actor], T], *, most: int = 0) -> T:
    """What `view` finds, for a route that goes on with it; weighed in the same way."""
    caller = await actor(request)
    attended = _Attended()
    working = asyncio.create_task(_work(request, caller, view, most or MOST_STEPS, attended))
    watching = asyncio.create_task(_watch(request, attended, working))
    try:
        return await asyncio.shield(working)
    except AbandonedError:
        raise _abandoned() from None
    except asyncio.CancelledError:
        if working.cancelled():
            raise _abandoned() from None
        raise
    finally:
        attended.gone = True
        watching.cancel()


class _Attended:
    """How it stands with one call, told to the thread that works for it."""

    def __init__(self) -> None:
        self.begun = False
        self.gone = False


async def _work(
    request: Call,
    caller: Actor,
    view: Callable[[Reader, Actor], T],
    most: int,
    attended: _Attended,
) -> T:
    here = frame(request)

    def pause() -> None:
        if attended.gone:
            raise AbandonedError
        here.places.give_way()

    def work(reader: Reader, acting: Actor) -> T:
        with here.places.one():
            return bounded(view, most, pause)(reader, acting)

    async with here.turns.of(caller.acting or caller.person):
        attended.begun = True
        return await find(request, work, apart=True)


async def _watch(request: Call, attended: _Attended, working: asyncio.Task[T]) -> None:
    """Notice that the client goes away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    attended.gone = True
    if not attended.begun:
        working.cancel()


def _abandoned() -> Refused:
    return Refused(say("server.abandoned"))


def require_size(texts: Iterable[tuple[str, str]]) -> None:
    """Raise Invalid where there is more YAML than one call may have read."""
    size = sum(len(text) for name, text in texts if not name.endswith(".csv"))
    if size > MOST_YAML:
        raise Invalid(say("server.too_long_to_check", n=size, most=MOST_YAML), hint=_hint())


def bounded(
    view: Callable[[R, Actor], T], most: int, pause: Callable[[], None] | None = None
) -> Callable[[R, Actor], T]:
    """The same view, or change; raises TooLarge where it takes more steps than `most`.

    `pause`: as `core.effort.limited` has it.
    """

    def work(reader: R, acting: Actor) -> T:
        try:
            with limited(most, pause):
                return view(reader, acting)
        except TooMuchError:
            raise TooLarge(say("server.too_large_to_check"), hint=_hint()) from None

    return work


def _hint() -> str:
    return say("server.too_large_to_check.hint")
