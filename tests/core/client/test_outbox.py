"""What waits on disk is sent once, by whichever process comes first, and says what came of it."""

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.api import Comment, Decide
from core.client import routes
from core.client.call import Call
from core.client.outbox import Outbox
from core.errors import AlreadyDecided, Queued, SignInFirst, Unreachable, UsageError
from core.tasks import DecisionKind
from tests.core.client.conftest import Answer, Double, Heard, problem

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=10)
ENTRY = {
    "object": "PO-1",
    "number": 1,
    "at": "2026-11-22T12:00:00Z",
    "kind": "comment",
}


def saying(text: str, key: str = "PO-1") -> Call[Any]:
    return routes.comment(key, Comment(text=text))


def texts(double: Double) -> list[str]:
    return [msgspec.json.decode(heard.body)["text"] for heard in double.heard]


@pytest.fixture
def box(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox")


@pytest.fixture
def answering(double: Double) -> Double:
    double.answer = lambda heard: (201, ENTRY)
    return double


def test_what_is_answered_leaves_nothing_behind(box: Outbox, answering: Double) -> None:
    entry = box.send_now(saying("hello"), answering.client(), about="PO-1", now=NOW)
    assert entry.number == 1
    assert box.is_empty()


def test_what_cannot_be_sent_stays_and_is_sent_later_under_the_same_key(
    box: Outbox, answering: Double
) -> None:
    answering.stop()
    with pytest.raises(Queued):
        box.send_now(saying("hello"), answering.client(), about="PO-1", now=NOW)
    [item] = box.waiting()
    answering.start()
    [sent] = box.send_due(answering.client(), NOW)
    assert sent.answer.number == 1
    assert [heard.headers["Idempotency-Key"] for heard in answering.heard] == [item.id]
    assert box.is_empty()


def test_an_answer_that_got_lost_is_asked_for_again_under_the_same_key(
    box: Outbox, answering: Double
) -> None:
    answering.answer = lambda heard: (503, b"restarting")
    with pytest.raises(Queued):
        box.send_now(saying("hello"), answering.client(), about="PO-1", now=NOW)
    answering.answer = lambda heard: (201, ENTRY)
    assert len(list(box.send_due(answering.client(), NOW))) == 1
    first, second = answering.heard
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]


def test_a_decision_in_its_undo_window_is_held_and_can_be_taken_back(
    box: Outbox, answering: Double
) -> None:
    client = answering.client()
    item = box.add(saying("oops"), client, about="PO-1", now=NOW, not_before=LATER)
    assert list(box.send_due(client, NOW)) == []
    assert box.take_back(item)
    assert list(box.send_due(client, LATER)) == []
    assert answering.heard == []


def test_a_held_decision_is_sent_when_its_window_is_over_even_by_another_process(
    box: Outbox, answering: Double, tmp_path: Path
) -> None:
    box.add(saying("yes"), answering.client(), about="PO-1", now=NOW, not_before=LATER)
    other = Outbox(tmp_path / "outbox")
    assert len(list(other.send_due(answering.client(), LATER))) == 1
    assert box.is_empty()


def test_releasing_ends_the_undo_window_at_once(box: Outbox, answering: Double) -> None:
    client = answering.client()
    item = box.add(saying("yes"), client, about="PO-1", now=NOW, not_before=LATER)
    assert box.release(item)
    assert len(list(box.send_due(client, NOW))) == 1


def test_a_window_that_ends_while_an_item_is_handed_on_to_another_token_stays_ended(
    box: Outbox, answering: Double
) -> None:
    client = answering.client()
    item = box.add(saying("hello"), client, about="PO-1", now=NOW, not_before=LATER)

    class Marks(set[str]):
        def __contains__(self, mark: object) -> bool:  # asked between reading and changing it
            assert box.release(item)
            return True

    assert box.hand_on(client.where, Marks(), "new") == 1
    (kept,) = box.waiting()
    assert (kept.identity, kept.not_before) == ("new", None)


def test_what_was_sent_cannot_be_taken_back(box: Outbox, answering: Double) -> None:
    client = answering.client()
    item = box.add(saying("yes"), client, about="PO-1", now=NOW)
    list(box.send_due(client, NOW))
    assert not box.take_back(item)
    assert not box.release(item)


