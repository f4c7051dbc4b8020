"""GET /audit/verify: whether every feed still is what was written."""

from litestar import Response, get

from core.api import AuditReport
from server_stub import access
from server_stub.access import Actor
from server_stub.api.frame import Call, reading
from server_stub.store.unit import Reader
from server_stub.views.audit import verify as verify_feeds


@get("/audit/verify")
async def verify(request: Call) -> Response[AuditReport]:
    """Walk the chain of hashes of every feed; for administrators."""
    return await reading(request, _verify)


def _verify(reader: Reader, actor: Actor) -> AuditReport:
    access.require_administrator(actor)
    return verify_feeds(reader)


routes = [verify]
