"""What people write beside what they do: a reason, a word to whoever is urged."""

from core.errors import FieldError, Invalid
from core.language import say
from core.text import clean

LONGEST = 5_000
"""Characters."""


def reason(text: str) -> str:
    """The text without what could harm a terminal. Raises Invalid where it is too long."""
    text = clean(text).strip()
    if len(text) > LONGEST:
        message = say("operations.too_long", n=LONGEST)
        raise Invalid(message, errors=(FieldError(field="reason", message=message),))
    return text


def demanded(text: str) -> str:
    """As `reason`. Raises Invalid where nothing is said."""
    found = reason(text)
    if not found:
        message = say("flow.reason_missing")
        raise Invalid(message, errors=(FieldError(field="reason", message=message),))
    return found
