"""Who is asked, and why: people named by a flow, found among those who are there and may decide.

Hard filters first (active, there, region or department, `where`, not the requester, not excluded),
then the strategy; ties go to whoever was asked longest ago, then by name, so that the choice is
repeatable. Whoever is away is replaced by the delegate whom the absence names.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from core.flow.definition import Inside, Pick, Who, WhoKind
from core.language import label
from core.people import ADMIN, Absence, Directory, Person
from core.rules.context import Context, person_words
from core.rules.expressions import holds
from core.tasks import Reason

_NEVER = datetime.min.replace(tzinfo=UTC)
_LONGEST_CHAIN = 10
"""How many absences are followed from delegate to delegate."""

# An enum looks its members up slowly; these are asked for everybody who is looked for.
_ROLE, _EACH_MANAGER, _POOLS = WhoKind.ROLE, WhoKind.MANAGERS, (WhoKind.ROLE, WhoKind.GROUP)
_EVERYBODY, _MOST_SKILLED, _ANYWHERE = Pick.EVERYBODY, Pick.MOST_SKILLED, Inside.ANYWHERE
_BECAUSE = {kind: f"reason.{kind}" for kind in WhoKind}


class Asked(msgspec.Struct, frozen=True, gc=False):
    """Somebody who is asked, with the reason, and instead of whom where somebody is absent."""

    person: str
    because: Reason
    instead_of: str = ""


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What people are looked for with: the company, the case, and who must not be asked."""

    directory: Directory
    requester: str
    context: Context
    load: Mapping[str, int] = {}
    last_asked: Mapping[str, datetime] = {}
    just_asked: Mapping[str, int] = {}
    """How many tasks each person was given by the same command."""
    absences: tuple[Absence, ...] = ()
    now: datetime = _NEVER
    requester_may: bool = False
    excluded: Collection[str] = ()
    """Who must not decide here: `exclusive` demands somebody else."""

    def waiting(self, person: str) -> int:
        """How many tasks wait for a person."""
        return self.load.get(person, 0) + self.just_asked.get(person, 0)

    def may(self, person: Person | None) -> bool:
        """Whether this person can be asked at all, away or not."""
        return person is not None and person.active and not self.bars(person.id)

    def bars(self, person: str) -> bool:
        """Whether this person must not decide here, nor somebody else in their place."""
        return person in self.excluded or (person == self.requester and not self.requester_may)

    def is_there(self, person: Person) -> bool:
        """Whether the person is active and not away."""
        return person.active and self.absence(person.id) is None

    def absence(self, person: str) -> Absence | None:
        """The person's absence now; of several, the one that began last."""
        if not self.absences:
            return None
        found = [each for each in self.absences if each.person == person and each.covers(self.now)]
        return max(found, key=lambda each: each.begins) if found else None

    @property
    def requester_person(self) -> Person | None:
        """The requester, where the directory still knows them."""
        return self.directory.people.get(self.requester)


def find(who: Who, search: Search) -> tuple[Asked, ...]:
    """The people that `who` names, each with the reason; () where nobody can be found."""
    named = _NAMED.get(who.kind)
    if named is None:
        return _SEVERAL[who.kind](who, search)
    return _one(*named(who, search), search)


def falls_short(who: Who, search: Search, found: int) -> bool:
    """Whether fewer people were found than `who` demands: nobody, too few for `2 of …`, not each
    manager, or none with the role up to which managers are asked."""
    if not found or found < who.quorum:
        return True
    if who.kind is not _EACH_MANAGER:
        return False
    managers = _wanted_managers(who, search)
    return found < len(managers) or bool(who.id and who.id not in managers[-1].roles)


def stand_in(person_id: str, search: Search) -> tuple[Person, str] | None:
    """Who takes the place of this person now, and instead of whom; "": the person is there.

    Delegates are followed from absence to absence, at most ten times and never in a circle. None:
    there is nobody.
    """
    if not search.absences:
        known = search.directory.people.get(person_id)
        return (known, "") if known is not None and known.active else None
    seen: set[str] = set()
    current = person_id
    while current not in seen and len(seen) <= _LONGEST_CHAIN:
        seen.add(current)
        person = search.directory.people.get(current)
        if person is not None and search.is_there(person):
            if current == person_id:
                return person, ""
            # Who is away may decide after all, so nobody stands in for one who must not.
            return None if search.bars(person_id) else (person, person_id)
        away = search.absence(current)
        if away is None or not away.delegate:
            return None
        current = away.delegate
    return None


