"""A program that goes on takes the token that `signoff login` keeps for its server meanwhile.

A token may end while a terminal is open: revoked, or over. Its person signs in anew beside it, and
the terminal goes on. Somebody else's token it does not take: what is on the screen, and what waits
to be sent, is not theirs.
"""

import asyncio
from contextlib import suppress
from pathlib import Path

import msgspec

from core.client import marks
from core.client.aside import aside
from core.client.outbox import Outbox
from core.errors import SignInFirst
from core.language import say
from core.settings import Settings
from core.sign_in import find_token, mark_of

_LOOK_SECONDS = 1.0
"""How often it is looked whether somebody has signed in."""


class Fresh(msgspec.Struct, frozen=True, kw_only=True):
    """A token that was not known yet, and its mark."""

    secret: str
    mark: str


class Renewal:
    """Looks for another token of the same person, for one server."""

    def __init__(self, settings: Settings, where: str) -> None:
        self._settings = settings
        self._where = where
        self._seen = self._look()

    async def another(self, mark: str) -> Fresh | None:
        """The token kept now, where it is not the one with this mark; what waits goes under it.

        Raises SignInFirst where it is somebody else's, and UsageError where the file cannot be
        read.
        """
        self._seen = self._look()
        secret = (await aside(lambda: find_token(self._settings))).secret
        fresh = Fresh(secret=secret, mark=mark_of(secret))
        if not secret or fresh.mark == mark:
            return None
        if mark and not self._is_same(mark, fresh.mark):
            return None
        Outbox(self._settings.outbox_folder).hand_on(self._where, {mark}, fresh.mark)
        return fresh

    async def until_changed(self, at_once: asyncio.Event) -> None:
        """Wait until somebody has signed in since `another` looked last, or `at_once` is set."""
        while self._look() == self._seen and not at_once.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(at_once.wait(), _LOOK_SECONDS)
        at_once.clear()

    def _is_same(self, old: str, new: str) -> bool:
        """Whether both are one person's; not before it is known whose the new one is."""
        owners = marks.owners(self._settings, self._where)
        if new not in owners:
            return False
        if owners[new] != owners.get(old):
            raise SignInFirst(
                said=say("client.other_person", person=owners[new]),
                hint=say("client.other_person.hint"),
            )
        return True

    def _look(self) -> tuple[tuple[int, int], ...]:
        files = (self._settings.token_file, self._settings.marks_file)
        return tuple(_version(file) for file in files)


def _version(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_ino)