def test_a_refusal_ends_the_item_and_stays_as_a_notice_until_it_was_shown(
    box: Outbox, double: Double
) -> None:
    decision = routes.decide("PO-1", Decide(decision=DecisionKind.APPROVE), revision=3)
    box.add(decision, double.client(), about="PO-1", now=NOW)
    double.answer = lambda heard: problem(
        409, "already_decided", "Ben has already decided this.", values={"who": "Ben"}
    )
    [sent] = box.send_due(double.client(), LATER)
    assert isinstance(sent.error, AlreadyDecided)
    assert box.waiting() == []
    [notice] = box.notices()
    assert notice.message == "Ben has already decided this."
    assert notice.item.about == "PO-1"
    box.shown(notice)
    assert box.is_empty()


def test_a_refusal_at_the_first_try_is_raised_and_leaves_nothing(
    box: Outbox, double: Double
) -> None:
    double.answer = lambda heard: problem(409, "already_decided", "Too late.")
    with pytest.raises(AlreadyDecided):
        box.send_now(saying("hello"), double.client(), about="PO-1", now=NOW)
    assert box.is_empty()


def test_a_token_that_no_longer_holds_keeps_what_waits(box: Outbox, double: Double) -> None:
    box.add(saying("hello"), double.client(), about="PO-1", now=NOW)
    double.answer = lambda heard: problem(401, "sign_in_first", "Sign in.")
    assert list(box.send_due(double.client(), NOW)) == []
    assert len(box.waiting()) == 1
    with pytest.raises(SignInFirst):
        double.client().me()


def test_the_order_on_one_object_is_kept(box: Outbox, answering: Double) -> None:
    client = answering.client()
    for number in range(5):
        moment = NOW + timedelta(microseconds=number)
        box.add(saying(str(number)), client, about="PO-1", now=moment)
    list(box.send_due(client, LATER))
    assert texts(answering) == ["0", "1", "2", "3", "4"]


def test_nothing_is_sent_to_another_server_or_under_another_token(
    box: Outbox, answering: Double
) -> None:
    box.add(saying("mine"), answering.client(identity="mine"), about="PO-1", now=NOW)
    assert list(box.send_due(answering.client(identity="other"), NOW)) == []
    elsewhere = answering.client(identity="mine")
    elsewhere.where = "https://elsewhere"
    assert list(box.send_due(elsewhere, NOW)) == []
    assert len(list(box.send_due(answering.client(identity="mine"), NOW))) == 1


def test_it_is_sent_as_the_person_it_was_made_as(box: Outbox, answering: Double) -> None:
    box.add(saying("for bea"), answering.client(acting="bea"), about="PO-1", now=NOW)
    box.add(saying("for me"), answering.client(), about="PO-2", now=LATER)
    list(box.send_due(answering.client(acting="somebody"), LATER))
    assert [heard.headers.get("Signoff-As") for heard in answering.heard] == ["bea", None]


def test_only_its_user_can_read_what_waits(box: Outbox, answering: Double, tmp_path: Path) -> None:
    box.add(saying("secret"), answering.client(), about="PO-1", now=NOW)
    folder = tmp_path / "outbox"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    [file] = folder.glob("*.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_broken_file_is_named_and_stops_nothing(
    box: Outbox, answering: Double, tmp_path: Path
) -> None:
    box.add(saying("fine"), answering.client(), about="PO-1", now=NOW)
    (tmp_path / "outbox" / "0-broken.json").write_text("{")
    assert len(list(box.send_due(answering.client(), NOW))) == 1
    assert [file.name for file in box.unreadable()] == ["0-broken.json"]


def test_ten_threads_send_each_item_once(box: Outbox, answering: Double, tmp_path: Path) -> None:
    for number in range(40):
        moment = NOW + timedelta(microseconds=number)
        box.add(saying(str(number)), answering.client(), about=f"PO-{number}", now=moment)

    def work() -> None:
        mine = Outbox(tmp_path / "outbox")
        while mine.waiting():
            list(mine.send_due(answering.client(), LATER))

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(texts(answering), key=int) == [str(number) for number in range(40)]


SENDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from core.api import Comment
from core.client import routes
from core.client.client import Client
from core.client.outbox import Outbox
from core.client.unix import UnixLink

