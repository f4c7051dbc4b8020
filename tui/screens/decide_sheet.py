"""The dialog of a decision: what it is about, what changed, the reason, what the step asks for."""

import msgspec
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from core.api import Decide, ObjectView
from core.errors import SignoffError, UsageError
from core.language import say
from core.tasks import DecisionKind, Task, TaskKind
from core.text import money, one_line
from tui.actions import words_for
from tui.drawing.fields import change_lines
from tui.drawing.line import BOLD, DIM, HEADING, SOON, Line, text, wrap
from tui.drawing.words import requester, return_targets
from tui.screens.asked_fields import AskedField, AskedFields
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.widgets.choice import Choice
from tui.widgets.line_input import Labelled
from tui.work import start


class DecideSheet(Sheet[Decide]):
    """Asks for all that a decision needs. What it gives names the object's revision shown.

    What is typed lies on disk at once, apart for each decision: words for a rejection never stand
    in an approval. Whoever takes the decision over drops these drafts.
    """

    class ViewRead(Message):
        """The object was read, or could not be."""

        def __init__(self, view: ObjectView | None, error: SignoffError | None = None) -> None:
            super().__init__()
            self.view = view
            self.error = error

    def __init__(
        self,
        services: Services,
        task: Task,
        kind: DecisionKind,
        view: ObjectView | None,
    ) -> None:
        self.record = task
        self.kind = kind
        self.view = view
        super().__init__(
            verb=say(f"actions.{words_for(kind, task)}"), sure=services.options.asks_last(kind)
        )
        self._services = services
        self._error: SignoffError | None = None
        self._reason = self._line(self._reason_label(), "reason")
        self._asked = AskedFields(
            services,
            task.asks if kind in (DecisionKind.APPROVE, DecisionKind.DONE) else (),
            about=task.object,
            draft=f"decide/{task.id}/{kind.value}/asked",
        )
        if view is not None:
            self._asked.show(view)
        self._target: Choice | None = None

    def on_mount(self) -> None:
        """Read the object first where it has not been read."""
        super().on_mount()
        if self.view is None:
            start(self, self._load, "view")

    async def _load(self) -> None:
        try:
            view = await self._services.client.view(self.record.object)
        except SignoffError as error:
            self.post_message(self.ViewRead(None, error))
        else:
            self.post_message(self.ViewRead(view))

    def on_decide_sheet_view_read(self, message: ViewRead) -> None:
        """Show what changed; without an answer the decision goes by what the list showed."""
        self.view, self._error = message.view, message.error
        self._asked.show(self.view)
        self.show_lines()
        if self._asked.wanted and self._reason.input.has_focus and not self._reason.value:
            self.call_after_refresh(self.set_focus, next(iter(self._focusable())))

    # --- what was typed -------------------------------------------------------------------

    def typed(self) -> dict[str, str]:
        """What stands in the lines, by the name of its draft."""
        reason = self._reason.input
        words = {self._draft(reason.id): reason.value} if reason.value else {}
        return words | self._asked.typed()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Nothing typed is ever lost."""
        event.stop()
        self._services.drafts.save(self._draft(event.input.id), event.value)

    def _line(self, label: str, id: str) -> Labelled:
        return Labelled(label, self._services.drafts.load(self._draft(id)), id=id)

    def _draft(self, line: str | None) -> str:
        return f"decide/{self.record.id}/{self.kind.value}/{line}"

    def hint_words(self) -> str:
        """Enter on a field that nothing was chosen for chooses; else another key changes it."""
        words = super().hint_words()
        if not isinstance(self.focused, AskedField):
            return words
        if self.focused.chose_nothing:
            return say("tui.asked_hint")
        return f"{words}  {say('tui.asked_change')}"

    def on_descendant_focus(self) -> None:
        """Enter does something else on such a field."""
        self.show_keys()

    # --- the parts ------------------------------------------------------------------------

    def heading(self) -> str:
        """The action, the key and the amount, so that nobody decides on the wrong thing."""
        words = [self.verb, self.record.object, money(self.record.amount)]
        return "  ".join(word for word in words if word)

    def lines(self, cells: int) -> list[Line]:
        """What it is, and what changed since the person last looked."""
        lines: list[Line] = [
            [text(part, BOLD)] for part in wrap(one_line(self.record.title), cells)
        ]
        lines.append([text(requester(self.record), DIM)])
        if self.record.kind is TaskKind.QUESTION and self.record.text:
            lines += [[text(part)] for part in wrap(self.record.text, cells)]
        if self._error is not None:
            lines += [[text(part, SOON)] for part in wrap(self._error.message, cells)]
        elif self.view is None:
            lines.append([text(say("tui.loading"), DIM)])
        elif self.view.changed_since_seen:
            lines.append([text(say("tui.part_changed"), HEADING)])
            changes = self.view.changed_since_seen
            lines += change_lines(changes, self.view, self.view.names, cells)
        return lines + self._asked.lines(cells)

    def fields(self) -> list[Widget]:
        """Where in the flow to return to, what the step asks for, the reason."""
        found: list[Widget] = []
        if self.kind is DecisionKind.RETURN and self.record.flow:
            self._target = Choice(
                return_targets(self.view),
                label=say("tui.return_to"),
                line=self._reason.input,
                id="target",
            )
            found.append(self._target)
        return [*found, self._asked, self._reason]

    def room_for_lines(self, rows: int) -> int:
        """What title, fields, reason and keys leave over; many fields are scrolled."""
        others = 3 + (self._target is not None)
        shown = self._asked.fit(rows - others - 1)
        return max(1, min(super().room_for_lines(rows), rows - others - shown))

    def line_for_words(self) -> Widget | None:
        """The reason, where nothing else is asked for first: nobody has seen what that is."""
        first = super().line_for_words()
        return first if first is self._reason.input and not self._asked.wanted else None

    def collect(self) -> Decide | None:
        """The decision; complains about what is missing."""
        if self.view is None and self._error is None:
            self.complain(say("tui.loading"))
            return None
        reason = self._reason.value
        if not reason and self._is_answer():
            self.complain(say("tui.answer_missing"))
            return None
        if not reason and self.kind in self.record.reason_required:
            self.complain(say("tui.reason_missing"))
            return None
        try:
            fields = self._asked.values()
        except UsageError as wrong:
            self.complain(" ".join(part for part in (wrong.message, wrong.hint) if part))
            return None
        decide = Decide(
            decision=self.kind,
            reason=reason,
            fields=fields,
            object_revision=self._seen_revision(),
        )
        if self._target is not None:
            decide = msgspec.structs.replace(decide, to=self._target.chosen)
        return decide

    def _seen_revision(self) -> int:
        if self.view is not None:
            return self.view.object.revision
        return self.record.object_revision

    def _is_answer(self) -> bool:
        return words_for(self.kind, self.record) == "answer"

    def _reason_label(self) -> str:
        if self._is_answer():
            return say("tui.answer")
        required = self.kind in self.record.reason_required
        return say("tui.reason" if required else "tui.reason_optional")
