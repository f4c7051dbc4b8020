"""Whose tokens were used on this machine, by their marks, so that what waits survives a new token.

What waits to be sent is bound to the mark of the token under which it was decided. A person who
signs in again with another token is the same person: then it is theirs to send.
"""

from core.errors import UsageError
from core.files import read_text, replace_private
from core.settings import Settings

_KEPT = 100
"""Marks kept, the newest; each is a line."""


def remember(settings: Settings, server: str, person: str, mark: str) -> None:
    """Keep that the token with this mark is the person's on that server.

    A disk that does not take it is no reason to stop.
    """
    line = f"{mark}\t{person}\t{server}"
    lines = [each for each in _lines(settings) if each != line]
    text = "".join(f"{each}\n" for each in [*lines, line][-_KEPT:])
    try:
        replace_private(settings.marks_file, text.encode(), durable=False)
    except (OSError, UsageError):
        return


def marks_of(settings: Settings, server: str, person: str) -> set[str]:
    """The marks of the person's tokens on that server, as far as they are known."""
    rows = (each.split("\t", 2) for each in _lines(settings))
    return {row[0] for row in rows if row[1:] == [person, server]}


def owners(settings: Settings, server: str) -> dict[str, str]:
    """Whose tokens those with the known marks are, on that server."""
    rows = (each.split("\t", 2) for each in _lines(settings))
    return {row[0]: row[1] for row in rows if row[2:] == [server]}


def _lines(settings: Settings) -> list[str]:
    try:
        return read_text(settings.marks_file).splitlines()
    except (OSError, UnicodeDecodeError):
        return []
