"""Writing a text of several lines, kept on disk as it is typed; also in one's own editor."""

from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical
from textual.events import Key
from textual.widget import Widget
from textual.widgets import TextArea

from core.errors import UsageError
from core.language import say
from core.text import clean
from tui.drawing.line import BAR, DIM, crop, text, wrap
from tui.editor import editor_words, write_in_editor
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.widgets.in_order import take_in_order


class TextField(TextArea):
    """Textual's editor, without a blinking cursor; Tab and Enter may belong to the dialog."""

    def __init__(self, words: str, *, id: str) -> None:
        super().__init__(words, id=id, compact=True, soft_wrap=True, show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    async def _on_key(self, event: Key) -> None:
        if not await take_in_order(self, event):
            await super()._on_key(event)


class WritingSheet(Sheet[str]):
    """Gives the text, cleaned; what was typed stays a draft until whoever asked has taken it."""

    grace = 0.0
    hints = ("form.writing_hint", "form.writing_hint_short")
    """What the keys do; the second one where there is little room."""

    def __init__(
        self, services: Services, *, draft: str, heading: str, verb: str, words: str = ""
    ) -> None:
        super().__init__(verb=verb)
        self.services = services
        self.area = TextField(services.drafts.load(draft) or words, id="words")
        self._draft = draft
        self._heading = heading

    def heading(self) -> str:
        """What is written."""
        return self._heading

    def below(self) -> list[Widget]:
        """What stands between the text and the hint."""
        return []

    def compose(self) -> ComposeResult:
        """Title, text, hint."""
        with Vertical(id="sheet"):
            yield self.title_bar
            yield self.area
            yield from self.below()
            yield self.hint

    def on_mount(self) -> None:
        """Write on where the text ends."""
        self.area.move_cursor(self.area.document.end)
        super().on_mount()

    def show_lines(self) -> None:
        """Title and hint, and as much room to write as the screen has."""
        cells, rows = self.app.size
        self.title_bar.show(crop([text(" " + self.heading(), BAR)], cells, BAR))
        self.area.styles.height = max(2, min(8, rows - 9))
        key = self.hints[0 if cells >= 60 else 1]
        hint = list(wrap(say(key, verb=self.verb), cells))
        self.show_hint(*([text(part, DIM)] for part in hint[:2]))

    # --- keys ---------------------------------------------------------------------------------

    def take(self, key: str) -> bool:
        """Carry out a key that is for the dialog; False for one that is for the text."""
        actions = {
            "ctrl+s": self.go_on,
            "f2": self.go_on,
            "ctrl+enter": self.go_on,
            "alt+enter": self.go_on,
            "ctrl+e": self._edit,
            "escape": self.cancel,
            "ctrl+c": self.cancel,
        }
        if key in actions:
            actions[key]()
            return True
        return False

    def collect(self) -> str | None:
        """The text, cleaned as everything that leaves this terminal."""
        return clean(self.area.text).strip()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Nothing typed is ever lost."""
        event.stop()
        self.services.drafts.save(self._draft, self.area.text)

    def _edit(self) -> None:
        """Write on in the person's own editor; where that fails, the text stays as it is."""
        words, failed = "", ""
        try:
            with self.app.suspend():
                try:
                    words = write_in_editor(self.area.text, name="text.md")
                except UsageError as error:  # in here: Textual resumes only after a good end
                    failed = f"{error.message} {error.hint}".strip()
        except SuspendNotSupported:
            failed = say("tui.editor_failed", editor=editor_words())
        if failed:
            self.complain(failed)
        else:
            self.area.text = clean(words).rstrip("\n")
            self.area.move_cursor(self.area.document.end)
        self.app.action_repaint()  # type: ignore[attr-defined]
