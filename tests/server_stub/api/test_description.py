"""The description of the API says what the routes do."""

from typing import Any

import httpx
import pytest
from litestar import Litestar, Router
from litestar.routes import HTTPRoute

from server_stub.api.description import config, described
from server_stub.app import resources


@pytest.fixture(scope="module")
def app() -> Litestar:
    return Litestar([Router("/v1", route_handlers=resources())], openapi_config=config())


@pytest.fixture(scope="module")
def operations(app: Litestar) -> dict[tuple[str, str], dict[str, Any]]:
    schema = described(app.openapi_schema.to_schema())
    return {
        (path, method): operation
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }


def calls(app: Litestar) -> dict[tuple[str, str], tuple[str, ...]]:
    """For each operation the names that its code calls."""
    return {
        (route.path_format, method.lower()): handler.fn.__code__.co_names
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if handler.fn.__module__.startswith("server_stub.")
    }


def headers(operation: dict[str, Any]) -> set[str]:
    return {each["name"] for each in operation["parameters"] if each["in"] == "header"}


def test_the_headers_are_those_that_the_routes_read(
    app: Litestar, operations: dict[tuple[str, str], dict[str, Any]]
) -> None:
    names = calls(app)
    assert len(operations) > 30
    for place, operation in operations.items():
        changes = {"changing", "_changing", "changing_each"} & set(names[place])
        assert ("Idempotency-Key" in headers(operation)) == bool(changes), place
        assert ("If-Match" in headers(operation)) == ("if_match" in names[place]), place


def test_every_listing_takes_a_limit_and_a_cursor_and_answers_items_and_next(
    app: Litestar, operations: dict[tuple[str, str], dict[str, Any]]
) -> None:
    schemas = app.openapi_schema.to_schema()["components"]["schemas"]
    listings = []
    for (path, method), operation in operations.items():
        (good,) = (each for status, each in operation["responses"].items() if status < "3")
        name = str(good.get("content", {}).get("application/json", {}).get("schema", {}))
        answered = schemas.get(name.rpartition("/")[2].rstrip("'}"), {}).get("properties", {})
        if method == "get" and "items" in answered and path != "/v1/complete":
            asked = {each["name"] for each in operation["parameters"]}
            assert asked >= {"limit", "cursor"}, path
            assert "next" in answered, path
            listings.append(path)
    assert len(listings) >= 9


def test_whatever_is_refused_is_described_as_a_problem(
    operations: dict[tuple[str, str], dict[str, Any]],
) -> None:
    for place, operation in operations.items():
        assert list(operation["responses"]["default"]["content"]) == ["application/problem+json"]
        assert not {"400", "401"} & set(operation["responses"]), place


async def test_the_description_is_served(api: httpx.AsyncClient) -> None:
    answer = (await api.get("/v1/openapi.json")).json()
    assert answer["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    (made,) = answer["paths"]["/v1/objects"]["post"]["responses"].keys() - {"default"}
    assert answer["paths"]["/v1/objects"]["post"]["responses"][made]["headers"]["ETag"]
