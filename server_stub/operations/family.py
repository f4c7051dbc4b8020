"""Cases that move each other: a sub-flow and the case that started it, in one transaction.

What one case wants of another waits in a queue until its own step is written down; then the other
object is locked, moved, and may want something in turn. Whichever refuses ends the transaction, so
that either all of them move or none.
"""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.errors import Invalid
from core.language import say
from server_stub.access import SYSTEM
from server_stub.operations import subject

if TYPE_CHECKING:
    from server_stub.operations.subject import Subject

MOST = 1000
"""Cases that one command may move; more is a circle that no check saw."""


class Family:
    """The objects whose cases move in one transaction."""

    def __init__(self, first: "Subject") -> None:
        self._unit = first.unit
        self._held: dict[int, Subject] = {}
        """Objects that are being changed: nobody may lock and read them anew."""
        self._opened: list[Subject] = []
        """Those of them that were locked here, and are saved here."""
        self._waiting: deque[Callable[[], None]] = deque()
        self._settling = False
        self.hold(first)

    def hold(self, it: "Subject") -> None:
        """The object is being changed by somebody who will save it."""
        it.family = self
        self._held[it.id] = it

    def let_go(self, it: "Subject") -> None:
        """The object was saved by whoever held it."""
        self._held.pop(it.id, None)

    def later(self, act: Callable[[], None]) -> None:
        """Do something about another case once this one is written down."""
        self._waiting.append(act)

    def subject(self, object_id: int) -> "Subject":
        """The object with this id, locked. Raises NotFound."""
        known = self._held.get(object_id)
        if known is None:
            known = subject.lock(self._unit, SYSTEM, object_id=object_id)
            self.hold(known)
            self._opened.append(known)
        return known

    def settle(self) -> None:
        """Do all that waits, in order; nothing where that is under way already."""
        if self._settling:
            return
        self._settling = True
        try:
            for _ in range(MOST):
                if not self._waiting:
                    break
                self._waiting.popleft()()
            else:
                raise Invalid(say("operations.endless_flows", n=MOST))
        finally:
            self._settling = False
        for each in self._opened:
            each.save()
            self.let_go(each)
        self._opened.clear()


def family_of(it: "Subject") -> Family:
    """The family of an object that is being changed."""
    if it.family is None:
        Family(it)
    assert it.family is not None
    return it.family
