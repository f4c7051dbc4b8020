"""Who is away, or will be."""

from datetime import UTC, datetime

from core.handling import AbsenceView
from core.people import Absence
from server_stub.access import Actor
from server_stub.store.unit import Reader
from server_stub.views import directory


def listing(reader: Reader, actor: Actor, *, person: str = "", now: datetime) -> list[AbsenceView]:
    """Absences that are not over, of one person, or of all; in the order of `place`.

    Everybody may know who is away and who decides meanwhile.
    """
    found = directory.configuration(reader).absences
    wanted = person.removeprefix("@")
    return [
        shown(id_, absence, now)
        for id_, absence in found.items()
        if wanted in ("", absence.person) and (absence.ends is None or absence.ends > now)
    ]


def place(absence: AbsenceView) -> str:
    """Where an absence stands in a listing: what begins first, first."""
    return f"{absence.begins.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f} {absence.id}"


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
