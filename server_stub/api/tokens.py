"""Bearer tokens: made, listed without their secrets, revoked."""

import msgspec
from litestar import Response, delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from core.api import NewToken, Page, Token
from server_stub.api.frame import Call, changing, reading
from server_stub.operations import tokens
from server_stub.views import tokens as views


@get("/tokens")
async def list_tokens(
    request: Call, limit: FromQuery[int] = 50, cursor: FromQuery[str] = ""
) -> Response[Page[Token]]:
    """The caller's tokens, the oldest first; an administrator sees everybody's."""
    return await reading(request, lambda reader, actor: views.page(reader, actor, limit, cursor))


@post("/tokens", status_code=201)
async def create_token(request: Call, data: JSONBody[NewToken]) -> Response[Token]:
    """Make a token. Its secret is in this answer only: the server keeps a hash."""
    return await changing(
        request,
        lambda unit, actor: tokens.create(unit, actor, data),
        kept=lambda token: msgspec.structs.replace(token, secret=""),
    )


@delete("/tokens/{token:str}", status_code=204)
async def revoke_token(request: Call, token: FromPath[str]) -> Response[None]:
    """Make a token worthless, at once."""
    return await changing(request, lambda unit, actor: tokens.revoke(unit, actor, token))


routes = [list_tokens, create_token, revoke_token]
