"""The working week of this server: Monday to Friday in its own time zone."""

import os
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.flow.calendar import WorkWeek


@cache
def working_week() -> WorkWeek:
    """By which time limits are counted, and the history of a company is dated."""
    return WorkWeek(zone=local_zone())


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
