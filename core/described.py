"""The file that describes how a system speaks HTTP: `connect add webhook … --actions FILE`.

Read like everything that the business writes, so that each mistake has its line.
"""

from typing import Any

from core.connections import Described, WebhookAction, WebhookSearch
from core.language import say
from core.located import Located, Problems, read_yaml_into
from core.reading import Reading

_METHODS = ("POST", "PUT", "PATCH", "DELETE", "GET")


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
    headers = _texts(reading, "headers")
    reading.done()
    return Described(actions=actions, headers=headers)


def _action(reading: Reading, problems: Problems) -> WebhookAction:
    body, find = reading.get("body"), reading.get("find")
    action = WebhookAction(
        method=reading.one_of("method", _METHODS, WebhookAction().method),
        path=reading.text("path"),
        headers=_texts(reading, "headers"),
        body=_as_json(body) if body is not None else None,
        answer=_texts(reading, "answer"),
        key_header=reading.text("key_header")
        if reading.has("key_header")
        else WebhookAction().key_header,
        find=_search(Reading(find, problems)) if find is not None else None,
    )
    reading.done()
    return action


def _search(reading: Reading) -> WebhookSearch:
    search = WebhookSearch(
        path=reading.text("path", required=True),
        id=reading.text("id", required=True),
        answer=_texts(reading, "answer"),
    )
    reading.done()
    return search


def _texts(reading: Reading, key: str) -> dict[str, str]:
    return {name: reading.as_text(each, name) for name, each in reading.map(key).items()}


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
    whole, point, part = text.removeprefix("-").partition(".")
    return bool(point) and whole.isdecimal() and part.isdecimal() and text.isascii()
