"""Tryton's JSON-RPC over HTTP, as the desktop client speaks it.

The body has exactly the keys `id`, `method` and `params`; a fourth would switch to another
protocol. Status 200 carries results and application errors alike. Series 8.0 and later listen at
`/DB/rpc/`, older ones at `/DB/`; which one is found out by asking for the version.
"""

import asyncio
import itertools
import re
import time
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec

from core.client.thrifty import httpx
from server_stub.connectors.tryton import errors, values

_LARGEST = 64 * 1024 * 1024
_LONGEST_TEXT = 500
_VERSION = re.compile(r"\d+\.\d+(\.|$)")
_GZIP = b"\x1f\x8b"
_READ_TWICE = 2

_BY_NAME: dict[str, type[errors.TrytonError]] = {
    "UserError": errors.Refusal,
    "ConcurrencyException": errors.Modified,
    "LoginException": errors.LoginRefused,
}


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """One exchange, as the log keeps it: no parameters, no secrets."""

    method: str
    outcome: str
    """`ok` or the kind of error."""
    detail: str = ""
    milliseconds: int = 0


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """`http://HOST:PORT/DB`, taken apart."""

    root: str
    database: str

    @classmethod
    def parse(cls, url: str) -> "Address":
        """Raises ValueError when the URL does not name a server and a database."""
        parts = urlsplit(url)
        path = parts.path.strip("/").removesuffix("/rpc")
        if parts.scheme not in ("http", "https") or not parts.hostname or not path:
            raise ValueError(url)
        if parts.port == 0:  # reading it raises ValueError for other ports that are none
            raise ValueError(url)
        above, _, database = path.rpartition("/")
        root = f"{parts.scheme}://{parts.netloc}/" + (f"{above}/" if above else "")
        return cls(root=root, database=database)


