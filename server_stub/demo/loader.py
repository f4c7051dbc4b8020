"""Loading the demo company: an ordinary folder of files, applied and replayed like any other."""

from pathlib import Path

import msgspec

from core.api import Applied
from core.errors import Refused
from core.language import say
from server_stub import access
from server_stub.access import Actor
from server_stub.configuration.folder import SUFFIXES
from server_stub.configuration.history import MINUTES_A_DAY
from server_stub.operations.apply import Folder, apply
from server_stub.operations.replay import loaded, moments_before, replay
from server_stub.operations.reset import in_use, reset
from server_stub.store.unit import Unit
from server_stub.working_week import week_of

COMPANY = Path(__file__).parent / "company"
"""The folder that a company can copy and change."""


def files(folder: Path = COMPANY) -> dict[str, str]:
    """The files of a company's folder, by their path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES
    }


def load(unit: Unit, actor: Actor, demo: Folder, *, again: bool = False) -> Applied:
    """Load the demo; once it is there, nothing more happens, so what was changed in it stays.

    `again` empties the demo and loads it anew. Raises Refused on a server that works for somebody
    else: a demo never stands among real objects, and nothing real is ever emptied.
    """
    access.require_administrator(actor)
    here = not loaded(unit).isdisjoint(history.name for history in demo.histories)
    if here and not again:
        return Applied(changes=(), planned=False)
    if not here and in_use(unit):
        raise Refused(say("configuration.demo.in_use"), hint=say("configuration.demo.in_use.hint"))
    if here:
        reset(unit)
    return _founded_before(unit, actor, demo)


def _founded_before(unit: Unit, actor: Actor, demo: Folder) -> Applied:
    """Set the company up a day before its history begins, so that no flow is younger than it."""
    now, week = unit.now, week_of(demo.company.calendars.values())
    longest = max((each.minutes for it in demo.histories for each in it.happenings), default=0)
    begin = longest + MINUTES_A_DAY
    unit.now = moments_before(now, {begin}, week)[begin]
    try:
        applied = apply(unit, actor, demo)
    finally:
        unit.now = now
    changes = (*applied.changes, *replay(unit, demo.histories, week))
    return msgspec.structs.replace(applied, changes=changes)
