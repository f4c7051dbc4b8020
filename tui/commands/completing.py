"""What the shell completes: the keys of what waits for the caller, from a server that runs."""

from contextlib import suppress
from typing import Any

import msgspec

from core.text import one_line
from tui.commands import session

_SECONDS = 1.0
"""How long somebody who pressed Tab waits at most for an answer."""
_MOST = 200


def object_keys(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Keys of objects in the inbox that begin with what was typed, and their titles.

    Starts no server and never complains: whoever presses Tab has asked for nothing yet.
    """
    del ctx
    found: dict[str, str] = {}
    with suppress(Exception):
        for task in _inbox():
            if task.object.startswith(incomplete):
                found.setdefault(task.object, one_line(task.title))
    return list(found.items())


def _inbox() -> Any:
    from core.client import routes
    from core.client.connect import open_client

    call = msgspec.structs.replace(routes.inbox(limit=_MOST), seconds=_SECONDS)
    with open_client(session.settings(), starts=False) as client:
        return client.send(call).items
