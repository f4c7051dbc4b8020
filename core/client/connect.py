"""From settings to a client."""

from core.client.client import AsyncClient, Client
from core.client.link import Link
from core.client.unix import UnixLink, socket_path
from core.errors import UsageError
from core.language import current_language, say
from core.settings import Settings
from core.sign_in import mark_of


def open_client(settings: Settings, *, starts: bool = True) -> Client:
    """A client for commands. The embedded server is started at the first call that misses it,
    where the client `starts` one."""
    where = _address(settings)
    token = _token(settings)

    def heal() -> None:
        from core.client.local import ensure_server

        ensure_server(settings)

    return Client(
        _link(where, _headers(token)),
        where,
        acting=settings.acting,
        identity=mark_of(token),
        heal=heal if settings.embedded and starts else None,
    )


def open_async(settings: Settings) -> AsyncClient:
    """A client for the terminal."""
    from core.client.network import async_http
    from core.client.renewal import Renewal

    where = _address(settings)
    token = _token(settings)

    async def heal() -> None:
        from core.client.aside import aside
        from core.client.local import ensure_server

        await aside(lambda: ensure_server(settings))

    return AsyncClient(
        async_http(where, _headers(token)),
        where,
        acting=settings.acting,
        identity=mark_of(token),
        heal=heal if settings.embedded else None,
        renewal=None if settings.token or settings.embedded else Renewal(settings, where),
    )


def _link(where: str, headers: dict[str, str]) -> Link:
    path = socket_path(where)
    if path:
        return UnixLink(path, headers)
    from core.client.network import NetworkLink, sync_http

    return NetworkLink(sync_http(where, headers))


def _address(settings: Settings) -> str:
    url = settings.url or settings.local_url
    if not url.startswith(("http://", "https://", "unix:///")):
        raise UsageError(say("client.bad_url", url=url), hint=say("client.bad_url.hint"))
    return url.rstrip("/")


def _token(settings: Settings) -> str:
    if settings.token or settings.embedded:
        return settings.token
    from core.sign_in import find_token

    return find_token(settings).secret


def _headers(token: str) -> dict[str, str]:
    headers = {"Accept-Language": current_language(), "User-Agent": "signoff"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return headers
