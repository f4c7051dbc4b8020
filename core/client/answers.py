"""Reading answers: every text cleaned once, here; every problem turned back into its error."""

from datetime import datetime
from typing import Any, TypeVar

import msgspec

from core.client.call import Call
from core.errors import (
    Conflict,
    FieldError,
    Invalid,
    NotAllowed,
    NotFound,
    SignInFirst,
    SignoffError,
    Stale,
    Unreachable,
    subclasses_by_code,
)
from core.language import say
from core.text import clean_all

T = TypeVar("T")

_BY_STATUS: dict[int, type[SignoffError]] = {
    400: Invalid,
    401: SignInFirst,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    412: Stale,
    422: Invalid,
}
"""For answers that carry no code of ours: from a proxy, or from something else at that address."""
_PASSING = frozenset({408, 429, 502, 503, 504})
"""The server, or what stands before it, cannot answer now; another time it may."""


def read_answer(call: Call[T], status: int, content: bytes, where: str) -> T:
    """The answer's value. Raises the SignoffError that the server means."""
    if status >= 400:
        raise error_from(status, content, where)
    if call.answer is bytes:
        answer: Any = content
        return answer  # type: ignore[no-any-return]
    try:
        value = clean_all(msgspec.json.decode(content)) if content else None
        return msgspec.convert(value, call.answer)  # type: ignore[no-any-return]
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise Unreachable(say("client.strange_answer", detail=str(error)), where=where) from None


def error_from(status: int, content: bytes, where: str) -> SignoffError:
    """The error in a problem+json answer, or the nearest one for an answer that is none."""
    problem = _problem(content)
    code = problem.get("code")
    cls = subclasses_by_code().get(code) if isinstance(code, str) else None
    if cls is None:
        return _by_status(status, problem, where)
    given = problem.get("values")
    values = _values(given if isinstance(given, dict) else {})
    return cls(
        said=_in_own_time(_text(problem, "detail") or _text(problem, "title"), values),
        hint=_text(problem, "hint"),
        errors=_field_errors(problem.get("errors")),
        **values,
    )


def _in_own_time(said: str, values: dict[str, Any]) -> str:
    """The words with the moment in them as this person's clock shows it; the server cannot know."""
    when = values.get("when")
    if not isinstance(when, str) or when not in said:
        return said
    try:
        moment = datetime.fromisoformat(when).astimezone()
    except ValueError:
        return said
    return said.replace(when, moment.strftime("%Y-%m-%d %H:%M"))


def _by_status(status: int, problem: dict[str, Any], where: str) -> SignoffError:
    detail = _text(problem, "detail") or _text(problem, "title") or f"HTTP {status}"
    if status in _PASSING:
        return Unreachable(detail, where=where)
    cls = _BY_STATUS.get(status, SignoffError)
    return cls(said=say("client.http_error", where=where, detail=detail, status=status))


def _problem(content: bytes) -> dict[str, Any]:
    try:
        value = clean_all(msgspec.json.decode(content))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return value if isinstance(value, dict) else {}


def _text(problem: dict[str, Any], name: str) -> str:
    value = problem.get(name)
    return value if isinstance(value, str) else ""


def _field_errors(value: Any) -> tuple[FieldError, ...]:
    try:
        return msgspec.convert(value or [], tuple[FieldError, ...])
    except msgspec.ValidationError:
        return ()


def _values(values: dict[str, Any]) -> dict[str, Any]:
    reserved = {"said", "hint", "errors", "self"}
    return {name: value for name, value in values.items() if name not in reserved}