def find_owner(owner: Who, search: Search, because: Reason) -> Asked | None:
    """Who stands in where nobody was found: the flow's owner, a manager above, an administrator.

    Whoever is there is preferred to whoever is away.
    """
    pool = _pool(owner, search) if owner.kind in _POOLS else ()
    named = pool or tuple(filter(None, [_person_named(owner, search)]))
    above = [manager for person in named for manager in managers_up(person.id, search.directory)]
    ranks = (named, above, search.directory.with_role(ADMIN))
    for there in (True, False):
        for people in ranks:
            able = _able(people, search, there=there)
            if able:
                chosen = next(iter(able))
                if people is not above:
                    everybody = [search.directory.people[each] for each in able]
                    chosen = _first(Pick.LEAST_LOADED, "", everybody, search).id
                return Asked(chosen, because, able[chosen])
    return None


def _able(people: Iterable[Person], search: Search, *, there: bool) -> dict[str, str]:
    """Who may be asked, each with who is away in their favour; `there`: only who is there."""
    found = (stand_in(each.id, search) if there else (each, "") for each in people)
    return {each[0].id: each[1] for each in found if each is not None and search.may(each[0])}


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
    several = f"{who.quorum} of " if who.quorum else ""
    return f"{several}{_described(who)}"


def _described(who: Who) -> str:
    if who.kind is WhoKind.MANAGERS:
        return f"each manager up to {f'role:{who.id}' if who.id else f'{who.levels} levels'}"
    if who.kind is WhoKind.MANAGER:
        return f"manager {who.levels} levels up"
    if who.kind is WhoKind.HEAD:
        return f"head of department:{who.id}" if who.id else "head of requester's department"
    if who.kind is WhoKind.TABLE:
        return f"table {who.id}"
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


def _one(person: Person | None, because: Reason, search: Search) -> tuple[Asked, ...]:
    """One person who was found, or who takes their place."""
    if person is None or person.id in search.excluded:
        return ()
    if person.id == search.requester and not search.requester_may:
        return _manager_instead(search)
    found = stand_in(person.id, search)
    if found is None:
        return ()
    there, instead_of = found
    if there.id == search.requester and not search.requester_may:
        return _manager_instead(search)
    if not search.may(there):
        return ()
    if not instead_of:
        return (Asked(there.id, because),)
    return (Asked(there.id, _absent(instead_of), instead_of),)


def _absent(person: str) -> Reason:
    return Reason(key="reason.absent", values={"person": person})


def _wanted_managers(who: Who, search: Search) -> list[Person]:
    """Each manager of the requester up to a level or role; up to the top where none has it."""
    found: list[Person] = []
    for manager in managers_up(search.requester, search.directory):
        found.append(manager)
        if (who.id and who.id in manager.roles) or len(found) == who.levels:
            break
    return found


def _managers(who: Who, search: Search) -> tuple[Asked, ...]:
    found: list[Asked] = []
    for level, manager in enumerate(_wanted_managers(who, search), start=1):
        values = {"person": search.requester, "levels": str(level)}
        found.extend(_one(manager, Reason(key="reason.manager", values=values), search))
    return tuple(found)


def _manager_instead(search: Search) -> tuple[Asked, ...]:
    because = Reason(key="reason.instead_of_requester", values={"person": search.requester})
    for manager in managers_up(search.requester, search.directory):
        found = stand_in(manager.id, search)
        if found is not None and search.may(found[0]):
            return (Asked(found[0].id, because, found[1]),)
    return ()


# --- one or all of several -------------------------------------------------------------------


def _of_pool(who: Who, search: Search) -> tuple[Asked, ...]:
    everybody = _pool(who, search)
    if who.pick is not _EVERYBODY:
        able = [each for each in everybody if search.may(each) and search.is_there(each)]
        if able:
            chosen = _first(who.pick, who.skill, able, search)
            return (Asked(chosen.id, _why_chosen(who, chosen, len(able), search)),)
    found = _everybody(everybody, _because(who), search)
    if not found and any(person.id == search.requester for person in everybody):
        return _manager_instead(search)
    return tuple(found[:1] if who.pick is not _EVERYBODY else found)


