"""Who is asked, and why: people named by a flow, found among those who are there and may decide.

Hard filters first (active, region or department, `where`, not the requester, not excluded), then
the strategy; ties go to whoever was asked longest ago, then by id, so that the choice is
repeatable.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from core.flow.definition import Inside, Pick, Who, WhoKind
from core.people import ADMIN, Directory, Person
from core.rules.context import Context, person_words
from core.rules.expressions import holds
from core.tasks import Reason

_NEVER = datetime.min.replace(tzinfo=UTC)


class Asked(msgspec.Struct, frozen=True):
    """Somebody who is asked, with the reason."""

    person: str
    because: Reason


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What people are looked for with: the company, the case, and who must not be asked."""

    directory: Directory
    requester: str
    context: Context
    load: Mapping[str, int] = {}
    last_asked: Mapping[str, datetime] = {}
    requester_may: bool = False
    excluded: Collection[str] = ()
    """Who must not decide here: `exclusive` demands somebody else."""

    def may(self, person: Person | None) -> bool:
        """Whether this person can be asked at all."""
        return (
            person is not None
            and person.active
            and person.id not in self.excluded
            and (self.requester_may or person.id != self.requester)
        )

    @property
    def requester_person(self) -> Person | None:
        """The requester, where the directory still knows them."""
        return self.directory.people.get(self.requester)


def find(who: Who, search: Search) -> tuple[Asked, ...]:
    """The people that `who` names, each with the reason; () where nobody can be found."""
    if who.kind in (WhoKind.ROLE, WhoKind.GROUP):
        return _of_pool(who, search)
    person, because = _NAMED[who.kind](who, search)
    if person is None:
        return ()
    if person.id == search.requester and not search.requester_may:
        return _manager_instead(search)
    return (Asked(person.id, because),) if search.may(person) else ()


def find_owner(owner: Who, search: Search, because: Reason) -> Asked | None:
    """Who stands in where nobody was found: the flow's owner, a manager above, an administrator."""
    pool = _pool(owner, search) if owner.kind in (WhoKind.ROLE, WhoKind.GROUP) else ()
    named = pool or tuple(filter(None, [_person_named(owner, search)]))
    above = [manager for person in named for manager in managers_up(person.id, search.directory)]
    for people in (named, above, search.directory.with_role(ADMIN)):
        able = [person for person in people if search.may(person)]
        if able:
            chosen = able[0] if people is above else _first(Pick.LEAST_LOADED, "", able, search)
            return Asked(chosen.id, because)
    return None


def managers_up(person_id: str, directory: Directory) -> Iterator[Person]:
    """The person's managers, nearest first; ends at the top or at a cycle."""
    seen = {person_id}
    manager = directory.manager_of(person_id)
    while manager is not None and manager.id not in seen:
        seen.add(manager.id)
        yield manager
        manager = directory.manager_of(manager.id)


def describe(who: Who) -> str:
    """Somebody named, in the words of the flow file."""
    if who.kind is WhoKind.MANAGER:
        return f"manager {who.levels} levels up"
    if who.kind is WhoKind.HEAD:
        return f"head of department:{who.id}" if who.id else "head of requester's department"
    return f"{who.kind}:{who.id}" if who.id else str(who.kind)


# --- one person ------------------------------------------------------------------------------


def _person_named(who: Who, search: Search) -> Person | None:
    return _NAMED[who.kind](who, search)[0] if who.kind in _NAMED else None


def _person(who: Who, search: Search) -> tuple[Person | None, Reason]:
    return search.directory.people.get(who.id), Reason(key="reason.person")


def _requester(who: Who, search: Search) -> tuple[Person | None, Reason]:
    return search.requester_person, Reason(key="reason.requester")


def _of_field(who: Who, search: Search) -> tuple[Person | None, Reason]:
    held = search.context.fields.get(who.id)
    person = search.directory.people.get(held) if isinstance(held, str) else None
    return person, Reason(key="reason.field", values={"field": who.id})


def _head(who: Who, search: Search) -> tuple[Person | None, Reason]:
    requester = search.requester_person
    own = requester.department if requester is not None else ""
    department = search.directory.departments.get(who.id or own)
    person = search.directory.people.get(department.head) if department is not None else None
    return person, Reason(key="reason.head", values={"department": who.id or own})


