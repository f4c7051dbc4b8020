"""Who else is asked about a task: instead of its owner, first, or as a further signer."""

from collections.abc import Sequence

from textual.widget import Widget

from core.api import Forward
from core.client import case_routes, routes
from core.client.call import Call
from core.handling import AddSigner
from core.language import say
from core.tasks import Task
from tui.screens.find_sheet import FindSheet
from tui.screens.lookups import Lookup
from tui.widgets.choice import Choice

FORWARD, DELEGATE = "forward", "delegate"
SIGNERS = ("before", "beside", "after")
"""Where a further signer stands, as `AddSigner.where` has it."""


def ways_to_hand(task: Task) -> list[str]:
    """How the task may be handed on, the usual way first."""
    ways = [way for way in (FORWARD, DELEGATE) if way in task.can]
    return [*ways, *SIGNERS] if "add_signer" in task.can else ways


def handing(task: Task, way: str, person: str) -> Call[Task]:
    """The call that hands a task on to a person."""
    if way == FORWARD:
        return routes.forward(task.id, Forward(to=person), revision=task.revision)
    if way == DELEGATE:
        return case_routes.delegate(task.id, Forward(to=person), revision=task.revision)
    new = AddSigner(people=(person,), where=way)
    return case_routes.add_signer(task.id, new, revision=task.revision)


class HandSheet(FindSheet):
    """Gives the person; `way` says how. With one way only there is nothing to choose."""

    def __init__(self, lookup: Lookup, task: Task, ways: Sequence[str], *, sure: bool) -> None:
        self._how = Choice(
            [(way, say(f"tui.hand.{way}")) for way in ways], label=say("tui.hand.how"), id="how"
        )
        self._choosing = len(ways) > 1
        title = "tui.hand_title" if self._choosing else "tui.forward_title"
        super().__init__(
            lookup,
            heading=say(title, key=task.object),
            verb=_verb(ways[0]),
            label=say("tui.person"),
            sure=sure,
            says_missing=say("tui.forward_nobody"),
        )

    @property
    def way(self) -> str:
        """How the task is handed on."""
        return self._how.chosen

    def fields(self) -> list[Widget]:
        """The person, and how where there is a choice."""
        return [*super().fields(), *([self._how] if self._choosing else [])]

    def on_choice_changed(self, message: Choice.Changed) -> None:
        """What Enter does is called as it was chosen."""
        self.verb = _verb(self.way)
        if self.sure is not None:
            self.sure.rename("yes", self.verb)
        super().on_choice_changed(message)
        self.show_keys()

    def take(self, key: str) -> bool:
        """On the choice of how the arrows are the choice's own."""
        if self._how.has_focus and key in ("up", "down"):
            return False
        return super().take(key)


def _verb(way: str) -> str:
    return say("tui.hand.verb.signer" if way in SIGNERS else f"tui.hand.verb.{way}")
