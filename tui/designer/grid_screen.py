"""The designer of rule tables: the table as a grid, what is selected in words, findings below."""

from __future__ import annotations

from operator import is_not

from textual.app import ComposeResult

from core.language import Label, label, say
from core.objects import FieldDefinition
from core.rules.cell_entering import choices_in_words, column_title, field_of
from core.rules.grid import ColumnKind, GridColumn
from core.rules.table_editing import TableDocument
from tui.actions import Action
from tui.designer.bars import key_line, title_line
from tui.designer.grid_actions import BY_KEY, GRID_ACTIONS
from tui.designer.grid_doing import HolesFound, perform, pick_hole
from tui.designer.grid_filling import help_for
from tui.designer.grid_view import GridView, Words, nothing
from tui.designer.keeping import Kept
from tui.designer.workbench import Workbench
from tui.drawing.line import BOLD, DIM, Line, text, wrap
from tui.drawing.people_words import people_in_words
from tui.services import Services
from tui.state.designing import span_in_words

_PEOPLE = ("ask", "copy")


class GridScreen(Workbench, inherit_bindings=False):
    """Shows one rule table; the keys are about its selected cell."""

    AUTO_FOCUS = "#design-grid"
    is_table = True

    def __init__(self, services: Services, kept: Kept[TableDocument], *, inside: bool) -> None:
        """`inside`: opened from a flow, to which leaving leads back."""
        super().__init__(services, kept)
        self.document: TableDocument = kept.document
        self.inside = inside
        self.grid = GridView(self.document, id="design-grid")
        self._drawn: tuple[object, ...] = ()
        self._names: dict[str, Label] = {}
        self._fields: dict[GridColumn, FieldDefinition | None] = {}
        self._words = Words((), ())

    def compose(self) -> ComposeResult:
        """Title, grid, findings, status, keys."""
        yield self.title_bar
        yield self.grid
        yield self.findings_bar
        yield self.status_bar
        yield self.keys_bar

    @property
    def about(self) -> str:
        """The table's id."""
        return self.document.id

    @property
    def object_type(self) -> str:
        """The type of object whose fields are the columns."""
        return str(self.document.grid.head.get("object", ""))

    @property
    def file_name(self) -> str:
        """By its id."""
        return f"{self.about or 'rules'}{'.csv' if self.document.is_csv else '.yaml'}"

    def action_of(self, key: str) -> Action | None:
        """What a key calls."""
        return BY_KEY.get(key)

    def perform(self, action: str) -> None:
        """Move the selection, or carry out what the table allows."""
        document, page = self.document, self.grid.page
        by = {
            "up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1),
            "page_up": (-page, 0), "page_down": (page, 0),
            "first": (-(10**7), 0), "last": (10**7, 0),
        }.get(action)  # fmt: skip
        if by is None:
            perform(self, action)
            return
        row = document.row + by[0]
        if action in ("first", "page_up"):
            row = max(0, row)
        document.select(row, document.column + by[1])

    def on_holes_found(self, message: HolesFound) -> None:
        """Offer the holes, unless the table is another by now."""
        message.stop()
        self.tell("")
        if message.of == self.document.text and self.is_current:
            pick_hole(self, message.holes, message.at)
            self.show_all()

    # --- drawing -------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Draw everything; what is shown already costs nothing."""
        cells, rows = self.app.size
        document = self.document
        self.grid.show(self._in_words(), self.found.marks(document))
        title = label(_label(document.grid.head.get("title"))) or self.about
        self.title_bar.show(
            title_line(
                cells,
                name=say("table.title"),
                title=title,
                file=str(self.kept.file or ""),
                changed=self.kept.is_changed,
                state=self.found.state(),
            )
        )
        found = self.found.lines(document, self._title_of, cells, max(2, rows // 5))
        self.findings_bar.show(*found)
        self.keys_bar.show(key_line(GRID_ACTIONS, cells))
        self.show_status()

    def _title_of(self, number: int) -> str:
        return say("table.row", n=number + 1) if number >= 0 else say("table.whole")

    def _in_words(self) -> Words:
        """The table in the reader's words, made anew where the table or what is known changed."""
        document = self.document
        now = (document.rows, document.columns, self.words)
        if len(self._drawn) != len(now) or any(map(is_not, now, self._drawn)):
            self._drawn, self._names, self._fields = now, self.names, {}
            titles = tuple(self.title_of(each) for each in document.columns)
            cells = tuple(
                tuple(self.words_of(number, column) for column in document.columns)
                for number in range(len(document.rows))
            )
            self._words = Words(titles, cells)
        return self._words

    def words_of(self, row: int, column: GridColumn) -> str:
        """What a cell says, in the reader's words."""
        value = self.document.value(row, column)
        if self.document.rows[row].otherwise and column.kind is not ColumnKind.OUTPUT:
            return say("table.otherwise") if column is self.document.columns[0] else ""
        if not value:
            return nothing(column)
        if column.kind is ColumnKind.OUTPUT and column.name in _PEOPLE:
            return people_in_words(value, self._names)
        if column.kind is ColumnKind.OUTPUT and column.name == "within":
            return span_in_words(str(value))
        said = ", ".join(value) if isinstance(value, list) else str(value)
        return choices_in_words(said, self._field_of(column))

    def _field_of(self, column: GridColumn) -> FieldDefinition | None:
        object_type = self.scope.object_type
        if column.kind is not ColumnKind.CELL or object_type is None:
            return None
        if column not in self._fields:
            self._fields[column] = field_of(object_type, column.name)
        return self._fields[column]

    def title_of(self, column: GridColumn) -> str:
        """What a column is called."""
        return column_title(column, self.scope)

    def show_status(self) -> None:
        """What was said, or the selected cell whole, and what can be written there."""
        cells, rows = self.app.size
        lines: list[Line]
        if self.told:
            lines = [[text(part)] for part in wrap(self.told, max(10, cells))]
        else:
            lines = [[text(part, BOLD)] for part in wrap(self._selected(), max(10, cells))]
            if rows >= 20:
                lines += [[text(part, DIM)] for part in wrap(help_for(self), max(10, cells))]
        self.status_bar.show(*lines[: max(2, rows // 6)])

    def _selected(self) -> str:
        document, column = self.document, self.document.chosen
        if column is None:
            return say("table.no_columns")
        title = self.title_of(column)
        if document.row < 0:
            return say("table.at_heading", column=title)
        value = self.words_of(document.row, column)
        return say("table.at", row=document.row + 1, column=title, value=value)


def _label(value: object) -> dict[str, str]:
    if isinstance(value, dict):
        return {str(key): str(each) for key, each in value.items()}
    return {"": str(value)} if value else {}