def _manager(who: Who, search: Search) -> tuple[Person | None, Reason]:
    because = Reason(
        key="reason.manager", values={"person": search.requester, "levels": str(who.levels)}
    )
    for level, manager in enumerate(managers_up(search.requester, search.directory), start=1):
        if level == who.levels:
            return manager, because
    return None, because


_Finder = Callable[[Who, Search], tuple[Person | None, Reason]]
_NAMED: dict[WhoKind, _Finder] = {
    WhoKind.PERSON: _person,
    WhoKind.REQUESTER: _requester,
    WhoKind.FIELD: _of_field,
    WhoKind.HEAD: _head,
    WhoKind.MANAGER: _manager,
}


def _manager_instead(search: Search) -> tuple[Asked, ...]:
    because = Reason(key="reason.instead_of_requester", values={"person": search.requester})
    for manager in managers_up(search.requester, search.directory):
        if search.may(manager):
            return (Asked(manager.id, because),)
    return ()


# --- one or all of several -------------------------------------------------------------------


def _of_pool(who: Who, search: Search) -> tuple[Asked, ...]:
    everybody = _pool(who, search)
    able = [person for person in everybody if search.may(person)]
    if not able:
        only_requester = any(person.id == search.requester for person in everybody)
        return _manager_instead(search) if only_requester else ()
    if who.pick is Pick.EVERYBODY:
        because = _because(who)
        return tuple(Asked(person.id, because) for person in able)
    chosen = _first(who.pick, who.skill, able, search)
    return (Asked(chosen.id, _why_chosen(who, chosen, len(able), search)),)


def _pool(who: Who, search: Search) -> tuple[Person, ...]:
    directory = search.directory
    people: Iterable[Person] = (
        directory.with_role(who.id) if who.kind is WhoKind.ROLE else directory.in_group(who.id)
    )
    if who.inside is not Inside.ANYWHERE:
        people = filter(_inside(who, search), people)
    if who.where is not None:
        text = who.where.text
        people = (
            person
            for person in people
            if holds(text, search.context.also(person=person_words(person)))
        )
    if who.pick is Pick.MOST_SKILLED:
        people = (person for person in people if person.skills.get(who.skill, 0) > 0)
    return tuple(people)


def _inside(who: Who, search: Search) -> Callable[[Person], bool]:
    requester = search.requester_person
    if who.inside is Inside.DEPARTMENT:
        department = requester.department if requester is not None else ""
        return lambda person: bool(department) and person.department == department
    region = who.region or _region(requester, search.directory)
    return lambda person: bool(region) and _region(person, search.directory) == region


def _region(person: Person | None, directory: Directory) -> str:
    """A person's own region, or else that of the department or of one above it."""
    if person is None:
        return ""
    above = directory.departments_up(person.department)
    return person.region or next((each.region for each in above if each.region), "")


def _first(pick: Pick, skill: str, people: Iterable[Person], search: Search) -> Person:
    def rank(person: Person) -> tuple[int, datetime, str]:
        first = 0
        if pick is Pick.LEAST_LOADED:
            first = search.load.get(person.id, 0)
        elif pick is Pick.MOST_SKILLED:
            first = -person.skills.get(skill, 0)
        return first, search.last_asked.get(person.id, _NEVER), person.id

    return min(people, key=rank)


def _because(who: Who) -> Reason:
    if who.inside is Inside.DEPARTMENT:
        return Reason(key=f"reason.{who.kind}_in_department", values={who.kind.value: who.id})
    if who.inside is Inside.REGION:
        values = {who.kind.value: who.id, "region": who.region}
        key = f"reason.{who.kind}_in_region" if who.region else f"reason.{who.kind}_near"
        return Reason(key=key, values=values)
    return Reason(key=f"reason.{who.kind}", values={who.kind.value: who.id})


def _why_chosen(who: Who, chosen: Person, of: int, search: Search) -> Reason:
    values = {"pool": f"{who.kind}:{who.id}", "of": str(of)}
    if who.pick is Pick.LEAST_LOADED:
        values["load"] = str(search.load.get(chosen.id, 0))
        return Reason(key="reason.least_loaded", values=values)
    if who.pick is Pick.MOST_SKILLED:
        values |= {"skill": who.skill, "level": str(chosen.skills.get(who.skill, 0))}
        return Reason(key="reason.most_skilled", values=values)
    return Reason(key="reason.in_turn", values=values)
