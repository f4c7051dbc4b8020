"""Filling in what is sent, and finding in the answer what is wanted."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from core.connections import WebhookAction
from core.described import HEADER, METHODS, PLACE
from core.errors import Invalid
from core.language import say
from core.text import clean

LONGEST = 20_000
"""Characters of a text in an answer that are kept."""
_HOLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.]*)\}")


class MissingValue(Exception):
    """Something that a template needs was not sent; its name is the argument."""


class MissingPlace(Exception):
    """The answer has nothing at a place that is wanted."""


def check_action(name: str, action: WebhookAction) -> None:
    """Raise Invalid where an action cannot be carried out as it is described."""
    wrong = ""
    places = [*action.answer.values()]
    if action.find is not None:
        places += [action.find.id, *action.find.answer.values()]
    if action.method not in METHODS:
        wrong = f"method: {', '.join(METHODS)}"
    elif not all(PLACE.fullmatch(place) for place in places):
        wrong = next(place for place in places if not PLACE.fullmatch(place))
    elif not all(HEADER.fullmatch(each) for each in (*action.headers, action.key_header or "x")):
        wrong = "headers"
    if wrong:
        raise Invalid(say("connectors.bad_action", action=name, detail=wrong))


def filled(template: str, values: Mapping[str, Any], *, in_url: bool = False) -> str:
    """The text with its `{name}` replaced. Raises MissingValue."""

    def fill(found: re.Match[str]) -> str:
        text = _as_text(_value(found[1], values))
        return quote(text, safe="") if in_url else text

    return _HOLE.sub(fill, template)


def filled_body(body: Any, values: Mapping[str, Any]) -> Any:
    """JSON with its `{name}` replaced; a text that is one of them alone becomes the value."""
    if isinstance(body, dict):
        return {name: filled_body(each, values) for name, each in body.items()}
    if isinstance(body, list):
        return [filled_body(each, values) for each in body]
    if not isinstance(body, str):
        return body
    alone = _HOLE.fullmatch(body)
    return _value(alone[1], values) if alone else filled(body, values)


def parsed(content: bytes) -> Any:
    """The answer as JSON, numbers as decimal strings; None where it is none."""
    try:
        return json.loads(content, parse_float=str, parse_int=str, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def wanted(answer: Any, places: Mapping[str, str]) -> dict[str, object]:
    """The values at the places, by name. Raises MissingPlace with the first that is not there."""
    return {name: _harmless(at(answer, place)) for name, place in places.items()}


def at(answer: Any, place: str) -> object:
    """The value at `data.items[0].id`. Raises MissingPlace."""
    found = answer
    for step in re.findall(r"[A-Za-z0-9_$-]+|\[\d+\]", place):
        try:
            found = found[int(step[1:-1])] if step.startswith("[") else found[step]
        except (KeyError, IndexError, TypeError):
            raise MissingPlace(place) from None
    if found is None:
        raise MissingPlace(place)
    return found


def _harmless(value: Any) -> Any:
    """The value without what could harm a terminal or the database."""
    if isinstance(value, str):
        return clean(value)[:LONGEST]
    if isinstance(value, list):
        return [_harmless(each) for each in value]
    if isinstance(value, dict):
        return {clean(name): _harmless(each) for name, each in value.items()}
    return value


def _value(name: str, values: Mapping[str, Any]) -> Any:
    first, *rest = name.split(".")
    if first not in values:
        raise MissingValue(name)
    found = values[first]
    for step in rest:
        if not isinstance(found, dict) or step not in found:
            raise MissingValue(name)
        found = found[step]
    return found


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
