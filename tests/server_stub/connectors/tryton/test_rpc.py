"""The JSON-RPC client against a server that answers what captured Trytons answered."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from server_stub.connectors.tryton import errors
from server_stub.connectors.tryton.rpc import Address, Rpc, Spoken

Answer = tuple[int, dict[str, str], bytes]
Respond = Callable[[str, dict[str, object]], Awaitable[Answer | None]]


def _ok(result: object) -> Answer:
    return 200, {}, json.dumps({"id": 1, "result": result}).encode()


def _wrong(*error: object) -> Answer:
    return 200, {}, json.dumps({"id": 1, "error": list(error)}).encode()


@asynccontextmanager
async def _peer(respond: Respond, series: str = "8.2") -> AsyncIterator[Rpc]:
    """A client of a real socket; `respond` answers None to break the connection."""
    old = series < "8"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = head.split(" ", 2)[1]
        fields = dict(
            line.split(": ", 1) for line in head.lower().split("\r\n")[1:] if ": " in line
        )
        body = json.loads(await reader.readexactly(int(fields["content-length"])))
        assert set(body) == {"id", "method", "params"}
        assert fields["accept-encoding"] == "gzip"
        answer: Answer | None
        if body["method"] == "common.server.version":
            answer = _ok(series) if path == ("/" if old else "/rpc/") else (404, {}, b"")
        else:
            assert path == ("/erp/" if old else "/erp/rpc/")
            answer = await respond(fields.get("authorization", ""), body)
        if answer is not None:
            status, headers, content = answer
            lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(content)}"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            writer.write("\r\n".join([*lines, "Connection: close", "", ""]).encode() + content)
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    rpc = Rpc(f"http://127.0.0.1:{port}/erp", timeout=5)
    try:
        yield rpc
    finally:
        await rpc.close()
        server.close()
        await server.wait_closed()


def _always(answer: Answer | None) -> Respond:
    async def respond(_: str, __: dict[str, object]) -> Answer | None:
        return answer

    return respond


@pytest.mark.parametrize("series", ["8.2", "7.0"])
async def test_both_address_schemes_are_found_by_asking(series: str) -> None:
    async with _peer(_always(_ok([1])), series) as rpc:
        assert await rpc.call("model.x.search") == [1]
        assert rpc.version == series


@pytest.mark.parametrize("packed", [True, False])
async def test_what_is_labelled_gzip_is_read_packed_or_not(packed: bool) -> None:
    status, _, content = _ok("long " * 400)
    body = gzip.compress(content) if packed else content
    async with _peer(_always((status, {"Content-Encoding": "gzip"}, body))) as rpc:
        assert await rpc.call("model.x.read") == "long " * 400


@pytest.mark.parametrize(
    ("answer", "kind", "text"),
    [
        (_wrong("UserError", ["No.", "", None]), errors.Refusal, "No."),
        (_wrong("UserError", ["No.", "Why", None]), errors.Refusal, "No.\nWhy"),
        (_wrong("UserWarning", ["w.1", "Sure?", "Really"]), errors.Warned, "Sure?\nReally"),
        (_wrong("ConcurrencyException", "modified"), errors.Modified, "modified"),
        (_wrong("LoginException", ["pw", "Password", "password"]), errors.LoginRefused, "Password"),
        (_wrong("'nope'", ""), errors.Misunderstood, "'nope'"),
        ((401, {}, b""), errors.SessionGone, "HTTP 401"),
        ((404, {}, b""), errors.NotThere, "HTTP 404"),
        ((422, {}, b""), errors.Misunderstood, "HTTP 422"),
        ((500, {}, b""), errors.NoAnswer, "HTTP 500"),
        ((200, {}, b"<html>"), errors.NotThere, "not Tryton"),
    ],
)
async def test_errors_go_by_kind(answer: Answer, kind: type[errors.TrytonError], text: str) -> None:
    async with _peer(_always(answer)) as rpc:
        with pytest.raises(kind) as raised:
            await rpc.call("model.x.confirm", changes=True)
    assert type(raised.value) is kind
    assert text in raised.value.text


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, b"<html><body>Maintenance</body></html>"),
        (200, {}, b"\xff\xfe\x00"),
        (200, {}, b"[" * 200_000),
        (200, {}, b"[]"),
        (200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * (80 * 1024 * 1024), 1)),
        (200, {"Content-Encoding": "gzip"}, gzip.compress(b'{"result": 1}')[:-9]),
        (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b" + b"x" * 50),
        (301, {"Location": "http://127.0.0.1:1/"}, b""),
        (200, {}, b'{"id": 1, "error": {"name": "strange"}}'),
        (200, {}, b'{"id": 1, "error": true}'),
        (200, {}, b'{"id": 1, "error": [[], {}]}'),
        _ok({"__class__": "Decimal", "decimal": "many"}),
        _ok({"__class__": "Decimal"}),
        _ok({"__class__": "date", "year": 10**9, "month": 1, "day": 1}),
        _ok({"__class__": "timedelta", "seconds": 1e300}),
        _ok({"__class__": "bytes", "base64": 7}),
    ],
)
async def test_an_answer_that_is_none_is_an_error_of_the_other_side(answer: Answer) -> None:
    async with _peer(_always(answer)) as rpc:
        with pytest.raises(errors.TrytonError):
            await rpc.call("model.party.party.read", [1])


async def test_a_number_that_is_none_is_no_value() -> None:
    numbers = b"""{"result": [NaN, Infinity, {"__class__": "Decimal", "decimal": "NaN"},
        {"__class__": "Decimal", "decimal": "1E+999999999"}, 1.5]}"""
    async with _peer(_always((200, {}, numbers))) as rpc:
        assert await rpc.call("model.party.party.read", [1]) == [None, None, None, None, 1.5]


async def test_a_busy_server_says_when_to_come_back() -> None:
    async with _peer(_always((429, {"Retry-After": "7"}, b""))) as rpc:
        with pytest.raises(errors.Busy) as raised:
            await rpc.call("model.x.read")
    assert raised.value.after == 7


async def test_a_reading_is_repeated_when_the_connection_breaks_a_change_never() -> None:
    asked: list[str] = []

    async def respond(_: str, body: dict[str, object]) -> Answer | None:
        asked.append(str(body["method"]))
        return None if len(asked) == 1 else _ok("done")

    async with _peer(respond) as rpc:
        assert await rpc.call("model.x.read") == "done"
        asked.clear()
        with pytest.raises(errors.NoAnswer) as raised:
            await rpc.call("model.x.confirm", changes=True)
    assert raised.value.sent
    assert asked == ["model.x.confirm"]


async def test_a_server_that_is_not_there_was_sent_nothing() -> None:
    rpc = Rpc("http://127.0.0.1:9/erp", timeout=2)
    with pytest.raises(errors.NoAnswer) as raised:
        await rpc.call("model.x.read")
    await rpc.close()
    assert not raised.value.sent


async def test_what_is_logged_holds_neither_parameters_nor_secrets() -> None:
    said: list[Spoken] = []
    async with _peer(_always(_wrong("UserError", ["No.", "", None]))) as rpc:
        with pytest.raises(errors.Refusal):
            await rpc.call(
                "common.db.login",
                "li",
                {"password": "geheim"},
                authorization="t0ken",
                log=said.append,
            )
    assert [(each.method, each.outcome) for each in said] == [("common.db.login", "Refusal")]
    assert "geheim" not in str(said)
    assert "t0ken" not in str(said)


@pytest.mark.parametrize(
    ("url", "root", "database"),
    [
        ("http://host:8000/erp", "http://host:8000/", "erp"),
        ("https://host/erp/", "https://host/", "erp"),
        ("https://host/tryton/erp", "https://host/tryton/", "erp"),
    ],
)
def test_an_address_names_a_server_and_a_database(url: str, root: str, database: str) -> None:
    assert Address.parse(url) == Address(root=root, database=database)


@pytest.mark.parametrize("url", ["", "host:8000/erp", "http://host", "ftp://host/erp", "http:///x"])
def test_anything_else_is_no_address(url: str) -> None:
    with pytest.raises(ValueError, match=url or "^$"):
        Address.parse(url)
