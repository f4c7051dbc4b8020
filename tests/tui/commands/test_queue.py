"""Decisions and comments made while the server is away are kept and sent once."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from tests.tui.commands.conftest import House
from tests.tui.commands.screen import Screen


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
        deadline = time.monotonic() + 60
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


def test_a_comment_in_plain_lines_is_said_once_where_the_server_is_away(
    house: House, remote: Remote
) -> None:
    remote.start()
    house.environment["SIGNOFF_URL"] = remote.url
    key = house.order()
    screen = Screen(house, "--line", SIGNOFF_AS="bea", NO_COLOR="1")
    screen.until("quit:")
    screen.type(f"g {key}\n")
    screen.until("q back")
    remote.kill()
    screen.type("c\nfrom afar\n")
    assert f"{key} is queued" in screen.until("q back")
    screen.type("c\n")
    assert "from afar" not in screen.until("none):")  # no draft that would be sent again
    screen.type("\nq\n")
    screen.until("quit:")
    screen.type("q\n")
    screen.end()
    remote.start()
    house.done("whoami", "--as", "bea")
    said = house.done("feed", key, "--jq", '[.[] | select(.kind == "comment").text]')
    assert json.loads(said.out) == ["from afar"]


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


def test_what_was_written_for_a_refusal_that_comes_later_is_a_draft_again(
    house: House, remote: Remote
) -> None:
    remote.start()
    house.environment["SIGNOFF_URL"] = remote.url
    key = house.order()
    remote.kill()
    words = ["-m", "typed with care", "--reply-to", "99"]
    assert house.run("comment", key, *words, "--as", "bea").code == 6
    drafts = house.folder / "state" / "drafts"
    assert not drafts.exists()
    remote.start()
    assert "a draft again" in house.done("whoami").err
    assert [file.read_text() for file in drafts.iterdir()] == ["typed with care"]


def test_an_absence_is_queued_and_begins_later(house: House, remote: Remote) -> None:
    remote.start()
    house.environment["SIGNOFF_URL"] = remote.url
    remote.kill()
    run = house.run("away", "--delegate", "dora", "--as", "bea")
    assert run.code == 6
    assert "@bea" in run.err
    assert house.run("away", "--back", "--as", "bea").code == 3
    remote.start()
    [[person, _, _, delegate]] = house.done("away", "--as", "bea").rows
    assert (person, delegate) == ("@bea", "@dora")


def test_a_command_that_is_killed_while_it_sends_decides_once(house: House) -> None:
    key = house.order()
    for _ in range(5):
        process = house.process("comment", key, "-m", "once", "--as", "bea")
        deadline = time.monotonic() + 60
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
    assert "text is kept" in run.err


def drafts_of(house: House) -> dict[str, str]:
    folder = house.folder / "state" / "drafts"
    return {unquote(file.stem): file.read_text() for file in folder.glob("*.draft")}


def test_a_comment_to_many_is_kept_for_those_that_did_not_take_it(house: House) -> None:
    first, last = house.order(), house.order()
    typed = f"{first}\tan order\nPO-99999\nnone.1\n{last}\n"
    run = house.run("comment", "-", "-m", "typed with care", "--as", "bea", typed=typed)
    assert run.code == 1
    assert [row[:2] for row in run.rows] == [
        [first, "commented"],
        ["PO-99999", "not_found"],
        ["none.1", "not_found"],
        [last, "commented"],
    ]
    assert "text is kept" in run.err
    kept = {"comment/PO-99999": "typed with care", "comment/none.1": "typed with care"}
    assert drafts_of(house) == kept


def test_what_was_being_typed_is_neither_lost_nor_replaced(house: House) -> None:
    folder = house.folder / "state" / "drafts"
    folder.mkdir(parents=True, mode=0o700)
    key = house.order()
    for name in (key, "PO-99999"):
        (folder / f"comment%2F{name}.draft").write_text("half a thought")
    house.done("comment", key, "-m", "by the way", "--as", "bea")
    assert house.run("comment", "PO-99999", "-m", "by the way").code == 1
    assert drafts_of(house) == {
        f"comment/{key}": "half a thought",
        "comment/PO-99999": "half a thought\n\nby the way",
    }
    assert house.run("comment", "PO-99999", "-m", "by the way").code == 1
    assert drafts_of(house)["comment/PO-99999"] == "half a thought\n\nby the way"


def test_a_forward_is_queued_as_other_decisions_are(house: House, remote: Remote) -> None:
    remote.start()
    house.environment["SIGNOFF_URL"] = remote.url
    key = house.order()
    task = task_of(house, key)
    remote.kill()
    assert house.run("forward", task[0], "--to", "dora", "--as", "bea").code == 3
    run = house.run("forward", *task, "--to", "dora", "-m", "yours", "--as", "bea")
    assert run.code == 6
    remote.start()
    house.done("approve", key, "--as", "dora")


def test_a_forward_of_what_changed_meanwhile_changes_nothing(house: House) -> None:
    key = house.order()
    task = task_of(house, key)
    run = house.run("forward", task[0], "--to", "dora", "--revision", "99", "--as", "bea")
    assert run.code == 5
    house.done("forward", *task, "--to", "dora", "--as", "bea")
    run = house.run("forward", "-", "--to", "dora", "--revision", "1", typed=f"{key}\n")
    assert run.code == 2
