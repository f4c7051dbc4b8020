"""The lines of a table: added, changed and taken out one by one."""

from collections.abc import Callable
from typing import Any

from core.language import Label, label, say
from core.objects import FieldDefinition
from tui.drawing.form import table_rows
from tui.drawing.line import Line
from tui.screens.fill_sheet import LineForm
from tui.screens.rows_sheet import RowsSheet
from tui.services import Services
from tui.state.form import Form

Lines = list[dict[str, Any]]


class LinesSheet(RowsSheet[bool]):
    """Shows the lines; every change of one is `changed` at once, so leaving loses nothing."""

    def __init__(
        self,
        services: Services,
        field: FieldDefinition,
        lines: Lines,
        *,
        changed: Callable[[Lines], None],
        draft: str,
        about: str = "",
        names: dict[str, Label] | None = None,
    ) -> None:
        title = label(field.title) or field.id
        super().__init__(services, heading=title, verb=say("form.take"))
        self._field = field
        self._lines: Lines = [dict(each) for each in lines]
        self._changed = changed
        self._draft = draft
        self._about = about
        self._names = dict(names or {})

    def drawn_rows(self, cells: int) -> list[list[Line]]:
        """The lines, and one for adding another."""
        return table_rows(self._field, self._lines, self._names, cells)

    def hints(self) -> list[str]:
        """Whatever was changed is taken already."""
        return [say("form.lines_hint"), say("form.lines_hint_short")]

    def open_row(self, index: int) -> None:
        """Fill in a line."""
        before = self._lines[index] if index < len(self._lines) else {}

        def filled(line: dict[str, object] | None) -> None:
            if line is None:
                return
            self._lines[index : index + 1] = [line] if line else []
            self._tell()
            self.rows.select(index + 1 if not before else index)

        number = index + 1
        sheet = LineForm(
            self.services,
            Form(self._field.columns, before),
            heading=say("form.line", field=self.heading(), n=number),
            verb=say("form.take"),
            draft=f"{self._draft}/{number}",
            about=self._about,
            names=self._names,
        )
        self.app.push_screen(sheet, filled)

    def take_out(self, index: int) -> None:
        """Take a line away."""
        if index < len(self._lines):
            del self._lines[index]
            self._tell()

    def collect(self) -> bool:
        """Back to the form."""
        return True

    def _tell(self) -> None:
        self._changed([dict(each) for each in self._lines])
        self.show_lines()
