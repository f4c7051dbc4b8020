"""Writing in the person's own editor."""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from core.errors import UsageError
from core.language import say


def edited(text: str, *, about: str = "", suffix: str = ".md") -> str:
    """The text as the person leaves it. Raises UsageError where there is no editor to open."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(say("commands.no_editor_here"), hint=say("commands.no_editor_here.hint"))
    with tempfile.TemporaryDirectory(prefix="signoff-") as folder:
        name = "".join(each for each in about if each.isalnum() or each in "-_")[:40] or "text"
        file = Path(folder) / f"{name}{suffix}"
        file.write_text(text, encoding="utf-8")
        _open(file)
        return file.read_text(encoding="utf-8", errors="replace")


def _open(file: Path) -> None:
    words = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        code = subprocess.call([*shlex.split(words), str(file)])
    except OSError as error:
        raise UsageError(
            say("commands.editor_failed", editor=words, detail=error.strerror or error),
            hint=say("commands.editor_failed.hint"),
        ) from None
    if code != 0:
        raise UsageError(
            say("commands.editor_failed", editor=words, detail=code),
            hint=say("commands.editor_failed.hint"),
        )
