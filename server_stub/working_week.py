"""The working week of this server: Monday to Friday in its own time zone."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, time, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.flow.calendar import WorkCalendar, WorkWeek


@cache
def working_week() -> WorkWeek:
    """By which time limits are counted, and the history of a company is dated."""
    return WorkWeek(zone=local_zone())


def week_of(calendars: Iterable[WorkCalendar]) -> WorkWeek:
    """The working week by which the history of a company is dated: that of the calendar for
    everybody, from when work begins until it ends; without calendars the server's own."""
    in_order = sorted(calendars, key=lambda each: (bool(each.regions), each.id))
    days = [day for each in in_order[:1] for day in each.week if day]
    if not days:
        return working_week()
    ends = days[0][-1].ends
    last = ends if ends > days[0][-1].begins else time(23, 59)  # midnight is of the next day
    return WorkWeek(ZoneInfo(in_order[0].zone), days[0][0].begins, last)


def week_in(zone: str) -> WorkWeek:
    """The working week of a server in that time zone, as `zone_name` gave it; "": of this one."""
    if not zone or zone == zone_name():
        return working_week()
    return WorkWeek(zone=ZoneInfo(zone))


def zone_name() -> str:
    """The name of this server's time zone; "" where it has none."""
    return getattr(working_week().zone, "key", "")


def local_zone() -> tzinfo:
    """The machine's time zone with its changes of clock; without a name for it, as it is now."""
    for name in (os.environ.get("TZ", "").removeprefix(":"), _linked_zone()):
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError):
                continue
    return datetime.now(UTC).astimezone().tzinfo or UTC


def _linked_zone() -> str:
    """`Asia/Shanghai` of `/etc/localtime` → `/usr/share/zoneinfo/Asia/Shanghai`."""
    try:
        target = Path("/etc/localtime").resolve(strict=True)
    except OSError:
        return ""
    _, found, name = target.as_posix().partition("/zoneinfo/")
    return name if found else ""
