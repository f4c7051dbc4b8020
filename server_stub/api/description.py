"""GET /v1/openapi.json: the routes as OpenAPI describes them."""

from typing import Any

from litestar import Response, get
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from server_stub.api.frame import Call
from server_stub.running import our_version


@get(
    "/openapi.json",
    media_type="application/vnd.oai.openapi+json",
    include_in_schema=False,
    sync_to_thread=False,
)
def openapi(request: Call) -> Response[dict[str, Any]]:
    """The description of all routes."""
    return Response(content=request.app.openapi_schema.to_schema())


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
