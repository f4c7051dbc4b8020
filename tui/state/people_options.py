"""Which of the people a step names: `where` and `pick`, on phrases and on maps as in the file."""

import re
from collections.abc import Mapping
from typing import Any

from tui.drawing.people_words import phrase_of

_SEVERAL_OF = re.compile(r"(?:(?P<least>\d+) of )?(?P<kind>role|group):(?P<rest>.+)")


def with_options_of(before: Any, value: Any) -> Any:
    """People newly named, with the options that the one before had, where they still fit."""
    kept = before[0] if isinstance(before, list) and len(before) == 1 else before
    options = {
        key: each for key, each in kept.items() if key in ("where", "pick")
    } if isinstance(kept, dict) else {}  # fmt: skip
    if not options or not isinstance(value, str):
        return value
    return _as_map(value) | options if takes_options(value) else value


def takes_options(phrase: str) -> bool:
    """Whether it can be said of these people which of them: of a role or group."""
    return _SEVERAL_OF.fullmatch(phrase) is not None


def _as_map(phrase: str) -> dict[str, Any]:
    """`2 of role:buyer in region:north` as a map, to which options can be added."""
    found = _SEVERAL_OF.fullmatch(phrase)
    if found is None:
        kind, _, name = phrase.partition(":")
        return {kind: name}
    name, _, inside = found["rest"].partition(" in ")
    least = {"at least": found["least"]} if found["least"] else {}
    return {found["kind"]: name, **least} | ({"in": inside} if inside else {})


def with_options(people: Any, options: Mapping[str, str]) -> Any:
    """People as typed, with those of the options that were given (`where`, `pick`)."""
    given = {key: value for key, value in options.items() if value}
    return _as_map(people) | given if given and isinstance(people, str) else people


def with_option(before: Any, option: str, value: str) -> Any:
    """People with an option set or, for "", taken away."""
    kept = before[0] if isinstance(before, list) else before
    who = dict(kept) if isinstance(kept, dict) else _as_map(str(kept))
    who[option] = value
    if not value:
        del who[option]
    return who if {"where", "pick"} & who.keys() or "at least" in who else phrase_of(who)
