"""A call becomes a request, an answer becomes a value or an error, and no text stays harmful."""

import asyncio
import pkgutil
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from threading import Thread

import pytest

import core.client
from core import errors
from core.api import Decide, Me
from core.client.client import AsyncClient, Client, Route, Routes
from core.client.network import NetworkLink, async_http
from core.client.thrifty import httpx
from core.client.unix import UnixLink
from core.tasks import DecisionKind
from tests.core.client.conftest import Double, problem

ME = {"person": "rita", "name": {"en": "Rita"}}


def test_an_answer_is_a_value_of_its_type(double: Double) -> None:
    double.answer = lambda heard: (200, ME)
    assert double.client().me() == Me(person="rita", name={"en": "Rita"})


def test_keys_cannot_leave_their_place_in_the_path(double: Double) -> None:
    double.answer = lambda heard: problem(404, "not_found")
    with pytest.raises(errors.NotFound):
        double.client().view("tokens?x=1#y")
    assert double.heard[0].path == "/v1/objects/tokens%3Fx%3D1%23y"
    with pytest.raises(errors.UsageError):
        double.client().view("../tokens")
    assert len(double.heard) == 1


def test_a_changing_call_carries_its_key_the_revision_and_the_person(double: Double) -> None:
    double.answer = lambda heard: problem(403, "not_allowed", "No.")
    client = double.client(acting="bea")
    with pytest.raises(errors.NotAllowed):
        client.decide("PO-1", Decide(decision=DecisionKind.APPROVE), revision=7)
    headers = double.heard[0].headers
    assert len(headers["Idempotency-Key"]) == 32
    assert headers["If-Match"] == '"7"'
    assert headers["Signoff-As"] == "bea"


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (403, "not_allowed", errors.NotAllowed),
        (422, "invalid", errors.Invalid),
        (409, "already_decided", errors.AlreadyDecided),
        (409, "no_longer_yours", errors.NoLongerYours),
        (412, "stale", errors.Stale),
        (401, "sign_in_first", errors.SignInFirst),
        (404, "not_found", errors.NotFound),
        (422, "warning_unanswered", errors.WarningUnanswered),
        (418, "a code of a newer server", errors.SignoffError),
        (409, "a code of a newer server", errors.Conflict),
        (403, None, errors.NotAllowed),
        (502, None, errors.Unreachable),
    ],
)
def test_every_problem_comes_back_as_its_error(
    double: Double, status: int, code: str | None, expected: type[errors.SignoffError]
) -> None:
    double.answer = lambda heard: problem(status, code or "", "Why.", hint="Do this.")
    with pytest.raises(errors.SignoffError) as caught:
        double.client().me()
    assert type(caught.value) is expected


def test_the_words_of_the_server_are_kept_and_its_values_are_there(double: Double) -> None:
    double.answer = lambda heard: problem(
        422,
        "invalid",
        "Das geht nicht.",
        hint="Mach es so.",
        errors=[{"field": "amount", "message": "missing"}],
        values={"key": "PO-1", "detail": "x", "said": "trick", "hint": "trick", "self": 1},
    )
    with pytest.raises(errors.Invalid) as caught:
        double.client().me()
    assert caught.value.message == "Das geht nicht."
    assert caught.value.hint == "Mach es so."
    assert caught.value.errors[0].field == "amount"
    assert caught.value.values["key"] == "PO-1"


@pytest.mark.parametrize("content", [b"<html>welcome</html>", b'{"person": 7}', b"\xff\xfe"])
def test_something_else_at_that_address_is_told_from_a_server(
    double: Double, content: bytes
) -> None:
    double.answer = lambda heard: (200, content)
    with pytest.raises(errors.Unreachable):
        double.client().me()


def test_every_text_is_cleaned_in_answers_and_in_errors(double: Double) -> None:
    harmful = "\x1b[31mred\x1b[0m \u202eltr \x9b2J \x07\x00end"
    double.answer = lambda heard: (200, {"person": harmful, "name": {harmful: harmful}})
    me = double.client().me()
    double.answer = lambda heard: problem(
        422, "invalid", harmful, errors=[{"field": harmful}], hint=harmful
    )
    with pytest.raises(errors.Invalid) as caught:
        double.client().me()
    error = caught.value
    texts = [me.person, *me.name, *me.name.values(), error.message, error.hint]
    texts.append(error.errors[0].field)
    for text in texts:
        assert not set(text) & set("\x1b\u202e\x9b\x07\x00"), repr(text)


def test_bytes_of_a_file_are_left_alone(double: Double) -> None:
    double.answer = lambda heard: (200, b"\x1b[31m\x00")
    assert double.client().download("abc") == b"\x1b[31m\x00"


def test_a_server_that_is_away_is_unreachable_and_names_the_place(double: Double) -> None:
    double.stop()
    with pytest.raises(errors.Unreachable) as caught:
        double.client().me()
    assert double.url in caught.value.message


def test_a_fallen_local_server_is_started_once_and_asked_again(double: Double) -> None:
    double.answer = lambda heard: (200, ME)
    double.stop()
    started = []

    def heal() -> None:
        started.append(1)
        double.start()

    client = Client(double.client().link, double.url, heal=heal)
    assert client.me().person == "rita"
    assert started == [1]


def test_a_connection_is_kept_and_replaced_when_the_server_closed_it(double: Double) -> None:
    double.answer = lambda heard: (200, ME)
    client = double.client()
    client.me()
    client.me()
    double.stop()
    double.start()
    assert client.me().person == "rita"


def test_an_answer_given_before_the_end_of_the_request_is_heard(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(tmp_path / "s"))
        listening.listen()

        def refuse() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(1)
                connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nno!")

        server = Thread(target=refuse)
        server.start()
        link = UnixLink(str(tmp_path / "s"), {})
        answer = link.send("POST", "/v1/feed", {}, b"x" * 30_000_000, 10)
        server.join()
    assert answer == (413, b"no!")


def test_both_clients_have_every_route() -> None:
    table = {
        name
        for info in pkgutil.iter_modules(core.client.__path__)
        if info.name.endswith("routes")
        for module in [import_module(f"core.client.{info.name}")]
        for name, build in vars(module).items()
        if callable(build) and build.__module__ == module.__name__ and not name.startswith("_")
    }
    methods = {name for name, value in vars(Routes).items() if isinstance(value, Route)}
    assert methods == table


def test_the_transport_can_be_put_in_by_a_test() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=ME))
    link = NetworkLink(httpx.Client(transport=transport, base_url="http://test"))
    with Client(link, "http://test") as client:
        assert client.me().person == "rita"


async def test_the_async_client_answers_the_same(double: Double) -> None:
    double.answer = lambda heard: (200, ME)
    async with AsyncClient(async_http(double.url, {}), double.url) as client:
        assert (await client.me()).person == "rita"
        double.answer = lambda heard: problem(409, "already_decided", "Too late.")
        with pytest.raises(errors.AlreadyDecided):
            await client.decide("PO-1", Decide(decision=DecisionKind.APPROVE))
        await asyncio.to_thread(double.stop)
        with pytest.raises(errors.Unreachable):
            await client.me()


def test_importing_the_client_brings_no_command_line() -> None:
    program = (
        "import sys; import core.client.network, core.client.connect;"
        "print([m for m in ('rich', 'click', 'pygments', 'httpx._main') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_nothing_of_a_unix_address_needs_httpx() -> None:
    program = (
        "import sys; import core.client.connect, core.client.outbox, core.client.unix;"
        "print('httpx' in sys.modules, 'keyring' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False False"
