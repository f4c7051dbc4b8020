"""Parts that the schemas of flow, rules and tests files share."""

from collections.abc import Mapping
from typing import Any

from core.flow.definition import Mode, Pick
from core.language import LANGUAGES, say
from core.tasks import Priority

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
SPAN = r"^[0-9]{1,4} ((working |business )?(hour|day)s?|minutes?|weeks?)$"
WHO = (
    r"^([0-9]{1,3} of )?((person|role|group|field):\S+( in .+)?|requester"
    r"|manager( [0-9]+ levels? up)?"
    r"|requester's manager|manager of requester|each manager up to ([0-9]+ levels?|role:\S+)"
    r"|head of (requester's department|department:\S+)|table \S+)$"
)
MODE = r"^(any|all|in order|(at least|more than) [0-9.]+ ?%|at least [0-9]+)$"


def said(key: str, schema: Schema) -> Schema:
    """A schema with its description, in the current language."""
    return {"description": say(f"schema.{key}"), **schema}


def ref(name: str) -> Schema:
    """What `definitions` holds under a name.

    A description beside a reference is not read in draft 7, so references stand in `allOf`.
    """
    return {"allOf": [{"$ref": f"#/definitions/{name.replace(' ', '-')}"}]}


def words(*words: str) -> Schema:
    """One of some words."""
    return {"enum": list(words)}


def one_or_many(schema: Schema) -> Schema:
    """One, or a list of them."""
    return {"anyOf": [schema, {"type": "array", "items": schema}]}


def map_of(properties: Mapping[str, Schema], *required: str) -> Schema:
    """A map with these keys and no others."""
    found: Schema = {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return {**found, "required": list(required)} if required else found


def definitions() -> dict[str, Schema]:
    """What several places refer to."""
    languages = dict.fromkeys(LANGUAGES, TEXT)
    return {
        "label": {"anyOf": [{"type": ["string", "number"]}, map_of(languages)]},
        "span": {
            "type": "string",
            "pattern": SPAN,
            "examples": ["4 working hours", "1 working day", "2 working days", "1 week"],
        },
        "condition": {
            "type": ["string", "boolean"],
            "examples": ["amount > 5000", 'material_class == "production"', "urgent"],
        },
        "one": {"anyOf": [_phrase(), _who_map()]},
        "people": one_or_many(ref("one")),
        "mode": {
            "type": "string",
            "pattern": MODE,
            "examples": [
                *(mode.value for mode in (Mode.ANY, Mode.ALL, Mode.IN_ORDER)),
                *("at least 2", "at least 60%", "more than 50%"),
            ],
        },
        "priority": words(*(each.value for each in Priority)),
        "names": one_or_many(TEXT),
        "values": {
            "type": "object",
            "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
        },
    }


def _phrase() -> Schema:
    return {
        "type": "string",
        "pattern": WHO,
        "examples": [
            *("role:", "person:", "group:", "field:", "manager", "manager 2 levels up"),
            *("head of requester's department", "head of department:", "requester"),
            *("each manager up to 2 levels", "2 of role:", "table "),
        ],
    }


def _who_map() -> Schema:
    picks = [each.value for each in Pick if each not in (Pick.EVERYBODY, Pick.MOST_SKILLED)]
    pick = {"anyOf": [words(*picks), {"type": "string", "pattern": f"^{Pick.MOST_SKILLED} in .+$"}]}
    named = {"role": TEXT, "group": TEXT, "person": TEXT, "field": TEXT}
    others: dict[str, Schema] = {
        "manager": said("manager", {"type": "integer", "minimum": 1}),
        "head of": said("head_of", TEXT),
        "in": said("in", TEXT),
        "where": said("where", ref("condition")),
        "pick": said("pick", pick),
        "at least": said("at_least", {"type": "integer", "minimum": 1}),
    }
    ways = ("role", "group", "person", "field", "manager", "head of")
    return {**map_of({**named, **others}), "oneOf": [{"required": [way]} for way in ways]}


def action() -> Schema:
    """`connector.action`, or a rule table."""
    return {"type": "string", "pattern": r"^([\w\-]+(\.[\w\-]+)+|table \S+)$", "examples": ["erp."]}
