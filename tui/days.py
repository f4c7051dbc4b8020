"""Days and moments as people type them, in this machine's time zone."""

from datetime import date, datetime, time, timedelta

from core.errors import UsageError
from core.language import say
from core.typed import in_own_zone


def moment_of(text: str, option: str, *, last_day: bool = False) -> datetime | None:
    """A day or a moment; None where nothing was given. `option`: what it was typed for.

    With `last_day` a day is meant to its end. Raises UsageError.
    """
    if not text:
        return None
    try:
        if len(text) <= len("2026-12-24"):
            day = date.fromisoformat(text) + timedelta(days=int(last_day))
            return datetime.combine(day, time()).astimezone()
        found = datetime.fromisoformat(text)
        return in_own_zone(found) if found.tzinfo is None else found
    except (ValueError, OverflowError):
        raise UsageError(say("commands.not_a_day", option=option, text=text)) from None


def here(moment: datetime) -> datetime:
    """The moment in the person's own time zone; at the ends of the calendar as it was given."""
    try:
        return moment.astimezone()
    except (ValueError, OverflowError):
        return moment
