"""The designer: the flow as a tree beside the form of its selected step, findings below."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Horizontal

from core.flow.editing import FlowDocument
from core.flow.entering import Scope
from core.flow.outline import BRANCHING, RowKind
from core.language import say
from core.text import cell_width, fit
from tui.actions import Action
from tui.designer import past
from tui.designer.actions import DESIGN_ACTIONS, Keys, possible
from tui.designer.bars import key_line, title_line
from tui.designer.doing import perform
from tui.designer.keeping import Kept
from tui.designer.past import Simulated
from tui.designer.rows_view import RowsView
from tui.designer.tables import TableOpened, Tables, show_table
from tui.designer.tree_lines import row_title, tree_lines
from tui.designer.trying import Tried, show
from tui.designer.workbench import Workbench
from tui.drawing.line import DIM, LATE, PLAIN, Line, text, wrap
from tui.services import Services
from tui.state.designing import Property, properties, say_value
from tui.widgets.divider import Divider

WIDE = 100
"""Columns from which on tree and form stand side by side."""


_PASSED = (*BRANCHING, "tell", "set")
"""Steps at which no case stands."""


class DesignerScreen(Workbench, inherit_bindings=False):
    """Shows one flow; the keys are about its tree, or about the form of the selected step."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    AUTO_FOCUS = "#design-tree"

    def __init__(self, services: Services, kept: Kept[FlowDocument]) -> None:
        super().__init__(services, kept)
        self.document: FlowDocument = kept.document
        self.form: list[Property] = []
        self.tables = Tables()
        self.in_form = False
        """Whether the keys are about the form; true from the key that leads there on."""
        self.rows = RowsView(id="design-tree")
        self.lines = RowsView(id="design-form")
        self._divider = Divider(id="design-divider")
        self._keymap = Keys()

    def compose(self) -> ComposeResult:
        """Title, tree and form, findings, status, keys."""
        yield self.title_bar
        with Horizontal(id="design-panes"):
            yield self.rows
            yield self._divider
            yield self.lines
        yield self.findings_bar
        yield self.status_bar
        yield self.keys_bar

    # --- what is on the screen -----------------------------------------------------------------

    @property
    def about(self) -> str:
        """The flow's id."""
        return self.document.rows[0].id

    @property
    def object_type(self) -> str:
        """The type of object that goes through it."""
        return str(self.document.value(("object",)) or "")

    @property
    def chosen(self) -> Property | None:
        """The selected line of the form."""
        return self.form[self.lines.index] if self.lines.index < len(self.form) else None

    @property
    def step_ids(self) -> tuple[str, ...]:
        """The ids of all steps."""
        return tuple(self.document.ids())

    def beside(self) -> dict[str, str]:
        """The rule tables that its steps name and that have files."""
        return self.tables.of(self)

    def kept_beside(self) -> list[Kept[Any]]:
        """These rule tables."""
        return self.tables.known()

    @property
    def places(self) -> dict[str, str]:
        """Steps that ask or wait for something."""
        rows = [each for each in self.document.rows if each.kind is RowKind.STEP]
        return {
            row.id: row_title(self.document, row)
            for row in rows
            if row.id and row.step not in _PASSED
        }

    @property
    def scope(self) -> Scope:
        """With the ids of all steps."""
        return replace(super().scope, steps=self.step_ids)

    # --- keys ----------------------------------------------------------------------------------

    def action_of(self, key: str) -> Action | None:
        """What a key calls in the tree, or in the form."""
        return self._keymap.action(key, in_form=self.in_form)

    def perform(self, action: str) -> None:
        """Move the selection, or carry out what the document allows."""
        if not self._move(action):
            perform(self, action)

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

    def on_table_opened(self, message: TableOpened) -> None:
        """Show the rule table."""
        message.stop()
        self.tables.opened(message.name, message.kept)
        if self.is_current:
            show_table(self, message.kept)

    # --- drawing -------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Draw everything; what is shown already costs nothing."""
        cells, rows = self.app.size
        document = self.document
        self.form = properties(document, document.row)
        names = self.names
        self.rows.show(tree_lines(document, self.found.marks(document), names), document.number)
        self.lines.show(self._form_lines(), self.lines.index)
        self._divider.point(to_right=self.in_form)
        title = row_title(document, document.rows[0])
        file, changed = str(self.kept.file or ""), self.kept.is_changed
        state = self.found.state()
        self.title_bar.show(title_line(cells, title=title, file=file, changed=changed, state=state))
        found = self.found.lines(document, self._title_of, cells, max(2, rows // 5))
        self.findings_bar.show(*found)
        now = [each for each in DESIGN_ACTIONS if possible(each, in_form=self.in_form)]
        self.keys_bar.show(key_line(now, cells))
        self.show_status()

    def _title_of(self, number: int) -> str:
        return row_title(self.document, self.document.rows[number])

    def _form_lines(self) -> list[Line]:
        if not self.form:
            return [[text(say("designer.no_properties"), DIM)]]
        cells = self.lines.size.width or self.app.size.width
        widest = max(cell_width(each.title) for each in self.form)
        room = min(widest, max(12, cells // 2))
        names = self.names
        return [_form_line(each, room, say_value(each, names)) for each in self.form]

    def show_status(self) -> None:
        """What was said, what the selected line is for, or what is selected."""
        cells, rows = self.app.size
        words = self.told
        if not words and self.in_form and self.chosen is not None:
            words = self.chosen.help
        elif not words:
            words = say("designer.tree_hint", title=row_title(self.document, self.document.row))
        lines: list[Line] = [[text(part)] for part in wrap(words, max(10, cells))]
        self.status_bar.show(*lines[: max(1, rows // 5)])


def _form_line(form: Property, room: int, value: str) -> Line:
    missing = form.required and not value
    shown = text(say("designer.missing"), LATE) if missing else text(value or "-", PLAIN)
    return [text(fit(form.title, room), DIM), text("  "), shown]
