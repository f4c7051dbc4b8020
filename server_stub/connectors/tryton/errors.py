"""What a call to Tryton can end in, by kind and never by the words of its (translated) text.

TrytonError
├── NoAnswer        the connection failed; `sent`: the call may have been carried out
├── Busy            429, 503, 504: not now
├── SessionGone     401: log in again, nothing happened
├── LoginRefused    wrong password, second factor, inactive user
├── NotThere        no such database or server at the address
├── Refusal         UserError: no right, too late, missing data – only reading back tells
├── Warned          UserWarning: a person has to agree first
├── Modified        ConcurrencyException: changed since its `_timestamp`
└── Misunderstood   a programming error: unknown model, field, argument
"""


class TrytonError(Exception):
    """The base; `text` is what Tryton said, in the session's language."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.text = text


class NoAnswer(TrytonError):
    """The connection failed or timed out."""

    def __init__(self, text: str = "", *, sent: bool = True) -> None:
        super().__init__(text)
        self.sent = sent
        """The request may have reached the server: what came of it is unknown."""


class Busy(TrytonError):
    """The server asks to come back later; `after` is its wish in seconds, 0: none."""

    def __init__(self, text: str = "", *, after: float = 0, sent: bool = False) -> None:
        super().__init__(text)
        self.after = after
        self.sent = sent
        """503 and 504 may come after the work was begun."""


class SessionGone(TrytonError):
    """The session ended: logged out, too old, the server was restored from a copy."""


class LoginRefused(TrytonError):
    """The login or its password is not accepted, or Tryton asks for a second factor."""


class NotThere(TrytonError):
    """Nothing at the address answers as Tryton, or it has no such database."""


class Refusal(TrytonError):
    """A UserError."""


class Warned(TrytonError):
    """A UserWarning; `name` is what `res.user.warning.skip` takes."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


class Modified(TrytonError):
    """A ConcurrencyException."""


class Misunderstood(TrytonError):
    """Something that this program should not have asked."""
