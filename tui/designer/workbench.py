"""What the designers of flows and of rule tables have in common: keep, check, publish, tell."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.events import Key, Resize
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from core.design import DesignWords
from core.errors import FieldError, Invalid, SignoffError
from core.flow.entering import Scope
from core.language import Label
from tui.actions import Action
from tui.designer.asking import check
from tui.designer.checked import Checked
from tui.designer.keeping import Kept
from tui.designer.moving import Listed, Moved, show_moved, show_trial
from tui.designer.publishing import Planned, Published, confirm, published
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.widgets.bar import Bar
from tui.work import start

_REST_SECONDS = 0.3
"""How long the editing rests before the file is checked."""


class Workbench(Screen[None], inherit_bindings=False):
    """Shows one document; each edit is drawn, kept as a draft and checked."""

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

    def __init__(self, services: Services, kept: Kept[Any]) -> None:
        super().__init__()
        self.services = services
        self.kept = kept
        self.words = DesignWords()
        self.found = Checked()
        self.told = ""
        self.title_bar = Bar(id="design-title")
        self.findings_bar = Bar(id="design-findings")
        self.status_bar = Bar(id="design-status")
        self.keys_bar = Bar(id="design-keys")
        self._checking: Timer | None = None

    # --- what a designer gives -----------------------------------------------------------------

    @property
    def about(self) -> str:
        """The id of the flow or table."""
        raise NotImplementedError

    @property
    def object_type(self) -> str:
        """The type of object that it is for."""
        raise NotImplementedError

    is_table = False
    """Whether a rule table is edited."""

    @property
    def step_ids(self) -> tuple[str, ...]:
        """The steps of the flow; () for a rule table."""
        return ()

    def beside(self) -> dict[str, str]:
        """Files that belong to it, by name: the rule tables of a flow."""
        return {}

    def kept_beside(self) -> list[Kept[Any]]:
        """The documents of these files."""
        return []

    @property
    def places(self) -> dict[str, str]:
        """The steps at which a case can stand, with their titles."""
        return {}

    @property
    def file_name(self) -> str:
        """What its file is called where there is none yet."""
        return f"{self.about or 'flow'}.yaml"

    def action_of(self, key: str) -> Action | None:
        """What a key calls here."""
        raise NotImplementedError

    def perform(self, action: str) -> None:
        """Carry out an action. Raises SignoffError with what the file does not allow."""
        raise NotImplementedError

    def show_all(self) -> None:
        """Draw everything; what is shown already costs nothing."""
        raise NotImplementedError

    def show_status(self) -> None:
        """What was said, or what is selected."""
        raise NotImplementedError

    # --- what all do ---------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Ask what can be named, and check what is there."""
        start(self, self._learn_words, "words")
        self.tell(self.kept.told)
        self.changed(edited=False)

    @property
    def scope(self) -> Scope:
        """What is typed is judged by this."""
        return Scope(object_type=self.words.type(self.object_type), words=self.words)

    @property
    def names(self) -> dict[str, Label]:
        """Roles, groups, departments, tables and fields as people call them, by id."""
        words, object_type = self.words, self.scope.object_type
        found = {each.id: each.title for each in object_type.fields} if object_type else {}
        named = (*words.tables, *words.departments, *words.groups, *words.roles)
        return found | {each.id: each.title for each in named}

    def tell(self, words: str) -> None:
        """Say something in the status line, until the next key."""
        self.told = words
        self.show_status()

    def on_key(self, event: Key) -> None:
        """A key calls the action that it has here."""
        above = self.app.screen
        if isinstance(above, Sheet):  # opened by the key before this one
            event.stop()
            above.type_ahead(event)
            return
        action = self.action_of(event.key)
        if action is None:
            return
        event.stop()
        event.prevent_default()
        self.told = ""
        self.take(action.id)

    def take(self, action: str) -> None:
        """Carry out an action; what the file does not allow is said."""
        try:
            self.perform(action)
        except SignoffError as error:
            self.tell(f"{error.message} {error.hint}".strip())
        self.show_all()

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
        services, kept, files = self.services, self.kept, self.beside()
        work = partial(check, services, kept.text, kept.name, files, self.post_message)
        start(self, work, "check")

    async def _learn_words(self) -> None:
        try:
            self.post_message(self.WordsCame(await self.services.client.design_words()))
        except SignoffError as error:
            self.post_message(self.Failed(error))

    # --- what has happened ---------------------------------------------------------------------

    def on_workbench_words_came(self, message: WordsCame) -> None:
        """Types, roles and the rest are known now."""
        message.stop()
        self.words = message.words
        self.show_all()

    def on_workbench_checked(self, message: Checked) -> None:
        """Show what was found, unless the text is another by now."""
        message.stop()
        if message.of == self.kept.text:
            self.found.came(message.errors, message.warnings)
            self.found.offline = message.failure
            self.show_all()

    def on_workbench_failed(self, message: Failed) -> None:
        """Say why it did not work."""
        message.stop()
        error = message.error
        if isinstance(error, Invalid) and error.errors:
            self.found.came(error.errors, ())
        self.tell(f"{error.message} {error.hint}".strip())
        self.show_all()

    def on_planned(self, message: Planned) -> None:
        """Show what publishing would change."""
        message.stop()
        self.tell("")
        if self.is_current:  # else something else was begun meanwhile
            confirm(self, message)

    def on_published(self, message: Published) -> None:
        """Say it."""
        message.stop()
        published(self, message)

    def on_listed(self, message: Listed) -> None:
        """Show what moving the running cases would make of each."""
        message.stop()
        if self.is_current:
            show_trial(self, message)

    def on_moved(self, message: Moved) -> None:
        """Show what became of each case."""
        message.stop()
        show_moved(self, message)

    def on_resize(self, _event: Resize) -> None:
        """Another size."""
        self.call_after_refresh(self.show_all)

    def on_descendant_focus(self) -> None:
        """Other keys are possible."""
        self.show_all()
