"""Errors as problem+json (RFC 9457): one shape for everything that can go wrong.

Beside the members of the RFC: `code` (core.errors), `hint`, `errors` for fields, and `values`, from
which a client rebuilds the error.
"""

import logging
import secrets
import traceback
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from core import errors
from core.errors import FieldError, SignoffError
from core.language import has_text, say, speaking

CONTENT_TYPE = "application/problem+json"

_DECODER = "msgspec_hooks.py"

_log = logging.getLogger("signoff.api")

_STATUS: dict[type[SignoffError], int] = {
    errors.NotAllowed: 403,
    errors.Invalid: 422,
    errors.NotFound: 404,
    errors.Refused: 422,
    errors.UsageError: 400,
    errors.Unreachable: 503,
    errors.SignInFirst: 401,
    errors.Stale: 412,
    errors.Conflict: 409,
    errors.Queued: 503,
    SignoffError: 500,
}

_encoder = msgspec.json.Encoder(enc_hook=str)


def status_of(error: SignoffError) -> int:
    """The HTTP status of an error, by its class or the nearest one above it."""
    return next(_STATUS[cls] for cls in type(error).__mro__ if cls in _STATUS)


def language_of(headers: Mapping[str, str]) -> str:
    """`en` or `zh`: the first of Accept-Language that we speak, taken in the order given."""
    for part in headers.get("accept-language", "").split(","):
        language = part.partition(";")[0].strip().lower()
        if language.startswith(("en", "zh")):
            return language[:2]
    return "en"


def on_signoff_error(request: Request[Any, Any, Any], error: SignoffError) -> Response[bytes]:
    """Answer an error of ours."""
    with speaking(language_of(request.headers)):
        return _answer(error, status_of(error))


def on_http_exception(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Answer what the framework refuses: unknown routes, wrong methods, content it cannot read."""
    with speaking(language_of(request.headers)):
        return _answer(_translated(request, error), error.status_code, error.headers)


def on_unreadable(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer a body that the decoder gives up on in its own way: no UTF-8, or nested too deep."""
    trace = traceback.extract_tb(error.__traceback__)
    if not trace or not trace[-1].filename.endswith(_DECODER):
        return on_unexpected(request, error)
    with speaking(language_of(request.headers)):
        return _answer(errors.UsageError(say("server.not_understood", detail=str(error))), 400)


def on_unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer a defect: the reader gets a number, the log gets everything."""
    number = secrets.token_hex(4)
    _log.error("%s %s failed (%s)", request.method, request.url.path, number, exc_info=error)
    with speaking(language_of(request.headers)):
        return _answer(SignoffError(say("server.unexpected", number=number)), 500)


def _translated(request: Request[Any, Any, Any], error: HTTPException) -> SignoffError:
    if error.status_code == 404:
        return errors.NotFound(what=say("server.route"), key=request.url.path)
    if error.status_code == 413:
        return errors.Invalid(say("server.too_large"))
    if isinstance(error, ValidationException):
        found = tuple(_field_errors(error.extra))
        return errors.Invalid(say("server.not_understood", detail=_first(found)), errors=found)
    return errors.UsageError(say("server.not_understood", detail=error.detail))


def _field_errors(extra: object) -> Iterable[FieldError]:
    for each in extra if isinstance(extra, list) else [extra]:
        if isinstance(each, dict):
            yield FieldError(field=str(each.get("key", "")), message=str(each.get("message", "")))


def _first(found: tuple[FieldError, ...]) -> str:
    return "; ".join(f"{each.field}: {each.message}".strip(": ") for each in found[:3])


def _answer(
    error: SignoffError, status: int, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    problem: dict[str, object] = {
        "type": f"urn:signoff:problem:{error.code}",
        "title": say(f"server.title.{error.code}" if _has_title(error.code) else _USUAL_TITLE),
        "status": status,
        "detail": error.message,
        "code": error.code,
    }
    if error.hint:
        problem["hint"] = error.hint
    if error.errors:
        problem["errors"] = [msgspec.structs.asdict(each) for each in error.errors]
    problem["values"] = error.values
    sent = dict(headers or {})
    if status == 401:
        sent["WWW-Authenticate"] = "Bearer"
    return Response(
        content=_encoder.encode(problem), status_code=status, media_type=CONTENT_TYPE, headers=sent
    )


_USUAL_TITLE = "server.title.error"


def _has_title(code: str) -> bool:
    return has_text(f"server.title.{code}")
