"""The dialog before something that cannot be taken back, or that takes a word with it."""

from collections.abc import Sequence

from textual.widget import Widget
from textual.widgets import Input

from core.client.drafts import Drafts
from tui.drawing.line import Line, text, wrap
from tui.screens.sheet import GRACE_SECONDS, Sheet
from tui.widgets.line_input import Labelled


class AskSheet(Sheet[str]):
    """Asks; gives what was typed ("" where nothing was) or None for no.

    With `drafts` what is typed lies on disk under the name `draft` until whoever asked drops it.
    """

    def __init__(
        self,
        *,
        heading: str,
        verb: str,
        says: Sequence[str] = (),
        label: str = "",
        word: str = "",
        sure: bool = True,
        drafts: Drafts | None = None,
        draft: str = "",
    ) -> None:
        super().__init__(verb=verb, sure=sure)
        self._drafts = drafts
        self._draft = draft
        if drafts is not None:
            word = drafts.load(draft) or word
        self.grace = GRACE_SECONDS if sure else 0.0
        self._heading = heading
        self._says = says
        self._word = Labelled(label, word, id="word") if label else None

    def heading(self) -> str:
        """What is about to be done, and to what."""
        return self._heading

    def lines(self, cells: int) -> list[Line]:
        """What has to be known."""
        return [[text(part)] for words in self._says for part in wrap(words, cells)]

    def fields(self) -> list[Widget]:
        """A word that goes with it."""
        return [self._word] if self._word is not None else []

    def on_input_changed(self, event: Input.Changed) -> None:
        """Nothing typed is ever lost."""
        event.stop()
        if self._drafts is not None:
            self._drafts.save(self._draft, event.value)

    def collect(self) -> str:
        """The word."""
        return self._word.value if self._word is not None else ""
