"""The one dialog of a decision about all marked tasks: which it is about, and the reason."""

import asyncio
from collections.abc import Sequence

import msgspec
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from core.api import Decide, ObjectView
from core.errors import NotAllowed, NotFound, SignoffError
from core.language import say
from core.tasks import DecisionKind, Task
from tui.drawing.line import DIM, Line, text
from tui.drawing.marked import Candidate, candidate_lines
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.state.batch import draft_name
from tui.widgets.choice import Choice
from tui.widgets.line_input import Labelled
from tui.work import start

_AT_ONCE = 6
"""Objects that are read side by side."""

Decisions = list[tuple[Task, Decide]]


class BulkSheet(Sheet[Decisions]):
    """Gives a decision for each task that it applies to, with the revisions that it has shown."""

    class ViewsRead(Message):
        """The objects were read, as far as the server answered."""

        def __init__(self, found: dict[str, ObjectView | SignoffError | None]) -> None:
            super().__init__()
            self.found = found

    def __init__(
        self,
        services: Services,
        candidates: Sequence[Candidate],
        kind: DecisionKind,
        *,
        outside: int = 0,
    ) -> None:
        self.candidates = list(candidates)
        self.kind = kind
        self.read = False
        """Whether the server has been asked what changed."""
        self._action = say(f"actions.{kind}")
        self._outside = outside
        super().__init__(verb=self._action, sure=services.options.asks_last(kind))
        self._services = services
        self._draft = draft_name(kind, [each.task for each in candidates])
        self._reason = self._reason_line()
        targets = [("requester", say("tui.to_requester")), ("previous", say("tui.to_previous"))]
        self._target = (
            Choice(targets, label=say("tui.return_to"), line=self._reason.input, id="target")
            if kind is DecisionKind.RETURN and any(each.task.flow for each in candidates)
            else None
        )

    @property
    def included(self) -> list[Candidate]:
        """The tasks that the decision applies to."""
        return [each for each in self.candidates if not each.why_not]

    # --- reading ------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Read what changed since the person last looked."""
        super().on_mount()
        start(self, self._load, "views")

    async def _load(self) -> None:
        keys = list(dict.fromkeys(each.task.object for each in self.included))
        found: dict[str, ObjectView | SignoffError | None] = {}
        for first in range(0, len(keys), _AT_ONCE):
            part = keys[first : first + _AT_ONCE]
            found.update(zip(part, await asyncio.gather(*map(self._view, part)), strict=True))
        self.post_message(self.ViewsRead(found))

    async def _view(self, key: str) -> ObjectView | SignoffError | None:
        try:
            return await self._services.client.view(key)
        except (NotFound, NotAllowed) as error:
            return error
        except SignoffError:
            return None  # no answer: the decision goes by what the list showed

    def on_bulk_sheet_views_read(self, message: ViewsRead) -> None:
        """Show what changed, and what is over by now."""
        self.candidates = [
            each if each.why_not else each.read(message.found.get(each.task.object), self.kind)
            for each in self.candidates
        ]
        self.read = True
        self.verb = say("marks.verb", action=self._action, n=len(self.included))
        self.show_lines()

    # --- what was typed -----------------------------------------------------------------------

    def typed(self) -> dict[str, str]:
        """The reason, by the name of its draft."""
        return {self._draft: self._reason.value} if self._reason.value else {}

    def on_input_changed(self, event: Input.Changed) -> None:
        """Nothing typed is ever lost."""
        event.stop()
        self._services.drafts.save(self._draft, event.value)

    def _reason_line(self) -> Labelled:
        key = "tui.reason" if self._needs_reason() else "tui.reason_optional"
        return Labelled(say(key), self._services.drafts.load(self._draft), id="reason")

    def _needs_reason(self) -> bool:
        return any(self.kind in each.task.reason_required for each in self.included)

    # --- the parts ----------------------------------------------------------------------------

    def heading(self) -> str:
        """To how many of the marked it applies."""
        n, of = len(self.included), len(self.candidates)
        return say("marks.heading", action=self._action, n=n, of=of)

    def lines(self, cells: int) -> list[Line]:
        """What is left out and why; what it is about, and what changed there."""
        lines = list(
            candidate_lines(self.candidates, cells, action=self._action, outside=self._outside)
        )
        return lines if self.read else [[text(say("marks.reading"), DIM)], *lines]

    def fields(self) -> list[Widget]:
        """Where to return to, and the reason for all."""
        return [self._target, self._reason] if self._target is not None else [self._reason]

    def collect(self) -> Decisions | None:
        """A decision for each; complains about what is missing."""
        included = self.included
        if not self.read:
            self.complain(say("marks.reading"))
        elif not included:
            why = self.candidates[0].why_not
            self.complain(say("marks.none_left", of=len(self.candidates), why=why))
        elif not self._reason.value and self._needs_reason():
            self.complain(say("tui.reason_missing"))
        else:
            return [(each.task, self._decide(each)) for each in included]
        return None

    def _decide(self, candidate: Candidate) -> Decide:
        view = candidate.view
        revision = view.object.revision if view is not None else candidate.task.object_revision
        decide = Decide(decision=self.kind, reason=self._reason.value, object_revision=revision)
        if self._target is not None:
            decide = msgspec.structs.replace(decide, to=self._target.chosen)
        return decide
