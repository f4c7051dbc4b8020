"""A comment written in the person's own editor, in a real terminal that is whole afterwards."""

import stat
from pathlib import Path

import pytest

from tests.terminal.session import Session, environment, stand_in_program

WRITES = "#!/bin/sh\nprintf 'EDITOR OPEN'\nprintf ' and from the editor' >> \"$1\"\n"
FAILS = '#!/bin/sh\nprintf ruined > "$1"\nexit 3\n'
LEAVES = "#!/bin/sh\nexit 0\n"
WAITS = '#!/bin/sh\nprintf \'EDITOR OPEN \'\nread line\nprintf %s "$line" > "$1"\n'


def composing(home: Path, script: str) -> Session:
    editor = home / "editor"
    if script:
        editor.write_text(script)
        editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    session = Session(stand_in_program(60, home), environment(home, VISUAL=str(editor)))
    session.until_shown("1/60")
    session.until_shown("online")
    session.type(b"c")
    session.until_shown("Comment on PO-1000")
    session.type(b"typed here")
    session.until_shown("typed here")
    session.type(b"\x05")
    return session


def is_whole(session: Session) -> None:
    """The list and the dialog are drawn, and keys arrive."""
    session.until_shown("1/60")
    session.until_shown("PO-1004")
    session.until_shown("Comment on PO-1000")
    session.type(b" zz")
    session.until_shown(" zz")
    before = session.text
    assert b"PO-1004" in session.press(b"\x0c"), "all of it is drawn anew"
    assert session.text == before
    session.type(b"\x1b")
    session.until_shown("The draft is kept.")
    session.type(b"j")
    session.until_shown("2/60")


def test_what_the_editor_writes_is_the_comment(tmp_path: Path) -> None:
    with composing(tmp_path, WRITES) as session:
        session.until_shown("typed here and from the editor")
        session.type(b"\x13")
        session.until_shown("PO-1000: comment sent")


def test_the_editor_has_the_terminal_to_itself(tmp_path: Path) -> None:
    with composing(tmp_path, WAITS) as session:
        session.until(lambda: b"EDITOR OPEN" in session.sent)
        session.type(b"other words\r")
        session.until(lambda: "EDITOR OPEN" not in session.text)
        session.until_shown("other words")
        is_whole(session)
        assert "typed here" not in session.text


@pytest.mark.parametrize(
    ("script", "said"),
    [(FAILS, "ended with: 3"), (LEAVES, ""), ("", "No such file or directory")],
    ids=["fails", "leaves the file unchanged", "is missing"],
)
def test_the_text_stays_and_the_terminal_is_whole_where_the_editor(
    tmp_path: Path, script: str, said: str
) -> None:
    with composing(tmp_path, script) as session:
        session.until(lambda: (said or "F2 send") in " ".join(session.text.split()))
        session.until_shown("typed here")
        assert "ruined" not in session.text
        is_whole(session)
