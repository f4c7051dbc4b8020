"""Writing in the person's own editor."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from core.errors import UsageError
from core.language import say


def write_in_editor(text: str, *, name: str) -> str:
    """The text as the person leaves it in a file called `name`; waits until they are done.

    Raises UsageError where the editor cannot be started or fails: the text is then as it was.
    """
    with tempfile.TemporaryDirectory(prefix="signoff-") as folder:
        file = Path(folder) / name
        file.write_text(text, encoding="utf-8")
        _open(file)
        try:
            return file.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise _failed(error.strerror or error) from None


def editor_words() -> str:
    """The command of the editor, as the person wrote it."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"


def _open(file: Path) -> None:
    try:
        code = subprocess.call([*shlex.split(editor_words()), str(file)])
    except (OSError, ValueError) as error:
        raise _failed(getattr(error, "strerror", None) or error) from None
    if code != 0:
        raise _failed(code)


def _failed(detail: object) -> UsageError:
    return UsageError(
        say("commands.editor_failed", editor=editor_words(), detail=detail),
        hint=say("commands.editor_failed.hint"),
    )
