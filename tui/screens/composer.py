"""Writing a comment: several lines, @names completed, kept on disk as it is typed."""

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea

from core.api import Candidate
from core.errors import SignoffError
from core.language import label, say
from core.text import clean
from tui.drawing.line import BAR, DIM, crop, text
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.widgets.in_order import take_in_order
from tui.widgets.pick_list import PickList
from tui.work import start

_MENTION = re.compile(r"@([\w.\-]*)$")
_MOST_CANDIDATES = 6


class CommentArea(TextArea):
    """Textual's editor, without a blinking cursor; Tab and Enter may belong to the completion."""

    def __init__(self, words: str, *, id: str) -> None:
        super().__init__(words, id=id, compact=True, soft_wrap=True, show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    async def _on_key(self, event: Key) -> None:
        if not await take_in_order(self, event):
            await super()._on_key(event)


class Composer(Sheet[str]):
    """Gives the comment to be sent; what was typed stays a draft until it has been sent."""

    grace = 0.0

    class CandidatesFound(Message):
        """Who can be meant by what follows the @."""

        def __init__(self, typed: str, candidates: Sequence[Candidate]) -> None:
            super().__init__()
            self.typed = typed
            self.candidates = candidates

    def __init__(self, services: Services, key: str, *, words: str = "") -> None:
        super().__init__(verb=say("actions.comment"))
        self._services = services
        self._key = key
        self._draft = f"comment/{key}"
        draft = services.drafts.load(self._draft)
        self._area = CommentArea(draft or words, id="comment")
        self._people = PickList(id="people")
        self._typed: str | None = None
        self._after_name = False
        """A name was completed just now, with the space that follows it."""

    def heading(self) -> str:
        """What is commented on."""
        return say("tui.comment_title", key=self._key)

    def compose(self) -> ComposeResult:
        """Title, editor, names, hint."""
        with Vertical(id="sheet"):
            yield self.title_bar
            yield self._area
            yield self._people
            yield self.hint

    def on_mount(self) -> None:
        """Write on where the draft ends."""
        self._area.move_cursor(self._area.document.end)
        self._people.display = False
        super().on_mount()

    def show_lines(self) -> None:
        """Title and hint, and as much room to write as the screen has."""
        cells, rows = self.app.size
        self.title_bar.show(crop([text(" " + self.heading(), BAR)], cells, BAR))
        self._area.styles.height = max(2, min(8, rows - 9))
        key = "tui.comment_hint" if cells >= 60 else "tui.comment_hint_short"
        self.hint.show([text(say(key), DIM)])

    # --- keys ---------------------------------------------------------------------------------

    def take(self, key: str) -> bool:
        """Carry out a key that is for the composer; False for one that is for the text."""
        after_name, self._after_name = self._after_name, False
        if after_name and key == "space":
            return True
        if self._completing and self._complete_by(key):
            return True
        actions = {
            "ctrl+s": self.go_on,
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
        """The comment, cleaned as everything that leaves this terminal."""
        words = clean(self._area.text).strip()
        if not words:
            self.complain(say("tui.comment_empty"))
            return None
        return words

    # --- the draft --------------------------------------------------------------------------

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Nothing typed is ever lost; then look who may be meant."""
        event.stop()
        self._services.drafts.save(self._draft, self._area.text)
        self._look_for_people()

    def _edit(self) -> None:
        """Write on in the person's own editor."""
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        with tempfile.TemporaryDirectory(prefix="signoff-") as folder:
            file = Path(folder) / "comment.md"
            file.write_text(self._area.text, encoding="utf-8")
            try:
                with self.app.suspend():
                    done = subprocess.run([*shlex.split(editor), str(file)], check=False)
                words = file.read_text(encoding="utf-8", errors="replace")
            except (OSError, ValueError, SuspendNotSupported):
                self.complain(say("tui.editor_failed", editor=editor))
                return
        if done.returncode == 0:
            self._area.text = clean(words).rstrip("\n")
            self._area.move_cursor(self._area.document.end)
        self.app.action_repaint()  # type: ignore[attr-defined]

    # --- names ------------------------------------------------------------------------------

    @property
    def _completing(self) -> bool:
        return bool(self._people.display)

    def _look_for_people(self) -> None:
        typed = self._before_cursor()
        if typed is None:
            self._typed = None
            self._people.display = False
        elif typed != self._typed:
            self._typed = typed
            start(self, partial(self._ask, typed), "people")

    def _before_cursor(self) -> str | None:
        row, at = self._area.cursor_location
        found = _MENTION.search(self._area.document.get_line(row)[:at])
        return found.group(1) if found is not None else None

    async def _ask(self, typed: str) -> None:
        try:
            found = (await self._services.client.complete(typed, self._key)).items
        except SignoffError:
            found = []  # without the server one writes the id by heart
        self.post_message(self.CandidatesFound(typed, found))

    def on_composer_candidates_found(self, message: CandidatesFound) -> None:
        """Show them, unless something else has been typed since."""
        if message.typed != self._typed:
            return
        options = [
            ("@" + each.id, label(each.name), label(each.detail))
            for each in message.candidates[:_MOST_CANDIDATES]
        ]
        self._people.styles.height = max(1, len(options))
        self._people.show(options)
        self._people.display = bool(options)

    def _complete_by(self, key: str) -> bool:
        if key in ("down", "up"):
            self._people.move(1 if key == "down" else -1)
        elif key in ("tab", "enter"):
            self._insert()
        elif key == "escape":
            self._people.display = False
        else:
            return False
        return True

    def _insert(self) -> None:
        chosen = self._people.chosen
        if chosen is None or self._typed is None:
            return
        row, at = self._area.cursor_location
        start = (row, at - len(self._typed) - 1)
        self._area.replace(chosen[0] + " ", start, (row, at))
        self._people.display = False
        self._after_name = True
