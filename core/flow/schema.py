"""JSON Schemas of flow, rules and tests files, by which editors complete and check them.

Draft 7, which YAML language servers read; descriptions are in the current language. They hold what
a line may say. What only shows against the company (a role that is not there, a hole in conditions)
is for `signoff flow check`.
"""

from collections.abc import Mapping

from core.flow.schema_others import rules, tests
from core.flow.schema_parts import (
    FLAG,
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

KINDS = ("flow", "rules", "tests")
"""The files that have a schema."""


def schema_of(kind: str) -> Schema:
    """The schema of a kind of file (`KINDS`)."""
    head = {"$schema": "http://json-schema.org/draft-07/schema#"}
    return {**head, **{"flow": _flow, "rules": rules, "tests": tests}[kind]()}


# --- flows -----------------------------------------------------------------------------------


def _flow() -> Schema:
    properties: dict[str, Schema] = {
        "flow": said("flow", TEXT),
        "title": said("title", ref("label")),
        "about": said("about", ref("label")),
        "object": said("object", TEXT),
        "owner": said("owner", ref("one")),
        "watch": said("watch", ref("names")),
        "urge every": said("urge_every", ref("span")),
        "automatic approval": said("automatic_approval", words("allowed")),
        "steps": said("steps", ref("steps")),
    }
    return {
        "title": "signoff flow",
        **map_of(properties, "flow", "object", "owner", "steps"),
        "definitions": {
            **definitions(),
            "steps": {"type": "array", "items": ref("step")},
            "step": {"anyOf": [ref(name) for name in _steps()]},
            "rejected": _rejected(),
            "late": _late(),
            **{name.replace(" ", "-"): step for name, step in _steps().items()},
        },
    }


def _rejected() -> Schema:
    branch = map_of({"steps": ref("steps"), "then": words("end", "go on")}, "steps")
    phrase = {
        "type": "string",
        "pattern": r"^(end|go on|back to \S+)$",
        "examples": ["end", "go on", "back to requester", "back to "],
    }
    return {"anyOf": [phrase, ref("steps"), branch]}


def _late() -> Schema:
    percent = {"type": "string", "pattern": r"^[0-9]+ ?%$", "examples": ["50%", "80%", "100%"]}
    final = {"type": "string", "pattern": r"^(approve|reject|return) at [0-9]+ ?%$"}
    return map_of(
        {
            "remind": said("remind", one_or_many(percent)),
            "escalate": said("escalate", percent),
            "replace": said("replace", FLAG),
            "final": said("final", {**final, "examples": ["reject at 150%"]}),
        }
    )


def _steps() -> dict[str, Schema]:
    """Every kind of step, by its first key."""
    return {
        "approve": _step("approve", "step_approve", TEXT, {**_asking(), **_approving()}, "by"),
        "do": _step("do", "step_do", TEXT, {**_asking(), **_voting()}, "by"),
        "fill": _step(
            "fill",
            "step_fill",
            TEXT,
            {**_asking(), "fields": said("fields", ref("names"))},
            "by",
            "fields",
        ),
        "tell": _step("tell", "step_tell", ref("people"), {"text": _text()}),
        "call": _step("call", "step_call", action(), _calling()),
        "set": _step("set", "step_set", ref("values"), {}),
        "choose": _step("choose", "step_choose", _ways(), {}),
        "choose all": _step("choose all", "step_choose_all", _ways(), {}),
        "together": _step("together", "step_together", _beside(), {}),
        "wait": _step("wait", "step_wait", _waiting(), {}),
        "flow": _step("flow", "step_flow", TEXT, _starting()),
    }


def _step(
    kind: str, description: str, value: Schema, more: Mapping[str, Schema], *required: str
) -> Schema:
    # What is named by its value has no `id` of its own.
    own = {} if kind in ("approve", "do", "fill") else {"id": said("id", TEXT)}
    title = {"title": said("title", ref("label"))}
    return map_of({kind: said(description, value), **own, **title, **more}, kind, *required)


def _text() -> Schema:
    return said("text", TEXT)


def _asking() -> dict[str, Schema]:
    return {
        "by": said("by", ref("people")),
        "text": _text(),
        "within": said("within", ref("span")),
        "late": said("late", ref("late")),
        "priority": said("priority", ref("priority")),
        "asking": said("asking", words("stops the clock")),
    }


def _voting() -> dict[str, Schema]:
    return {
        "mode": said("mode", ref("mode")),
        "asks": said("asks", ref("names")),
    }


def _approving() -> dict[str, Schema]:
    return {
        **_voting(),
        "rejected by": said("rejected_by", words("first", "all")),
        "wait": said("wait", words("all")),
        "on reject": said("on_reject", ref("rejected")),
        "reason": said("reason", words("required", "on reject", "optional")),
        "exclusive": said("exclusive", FLAG),
        "allow requester": said("allow_requester", FLAG),
        "resubmit": said("resubmit", words("straight back")),
        "take back": said("take_back", FLAG),
        "nobody found": said("nobody_found", words("ask the owner", "approve")),
    }


def _calling() -> dict[str, Schema]:
    answer = {"type": "object", "additionalProperties": TEXT}
    logins = {"anyOf": [words("whoever decided last", "connector"), ref("one")]}
    return {
        "with": said("with", ref("values")),
        "as": said("as", logins),
        "undo": said("undo", action()),
        "answer": said("answer", answer),
    }


def _ways() -> Schema:
    way = map_of(
        {
            "when": said("when", ref("condition")),
            "otherwise": said("otherwise", ref("steps")),
            "title": said("title", ref("label")),
            "steps": ref("steps"),
        }
    )
    return {
        "type": "array",
        "items": {**way, "oneOf": [{"required": ["when", "steps"]}, {"required": ["otherwise"]}]},
    }


def _beside() -> Schema:
    branch = map_of({"title": ref("label"), "steps": ref("steps")}, "steps")
    return {"type": "array", "items": {"anyOf": [ref("steps"), branch]}}


def _waiting() -> Schema:
    until = said("until", ref("condition"))
    event = {
        "event": said("event", TEXT),
        "where": said("where_2", ref("condition")),
    }
    return {"anyOf": [ref("span"), map_of({"until": until}, "until"), map_of(event, "event")]}


def _starting() -> dict[str, Schema]:
    return {
        "waits": said("waits", FLAG),
        "with": said("with_2", ref("values")),
        "on reject": said("on_reject_2", ref("rejected")),
    }
