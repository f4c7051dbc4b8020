"""Reading people, departments, roles and groups."""

import re

from core.language import LANGUAGES, say
from core.located import Located
from core.people import Department, Group, Person, Role
from core.reading import Reading
from server_stub.configuration.company import Company
from server_stub.configuration.named import Named, read_named, title_of

FIRST_KEYS = ("local_owner", "departments", "roles", "groups", "people")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def read_people(node: Located, company: Company) -> None:
    """Add what a document of people defines."""
    reading = Reading(node, company.problems)
    directory = company.directory
    _read_owner(reading, company)
    for named in read_named(reading, "departments"):
        if company.claim("department", named.id, named.where):
            directory.departments[named.id] = _department(named, company)
    for named in read_named(reading, "roles"):
        if company.claim("role", named.id, named.where):
            directory.roles[named.id] = Role(id=named.id, title=title_of(named, reading))
    for named in read_named(reading, "groups"):
        if company.claim("group", named.id, named.where):
            directory.groups[named.id] = Group(id=named.id, title=title_of(named, reading))
    for named in read_named(reading, "people"):
        if company.claim("person", named.id, named.where):
            directory.people[named.id] = _person(named, company)
    reading.done()


def _read_owner(reading: Reading, company: Company) -> None:
    where = reading.get("local_owner")
    if where is not None and reading.as_identifier(where, "local_owner"):
        company.refer("person", where)
        if company.claim("local_owner", "local_owner", where):
            company.local_owner = where.raw


def _department(named: Named, company: Company) -> Department:
    reading = Reading(named.body, company.problems)
    department = Department(
        id=named.id,
        title=reading.label("title", required=True),
        head=_one(reading, "head", "person", company),
        parent=_one(reading, "parent", "department", company),
        region=reading.text("region"),
    )
    reading.done(also=("id",))
    return department


def _person(named: Named, company: Company) -> Person:
    reading = Reading(named.body, company.problems)
    person = Person(
        id=named.id,
        name=reading.label("name", required=True),
        email=_email(reading),
        active=reading.flag("active", True),
        department=_one(reading, "department", "department", company),
        manager=_one(reading, "manager", "person", company),
        roles=_unique(reading, "roles", "role", company),
        groups=_unique(reading, "groups", "group", company),
        region=reading.text("region"),
        language=reading.one_of("language", LANGUAGES),
        skills=_skills(reading),
        attributes={key: each.plain() for key, each in reading.map("attributes").items()},
    )
    reading.done(also=("id",))
    return person


def _one(reading: Reading, key: str, kind: str, company: Company) -> str:
    """The id of another thing at `key`, or ""."""
    found = reading.get(key)
    if found is None or not reading.as_identifier(found, key):
        return ""
    return company.refer(kind, found)[0]


def _unique(reading: Reading, key: str, kind: str, company: Company) -> tuple[str, ...]:
    """The ids at `key`, each once, in an order of their own so that shuffling changes nothing."""
    return tuple(sorted(set(company.refer(kind, *reading.names(key)))))


def _email(reading: Reading) -> str:
    email = reading.text("email")
    where = reading.get("email")
    if email and where is not None and not _EMAIL.fullmatch(email):
        reading.problems.add(where, say("configuration.email", email=email))
        return ""
    return email


def _skills(reading: Reading) -> dict[str, int]:
    levels: dict[str, int] = {}
    for skill, level in reading.map("skills").items():
        if isinstance(level.value, int) and not isinstance(level.value, bool):
            levels[skill] = level.value
        else:
            reading.wrong(level, skill, say("configuration.kind.integer"))
    return levels
