"""The schemas of rules and tests files."""

from core.flow.schema_parts import (
    TEXT,
    Schema,
    action,
    definitions,
    map_of,
    one_or_many,
    ref,
    said,
    words,
)
from core.flow.testing_files import ENDS, PEOPLE_DO
from core.rules.table import Hit


def rules() -> Schema:
    """The schema of a rule table."""
    cell = {"type": ["string", "number", "boolean", "null"]}
    cells = {"type": "object", "additionalProperties": one_or_many(cell)}
    outputs: dict[str, Schema] = {
        "ask": said("ask", ref("people")),
        "mode": said("mode_2", ref("mode")),
        "within": said("within", ref("span")),
        "priority": said("priority_2", ref("priority")),
        "copy": said("copy", ref("people")),
        "call": said("call", one_or_many(action())),
    }
    row = map_of(
        {
            "when": said("when_2", {"anyOf": [cells, ref("condition")]}),
            "and": said("and", ref("condition")),
            "otherwise": said("otherwise_2", {"anyOf": [map_of(outputs), {"type": "null"}]}),
            **outputs,
        }
    )
    ways = [{"required": ["when"]}, {"required": ["otherwise"]}]
    properties: dict[str, Schema] = {
        "rules": said("rules", TEXT),
        "title": said("title", ref("label")),
        "about": said("about", ref("label")),
        "object": said("object_2", TEXT),
        "hit": said("hit", words(*(hit.value for hit in Hit))),
        "rows": {"type": "array", "minItems": 1, "items": {**row, "oneOf": ways}},
    }
    return {
        "title": "signoff rule table",
        **map_of(properties, "rules", "object", "rows"),
        "definitions": definitions(),
    }


def tests() -> Schema:
    """The schema of the tests of a flow."""
    fields = {"type": "object"}
    load = {"type": "object", "additionalProperties": {"type": "integer"}}
    step = map_of(
        {
            "asks": said("asks_2", ref("names")),
            "tells": said("tells", ref("names")),
            "calls": said("calls", ref("names")),
            "at": said("at", ref("names")),
            "fields": said("fields_2", fields),
            **{verb: said("verb", TEXT) for verb in PEOPLE_DO},
            "answers": said("answers", words("done", "failed")),
            "event": said("event_2", TEXT),
            "flow ends": said("flow_ends", words(*ENDS[:3])),
            "passes": said("passes", TEXT),
            "edits": said("edits", fields),
            "because": said("because", TEXT),
            "to": said("to", ref("names")),
            "with": said("with_3", fields),
        }
    )
    case = map_of(
        {
            "case": said("case", TEXT),
            "fields": said("fields_3", fields),
            "requester": said("requester", TEXT),
            "at": said("at_2", TEXT),
            "load": said("load", load),
            "asks": said("case_asks", ref("names")),
            "tells": said("case_tells", ref("names")),
            "calls": said("case_calls", ref("names")),
            "then": {"type": "array", "items": step},
            "ends": said(
                "ends",
                words(*ENDS),
            ),
        },
        "case",
    )
    properties: dict[str, Schema] = {
        "tests": said("tests", TEXT),
        "fields": said("fields_4", fields),
        "requester": said("requester_2", TEXT),
        "at": said("at_3", TEXT),
        "load": said("load", load),
        "cases": {"type": "array", "minItems": 1, "items": case},
    }
    return {
        "title": "signoff flow tests",
        **map_of(properties, "tests", "cases"),
        "definitions": definitions(),
    }
