"""What cannot work is said in one line, and is no defect of signoff."""

import errno

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
