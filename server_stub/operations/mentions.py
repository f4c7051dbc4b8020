"""Finding who is mentioned in a text: `@id` of a person, a role or a group."""

import re
from collections.abc import Container, Iterator

from core.feed import Mention
from core.people import Directory

# Not after a letter, digit or sign that would make it an address: `sales@example.com`.
_AT = re.compile(r"(?<![A-Za-z0-9._%+/-])@(?:(person|role|group):)?([\w.-]{1,100})")
_MOST = 50


def find(text: str, directory: Directory) -> tuple[Mention, ...]:
    """Everybody mentioned, once each, in order; names that nobody has stay mere text.

    Where people, roles and groups share an id, a person comes first, then a role. Chinese text may
    follow an id without a space: `@li.wei请看一下`.
    """
    found: dict[Mention, None] = {}
    for kind, run in _AT.findall(text):
        mention = _known(kind, run, directory)
        if mention is not None:
            found[mention] = None
            if len(found) >= _MOST:
                break
    return tuple(found)


def addressed(mention: Mention, directory: Directory) -> tuple[str, ...]:
    """The ids of the active people whom a mention means."""
    if mention.kind == "role":
        return tuple(person.id for person in directory.with_role(mention.id))
    if mention.kind == "group":
        return tuple(person.id for person in directory.in_group(mention.id))
    person = directory.people.get(mention.id)
    return (person.id,) if person is not None and person.active else ()


def _known(kind: str, run: str, directory: Directory) -> Mention | None:
    tables: dict[str, Container[str]] = {
        "person": directory.people,
        "role": directory.roles,
        "group": directory.groups,
    }
    for id_ in _prefixes(run):
        for each, table in tables.items():
            if id_ in table and kind in ("", each):
                return Mention(kind=each, id=id_)
    return None


def _prefixes(run: str) -> Iterator[str]:
    """The run, and what is left of it without a following word in Chinese or a full stop."""
    yield run
    for end in range(len(run) - 1, 0, -1):
        rest = run[end:]
        if not rest[0].isascii() or not rest.strip(".-_") or not rest.lstrip(".-_")[0].isascii():
            yield run[:end]
