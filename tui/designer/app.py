"""The designer as a program of its own."""

from typing import Any

from msgspec.structs import replace

from core.design import DesignWords
from core.errors import SignoffError
from core.flow.completing import Completion, complete
from core.flow.editing import FlowDocument, id_from, new_flow
from core.flow.entering import Scope, read
from core.language import current_language, label, say
from core.rules.table import Hit
from core.rules.table_editing import TableDocument, new_table
from tui.designer.grid_screen import GridScreen
from tui.designer.keeping import DRAFTS, TABLES, Kept
from tui.designer.phrase_sheet import PhraseSheet, Question, among
from tui.designer.screen import DesignerScreen
from tui.painted import PaintedApp
from tui.services import Services
from tui.work import start

_OWNERS = ("process_owner", "admin")
"""The roles that are offered first as the owner of a new flow."""


class DesignApp(PaintedApp):
    """Shows the designer; asks three things first where the flow is a new one."""

    def __init__(self, services: Services, kept: Kept[Any] | None, *, table: bool = False) -> None:
        """`table`: what is new is a rule table."""
        super().__init__()
        self._is_table = table
        self.services = services
        self.kept = kept
        self.words = DesignWords()

    def on_mount(self) -> None:
        """The designer, or the questions about a new flow."""
        if self.kept is not None:
            self._open(self.kept)
        else:
            start(self, self._ask_what, "words")

    def _open(self, kept: Kept[Any]) -> None:
        self.kept = kept
        if isinstance(kept.document, TableDocument):
            self.push_screen(GridScreen(self.services, kept, inside=False))
        else:
            self.push_screen(DesignerScreen(self.services, kept))

    # --- a new flow ----------------------------------------------------------------------------

    async def _ask_what(self) -> None:
        try:
            self.words = await self.services.client.design_words()
        except SignoffError as error:
            self.exit(1, message=f"{error.message} {error.hint}".strip())
            return
        self.push_screen(PhraseSheet(self._question("type"), self._following), self._answered)

    def _following(self, answers: list[str]) -> Question | None:
        names = ("type", "title", "hit" if self._is_table else "owner")
        return self._question(names[len(answers)]) if len(answers) < len(names) else None

    def _question(self, name: str) -> Question:
        """What goes through the flow, what it is called, who is responsible for it."""
        area = "table" if self._is_table else "designer"
        question = Question(
            heading=say(f"{area}.new"),
            label=say(f"{area}.new.{name}"),
            help=say(f"{area}.new.{name}.help"),
            may_be_empty=False,
        )
        if name == "type":
            types = [Completion(each.id, label(each.title)) for each in self.words.types]
            return replace(question, complete=among(types), picks=True)
        if name == "hit":
            hits = [Completion(each.value, say(f"table.hit.{each.value}")) for each in Hit]
            return replace(question, complete=among(hits), picks=True)
        return self._about_owner(question) if name == "owner" else question

    def _about_owner(self, question: Question) -> Question:
        scope = Scope(words=self.words)
        roles = [each.id for each in self.words.roles]
        return replace(
            question,
            value=next((f"role:{each}" for each in _OWNERS if each in roles), ""),
            check=lambda words: read("who", words, scope),
            complete=lambda words: complete("who", words, scope),
        )

    def _answered(self, answers: list[str] | None) -> None:
        if answers is None:
            self.exit(0)
        else:
            self._make(*answers)

    def _make(self, object_type: str, title: str, last: str) -> None:
        named = self.words.tables if self._is_table else self.words.flows
        used = [each.id for each in named]
        drafts = self.services.drafts
        used += [each.removeprefix(DRAFTS).removeprefix(TABLES) for each in drafts.names()]
        name = id_from(title, used, object_type.replace("_", "-"))
        titles = {current_language(): title}
        document: FlowDocument | TableDocument
        if self._is_table:
            text = new_table(name, titles, object_type, last)
            document = TableDocument(text, f"{name}.yaml")
        else:
            document = FlowDocument(new_flow(name, titles, object_type, last), name)
        draft = f"{TABLES}{name}" if self._is_table else name
        self._open(Kept(document, None, name, drafts, draft=draft))
