"""The designer: the flow as a tree beside the form of its selected step, findings below."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key, Resize
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from core.design import DesignWords
from core.errors import FieldError, Invalid, SignoffError
from core.flow.editing import FlowDocument
from core.flow.entering import Scope
from core.language import say
from core.text import cell_width, fit
from tui.designer import past
from tui.designer.actions import DESIGN_ACTIONS, DesignAction, Keys, possible
from tui.designer.asking import check
from tui.designer.bars import key_line, title_line
from tui.designer.checked import Checked
from tui.designer.doing import perform
from tui.designer.keeping import Kept
from tui.designer.past import Simulated
from tui.designer.publishing import Planned, Published, confirm, published
from tui.designer.rows_view import RowsView
from tui.designer.tree_lines import row_title, tree_lines
from tui.designer.trying import Tried, show
from tui.drawing.line import DIM, LATE, PLAIN, Line, text, wrap
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.state.designing import Property, properties
from tui.widgets.bar import Bar
from tui.widgets.divider import Divider
from tui.work import start

WIDE = 100
"""Columns from which on tree and form stand side by side."""
_REST_SECONDS = 0.3
"""How long the editing rests before the flow is checked."""


class DesignerScreen(Screen[None], inherit_bindings=False):
    """Shows one document; each edit is drawn, kept as a draft and checked."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    AUTO_FOCUS = "#design-tree"

    class WordsCame(Message):
        """What a flow can name in this company."""

        def __init__(self, words: DesignWords) -> None:
            super().__init__()
            self.words = words

    class Checked(Message):
        """The check of a text has answered, or could not be asked."""

        def __init__(
            self,
            of: str,
            errors: tuple[FieldError, ...] = (),
            warnings: tuple[FieldError, ...] = (),
            failure: str = "",
        ) -> None:
            super().__init__()
            self.of = of
            self.errors = errors
            self.warnings = warnings
            self.failure = failure

    class Failed(Message):
        """Something that was asked of the server did not work."""

        def __init__(self, error: SignoffError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, services: Services, kept: Kept) -> None:
        super().__init__()
        self.services = services
        self.kept = kept
        self.document: FlowDocument = kept.document
        self.words = DesignWords()
        self.found = Checked()
        self.form: list[Property] = []
        self.told = ""
        self.in_form = False
        """Whether the keys are about the form; true from the key that leads there on."""
        self.rows = RowsView(id="design-tree")
        self.lines = RowsView(id="design-form")
        self._divider = Divider(id="design-divider")
        self._title = Bar(id="design-title")
        self._findings = Bar(id="design-findings")
        self._status = Bar(id="design-status")
        self._keys = Bar(id="design-keys")
        self._keymap = Keys()
        self._checking: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, tree and form, findings, status, keys."""
        yield self._title
        with Horizontal(id="design-panes"):
            yield self.rows
            yield self._divider
            yield self.lines
        yield self._findings
        yield self._status
        yield self._keys

    def on_mount(self) -> None:
        """Ask what can be named, and check what is there."""
        start(self, self._learn_words, "words")
        self.tell(self.kept.told)
        self.changed(edited=False)

    # --- what is on the screen -----------------------------------------------------------------

    @property
    def chosen(self) -> Property | None:
        """The selected line of the form."""
        return self.form[self.lines.index] if self.lines.index < len(self.form) else None

    @property
    def scope(self) -> Scope:
        """What is typed is judged by this."""
        object_type = self.words.type(str(self.document.value(("object",))))
        return Scope(object_type=object_type, words=self.words, steps=tuple(self.document.ids()))

    def tell(self, words: str) -> None:
        """Say something in the status line, until the next key."""
        self.told = words
        self._show_status()

    # --- keys ----------------------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        """A key calls the action that it has in the tree, or in the form."""
        above = self.app.screen
        if isinstance(above, Sheet):  # opened by the key before this one
            event.stop()
            above.type_ahead(event)
            return
        action = self._keymap.action(event.key, in_form=self.in_form)
        if action is None:
            return
        event.stop()
        event.prevent_default()
        self.told = ""
        self.take(action)

    def take(self, action: DesignAction) -> None:
        """Carry out an action; what the file does not allow is said."""
        if not self._move(action.id):
            try:
                perform(self, action.id)
            except SignoffError as error:
                self.tell(f"{error.message} {error.hint}".strip())
        self.show_all()

    def _move(self, action: str) -> bool:
        view = self.lines if self.in_form else self.rows
        steps = {"down": 1, "up": -1, "page_down": view.page, "page_up": -view.page}
        ends = {"first": -(10**6), "last": 10**6}
        by = steps.get(action) or ends.get(action)
        if by is None:
            return False
        if self.in_form:
            self.lines.show(self._form_lines(), view.index + by)
        else:
            self.document.select(self.document.number + by)
            self.lines.index = 0
        return True

    def to_form(self, *, of: bool = True) -> None:
        """The keys go to the form, or back to the tree."""
        self.in_form = of
        self.set_class(of, "-form")
        (self.lines if of else self.rows).focus()
        self.call_after_refresh(self.show_all)

    # --- what has happened ---------------------------------------------------------------------

    def changed(self, *, edited: bool = True) -> None:
        """The document is another: draw it, keep it, check it soon."""
        if edited:
            self.kept.keep()
        self.found.fresh = False
        if self._checking is not None:
            self._checking.stop()
        self._checking = self.set_timer(_REST_SECONDS, self._check)
        self.show_all()

    def _check(self) -> None:
        work = partial(check, self.services, self.document.text, self.kept.name, self.post_message)
        start(self, work, "check")

    async def _learn_words(self) -> None:
        try:
            self.post_message(self.WordsCame(await self.services.client.design_words()))
        except SignoffError as error:
            self.post_message(self.Failed(error))

    def on_designer_screen_words_came(self, message: WordsCame) -> None:
        """Types, roles and the rest are known now."""
        message.stop()
        self.words = message.words
        self.show_all()

    def on_designer_screen_checked(self, message: Checked) -> None:
        """Show what was found, unless the text is another by now."""
        message.stop()
        if message.of == self.document.text:
            self.found.came(message.errors, message.warnings)
            self.found.offline = message.failure
            self.show_all()

    def on_designer_screen_failed(self, message: Failed) -> None:
        """Say why it did not work."""
        message.stop()
        error = message.error
        if isinstance(error, Invalid) and error.errors:
            self.found.came(error.errors, ())
        self.tell(f"{error.message} {error.hint}".strip())
        self.show_all()

    def on_tried(self, message: Tried) -> None:
        """Show who would be asked."""
        message.stop()
        show(self, message.trial)

    def on_simulated(self, message: Simulated) -> None:
        """Show what would change, unless the flow is another by now."""
        message.stop()
        self.tell("")
        if message.of == self.document.text and self.is_current:
            past.show(self, message.found)

    def on_planned(self, message: Planned) -> None:
        """Show what publishing would change."""
        message.stop()
        self.tell("")
        if self.is_current:  # else something else was begun meanwhile
            confirm(self, message)

    def on_published(self, message: Published) -> None:
        """Say it."""
        message.stop()
        published(self)

    def on_resize(self, _event: Resize) -> None:
        """Another size: tree and form beside each other, or one of them."""
        self.call_after_refresh(self.show_all)

    def on_descendant_focus(self) -> None:
        """Other keys are possible."""
        self.show_all()

    # --- drawing -------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Draw everything; what is shown already costs nothing."""
        cells, rows = self.app.size
        document = self.document
        self.form = properties(document, document.row)
        self.rows.show(tree_lines(document, self.found.marks(document)), document.number)
        self.lines.show(self._form_lines(), self.lines.index)
        self._divider.point(to_right=self.in_form)
        title = row_title(document, document.rows[0])
        file, changed = str(self.kept.file or ""), self.kept.is_changed
        state = self.found.state()
        self._title.show(title_line(cells, title=title, file=file, changed=changed, state=state))
        self._findings.show(*self.found.lines(document, cells, max(2, rows // 5)))
        now = [each for each in DESIGN_ACTIONS if possible(each, in_form=self.in_form)]
        self._keys.show(key_line(now, cells))
        self._show_status()

    def _form_lines(self) -> list[Line]:
        if not self.form:
            return [[text(say("designer.no_properties"), DIM)]]
        cells = self.lines.size.width or self.app.size.width
        widest = max(cell_width(each.title) for each in self.form)
        room = min(widest, max(12, cells // 2))
        return [_form_line(each, room) for each in self.form]

    def _show_status(self) -> None:
        cells, rows = self.app.size
        words = self.told
        if not words and self.in_form and self.chosen is not None:
            words = self.chosen.help
        elif not words:
            words = say("designer.tree_hint", title=row_title(self.document, self.document.row))
        lines: list[Line] = [[text(part)] for part in wrap(words, max(10, cells))]
        self._status.show(*lines[: max(1, rows // 5)])


def _form_line(form: Property, room: int) -> Line:
    value = form.shown()
    missing = form.required and not value
    shown = text(say("designer.missing"), LATE) if missing else text(value or "-", PLAIN)
    return [text(fit(form.title, room), DIM), text("  "), shown]
