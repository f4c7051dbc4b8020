"""One call to the server as a value: it can be sent at once, or kept on disk and sent later."""

from typing import Any, Generic, TypeVar
from urllib.parse import quote

import msgspec

from core.errors import UsageError
from core.language import say

T = TypeVar("T")

USUAL_SECONDS = 30.0
"""How long an answer may take before the server counts as not reachable."""


class Call(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A request and the type of its answer."""

    name: str
    """The name in the table of routes (`core.client.routes`)."""
    method: str
    path: str
    answer: Any
    """The type that the answer is read as: `type[T]`."""
    params: dict[str, str] = {}
    body: bytes = b""
    media_type: str = "application/json"
    revision: int = 0
    """What was seen, for If-Match; 0: not known."""
    key: str = ""
    """The idempotency key; the client makes one for a changing call without."""
    seconds: float = USUAL_SECONDS


def path(*parts: str) -> str:
    """A path under /v1 with every part escaped.

    Raises UsageError for a part that would be another path: nothing, `.`, or one with a slash.
    """
    for part in parts:
        if part.strip() in ("", ".", "..") or "/" in part:
            raise UsageError(say("client.bad_key", key=part))
    return "/v1/" + "/".join(quote(part, safe="") for part in parts)


def given(**params: object) -> dict[str, str]:
    """Query parameters, without those that say nothing ("" or 0 or False)."""
    return {name: _text(value) for name, value in params.items() if value}


def _text(value: object) -> str:
    return "1" if value is True else str(value)
