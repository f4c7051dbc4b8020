"""From settings to a client."""

import asyncio
import hashlib

from core.client.client import AsyncClient, Client
from core.client.local import ensure_server
from core.client.transport import async_http, sync_http
from core.errors import UsageError
from core.language import current_language, say
from core.secrets import find_token
from core.settings import Settings


def open_client(settings: Settings) -> Client:
    """A client for commands. The embedded server is started at the first call that misses it."""
    where = _address(settings)
    token = find_token(settings)
    return Client(
        sync_http(where, _headers(token)),
        where,
        acting=settings.acting,
        identity=_identity(token),
        heal=(lambda: ensure_server(settings)) if settings.embedded else None,
    )


def open_async(settings: Settings) -> AsyncClient:
    """A client for the terminal."""
    where = _address(settings)
    token = find_token(settings)

    async def heal() -> None:
        await asyncio.to_thread(ensure_server, settings)

    return AsyncClient(
        async_http(where, _headers(token)),
        where,
        acting=settings.acting,
        identity=_identity(token),
        heal=heal if settings.embedded else None,
    )


def _address(settings: Settings) -> str:
    url = settings.url or settings.local_url
    if not url.startswith(("http://", "https://", "unix:///")):
        raise UsageError(say("client.bad_url", url=url), hint=say("client.bad_url.hint"))
    return url.rstrip("/")


def _headers(token: str) -> dict[str, str]:
    headers = {"Accept-Language": current_language(), "User-Agent": "signoff"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return headers


def _identity(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:16] if token else ""