def _everybody(people: Iterable[Person], because: Reason, search: Search) -> list[Asked]:
    """Each of them who may be asked; the delegates of those who are away."""
    if not search.absences:
        there = {person.id: Asked(person.id, because) for person in people if search.may(person)}
        return list(there.values())
    found: dict[str, Asked] = {}
    for person in people:
        if not search.may(person):
            continue
        instead = stand_in(person.id, search)
        if instead is not None and search.may(instead[0]):
            reason = _absent(instead[1]) if instead[1] else because
            found.setdefault(instead[0].id, Asked(instead[0].id, reason, instead[1]))
    return list(found.values())


def _pool(who: Who, search: Search) -> tuple[Person, ...]:
    directory = search.directory
    people: Iterable[Person] = (
        directory.with_role(who.id) if who.kind is _ROLE else directory.in_group(who.id)
    )
    if who.inside is not _ANYWHERE:
        people = filter(_inside(who, search), people)
    if who.where is not None:
        text = who.where.text
        people = (person for person in people if holds(text, _about(person, search)))
    if who.pick is _MOST_SKILLED:
        people = (person for person in people if person.skills.get(who.skill, 0) > 0)
    return tuple(people)


def _about(person: Person, search: Search) -> Context:
    """What a condition sees that speaks of a candidate; each person's words are made once."""
    kept: dict[str, dict[str, dict[str, object]]] = search.directory.__dict__
    words = kept.setdefault("words", {})
    if person.id not in words:
        words[person.id] = person_words(person)
    return search.context.also(person=words[person.id])


def _inside(who: Who, search: Search) -> Callable[[Person], bool]:
    requester = search.requester_person
    if who.inside is Inside.DEPARTMENT:
        department = requester.department if requester is not None else ""
        return lambda person: bool(department) and person.department == department
    directory = search.directory
    region = who.region or (directory.region_of(requester) if requester is not None else "")
    return lambda person: bool(region) and directory.region_of(person) == region


_SEVERAL: dict[WhoKind, Callable[[Who, Search], tuple[Asked, ...]]] = {
    WhoKind.ROLE: _of_pool,
    WhoKind.GROUP: _of_pool,
    WhoKind.MANAGERS: _managers,
    WhoKind.TABLE: lambda _who, _search: (),  # no row of it holds; else its people stand here
}


def _first(pick: Pick, skill: str, people: Iterable[Person], search: Search) -> Person:
    def rank(person: Person) -> tuple[int, datetime, str, str]:
        first = 0
        if pick is Pick.LEAST_LOADED:
            first = search.waiting(person.id)
        elif pick is Pick.MOST_SKILLED:
            first = -person.skills.get(skill, 0)
        asked = search.last_asked.get(person.id, _NEVER)
        if person.id in search.just_asked:
            asked = search.now
        return first, asked, label(person.name, "en"), person.id

    return min(people, key=rank)


def _because(who: Who) -> Reason:
    if who.inside is _ANYWHERE:
        return Reason(key=_BECAUSE[who.kind], values={str(who.kind): who.id})
    if who.inside is Inside.DEPARTMENT:
        return Reason(key=f"reason.{who.kind}_in_department", values={str(who.kind): who.id})
    values = {str(who.kind): who.id, "region": who.region}
    key = f"reason.{who.kind}_in_region" if who.region else f"reason.{who.kind}_near"
    return Reason(key=key, values=values)


def _why_chosen(who: Who, chosen: Person, of: int, search: Search) -> Reason:
    values = {"pool": f"{who.kind}:{who.id}", "of": str(of)}
    if who.pick is Pick.LEAST_LOADED:
        values["load"] = str(search.waiting(chosen.id))
        return Reason(key="reason.least_loaded", values=values)
    if who.pick is Pick.MOST_SKILLED:
        values |= {"skill": who.skill, "level": str(chosen.skills.get(who.skill, 0))}
        return Reason(key="reason.most_skilled", values=values)
    return Reason(key="reason.in_turn", values=values)
