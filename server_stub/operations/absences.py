"""Who is away: said by the person, or by an administrator for them.

An absence is a definition like any other, so that a replayed case knows who was away then.
"""

import secrets
from datetime import datetime, timedelta

from core.errors import FieldError, Invalid, NotFound
from core.handling import AbsenceView, NewAbsence
from core.language import say
from core.people import Absence
from server_stub import access
from server_stub.access import Actor
from server_stub.operations import configuration
from server_stub.store.unit import Unit
from server_stub.views import absences as views
from server_stub.views import directory

KIND = "absence"
FARTHEST = timedelta(days=2 * 366)
"""How far ahead an absence may lie: what is farther is a slip of the pen. An open end is none."""


def add(unit: Unit, actor: Actor, person: str, new: NewAbsence) -> AbsenceView:
    """Somebody is away from then until then; what they are asked meanwhile their delegate gets.

    Raises NotAllowed, NotFound, and Invalid for times that cannot be, or that overlap with another
    absence of the same person.
    """
    person, delegate = person.removeprefix("@"), new.delegate.removeprefix("@")
    access.require_self(actor, person)
    known = directory.configuration(unit)
    for each in filter(None, (person, delegate)):
        if each not in known.directory.people:
            raise access.no_person(known.directory, each)
    begins = new.begins or unit.now
    absence = Absence(person=person, begins=begins, ends=new.ends, delegate=delegate)
    _check(absence, unit.now, [each for each in known.absences.values() if each.person == person])
    if delegate and not known.directory.people[delegate].active:
        _wrong("delegate", say("operations.unknown_person", person=delegate))
    for id_, old in known.absences.items():
        if old.person == person and old.ends is not None and old.ends <= unit.now:
            configuration.forget(unit, KIND, id_)
    id_ = f"{person}.{secrets.token_hex(3)}"
    configuration.define(unit, KIND, id_, absence)
    configuration.changed(unit, about=KIND)
    return views.shown(id_, absence, unit.now)


def end(unit: Unit, actor: Actor, id_: str) -> AbsenceView:
    """An absence ends now, or does not begin. Raises NotAllowed, NotFound."""
    known = directory.configuration(unit).absences.get(id_)
    if known is None:
        raise NotFound(what=say("operations.absence"), key=id_)
    access.require_self(actor, known.person)
    if known.begins >= unit.now:
        configuration.forget(unit, KIND, id_)
    else:
        known = Absence(
            person=known.person, begins=known.begins, ends=unit.now, delegate=known.delegate
        )
        configuration.define(unit, KIND, id_, known)
    configuration.changed(unit, about=KIND)
    return views.shown(id_, known, unit.now)


def _check(absence: Absence, now: datetime, others: list[Absence]) -> None:
    for field, moment in (("begins", absence.begins), ("ends", absence.ends)):
        if moment is not None and moment > now + FARTHEST:
            latest = now + FARTHEST - timedelta(days=2)  # to its end, in every time zone
            _wrong(field, say("operations.away_too_far", latest=f"{latest:%Y-%m-%d}"))
    if absence.ends is not None and absence.ends <= max(absence.begins, now):
        _wrong("ends", say("operations.ends_before"))
    if absence.delegate == absence.person:
        _wrong("delegate", say("operations.own_delegate"))
    for other in others:
        begins_later = absence.ends is not None and absence.ends <= other.begins
        ended_before = other.ends is not None and other.ends <= absence.begins
        if not (begins_later or ended_before):
            _wrong(
                "begins", say("operations.away_already", begins=f"{other.begins:%Y-%m-%d %H:%M}")
            )


def _wrong(field: str, message: str) -> None:
    raise Invalid(message, errors=(FieldError(field=field, message=message),))