class Rpc:
    """A connection to one database of one Tryton server."""

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 30,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.address = Address.parse(url)
        self.version = ""
        self._path = ""
        self._numbers = itertools.count(1)
        limits = httpx.Timeout(timeout, connect=min(timeout, 5))
        # A kept connection may break under the next POST. A reading is then repeated; a change
        # never travels on a kept connection, so that "was it done?" is asked less often.
        self._reading = httpx.AsyncClient(timeout=limits, transport=transport, trust_env=False)
        self._changing = httpx.AsyncClient(
            timeout=limits,
            transport=transport,
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        self._discovering = asyncio.Lock()

    async def close(self) -> None:
        """Close every connection."""
        await self._reading.aclose()
        await self._changing.aclose()

    @property
    def series(self) -> tuple[int, int]:
        """Major and minor version, (0, 0) before `discover`."""
        major, minor, *_ = [*self.version.split("."), "0", "0"]
        return (int(major or 0), int(minor or 0))

    async def discover(self) -> str:
        """Find out where JSON-RPC lives and which version answers. Raises NotThere, NoAnswer."""
        async with self._discovering:
            if not self._path:
                await self._discover()
        return self.version

    async def _discover(self) -> None:
        database = self.address.database
        for beside, path in (("rpc/", f"{database}/rpc/"), ("", f"{database}/")):
            try:
                version = await self._post(beside, "common.server.version", [])
            except (errors.NotThere, errors.Misunderstood, errors.SessionGone):
                continue
            if not isinstance(version, str) or not _VERSION.match(version):
                continue
            self.version, self._path = version, path
            return
        raise errors.NotThere(self.address.root)

    async def call(
        self,
        method: str,
        *params: object,
        authorization: str = "",
        changes: bool = False,
        log: Callable[[Spoken], None] | None = None,
    ) -> Any:
        """Call `method`; `changes` is for what must not be sent twice.

        Raises the kinds of `errors`. A reading whose connection broke is sent a second time.
        """
        started = time.monotonic()
        outcome, detail = "ok", ""
        try:
            await self.discover()
            return await self._repeat(method, list(params), authorization, changes)
        except errors.TrytonError as error:
            outcome, detail = type(error).__name__, error.text
            raise
        finally:
            if log is not None:
                took = int((time.monotonic() - started) * 1000)
                log(Spoken(method=method, outcome=outcome, detail=detail, milliseconds=took))

    async def _repeat(
        self, method: str, params: list[object], authorization: str, changes: bool
    ) -> Any:
        for left in reversed(range(1 if changes else _READ_TWICE)):
            try:
                return await self._post(self._path, method, params, authorization, changes)
            except errors.NoAnswer:
                if not left:
                    raise
        raise AssertionError("unreachable")

    async def _post(
        self,
        path: str,
        method: str,
        params: list[object],
        authorization: str = "",
        changes: bool = False,
    ) -> Any:
        body = values.dumps({"id": next(self._numbers), "method": method, "params": params})
        # Without this header Tryton 7.8 to 8.2 label long answers as gzip that are plain text.
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
        if authorization:
            headers["Authorization"] = authorization
        client = self._changing if changes else self._reading
        try:
            async with client.stream(
                "POST", self.address.root + path, content=body, headers=headers
            ) as response:
                data = await _whole(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise errors.NoAnswer(_words(error), sent=False) from error
        except httpx.HTTPError as error:
            raise errors.NoAnswer(_words(error)) from error
        if response.status_code != httpx.codes.OK:
            raise _status_error(response)
        return _result(data)


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__


async def _whole(response: httpx.Response) -> bytes:
    """The body, unpacked when it is packed, whatever the header says of it."""
    data = bytearray()
    async for chunk in response.aiter_raw():
        data += chunk
        if len(data) > _LARGEST:
            raise httpx.ReadError("the answer is too large")
    if data[:2] == _GZIP:
        return _unpacked(bytes(data))
    return bytes(data)


def _unpacked(packed: bytes) -> bytes:
    """What was packed; a little may pack very much, so no more than an answer may hold."""
    unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        data = unpacking.decompress(packed, _LARGEST)
    except zlib.error as error:
        raise httpx.ReadError("the answer was cut off") from error
    if unpacking.unconsumed_tail:
        raise httpx.ReadError("the answer is too large")
    if not unpacking.eof:
        raise httpx.ReadError("the answer was cut off")
    return data


def _status_error(response: httpx.Response) -> errors.TrytonError:
    status = response.status_code
    text = f"HTTP {status} {response.reason_phrase}"
    if status == httpx.codes.UNAUTHORIZED:
        return errors.SessionGone(text)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return errors.Busy(text, after=_seconds(response.headers.get("Retry-After", "")))
    if status in (502, 503, 504):
        return errors.Busy(text, sent=True)
    if status >= 500:
        return errors.NoAnswer(text)
    if status in (404, 405):
        return errors.NotThere(text)
    return errors.Misunderstood(text)


def _seconds(text: str) -> float:
    return float(text) if text.isdigit() else 0


def _result(data: bytes) -> Any:
    try:
        answer = values.loads(data)
    except ValueError as error:
        raise errors.NotThere("the answer is not Tryton's JSON") from error
    if not isinstance(answer, dict):
        raise errors.NotThere("the answer is not Tryton's JSON-RPC")
    if answer.get("error"):
        raise _error(answer["error"])
    return answer.get("result")


def _error(found: object) -> errors.TrytonError:
    """The error's kind by its name; `[name, text or details]`."""
    if not isinstance(found, list):
        return errors.Misunderstood(str(found)[:_LONGEST_TEXT])
    name, details = str(found[0]), found[1] if len(found) > 1 else ""
    parts = [str(part) for part in details] if isinstance(details, list) else [str(details)]
    if name == "UserWarning":
        return errors.Warned(parts[0], "\n".join(part for part in parts[1:3] if part))
    if name == "UserError":
        return errors.Refusal("\n".join(part for part in parts[:2] if part))
    if name == "LoginException":
        return errors.LoginRefused(parts[1] if len(parts) > 1 else parts[0])
    kind = _BY_NAME.get(name)
    return kind(parts[0]) if kind else errors.Misunderstood(f"{name} {parts[0]}".strip())
