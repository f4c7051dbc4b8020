"""What came of handing an action to another system: what `delivered` takes."""

from enum import StrEnum

import msgspec

from core.tasks import DecisionKind
from server_stub.operations.document import Document

MEANT = {
    "approve": DecisionKind.APPROVE,
    "confirm": DecisionKind.APPROVE,
    "reject": DecisionKind.REJECT,
    "cancel": DecisionKind.REJECT,
    "return": DecisionKind.RETURN,
    "draft": DecisionKind.RETURN,
}
"""What a flow may say in place of a button's own name, and what it decides."""


class DeliveryKind(StrEnum):
    """How an attempt ended."""

    DONE = "done"
    """It is so over there now, by this person."""
    SIGNED = "signed"
    """The person's signature counts there; it takes more of them."""
    ELSEWHERE = "elsewhere"
    """Somebody had decided it there already."""
    CHANGED = "changed"
    """It is no longer what the person saw; nothing was done."""
    WARNED = "warned"
    """The other system wants the person's yes to a warning; nothing was done."""
    REFUSED = "refused"
    """It said no; nothing was done."""
    LATER = "later"
    """No answer, or come back later; whether something was done is read back next time."""


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """The end of one attempt."""

    kind: DeliveryKind
    message: str = ""
    """A key of the catalogue area `connectors` that says it; `values` fill it."""
    values: dict[str, str] = {}
    fields: dict[str, object] = {}
    """What a flow is told beside that it was done; numbers as decimal strings."""
    document: Document | None = None
    """As read back afterwards."""
    warning: str = ""
    """The name by which the warning is agreed to."""
    after: float = 0
    """For LATER: the other side's wish, in seconds."""
