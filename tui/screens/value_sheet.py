"""The dialog for one field that is typed on one line."""

from typing import Any

import msgspec
from textual.widget import Widget

from core.errors import UsageError
from core.language import label, say
from core.objects import FieldDefinition
from core.typed import as_text, read_value
from tui.drawing.fields import how_written
from tui.drawing.line import DIM, Line, text, wrap
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.widgets.line_input import Labelled, LineInput


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, as it travels to the server; None empties the field."""

    value: Any


class ValueSheet(Sheet[Given]):
    """Gives what was typed; what does not fit the field is named and can be mended."""

    grace = 0.0

    def __init__(
        self, services: Services, field: FieldDefinition, value: object, *, draft: str
    ) -> None:
        super().__init__(verb=say("form.take"))
        self._services = services
        self._field = field
        self._draft = draft
        words = services.drafts.load(draft) or as_text(field, value)
        self._line = Labelled(say("form.value"), words, id="value")

    def heading(self) -> str:
        """The field."""
        return label(self._field.title) or self._field.id

    def lines(self, cells: int) -> list[Line]:
        """What the business says about the field, and how it is written."""
        return [
            [text(part, DIM)] for each in how_written(self._field) for part in wrap(each, cells)
        ]

    def fields(self) -> list[Widget]:
        """The line to type in."""
        return [self._line]

    def on_input_changed(self, event: LineInput.Changed) -> None:
        """Nothing typed is lost where the terminal goes away."""
        event.stop()
        self._services.drafts.save(self._draft, event.value)

    def collect(self) -> Given | None:
        """The value; complains about what does not fit."""
        try:
            given = Given(value=read_value(self._field, self._line.value))
        except UsageError as error:
            self.complain(f"{error.message} {error.hint}".strip())
            return None
        self._services.drafts.remove(self._draft)
        return given

    def cancel(self) -> None:
        """Leave the field as it was."""
        self._services.drafts.remove(self._draft)
        super().cancel()
