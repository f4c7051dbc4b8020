"""What the shell completes: the keys of what waits for the caller, from a server that runs."""

import re
from contextlib import suppress
from typing import Any

import msgspec

from tui.commands import session

_SECONDS = 1.0
"""How long somebody who pressed Tab waits at most for an answer."""
_MOST = 200
_KEY = re.compile(r"[\w./#-]+")
_ACTING = re.compile(r"[^\w.,/#+\u3001\u3002\u3010\u3011\uff08\uff09\uff0c\uff1a-]+")
"""All but words and harmless signs: zsh evaluates what it is given for a completion, and Typer
reads `[…]` in it as markup."""


def object_keys(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Keys of objects in the inbox that begin with what was typed, and their titles.

    Starts no server and never complains: whoever presses Tab has asked for nothing yet. Titles
    come from outside: signs that a shell could act on are left out of them.
    """
    del ctx
    found: dict[str, str] = {}
    with suppress(Exception):
        for task in _inbox():
            if task.object.startswith(incomplete) and _KEY.fullmatch(task.object):
                found.setdefault(task.object, _ACTING.sub(" ", task.title).strip())
    return list(found.items())


def _inbox() -> Any:
    from core.client import routes
    from core.client.connect import open_client

    call = msgspec.structs.replace(routes.inbox(limit=_MOST), seconds=_SECONDS)
    with open_client(session.settings(), starts=False) as client:
        return client.send(call).items
