"""What can go wrong, as one tree.

    SignoffError
    ├── Refused                 the server said no
    │   ├── NotAllowed          no right to do or see this
    │   ├── Invalid             the content cannot be accepted; names each field
    │   ├── NotFound            no such thing, or none that this person may see
    │   └── WarningUnanswered   another system warns and wants a person's yes
    ├── UsageError              the call itself is wrong: options, configuration, files
    │   └── DatabaseTooNew      the database was written by a newer signoff
    ├── Unreachable             no answer from the server
    ├── SignInFirst             no token, or one that no longer holds
    ├── Conflict                somebody was faster
    │   ├── AlreadyDecided      a decision has been made: by whom, when, which
    │   ├── NoLongerYours       the task went to somebody else, or was closed
    │   └── Stale               it changed since it was read: what changed
    └── Queued                  not sent yet; the outbox will

An error is raised with values for its text. Its words are looked up when they are shown, so the
server can speak the reader's language. Exit codes live in `tui.commands`, HTTP statuses in
`server_stub.api`; both go by class.
"""

from typing import Any, ClassVar

import msgspec

from core.language import has_text, say

_MOST_LOOKED_UP = 80
"""In characters: no hint says how to look for a longer name."""


class FieldError(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with what was sent, as in RFC 9457's `errors` extension."""

    field: str = ""
    message: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""

    @property
    def placed(self) -> str:
        """`FILE:LINE message`, as far as it is known where it stands."""
        place = ":".join(str(part) for part in (self.file, self.line) if part)
        return f"{place} {self.message}".strip()


class SignoffError(Exception):
    """The base: a stable `code` for programs, a message and a hint for people."""

    code: ClassVar[str] = "error"

    def __init__(
        self,
        detail: str = "",
        *,
        hint: str = "",
        errors: tuple[FieldError, ...] = (),
        said: str = "",
        **values: Any,
    ) -> None:
        super().__init__(detail or said)
        self.detail = detail
        self.errors = errors
        self.values: dict[str, Any] = {"detail": detail, **values}
        self._hint = hint
        self._said = said

    @property
    def message(self) -> str:
        """One line in the reader's language: what happened and why."""
        return self._said or say(f"errors.{self.code}", **self.values)

    @property
    def hint(self) -> str:
        """What to do next, or ""."""
        if self._hint:
            return self._hint
        key = f"errors.{self.code}.hint"
        return say(key, **self.values) if has_text(key) else ""

    def __str__(self) -> str:
        return self.message


class Refused(SignoffError):
    """The server said no."""

    code = "refused"


class NotAllowed(Refused):
    """The person has no right to do or see this."""

    code = "not_allowed"


class Invalid(Refused):
    """The content cannot be accepted; `errors` names each field or line."""

    code = "invalid"


class NotFound(Refused):
    """There is no such thing, or none that this person may see (values: `what`, `key`, `kind`).

    `kind` says where to look for it: `object`, `task`, `person`, `flow`, `connector` or `token`;
    `near` asks whether another one was meant.
    """

    code = "not_found"

    @property
    def hint(self) -> str:
        """Which one may have been meant, and where such things are listed, or ""."""
        if found := super().hint:
            return found
        key = f"errors.not_found.hint.{self.values.get('kind', '')}"
        short = len(str(self.values.get("key", ""))) <= _MOST_LOOKED_UP
        where = say(key, **self.values) if short and has_text(key) else ""
        return " ".join(part for part in (self.values.get("near", ""), where) if part)


class WarningUnanswered(Refused):
    """Another system warns before it acts (values: `system`, `warning`: its name for it)."""

    code = "warning_unanswered"


class UsageError(SignoffError):
    """The call itself is wrong: an option, the configuration, a file."""

    code = "usage"


class DatabaseTooNew(UsageError):
    """The database has a newer schema than this program (values: `where`, `found`, `known`)."""

    code = "database_too_new"


class Unreachable(SignoffError):
    """The server does not answer (value: `where`)."""

    code = "unreachable"


class SignInFirst(SignoffError):
    """No token, or one that no longer holds."""

    code = "sign_in_first"


class Conflict(SignoffError):
    """Somebody was faster, or it changed since."""

    code = "conflict"


class AlreadyDecided(Conflict):
    """A decision has been made (values: `who`, `when`, `decision`)."""

    code = "already_decided"

    @property
    def message(self) -> str:
        """Who decided what, in words."""
        kind = self.values.get("decision", "")
        key = f"tui.decided.{kind}"
        word = say(key) if has_text(key) else kind
        return self._said or say(f"errors.{self.code}", **{**self.values, "decision": word})


class NoLongerYours(Conflict):
    """The task went to somebody else or was closed meanwhile."""

    code = "no_longer_yours"


class Stale(Conflict):
    """It changed since it was read (values: `key`, and `changes` for a program)."""

    code = "stale"


class Queued(SignoffError):
    """It is kept on disk and will be sent once the server answers (value: `key`)."""

    code = "queued"


def subclasses_by_code() -> dict[str, type[SignoffError]]:
    """Every error class by its code, for turning an answer back into an exception."""
    found: dict[str, type[SignoffError]] = {}
    queue: list[type[SignoffError]] = [SignoffError]
    while queue:
        cls = queue.pop()
        if "code" in vars(cls):  # a special case of an error comes back as that error
            found[cls.code] = cls
        queue.extend(cls.__subclasses__())
    return found
