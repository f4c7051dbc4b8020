"""A form: the fields of an object or of one line of a table, each filled in by its own dialog."""

from typing import Any, TypeVar

from textual.events import Key
from textual.message import Message

from core.language import Label, say
from core.objects import FieldKind
from tui.drawing.form import form_rows
from tui.drawing.line import Line
from tui.screens.rows_sheet import RowsSheet
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.state.form import Form

T = TypeVar("T")


class FillSheet(RowsSheet[T]):
    """Shows `form`; what is filled in is kept on disk under the name `draft` at once."""

    class ValueReady(Message):
        """A value that took a while (a file that was sent) is there, or `trouble` says why not."""

        def __init__(self, field: str, value: Any, trouble: str = "") -> None:
            super().__init__()
            self.field = field
            self.value = value
            self.trouble = trouble

    def __init__(
        self,
        services: Services,
        form: Form,
        *,
        heading: str,
        verb: str,
        draft: str,
        about: str = "",
        names: dict[str, Label] | None = None,
    ) -> None:
        super().__init__(services, heading=heading, verb=verb)
        self.form = form
        self.draft = draft
        self.about = about
        """The key of the object, "" for one that is only being made."""
        self.names: dict[str, Label] = dict(names or {})
        self.goes_on = form.take_draft(services.drafts.load(draft))
        """Whether this continues what was begun earlier."""

    def drawn_rows(self, cells: int) -> list[list[Line]]:
        """The fields."""
        return form_rows(self.form, self.names, cells)

    def open_row(self, index: int) -> None:
        """The dialog that fits the field."""
        from tui.screens.asking_values import ask_value  # it opens forms again, for lines

        if self.form.fields:
            ask_value(self, self.form.fields[index])

    def take_from_field(self, event: Key) -> bool:
        """A letter begins to fill in the selected field: none of them is a command here."""
        letter = event.is_printable and not (event.character or "").isspace()
        if not (letter and self.is_active and self.listening):
            return super().take_from_field(event)
        self._unsay()
        if self._takes_text():
            self.open_row(self.rows.index)
        above = self.app.screen
        if above is not self and isinstance(above, Sheet):
            above.type_ahead(event)
        elif self.form.fields:
            self.complain(say("form.enter_opens"))
        return True

    def _takes_text(self) -> bool:
        fields = self.form.fields
        return bool(fields) and fields[self.rows.index].kind is not FieldKind.TABLE

    def take_out(self, index: int) -> None:
        """Empty the field."""
        if self.form.fields:
            self.give(self.form.fields[index].id, None)

    def give(self, field: str, value: object) -> None:
        """Take a value that was filled in."""
        self.form.give(field, value)
        self.services.drafts.save(self.draft, self.form.as_draft())
        self.show_lines()

    def on_fill_sheet_value_ready(self, message: ValueReady) -> None:
        """Take it, or say why it is not there."""
        message.stop()
        self.complain(message.trouble)  # or that it is no longer on its way
        if not message.trouble:
            self.give(message.field, message.value)


class LineForm(FillSheet[dict[str, object]]):
    """One line of a table."""

    def collect(self) -> dict[str, object] | None:
        """The cells that are filled; complains about required ones that are not."""
        if self.form.find_missing():
            self.show_lines()
            return None
        self.services.drafts.remove(self.draft)
        return dict(self.form.values)

    def cancel(self) -> None:
        """As it was before."""
        self.services.drafts.remove(self.draft)
        super().cancel()
