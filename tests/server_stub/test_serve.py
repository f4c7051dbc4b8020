"""One embedded server for one user, whatever happened before and however many start it."""

import json
import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server_stub import serve
from server_stub.store import schema
from tests.server_stub.embedded import WAIT, Home, until


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    found = Home(tmp_path)
    yield found
    found.end()


def test_ten_starts_at_once_give_one_server(home: Home) -> None:
    processes = [home.start() for _ in range(10)]
    until(home.answers)
    until(lambda: sum(process.poll() is None for process in processes) == 1)
    ended = [process for process in processes if process.poll() is not None]
    assert {process.returncode for process in ended} == {0}
    (running,) = (process for process in processes if process.poll() is None)
    with home.client() as client:
        assert client.get("/v1/server").json()["pid"] == running.pid


def test_a_server_says_who_and_where_it_is_and_tidies_up(home: Home) -> None:
    process = home.start()
    until(home.answers)
    told = json.loads(home.settings.server_file.read_text())
    assert (told["pid"], told["address"]) == (process.pid, home.settings.local_url)
    assert home.settings.socket_folder.stat().st_mode & 0o077 == 0
    with home.client() as client:
        assert client.post("/v1/server/stop").status_code == 204
    assert process.wait(WAIT) == 0
    assert not home.settings.server_file.exists()
    assert not home.settings.socket_file.exists()


def test_a_killed_server_and_its_stale_socket_are_no_obstacle(home: Home) -> None:
    first = home.start()
    until(home.answers)
    with home.client() as client:
        made = client.post("/v1/tokens", json={"label": "before"}).json()
    first.kill()
    first.wait()
    assert home.settings.socket_file.exists()
    home.start()
    until(home.answers)
    with home.client() as client:
        assert [each["id"] for each in client.get("/v1/tokens").json()["items"]] == [made["id"]]


def test_a_socket_that_nobody_listens_on_is_replaced(home: Home) -> None:
    home.settings.socket_folder.mkdir(parents=True, mode=0o700)
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(home.settings.socket_file))
    home.start()
    until(home.answers)


def test_asked_to_end_it_ends_with_everything_written(home: Home) -> None:
    process = home.start()
    until(home.answers)
    process.send_signal(signal.SIGTERM)
    assert process.wait(WAIT) == 0


def test_the_first_start_makes_its_user_the_first_person(home: Home) -> None:
    home.start()
    until(home.answers)
    with home.client() as client:
        me = client.get("/v1/me").json()
        people = client.get("/v1/people").json()["items"]
    assert me["owner"]
    assert [each["id"] for each in people] == [me["person"]]


def test_it_stops_when_nobody_needs_it(home: Home) -> None:
    process = home.start("--embedded", "--idle", "0.02")
    assert process.wait(WAIT) == 0


def test_a_database_of_a_newer_program_is_refused_in_one_line(home: Home) -> None:
    process = home.start()
    until(home.answers)
    process.send_signal(signal.SIGTERM)
    process.wait(WAIT)
    newer(home.settings.database_file)
    refused = home.start()
    assert refused.wait(WAIT) == 2
    said = home.log.read_text()
    assert "newer signoff" in said
    assert "9999" in said
    assert schema.HEAD in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_told_in_one_line(home: Home) -> None:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        plug.listen()
        refused = home.start("--port", str(plug.getsockname()[1]))
        assert refused.wait(WAIT) == 2
    said = home.log.read_text()
    assert "Cannot listen" in said
    assert "the port is in use" in said
    assert "Traceback" not in said
    assert not home.settings.database_file.exists()  # nothing was begun


def test_two_servers_do_not_share_a_port(home: Home, tmp_path: Path) -> None:
    port = free_port()
    first = home.start("--port", str(port))
    until(lambda: serves(port))
    other = f"sqlite:///{tmp_path / 'other.db'}"
    second = home.start("--port", str(port), "--database", other)
    assert second.wait(WAIT) == 2
    assert first.poll() is None
    said = home.log.read_text()
    assert said.count(f"at http://127.0.0.1:{port}") == 2  # once it listens, once it cannot
    assert said.count("Cannot listen") == 1


def test_who_started_a_server_on_a_port_has_a_door_without_a_token(home: Home) -> None:
    port = free_port()
    process = home.start("--port", str(port))
    until(lambda: serves(port))
    door = home.settings.owners_door(port)
    until(lambda: listens(door))
    assert httpx.get(f"http://127.0.0.1:{port}/v1/me").status_code == 401
    transport = httpx.HTTPTransport(uds=str(door))
    with httpx.Client(transport=transport, base_url="http://signoff.test") as client:
        assert client.get("/v1/me").json()["owner"]
    assert f"SIGNOFF_URL=unix://{door}" in home.log.read_text()
    process.send_signal(signal.SIGTERM)
    assert process.wait(WAIT) == 0
    assert not door.exists()


def test_a_socket_of_ones_own_choice_takes_nobodys_place(home: Home, tmp_path: Path) -> None:
    place = tmp_path / "here"
    place.write_text("mine")
    refused = home.start("--socket", str(place))
    assert refused.wait(WAIT) == 2
    assert place.read_text() == "mine"
    place.unlink()
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(place))
        plug.listen()
        refused = home.start("--socket", str(place))
        assert refused.wait(WAIT) == 2
    assert home.log.read_text().count("Cannot listen") == 2
    process = home.start("--socket", str(place))  # whoever listened there is gone
    until(lambda: listens(place))
    assert place.stat().st_mode & 0o077 == 0
    process.send_signal(signal.SIGTERM)
    assert process.wait(WAIT) == 0


def test_nothing_said_about_migrating_leaves_it_to_the_database() -> None:
    assert serve._parser().parse_args([]).migrate is None
    assert serve._parser().parse_args(["--migrate"]).migrate is True


def test_an_address_that_is_none_is_told_without_its_password(home: Home) -> None:
    refused = home.start("--port", "0", "--database", "mysql://ann:geheim@db/x")
    assert refused.wait(WAIT) == 2
    said = home.log.read_text()
    assert "mysql" in said
    assert "geheim" not in said


def free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def serves(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def listens(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as plug:
        try:
            plug.connect(str(place))
        except OSError:
            return False
    return True


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
