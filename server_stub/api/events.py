"""GET /events: Server-Sent Events that resume from Last-Event-ID without loss."""

from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

import msgspec
from litestar import get
from litestar.params import FromQuery
from litestar.response import Stream

from core.errors import Invalid, SignoffError
from core.events import Event, EventKind
from core.language import say, set_language
from server_stub.access import Actor
from server_stub.api.frame import Call, Frame, frame, know_parameters
from server_stub.api.identity import Caller
from server_stub.api.problems import language_of
from server_stub.store import events as stored
from server_stub.store.unit import Reader
from server_stub.views.audience import may_hear

CHECK_SECONDS = 5.0
"""How long a stream goes on before it asks again whether the caller may listen."""
_json = msgspec.json.Encoder()
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@get("/events", media_type="text/event-stream")
async def events(request: Call, after: FromQuery[int | None] = None) -> Stream:
    """Events that the caller may see, as they happen.

    Resumes behind `Last-Event-ID` (or `after`); without one it begins now, and says first with an
    event `ready` where that is. An event `resync` means that what was missed is no longer kept.
    """
    set_language(language_of(request.headers))
    know_parameters(request)
    here = frame(request)
    who = here.caller(request)
    resume = _resume(request, after)
    actor, newest, oldest = await here.database.read(
        lambda reader: (here.identify(reader, who), *_range(reader))
    )
    return Stream(
        _stream(here, who, actor, resume, newest, oldest),
        media_type="text/event-stream",
        headers=_HEADERS,
    )


def _resume(request: Call, after: int | None) -> int | None:
    given = request.headers.get("last-event-id", "").strip()
    if not given:
        return after
    if not given.isdecimal() or len(given) > 19:
        raise Invalid(say("server.last_event_id", given=given[:40]))
    return int(given)


def _range(reader: Reader) -> tuple[int, int]:
    return stored.last_id(reader), stored.oldest_id(reader)


async def _stream(
    here: Frame, who: Caller, actor: Actor, resume: int | None, newest: int, oldest: int
) -> AsyncIterator[bytes]:
    if resume is None:
        yield _message(newest, "ready", {})
    elif resume > newest or (resume and resume < oldest - 1):
        yield _message(newest, EventKind.RESYNC, {})
    else:
        newest = resume
        yield b": resumed\n\n"
    checked = monotonic()
    async for part in here.tail.follow(newest):
        late = monotonic() - checked >= CHECK_SECONDS
        if late or not part.events or any(_rights(heard.event) for heard in part.events):
            checked = monotonic()
            try:  # tokens are revoked and roles change while a terminal listens
                actor = await here.database.read(lambda reader: here.identify(reader, who))
            except SignoffError:
                return
        told = [heard.event for heard in part.events if may_hear(actor, part.configuration, heard)]
        yield b"".join(_message(event.id, event.kind, event) for event in told) or b": keep\n\n"


def _rights(event: Event) -> bool:
    return event.kind == EventKind.CONFIGURATION_CHANGED


def _message(id_: int, kind: str, data: Any) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (id_, kind.encode(), _json.encode(data))


routes = [events]
