"""People as a flow names them, in the reader's words: `role:buyer` is “the role Buyer”."""

import re
from collections.abc import Mapping

from core.language import Label, label, say

_NOBODY = "nobody found: "
"""What the engine says of somebody who is missing where something has to be sent."""
_PHRASES = {
    re.compile(r"(?P<n>\d+) of (?P<who>.+)"): "several",
    re.compile(r"person:(?P<id>.+)"): "person",
    re.compile(r"role:(?P<id>.+)"): "role",
    re.compile(r"group:(?P<id>.+)"): "group",
    re.compile(r"field:(?P<id>.+)"): "field",
    re.compile(r"table (?P<id>.+)"): "table",
    re.compile(r"requester"): "requester",
    re.compile(r"manager (?P<n>\d+) levels up"): "manager",
    re.compile(r"each manager up to role:(?P<id>.+)"): "managers_to",
    re.compile(r"each manager up to (?P<n>\d+) levels"): "managers",
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
