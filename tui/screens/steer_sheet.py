"""The dialog before a case is steered: what would come of it, as the server foresees it; why."""

from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from core.errors import SignoffError
from core.handling import Foreseen
from core.language import say
from tui.drawing.line import BOLD, DIM, SOON, Line, text, wrap
from tui.drawing.steered import foreseen_words, not_foreseen
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.state.steering import Steering
from tui.widgets.line_input import Labelled
from tui.work import start


class SteerSheet(Sheet[str]):
    """Gives the reason. What is confirmed is what was shown: `revision` is the case's as it was
    foreseen, and the server refuses what comes of another.

    The reason lies on disk as it is typed.
    """

    class Seen(Message):
        """The server has foreseen it, or would refuse it."""

        def __init__(self, foreseen: Foreseen | None, error: SignoffError | None = None) -> None:
            super().__init__()
            self.foreseen = foreseen
            self.error = error

    def __init__(self, services: Services, steering: Steering, *, sure: bool) -> None:
        super().__init__(verb=say(f"actions.{steering.what.do}"), sure=sure)
        self._services = services
        self._steering = steering
        self._foreseen: Foreseen | None = None
        self._error: SignoffError | None = None
        label = say("tui.reason" if steering.needs_reason else "tui.reason_optional")
        self._reason = Labelled(label, services.drafts.load(steering.draft), id="reason")

    @property
    def revision(self) -> int:
        """The case's, as what is shown was foreseen on."""
        return self._foreseen.revision if self._foreseen is not None else 0

    def typed(self) -> dict[str, str]:
        """The reason, by the name of its draft."""
        typed = self._reason.input.value
        return {self._steering.draft: typed} if typed else {}

    def on_mount(self) -> None:
        """Ask the server what would come of it."""
        super().on_mount()
        start(self, self._load, "foresee")

    async def _load(self) -> None:
        try:
            client, steering = self._services.client, self._steering
            foreseen = await client.foresee(steering.key, steering.what)
        except SignoffError as error:
            self.post_message(self.Seen(None, error))
        else:
            self.post_message(self.Seen(foreseen))

    def on_steer_sheet_seen(self, message: Seen) -> None:
        """Show it."""
        self._foreseen, self._error = message.foreseen, message.error
        self.show_lines()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Nothing typed is ever lost."""
        event.stop()
        self._services.drafts.save(self._steering.draft, event.value)

    def heading(self) -> str:
        """What is about to be done, to which object."""
        return say("steering.heading", verb=self.verb, key=self._steering.key)

    def lines(self, cells: int) -> list[Line]:
        """What it is, then what comes of it."""
        lines: list[Line] = [
            [text(part, BOLD)] for words in self._steering.says for part in wrap(words, cells)
        ]
        if self._error is not None:
            words = not_foreseen(self._error)
            return lines + [[text(part, SOON)] for part in wrap(words, cells)]
        if self._foreseen is None:
            return [*lines, [text(say("tui.loading"), DIM)]]
        told = foreseen_words(self._foreseen)
        return lines + [[text(part)] for words in told for part in wrap(words, cells)]

    def fields(self) -> list[Widget]:
        """The reason."""
        return [self._reason]

    def go_on(self) -> None:
        """Nobody is asked whether they are sure of what is not complete, or would be refused."""
        asks_last = self.sure is not None and self.sure.has_focus
        if asks_last or self.sure is None or self.collect() is not None:
            super().go_on()

    def collect(self) -> str | None:
        """The reason; complains about what is missing."""
        if self._error is not None:
            self.complain(self._error.message)
        elif self._foreseen is None:
            self.complain(say("tui.loading"))
        elif self._steering.needs_reason and not self._reason.value:
            self.complain(say("tui.reason_missing"))
        else:
            return self._reason.value
        return None
