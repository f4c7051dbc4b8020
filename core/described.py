"""The file that describes how a system speaks HTTP: `connect add webhook … --actions FILE`.

Read like everything that the business writes, so that each mistake has its line.
"""

import re
from typing import Any

from core.connections import Described, WebhookAction, WebhookSearch
from core.language import say
from core.located import Located, Problems, read_yaml_into
from core.reading import Reading

METHODS = ("POST", "PUT", "PATCH", "DELETE", "GET")
PLACE = re.compile(r"[A-Za-z0-9_$-]+(\[\d+\])*(\.[A-Za-z0-9_$-]+(\[\d+\])*)*")
"""Where in an answer a value is: `data.links[0].href`."""
HEADER = re.compile(r"[A-Za-z0-9-]+")
"""What a header can be called."""
_LONGEST_NUMBER = 15
"""Characters of a number in a body that is sent as one; a longer one would lose digits."""


def read_described(text: str, file: str = "") -> Described:
    """What the file says. Raises Invalid with the place of everything that is wrong in it."""
    problems = Problems()
    documents = read_yaml_into(problems, text, file)
    found = Described()
    if documents:
        found = _described(Reading(documents[0], problems), problems)
        for each in documents[1:]:
            problems.add(each, say("configuration.one_document"))
    elif not problems.errors:
        problems.add(Located(file, 1, 1), say("configuration.no_action"))
    problems.raise_if_any()
    return found


def _described(reading: Reading, problems: Problems) -> Described:
    node = reading.get("actions", required=True)
    actions = {
        name: _action(Reading(each, problems), problems)
        for name, each in reading.map("actions").items()
    }
    if node is not None and node.is_map and not actions:
        problems.add(node, say("configuration.no_action"))
    headers = _headers(reading, problems)
    reading.done()
    return Described(actions=actions, headers=headers)


def _action(reading: Reading, problems: Problems) -> WebhookAction:
    body, find = reading.get("body"), reading.get("find")
    action = WebhookAction(
        method=reading.one_of("method", METHODS, WebhookAction().method),
        path=reading.text("path"),
        headers=_headers(reading, problems),
        body=_as_json(body) if body is not None else None,
        answer=_places(reading, problems),
        key_header=_key_header(reading, problems),
        find=_search(Reading(find, problems), problems) if find is not None else None,
    )
    reading.done()
    return action


def _search(reading: Reading, problems: Problems) -> WebhookSearch:
    id_ = reading.get("id")
    search = WebhookSearch(
        path=reading.text("path", required=True),
        id=reading.text("id", required=True),
        answer=_places(reading, problems),
    )
    if id_ is not None and search.id:
        _check_place(id_, search.id, problems)
    reading.done()
    return search


def _key_header(reading: Reading, problems: Problems) -> str:
    if not reading.has("key_header"):
        return WebhookAction().key_header
    node, name = reading.get("key_header"), reading.text("key_header")
    if node is not None and name:
        _check_header(node, name, problems)
    return name


def _headers(reading: Reading, problems: Problems) -> dict[str, str]:
    nodes = reading.map("headers")
    for name, node in nodes.items():
        _check_header(node, name, problems)
    return {name: reading.as_text(node, name) for name, node in nodes.items()}


def _places(reading: Reading, problems: Problems) -> dict[str, str]:
    nodes = reading.map("answer")
    found = {name: reading.as_text(node, name) for name, node in nodes.items()}
    for name, place in found.items():
        if place:
            _check_place(nodes[name], place, problems)
    return found


def _check_place(node: Located, place: str, problems: Problems) -> None:
    if not PLACE.fullmatch(place):
        hint = say("configuration.no_place.hint")
        problems.add(node, say("configuration.no_place", place=place), hint=hint)


def _check_header(node: Located, name: str, problems: Problems) -> None:
    if not HEADER.fullmatch(name):
        problems.add(node, say("configuration.no_header", name=name))


def _as_json(node: Located) -> Any:
    """A body as it is sent: a number that is written as one is one there, too."""
    if isinstance(node.value, dict):
        return {key: _as_json(each) for key, each in node.value.items()}
    if isinstance(node.value, list):
        return [_as_json(each) for each in node.value]
    if isinstance(node.value, str) and not node.quoted and _is_number(node.value):
        return float(node.value)
    return node.value


def _is_number(text: str) -> bool:
    if len(text) > _LONGEST_NUMBER:
        return False  # as a float it would lose digits: it is sent as the text it is
    whole, point, part = text.removeprefix("-").partition(".")
    return bool(point) and whole.isdecimal() and part.isdecimal() and text.isascii()
