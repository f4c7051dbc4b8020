"""What cannot work is said in one line, and is no defect of signoff."""

import errno
import subprocess
import sys

import pytest

from core.client.call import path
from core.errors import UsageError
from tests.tui.commands.conftest import House
from tui.commands import main


@pytest.mark.parametrize("key", ["", " ", "..", "a/b"])
def test_what_is_no_key_is_refused_before_anything_is_sent(key: str) -> None:
    with pytest.raises(UsageError, match="no key"):
        path("objects", key)


def test_an_address_with_an_impossible_port_is_refused(shared: House) -> None:
    run = shared.run("connect", "add", "tryton", "erp", "--url", "http://127.0.0.1:99999/db")
    assert run.code == 2
    assert "99999" in run.err


def test_an_unknown_kind_of_system_is_said_before_anything_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main.main(["connect", "add", "foo"]) == 2
    said = capsys.readouterr().err
    assert "foo" in said
    assert "tryton, webhook" in said


def test_a_number_that_is_no_port_is_refused_before_a_server_starts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main.main(["serve", "--port", "99999"]) == 2
    assert "65535" in capsys.readouterr().err


def test_an_option_without_its_value_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["inbox", "--limit"]) == 2
    assert "--limit needs a value" in capsys.readouterr().err
    assert main.main(["inbox", "--all=3"]) == 2
    assert "--all takes no value" in capsys.readouterr().err


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_a_disk_that_takes_nothing_is_no_defect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: int
) -> None:
    def full() -> None:
        raise OSError(code, "No room", "/there/file")

    monkeypatch.setattr(main, "root", full)
    assert main.main(["inbox"]) == 2
    said = capsys.readouterr().err
    assert "/there/file" in said
    assert "SIGNOFF_HOME" in said


def test_bytes_that_are_no_text_are_refused_and_nothing_is_sent(shared: House) -> None:
    key = shared.order()
    before = shared.done("feed", key).out
    wrong = "bad \udcff byte"
    for words in (["comment", key, "-m", wrong], ["follow", wrong], ["search", wrong]):
        run = shared.run(*words)
        assert (run.code, run.out) == (2, "")
        assert "UTF-8" in run.err
    for words in (["comment", key], ["comment", key, "-m", "-"], ["comment", key, "-F", "-"]):
        process = shared.process(*words)
        _, said = process.communicate(b"first\nwo\xffrds", timeout=60)
        assert process.returncode == 2
        assert b"line 2" in said
    assert shared.done("feed", key).out == before


def test_no_keys_from_standard_input_are_no_failure_and_told(shared: House) -> None:
    process = shared.process("approve", "-", "-m", "Checked")
    out, said = process.communicate(b"\n", timeout=60)
    assert (process.returncode, out) == (0, b"")
    assert b"nothing was done" in said


def test_a_wrong_byte_among_piped_keys_spoils_that_key_alone(shared: House) -> None:
    key = shared.order()
    process = shared.process("follow", "-", LC_ALL="C")
    out, _ = process.communicate(f"{key}\nPO-".encode() + b"\xff\n", timeout=60)
    assert process.returncode == 1
    assert [line.split("\t")[1] for line in out.decode().splitlines()] == ["followed", "not_found"]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_the_caller_closed_is_no_defect(shared: House, closed: str) -> None:
    line = f'exec "{sys.executable}" -m tui.commands.main whoami {closed}'
    done = subprocess.run(
        ["sh", "-c", line], env=shared.environment, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_inbox_without_a_terminal_ends_at_once_and_offers_plain_lines(shared: House) -> None:
    for words in ((), ("--line",)):
        run = shared.run(*words)
        assert (run.code, run.out) == (2, "")
        assert "needs a terminal" in run.err
        assert "signoff --line" in run.err
        assert "signoff inbox" in run.err


@pytest.mark.parametrize("verb", ["show", "move"])
def test_a_file_in_place_of_a_published_flow_is_told_which_commands_take_files(
    shared: House, verb: str
) -> None:
    run = shared.run("flow", verb, "drafts/buying.yaml")
    assert (run.code, run.out) == (2, "")
    assert "is a file" in run.err
    assert "signoff flow check drafts/buying.yaml" in run.err


def test_wrong_fields_are_counted_in_words(shared: House) -> None:
    run = shared.run("new", "order", "--field", "amount=1", "--submit", "--as", "rob")
    assert run.err.startswith("signoff: This cannot be accepted: one field is wrong\n")


@pytest.mark.parametrize("words", [["whoami"], ["--help"], ["inbox", "--help"]])
def test_an_output_that_takes_no_more_is_what_is_blamed(shared: House, words: list[str]) -> None:
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "tui.commands.main", *words],
            env=shared.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert run.returncode == 2
    assert run.stderr.startswith("signoff: The output cannot be written: No space left on device")
    assert run.stderr.count("\n") == 1
