"""The fields that a step asks for, in the dialog of a decision.

What is typed on one line is typed here; another kind of field has the dialog that it has in every
form, and shows here what was chosen in it.
"""

import msgspec
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key, Paste
from textual.widgets import Input

from core.api import ObjectView
from core.errors import UsageError
from core.language import Label, label, say
from core.objects import FieldDefinition, FieldKind
from core.typed import as_text, read_value
from tui.drawing.fields import how_written
from tui.drawing.line import DIM, PLAIN, SELECTED, Line, text, wrap
from tui.drawing.words import value_words
from tui.screens.asking_values import ask_value
from tui.screens.fill_sheet import FillSheet
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.state.form import Form, is_empty
from tui.widgets.drawn import Drawn
from tui.widgets.in_order import passed_on
from tui.widgets.line_input import Labelled

_TYPED = (FieldKind.TEXT, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE, FieldKind.TIME)


class AskedFields(Vertical):
    """A line for each of the fields `asked`, once `show` was told what they are.

    What was given lies on disk at once, under names that begin with `draft`.
    """

    def __init__(self, services: Services, asked: tuple[str, ...], *, about: str, draft: str):
        super().__init__(id="asked")
        self.services = services
        self.form = Form(())
        self.names: dict[str, Label] = {}
        self.about = about
        """The key of the object."""
        self.draft = draft
        self._asked = asked
        self._lines: dict[str, Labelled | AskedField] = {}

    @property
    def wanted(self) -> bool:
        """Whether the step asks for fields at all."""
        return bool(self._asked)

    # --- what they are ------------------------------------------------------------------------

    def show(self, view: ObjectView | None) -> None:
        """Ask for them as the object's type has them; without it each is words under its id."""
        found = [view.type.field(each) if view else None for each in self._asked]
        fields = [
            field or FieldDefinition(id=id_, kind=FieldKind.TEXT, title={})
            for id_, field in zip(self._asked, found, strict=True)
        ]
        self.form = Form(fields, view.object.fields if view is not None else None)
        self.names = dict(view.names) if view is not None else {}
        self._lines = {field.id: self._line(field) for field in fields}
        if self.is_attached:
            self.mount(*self._lines.values())

    def compose(self) -> ComposeResult:
        """What is known by then."""
        yield from self._lines.values()

    def fit(self, rows: int) -> int:
        """Take as many rows as there are fields, but at most so many; how many these are."""
        shown = min(len(self._lines), max(1, rows))
        self.styles.height = shown
        return shown

    def lines(self, cells: int) -> list[Line]:
        """What the business says about the fields, and how they are written."""
        said = [
            say("tui.asked_help", field=_title(field), help=words)
            for field in self.form.fields
            for words in how_written(field)
        ]
        return [[text(part, DIM)] for words in said for part in wrap(words, cells)]

    def _line(self, field: FieldDefinition) -> "Labelled | AskedField":
        left = self.services.drafts.load(self._draft(field.id))
        if _is_typed(field):
            here = self._here(field)
            words = left or here
            return Labelled(
                _title(field), words, id=self._line_id(field.id), selected=words == here
            )
        if left:
            self._take(field.id, left)
        return AskedField(self, field, id=self._line_id(field.id))

    def _take(self, field: str, left: str) -> None:
        try:
            self.form.give(field, msgspec.json.decode(left))
        except msgspec.MsgspecError:
            self.services.drafts.remove(self._draft(field))

    def _field(self, id_: str) -> FieldDefinition:
        return self.form.fields[self._asked.index(id_)]

    def _here(self, field: FieldDefinition) -> str:
        """What the object has, as it is typed."""
        return as_text(field, self.form.base.get(field.id))

    def _line_id(self, field: str) -> str:
        return f"asked-{self._asked.index(field)}"

    def _draft(self, field: str) -> str:
        """By the field's id: another version of the flow may ask for other fields before it."""
        return f"{self.draft}/asked-{field}"

    # --- what was given -----------------------------------------------------------------------

    def values(self) -> dict[str, object]:
        """All of them, as they travel to the server.

        Raises UsageError for one that is missing or cannot be read, which has the keys then.
        """
        return {field.id: self._value(field) for field in self.form.fields}

    def typed(self) -> dict[str, str]:
        """What was given and is not what the object had, by the name of its draft."""
        names = {self._draft(each): self._as_draft(each) for each in self._lines}
        return {name: words for name, words in names.items() if words}

    def _value(self, field: FieldDefinition) -> object:
        line = self._lines[field.id]
        try:
            if isinstance(line, Labelled) and not self._is_left(field, line):
                value = read_value(field, line.value)
            else:
                value = self.form.values.get(field.id)
            if is_empty(value):
                raise UsageError(say("tui.field_missing", field=_title(field)))
        except UsageError:
            self.screen.set_focus(line.input if isinstance(line, Labelled) else line)
            raise
        return value

    def _is_left(self, field: FieldDefinition, line: Labelled) -> bool:
        """Whether the object's own value stands there: it goes back as it is. Read anew, a time
        would be one in this person's zone, and the feed would say that they changed it."""
        return line.input.value == self._here(field)

    def _as_draft(self, field: str) -> str:
        line = self._lines[field]
        if isinstance(line, Labelled):
            return "" if self._is_left(self._field(field), line) else line.value
        if not self.form.is_changed(field):
            return ""
        return msgspec.json.encode(self.form.values.get(field)).decode()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Nothing typed is ever lost."""
        event.stop()
        for field, line in self._lines.items():
            if isinstance(line, Labelled) and line.input is event.input:
                self.services.drafts.save(self._draft(field), self._as_draft(field))

    # --- as a form, for the dialogs of fields ---------------------------------------------------

    def open(self, field: FieldDefinition, key: Key | None = None) -> None:
        """The dialog that fits the field; a letter is the first one in it."""
        ask_value(self, field)
        if key is not None:
            self.pass_up(key)

    def pass_up(self, key: Key) -> None:
        """A key for the dialog of a field, which has just opened."""
        above = self.app.screen
        if above is not self.screen and isinstance(above, Sheet):
            above.type_ahead(key)

    def give(self, field: str, value: object) -> None:
        """Take a value that was filled in; the keys go on to what is asked next."""
        self.form.give(field, value)
        self.services.drafts.save(self._draft(field), self._as_draft(field))
        line = self._lines[field]
        line.refresh()
        self.complain("")  # that it was missing
        lines = isinstance(value, list)  # their dialog is still open
        if isinstance(self.screen, Sheet) and line.has_focus and not (lines or is_empty(value)):
            self.screen.take("tab")

    def complain(self, words: str) -> None:
        """Say what is wrong, in the last line of the dialog."""
        if isinstance(self.screen, Sheet):
            self.screen.complain(words)

    def on_fill_sheet_value_ready(self, message: FillSheet.ValueReady) -> None:
        """A file was sent: take it, or say why it is not there."""
        message.stop()
        if message.trouble:
            self.complain(message.trouble)
        else:
            self.give(message.field, message.value)


class AskedField(Drawn, can_focus=True):
    """A field with a dialog of its own: what was chosen, or that nothing was."""

    def __init__(self, asked: AskedFields, field: FieldDefinition, *, id: str) -> None:
        super().__init__(id=id)
        self._asked = asked
        self._field = field

    @property
    def chose_nothing(self) -> bool:
        """Whether nothing was chosen yet."""
        return is_empty(self._asked.form.values.get(self._field.id))

    def on_key(self, event: Key) -> None:
        """A letter opens the dialog, Enter only while nothing is chosen: else it is the sheet's."""
        if passed_on(self, event) or (event.key == "enter" and not self.chose_nothing):
            return
        if not self.screen.is_active:
            self._asked.pass_up(event)
        elif event.key in ("backspace", "delete"):
            self._asked.give(self._field.id, None)
        elif event.key in ("enter", "right", "space"):
            self._asked.open(self._field)
        elif event.is_printable:
            self._asked.open(self._field, event if self._takes_text() else None)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: Paste) -> None:
        """What is pasted is for the dialog, which is not open yet."""
        event.stop()
        self._asked.complain(say("tui.asked_paste"))

    def _takes_text(self) -> bool:
        return self._field.kind is not FieldKind.TABLE

    def draw(self, y: int) -> Line:
        """Title and value."""
        form, focused = self._asked.form, self.has_focus
        words = value_words(self._field, form.values.get(self._field.id), self._asked.names)
        title = say("tui.label", label=_title(self._field))
        return [text(title, DIM), text(words or say("tui.asked_open"), _style(words, focused))]

    def on_focus(self) -> None:
        """The keys come here."""
        self.refresh()
        self.app.cursor_position = self.region.offset

    def on_blur(self) -> None:
        """The keys go elsewhere."""
        self.refresh()


def _style(words: str, focused: bool) -> Style:
    if focused:
        return SELECTED
    return PLAIN if words else DIM


def _is_typed(field: FieldDefinition) -> bool:
    return field.kind in _TYPED and not field.multiline


def _title(field: FieldDefinition) -> str:
    return label(field.title) or field.id