folder, socket = sys.argv[1:]
client = Client(UnixLink(socket, {}), f"unix://{socket}")
call = routes.comment("PO-1", Comment(text="hello"))
Outbox(Path(folder)).send_now(call, client, about="PO-1", now=datetime.now(UTC))
"""


def test_a_killed_process_leaves_its_item_to_the_next_one(
    box: Outbox, double: Double, tmp_path: Path
) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def slow(heard: Heard) -> Answer:
        arrived.set()
        go_on.wait(30)
        return 201, ENTRY

    double.answer = slow
    words = [sys.executable, "-c", SENDER, str(tmp_path / "outbox"), str(double.socket)]
    sender = subprocess.Popen(words)
    assert arrived.wait(30)
    # While it is being sent nobody else touches it.
    assert list(box.send_due(double.client(), datetime.now(UTC))) == []
    [item] = box.waiting()
    assert not box.take_back(item)
    os.kill(sender.pid, signal.SIGKILL)
    sender.wait()
    go_on.set()
    double.answer = lambda heard: (201, ENTRY)
    assert len(list(box.send_due(double.client(), datetime.now(UTC)))) == 1
    assert {heard.headers["Idempotency-Key"] for heard in double.heard} == {item.id}
    assert box.is_empty()


async def test_the_terminal_sends_what_waits_without_blocking(
    box: Outbox, answering: Double
) -> None:
    from core.client.client import AsyncClient
    from core.client.network import async_http

    box.add(saying("hello"), answering.client(), about="PO-1", now=NOW)
    async with AsyncClient(async_http(answering.url, {}), answering.url) as client:
        [sent] = await box.send_due_async(client, NOW)
    assert sent.answer.number == 1
    assert box.is_empty()


def test_a_disk_that_takes_only_a_part_of_an_item_is_written_on_until_it_took_all(
    box: Outbox, answering: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda to, content: whole(to, content[:10]))
    item = box.add(saying("hello"), answering.client(), about="PO-1", now=NOW)
    assert box.waiting() == [item]
    assert box.unreadable() == []


def test_a_full_disk_says_so_and_leaves_nothing_behind(
    box: Outbox, answering: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(to: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(UsageError, match="PO-1: nothing was sent"):
        box.add(saying("hello"), answering.client(), about="PO-1", now=NOW)
    assert list((tmp_path / "outbox").iterdir()) == []


async def test_a_refusal_that_a_full_disk_cannot_note_stays_to_be_told_later(
    box: Outbox, double: Double, tmp_path: Path
) -> None:
    from core.client.client import AsyncClient
    from core.client.network import async_http

    item = box.add(saying("hello"), double.client(), about="PO-1", now=NOW)
    double.answer = lambda heard: problem(404, "not_found", "There is no PO-1.")
    (tmp_path / "outbox/notices").write_text("no folder")
    assert list(box.send_due(double.client(), NOW)) == []
    async with AsyncClient(async_http(double.url, {}), double.url) as client:
        assert await box.send_due_async(client, NOW) == []
    assert box.waiting() == [item]
    (tmp_path / "outbox/notices").unlink()
    [sent] = box.send_due(double.client(), NOW)
    assert sent.error is not None
    assert [notice.item for notice in box.notices()] == [item]


def test_a_clock_that_was_set_back_holds_no_decision(box: Outbox, answering: Double) -> None:
    client = answering.client()
    box.add(saying("yes"), client, about="PO-1", now=NOW, not_before=LATER)
    assert list(box.send_due(client, NOW)) == []
    assert len(list(box.send_due(client, NOW - timedelta(hours=1)))) == 1


def test_a_comment_does_not_wait_for_the_undo_window_of_a_decision(
    box: Outbox, answering: Double
) -> None:
    client = answering.client()
    box.add(saying("decision"), client, about="PO-1", now=NOW, not_before=LATER)
    box.add(saying("comment"), client, about="PO-1", now=NOW + timedelta(microseconds=1))
    list(box.send_due(client, NOW + timedelta(seconds=1)))
    assert texts(answering) == ["comment"]


def test_what_is_not_bound_stays_only_where_it_may_have_arrived(
    box: Outbox, answering: Double
) -> None:
    client = answering.client()
    answering.answer = lambda heard: (503, b"restarting")
    with pytest.raises(Queued):
        box.send_now(saying("hello"), client, about="PO-1", now=NOW, bound=False)
    [item] = box.waiting()
    assert box.take_back(item)
    answering.stop()
    with pytest.raises(Unreachable) as raised:
        box.send_now(saying("hello"), answering.client(), about="PO-1", now=NOW, bound=False)
    assert "nothing was sent or queued" in raised.value.hint
    assert box.is_empty()
