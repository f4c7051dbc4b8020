"""Reading working calendars: hours, weekends, public holidays, days that are worked instead."""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.flow.calendar import Day, Hours, WorkCalendar
from core.language import say
from core.located import Located, near_or_known
from core.reading import Reading
from server_stub.configuration.company import Company
from server_stub.configuration.named import Named, read_named

FIRST_KEYS = ("calendars",)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_DAYS = 400
"""Days between the ends of one range: longer than any holiday."""

_HOURS = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")
_USUAL: Day = (Hours(time(9), time(17)),)
_WEEKEND = ("saturday", "sunday")


def read_calendars(node: Located, company: Company) -> None:
    """Add the calendars that a document defines."""
    reading = Reading(node, company.problems)
    for named in read_named(reading, "calendars"):
        if company.claim("calendar", named.id, named.where):
            company.calendars[named.id] = _calendar(named, company)
    reading.done()


def _calendar(named: Named, company: Company) -> WorkCalendar:
    reading = Reading(named.body, company.problems)
    hours = _hours(reading, reading.get("hours")) or _USUAL
    calendar = WorkCalendar(
        id=named.id,
        title=reading.label("title"),
        regions=_regions(reading, company),
        zone=_zone(reading),
        week=_week(reading, hours),
        days={
            **dict.fromkeys(_days(reading, "holidays"), ()),
            **dict.fromkeys(_days(reading, "workdays"), hours),
            **_other_hours(reading),
        },
        known_until=_known_until(reading),
    )
    reading.done(also=("id",))
    return calendar


def _regions(reading: Reading, company: Company) -> tuple[str, ...]:
    """Regions, of which each has one calendar."""
    nodes = reading.items("regions")
    for node in nodes:
        company.claim("region of a calendar", reading.as_text(node, "regions"), node)
    return tuple(node.raw for node in nodes if node.is_scalar)


def _zone(reading: Reading) -> str:
    where = reading.get("zone", required=True)
    name = reading.as_text(where, "zone") if where is not None else ""
    if name and where is not None:
        try:
            ZoneInfo(name)
        except (OSError, ValueError, ZoneInfoNotFoundError):
            reading.problems.add(
                where,
                say("configuration.zone", zone=name),
                hint=say("configuration.zone.hint"),
            )
            return "UTC"
    return name or "UTC"


def _week(reading: Reading, hours: Day) -> tuple[Day, ...]:
    free = _weekdays(reading, "weekend") if reading.has("weekend") else _WEEKEND
    other = reading.map("week")
    for name, node in other.items():
        _known_weekday(reading, node, name)
    return tuple(
        _hours(reading, other[day]) if day in other else () if day in free else hours
        for day in WEEKDAYS
    )


def _weekdays(reading: Reading, key: str) -> tuple[str, ...]:
    return tuple(node.raw for node in reading.names(key) if _known_weekday(reading, node, node.raw))


def _known_weekday(reading: Reading, node: Located, name: str) -> bool:
    if name in WEEKDAYS:
        return True
    message = say("configuration.weekday", word=name)
    reading.problems.add(node, message, hint=near_or_known(name, WEEKDAYS))
    return False


# --- hours -----------------------------------------------------------------------------------


def _hours(reading: Reading, node: Located | None) -> Day:
    """`09:00-12:00, 13:00-18:00`; `none` for a day on which nobody works."""
    if node is None:
        return ()
    text = reading.as_text(node, "hours")
    if text in ("", "none"):
        return ()
    found: list[Hours] = []
    for part in text.split(","):
        hours = _stretch(part)
        if hours is None or (found and found[-1].still(hours.begins)):
            reading.problems.add(
                node, say("configuration.hours", text=text), hint=say("configuration.hours.hint")
            )
            return ()
        found.append(hours)
    return tuple(found)


def _stretch(text: str) -> Hours | None:
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        return None
    first, last = (each.zfill(5) for each in match.groups())
    try:
        begins, ends = time.fromisoformat(first), time.fromisoformat(last.replace("24:00", "00:00"))
    except ValueError:
        return None
    return Hours(begins, ends) if begins < ends or last == "24:00" else None


# --- days ------------------------------------------------------------------------------------


def _days(reading: Reading, key: str) -> Iterator[date]:
    """A list of days, or a map from days to what they are; `2026-10-01..2026-10-07` is a range."""
    node = reading.get(key)
    if node is None:
        return
    if node.is_map:
        for name, where in node.keys.items():
            yield from _range(reading, where, name)
    else:
        for item in reading.items(key):
            yield from _range(reading, item, reading.as_text(item, key))


def _known_until(reading: Reading) -> date | None:
    """The last day that is known for sure: later ones are announced year by year."""
    node = reading.get("known until")
    if node is None:
        return None
    return next(iter(_range(reading, node, reading.as_text(node, "known until"))), None)


def _other_hours(reading: Reading) -> dict[date, Day]:
    """Days with other hours than usual: `2026-12-24: 09:00-13:00`."""
    found = {}
    for name, node in reading.map("days").items():
        for day in _range(reading, reading.node.value["days"].keys[name], name):
            found[day] = _hours(reading, node)
    return found


def _range(reading: Reading, where: Located, text: str) -> Iterator[date]:
    first, _, last = text.partition("..")
    try:
        begins = date.fromisoformat(first.strip())
        ends = date.fromisoformat(last.strip()) if last else begins
    except ValueError:
        reading.problems.add(
            where, say("configuration.day", text=text), hint=say("configuration.day.hint")
        )
        return
    if not begins <= ends <= begins + timedelta(days=MOST_DAYS):
        reading.problems.add(where, say("configuration.day_range", text=text))
        return
    for number in range((ends - begins).days + 1):
        yield begins + timedelta(days=number)
