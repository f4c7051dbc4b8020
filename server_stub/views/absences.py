"""Who is away, or will be."""

from datetime import datetime

from core.api import Page
from core.handling import AbsenceView
from core.people import Absence
from server_stub.store.unit import Reader
from server_stub.views import cursors, directory


def listing(
    reader: Reader, *, person: str = "", now: datetime, limit: int = 50, cursor: str = ""
) -> Page[AbsenceView]:
    """Absences that are not over, the next first; of one person, or of all.

    Everybody may know who is away and who decides meanwhile.
    """
    found = directory.configuration(reader).absences
    wanted = person.removeprefix("@")
    views = [
        shown(id_, absence, now)
        for id_, absence in found.items()
        if wanted in ("", absence.person) and (absence.ends is None or absence.ends > now)
    ]
    return cursors.part(views, lambda each: f"{each.begins.isoformat()} {each.id}", limit, cursor)


def shown(id_: str, absence: Absence, now: datetime) -> AbsenceView:
    """One absence as it travels."""
    return AbsenceView(
        id=id_,
        person=absence.person,
        begins=absence.begins,
        ends=absence.ends,
        delegate=absence.delegate,
        now=absence.covers(now),
    )
