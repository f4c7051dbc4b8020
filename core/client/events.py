"""The event stream (Server-Sent Events), resumed without loss after every break.

async for each in stream(client):
    match each:
        case LinkUp(): ...       # connected; what was missed follows
        case LinkDown(): ...     # shown as "offline since"; tried again by itself
        case Event(): ...
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import msgspec

from core.client.answers import error_from
from core.client.call import USUAL_SECONDS
from core.client.client import AsyncClient, Client
from core.client.link import LinkBroken
from core.client.retry import pause
from core.errors import Refused, SignInFirst, SignoffError, Unreachable, UsageError
from core.events import Event, EventKind
from core.language import say
from core.text import clean_all

SILENCE_SECONDS = 12.0
"""The server says something at least every five seconds; after this the link counts as broken."""
_ROUTE = "/v1/events"


class LinkUp(msgspec.Struct, frozen=True):
    """The stream is connected."""


class LinkDown(msgspec.Struct, frozen=True, kw_only=True):
    """The stream broke; it is tried again after `retry_in` seconds."""

    error: SignoffError
    retry_in: float


async def stream(
    client: AsyncClient,
    after: int = 0,
    *,
    retry_now: asyncio.Event | None = None,
    silence: float = SILENCE_SECONDS,
) -> AsyncIterator[Event | LinkUp | LinkDown]:
    """Events after `after` (0: from now on), for ever. Setting `retry_now` ends a pause.

    A link on which nothing comes for `silence` seconds, not even a sign of life, is down: the
    server hangs, or the packets get lost. Its first word may take as long as any other answer.

    Raises what is not cured by waiting: SignInFirst, and what the server refuses. A defect of the
    server is tried again like no answer: its next version may be about to start.
    """
    from core.client.network import patience
    from core.client.thrifty import httpx

    resume = _Resume(after)
    while True:
        try:
            async with client.http.stream(
                "GET", _ROUTE, headers=resume.headers(client), timeout=patience(USUAL_SECONDS)
            ) as response:
                if response.status_code >= 400:
                    raise error_from(response.status_code, await response.aread(), client.where)
                client.doubt.ends()
                yield LinkUp()
                async for chunk in _until_silent(response.aiter_bytes(), silence):
                    for event in resume.read(chunk):
                        yield event
            raise LinkBroken(say("client.stream_ended"))
        except (Refused, SignInFirst, UsageError):
            raise
        except (httpx.TransportError, LinkBroken, SignoffError) as error:
            down = resume.broken(error, client)
            client.doubt.begins()
            yield down
            await _rest(down.retry_in, retry_now)
            try:
                await client.heal()
            except Unreachable:
                continue


def follow(client: Client, after: int = 0) -> Iterator[Event | LinkUp | LinkDown]:
    """The same for a command that waits: `feed --follow`."""
    resume = _Resume(after)
    while True:
        try:
            with client.link.stream(_ROUTE, resume.headers(client), SILENCE_SECONDS) as answer:
                status, chunks = answer
                if status >= 400:
                    raise error_from(status, b"".join(chunks), client.where)
                yield LinkUp()
                for chunk in chunks:
                    yield from resume.read(chunk)
            raise LinkBroken(say("client.stream_ended"))
        except (Refused, SignInFirst, UsageError):
            raise
        except (LinkBroken, SignoffError) as error:
            down = resume.broken(error, client)
            yield down
            time.sleep(down.retry_in)
            try:
                client.heal()
            except Unreachable:
                continue


async def _until_silent(chunks: AsyncIterator[bytes], seconds: float) -> AsyncIterator[bytes]:
    """The chunks as they come; raises LinkBroken where none comes for so many seconds."""
    while True:
        try:
            async with asyncio.timeout(seconds):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise LinkBroken(say("client.stream_silent", seconds=round(seconds))) from None
        yield chunk


async def _rest(seconds: float, retry_now: asyncio.Event | None) -> None:
    if retry_now is None:
        await asyncio.sleep(seconds)
        return
    try:
        await asyncio.wait_for(retry_now.wait(), seconds)
    except TimeoutError:
        return
    retry_now.clear()


class _Resume:
    """Where the stream stands: the last id, the unfinished message, failures in a row."""

    def __init__(self, after: int) -> None:
        self._last = after
        self._failures = 0
        self._rest = b""
        self._fields: dict[str, str] = {}

    def headers(self, client: AsyncClient | Client) -> dict[str, str]:
        headers = {"Accept": "text/event-stream"}
        if self._last:
            headers["Last-Event-ID"] = str(self._last)
        if client.acting:
            headers["Signoff-As"] = client.acting
        return headers

    def read(self, chunk: bytes) -> Iterator[Event]:
        """The events that the chunk completes."""
        self._failures = 0
        # Split on newlines only: JSON may hold characters that str.splitlines would split at.
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            event = self._line(line.rstrip(b"\r").decode("utf-8", "replace"))
            if event is not None:
                yield event

    def broken(self, error: Exception, client: AsyncClient | Client) -> LinkDown:
        self._rest, self._fields = b"", {}
        self._failures += 1
        known = error if isinstance(error, SignoffError) else client.unreachable(error)
        return LinkDown(error=known, retry_in=pause(self._failures))

    def _line(self, line: str) -> Event | None:
        if line:
            name, _, value = line.partition(":")
            self._fields[name] = value.removeprefix(" ")
            return None
        fields, self._fields = self._fields, {}
        if fields.get("id", "").isdigit():
            self._last = int(fields["id"])
        if fields.get("event") == "ready" or "data" not in fields:
            return None
        if fields.get("event") == EventKind.RESYNC:
            return Event(id=self._last, at=datetime.now(UTC), kind=EventKind.RESYNC)
        try:
            return msgspec.convert(clean_all(msgspec.json.decode(fields["data"])), Event)
        except (msgspec.DecodeError, msgspec.ValidationError):
            return None  # an event of a newer server
