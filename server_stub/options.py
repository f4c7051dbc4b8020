"""What whoever keeps a server sets in its configuration file."""

from datetime import timedelta
from typing import Any

from core.errors import UsageError
from core.language import say
from core.settings import Settings
from server_stub.operations.delivered import PATIENCE

_MOST_DAYS = 365


def patience(settings: Settings) -> timedelta:
    """`[connectors] retry_days`: how long a system that does not answer is tried again.

    Raises UsageError where it is no number of days.
    """
    table = settings.values.get("connectors", {})
    if not isinstance(table, dict):
        raise _wrong("connectors")
    for name in table:
        if name != "retry_days":
            raise UsageError(say("server.unknown_option", name=f"connectors.{name}"))
    return _days(table["retry_days"]) if "retry_days" in table else PATIENCE


def _days(value: Any) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong("connectors.retry_days")
    if not 0 < value <= _MOST_DAYS:
        raise _wrong("connectors.retry_days")
    return timedelta(days=value)


def _wrong(name: str) -> UsageError:
    return UsageError(say("server.wrong_option", name=name, days=_MOST_DAYS))
