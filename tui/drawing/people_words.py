"""People as a flow names them, in the reader's words: `role:buyer` is “the role Buyer”."""

import re
from collections.abc import Mapping
from typing import Any

from core.language import Label, label, say

_NOBODY = "nobody found: "
"""What the engine says of somebody who is missing where something has to be sent."""
_PHRASES = {
    re.compile(r"(?P<n>\d+) of (?P<who>.+)"): "several",
    re.compile(r"(?P<who>.+) in requester's department"): "in_department",
    re.compile(r"(?P<who>.+) in requester's region"): "in_region",
    re.compile(r"(?P<who>.+) in region:(?P<region>.+)"): "in_named_region",
    re.compile(r"person:(?P<id>.+)"): "person",
    re.compile(r"role:(?P<id>.+)"): "role",
    re.compile(r"group:(?P<id>.+)"): "group",
    re.compile(r"field:(?P<id>.+)"): "field",
    re.compile(r"table (?P<id>.+)"): "table",
    re.compile(r"requester"): "requester",
    re.compile(r"manager|requester's manager|manager of requester"): "own_manager",
    re.compile(r"manager (?P<n>\d+) levels? up"): "manager",
    re.compile(r"each manager up to role:(?P<id>.+)"): "managers_to",
    re.compile(r"each manager up to (?P<n>\d+) levels?"): "managers",
    re.compile(r"head of requester's department"): "own_head",
    re.compile(r"head of department:(?P<id>.+)"): "head",
}


def in_words(text: str, names: Mapping[str, Label]) -> str:
    """The phrase of a flow file in the current language; any other text as it is."""
    if text.startswith(_NOBODY):
        return say("tui.who.nobody", who=in_words(text.removeprefix(_NOBODY), names))
    for phrase, key in _PHRASES.items():
        if match := phrase.fullmatch(text):
            said = match.groupdict()
            if "id" in said:
                said["name"] = label(names.get(said["id"])) or said["id"]
            if "who" in said:
                said["who"] = in_words(said["who"], names)
            return say(f"tui.who.{key}", **said)
    return text


def people_in_words(value: Any, names: Mapping[str, Label]) -> str:
    """Whom a flow or rule table names, as plain data: a phrase, a map with options, a list."""
    if isinstance(value, list):
        return say("tui.who.and").join(people_in_words(each, names) for each in value)
    if not isinstance(value, dict):
        return say("tui.who.and").join(in_words(each.strip(), names) for each in _parts(str(value)))
    options = [value["where"]] if "where" in value else []
    if "pick" in value:
        options.insert(0, _pick(str(value["pick"])))
    said = in_words(phrase_of(value), names)
    return f"{said} ({say('tui.who.and').join(options)})" if options else said


def phrase_of(who: Mapping[str, Any]) -> str:
    """People with options as a phrase of a flow file, without those it has no words for."""
    for key in ("role", "group", "person", "field"):
        if key in who:
            inside = f" in {who['in']}" if "in" in who else ""
            several = f"{who['at least']} of " if "at least" in who else ""
            return f"{several}{key}:{who[key]}{inside}"
    if "head of" in who:
        return f"head of {who['head of']}"
    return f"manager {who.get('manager')} levels up"


def _parts(text: str) -> list[str]:
    return [part for part in re.split("[,，、;；]", text) if part.strip()]


def _pick(pick: str) -> str:
    skill = pick.removeprefix("most skilled in ")
    return say("tui.pick.most_skilled", skill=skill) if skill != pick else say(f"tui.pick.{pick}")
