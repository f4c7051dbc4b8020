"""Decisions and comments made while the server is away are kept and sent once."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.tui.commands.conftest import House


class Remote:
    """The house's own database behind a server that is started and stopped by hand."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.socket = house.folder / "remote.sock"
        self.url = f"unix://{self.socket}"
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tui.commands.main", "serve", "--socket", str(self.socket)],
            env=self.house.environment,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        # From another home: one that has something to send would send it.
        asking = {"SIGNOFF_URL": self.url, "SIGNOFF_HOME": str(self.house.folder / "asking")}
        while self.house.run("whoami", **asking).code != 0:
            assert time.monotonic() < deadline
            assert self._server.poll() is None

    def kill(self) -> None:
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None


@pytest.fixture
def remote(house: House) -> Iterator[Remote]:
    """A server elsewhere, not running yet."""
    made = Remote(house)
    yield made
    made.kill()


def task_of(house: House, key: str) -> list[str]:
    """Bea's task about an object, as a command names it so that nothing else can be meant."""
    query = f'.[] | select(.object == "{key}") | .id, .revision'
    id_, revision = house.done("inbox", "--jq", query, "--as", "bea").lines
    return [id_, "--revision", revision]


def test_a_decision_is_queued_and_sent_once_by_a_later_command(
    house: House, remote: Remote
) -> None:
    remote.start()
    house.environment["SIGNOFF_URL"] = remote.url
    key = house.order()
    task = task_of(house, key)
    remote.kill()
    run = house.run("approve", *task, "-m", "from afar", "--as", "bea")
    assert run.code == 6
    assert task[0] in run.err
    assert run.out == ""
    assert house.run("inbox").code == 3
    remote.start()
    run = house.done("show", key, "--jq", ".object.state")
    assert run.out == "approved\n"
    assert task[0] in run.err  # the person learns that it has been sent now
    reasons = house.done("feed", key, "--jq", "[.[] | select(.decision).decision.reason]")
    assert json.loads(reasons.out) == ["from afar"]
    assert house.done("whoami").err == ""


def test_many_are_queued_at_once_in_their_order(house: House, remote: Remote) -> None:
    remote.start()
    house.environment["SIGNOFF_URL"] = remote.url
    first, second = house.order(), house.order()
    remote.kill()
    run = house.run("comment", first, second, "-m", "before", "--as", "bea")
    assert run.code == 6
    assert [row[:2] for row in run.rows] == [[first, "queued"], [second, "queued"]]
    assert house.run("comment", first, "-m", "after", "--as", "bea").code == 6
    remote.start()
    said = house.done("feed", first, "--jq", '.[] | select(.kind == "comment").text').lines
    assert said == ["before", "after"]


def test_a_decision_by_key_is_not_queued_because_it_could_mean_another_step(
    house: House, remote: Remote
) -> None:
    remote.start()
    house.environment["SIGNOFF_URL"] = remote.url
    first, second = house.order(), house.order()
    remote.kill()
    run = house.run("approve", first, "--as", "bea")
    assert run.code == 3
    assert "nothing was sent or queued" in run.err
    run = house.run("approve", first, second, "--as", "bea")
    assert run.code == 3
    assert [row[:2] for row in run.rows] == [[first, "unreachable"], [second, "unreachable"]]
    assert house.run("forward", first, "--to", "ben", "--as", "bea").code == 3
    assert not any((house.folder / "state" / "outbox").glob("*.json"))


def test_a_refusal_that_comes_later_is_told_once(house: House, remote: Remote) -> None:
    remote.start()
    house.environment["SIGNOFF_URL"] = remote.url
    key = house.order()
    task = task_of(house, key)
    remote.kill()
    assert house.run("approve", *task, "--as", "bea").code == 6
    remote.start()
    # Somebody else decides through another home before the first one is back.
    elsewhere = house.folder / "elsewhere"
    house.done("approve", key, "--as", "ben", SIGNOFF_HOME=str(elsewhere))
    run = house.done("whoami")
    assert "Ben Miller" in run.err
    assert house.done("whoami").err == ""


def test_a_command_that_is_killed_while_it_sends_decides_once(house: House) -> None:
    key = house.order()
    for _ in range(5):
        process = house.process("comment", key, "-m", "once", "--as", "bea")
        deadline = time.monotonic() + 10
        outbox = house.folder / "state" / "outbox"
        while process.poll() is None and not any(outbox.glob("*.json")):
            assert time.monotonic() < deadline
        process.send_signal(signal.SIGKILL)
        process.communicate()
    house.done("whoami")
    comments = house.done("feed", key, "--jq", '[.[] | select(.kind == "comment")] | length')
    assert 1 <= int(comments.out) <= 5
    assert not any(outbox.glob("*.json"))


def test_the_embedded_server_may_fall_in_the_middle(house: House) -> None:
    keys = [house.order() for _ in range(3)]
    house.kill_server()
    run = house.done("approve", *keys, "--as", "bea")
    assert {row[1] for row in run.rows} == {"approved"}


def test_commands_while_the_server_is_killed_again_and_again_lose_and_double_nothing(
    house: House,
) -> None:
    key = house.order()
    said = [f"comment {number}" for number in range(12)]
    for number, text in enumerate(said):
        process = house.process("comment", key, "-m", text, "--as", "bea")
        if number % 3 == 0:
            house.kill_server()
        process.communicate(timeout=60)
        assert process.returncode in (0, 6)
    house.done("whoami")
    texts = house.done("feed", key, "--all", "--jq", '.[] | select(.kind == "comment").text')
    assert sorted(texts.lines) == sorted(said)


def test_a_comment_that_was_refused_is_offered_again(house: House) -> None:
    run = house.run("comment", "PO-99999", "-m", "typed with care")
    assert run.code == 1
    drafts = os.listdir(house.folder / "state" / "drafts")
    assert drafts == ["comment%2FPO-99999.draft"]
