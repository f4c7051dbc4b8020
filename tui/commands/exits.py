"""Exit codes, which scripts rely on."""

from core.errors import (
    Conflict,
    Queued,
    SignInFirst,
    SignoffError,
    Unreachable,
    UsageError,
)

DONE = 0
REFUSED = 1
USAGE = 2
UNREACHABLE = 3
SIGN_IN = 4
CONFLICT = 5
QUEUED = 6
INTERRUPTED = 130

_BY_CLASS: tuple[tuple[type[SignoffError], int], ...] = (
    (UsageError, USAGE),
    (Unreachable, UNREACHABLE),
    (SignInFirst, SIGN_IN),
    (Conflict, CONFLICT),
    (Queued, QUEUED),
)


def exit_code(error: SignoffError) -> int:
    """The exit code for an error, by its class; 1 where the server said no."""
    for cls, code in _BY_CLASS:
        if isinstance(error, cls):
            return code
    return REFUSED
