"""GET /v1/openapi.json: the routes as OpenAPI describes them."""

from typing import Any

from litestar import Response, get
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from server_stub.api.frame import Call
from server_stub.api.problems import CONTENT_TYPE
from server_stub.running import our_version

Described = dict[str, Any]

CHANGE_NOTHING = {
    "/v1/flows/check",
    "/v1/objects/{key}/foresee",
    "/v1/flows/{flow}/move/trial",
    "/v1/flows/test",
    "/v1/flows/diff",
    "/v1/flows/simulate",
    "/v1/design/try",
    "/v1/hooks/{source}",
    "/v1/connectors/{name}/test",
    "/v1/connectors/{name}/sync",
}
"""Paths that are posted to and take no Idempotency-Key: done twice they come to the same."""
WITH_REVISION = {
    "/v1/objects/{key}": "patch",
    "/v1/objects/{key}/submit": "post",
    "/v1/objects/{key}/resubmit": "post",
    "/v1/objects/{key}/withdraw": "post",
    "/v1/objects/{key}/suspend": "post",
    "/v1/objects/{key}/resume": "post",
    "/v1/objects/{key}/jump": "post",
    "/v1/objects/{key}/end": "post",
    "/v1/tasks/{task}/decide": "post",
    "/v1/tasks/{task}/forward": "post",
    "/v1/tasks/{task}/delegate": "post",
    "/v1/tasks/{task}/signers": "post",
}
"""Calls that take If-Match."""

_TAGGED = ("ObjectView", "Task", "Decided")
"""What is answered with an ETag."""
_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}
_ACT_AS = {
    "name": "Signoff-As",
    "in": "header",
    "schema": _TEXT,
    "description": "Act as this person: for the local owner and administrators, and recorded.",
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {**_TEXT, "maxLength": 200},
    "description": "The same call sent again under its key changes nothing and is answered alike.",
}
_REVISION = {
    "name": "If-Match",
    "in": "header",
    "schema": _TEXT,
    "description": "The revision that was seen, as its ETag says it; 412 where it is another now.",
}
_ETAG = {"ETag": {"schema": _TEXT, "description": "The revision, for If-Match."}}
_BEARER = {"type": "http", "scheme": "bearer"}
_FIELD = {
    "type": "object",
    "required": ["field", "message"],
    "properties": {
        **dict.fromkeys(("field", "message", "file", "hint"), _TEXT),
        **dict.fromkeys(("line", "column"), _NUMBER),
    },
}
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `values` are those that the detail was made of.",
    "required": ["type", "title", "status", "detail", "code", "values"],
    "properties": {
        **dict.fromkeys(("type", "title", "detail", "code", "hint"), _TEXT),
        "status": _NUMBER,
        "errors": {"type": "array", "items": _FIELD},
        "values": {"type": "object"},
    },
}
_FAILED = {
    "description": "What is wrong: 409 somebody was faster, 412 it changed since it was seen.",
    "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


@get(
    "/openapi.json",
    media_type="application/vnd.oai.openapi+json",
    include_in_schema=False,
    sync_to_thread=False,
)
def openapi(request: Call) -> Response[Described]:
    """The description of all routes."""
    return Response(content=described(request.app.openapi_schema.to_schema()))


def described(schema: Described) -> Described:
    """The framework's description with what it cannot know: headers, tokens, how errors look."""
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    components["securitySchemes"] = {"token": _BEARER}
    schema["security"] = [{"token": []}]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            headers = [_ACT_AS]
            if method != "get" and path not in CHANGE_NOTHING:
                headers.append(_KEY)
            if WITH_REVISION.get(path) == method:
                headers.append(_REVISION)
            operation["parameters"] = [*operation.get("parameters", ()), *headers]
            operation["responses"] = _answers(operation["responses"])
    return schema


def _answers(answers: Described) -> Described:
    good = {status: each for status, each in answers.items() if status.startswith("2")}
    for status, each in good.items():
        if status == "204":
            each.pop("content", None)
        if any(_name(content) in _TAGGED for content in each.get("content", {}).values()):
            each["headers"] = _ETAG
    return {**good, "default": _FAILED}


def _name(content: Described) -> str:
    """The name of the schema that a content has, "" for one without."""
    return str(content.get("schema", {}).get("$ref", "")).rpartition("/")[2]


def config() -> OpenAPIConfig:
    """What is described beside the routes."""
    # The framework's own pages answer whatever is below their path, so they must not be at /v1.
    # Its pages for people load scripts from a public host: only the plain description is served.
    return OpenAPIConfig(
        title="signoff",
        version=our_version(),
        path="/v1/description",
        render_plugins=[JsonRenderPlugin()],
    )


routes = [openapi]
