"""An absence in words: from when until when, and who decides meanwhile."""

from datetime import date, datetime, time, timedelta

from core.handling import AbsenceView
from core.language import say
from tui.days import here
from tui.drawing.words import moment


def absence_words(absence: AbsenceView) -> str:
    """One absence as a sentence."""
    begins = _day(absence.begins)
    if absence.ends is None:
        when = say("away.for_good", begins=begins)
    else:
        when = say("away.until", begins=begins, ends=_day(absence.ends, ends=True))
    if not absence.delegate:
        return say("away.nobody_decides", when=when)
    return say("away.decides", when=when, who=f"@{absence.delegate}")


def _day(at: datetime, *, ends: bool = False) -> str:
    """A whole day as such, an end by its last day; anything else to the minute."""
    begins = here(at)
    if begins.time() != time() or (ends and begins.date() == date.min):
        return moment(at)
    return str((begins - timedelta(days=int(ends))).date())
