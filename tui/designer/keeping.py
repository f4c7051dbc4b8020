"""Where a flow that is being designed is kept: its file, and the draft of what is not saved."""

from pathlib import Path
from typing import Generic, Protocol, TypeVar

import msgspec

from core.client.drafts import Drafts
from core.errors import Invalid, UsageError
from core.language import say

DRAFTS = "design/"
"""What the names of drafts begin with."""
TABLES = "rules/"
"""What follows it for a rule table without a file; a flow may have the same id."""


class _Draft(msgspec.Struct, frozen=True):
    base: str
    text: str


class Document(Protocol):
    """What is edited: a flow, or a rule table."""

    @property
    def text(self) -> str:
        """The file as it is to be saved."""

    def replace(self, text: str) -> None:
        """Another text altogether, as one edit."""


D = TypeVar("D", bound=Document)


class Kept(Generic[D]):
    """A document, the file it came from (None: a published one, or a new one), its draft."""

    def __init__(
        self,
        document: D,
        file: Path | None,
        name: str,
        drafts: Drafts,
        *,
        draft: str = "",
        encoding: str = "utf-8",
    ) -> None:
        """`name` is what `signoff flow design` takes; its draft has it too, unless `draft` is."""
        self.file = file
        self.name = name
        self.told = ""
        """What is to be said first."""
        self._drafts = drafts
        self._draft_name = f"{DRAFTS}{draft or name}"
        self._encoding = encoding
        self.document = document
        self._saved = document.text
        self._resume()

    def _resume(self) -> None:
        """Go on with what an earlier session did not save: as one edit, which can be undone."""
        try:
            draft = msgspec.json.decode(self._drafts.load(self._draft_name), type=_Draft)
            self.document.replace(draft.text)
        except (msgspec.MsgspecError, Invalid):
            return
        same = draft.base == self._saved
        self.told = say("designer.resumed" if same else "designer.resumed_other")

    @property
    def text(self) -> str:
        """The file as it is to be saved."""
        return self.document.text

    @property
    def is_changed(self) -> bool:
        """Whether there is something that was not saved."""
        return self.text != self._saved

    def keep(self) -> None:
        """Write the draft: a crash loses nothing."""
        if self.is_changed:
            draft = _Draft(self._saved, self.document.text)
            self._drafts.save(self._draft_name, msgspec.json.encode(draft).decode())
        else:
            self._drafts.remove(self._draft_name)

    def save(self, file: Path) -> None:
        """Write the file. Raises UsageError where it cannot be, or somebody else changed it."""
        text = self.document.text
        try:
            if file.exists() and self._read(file) not in (self._saved, text):
                key = "designer.changed_meanwhile" if file == self.file else "designer.exists"
                raise UsageError(say(key, file=file))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode(self._encoding))
        except OSError as error:
            detail = error.strerror or str(error)
            raise UsageError(say("commands.unwritable", file=file, detail=detail)) from None
        self.file = file
        self.published(text)

    def _read(self, file: Path) -> str:
        return file.read_bytes().decode(self._encoding, "replace")

    def published(self, text: str) -> None:
        """This text is kept elsewhere: a draft is needed only of what was changed since."""
        self._saved = text
        self.keep()


def begun(name: str, drafts: Drafts) -> str | None:
    """The text that something began with which was neither saved nor published; None: nothing."""
    try:
        return msgspec.json.decode(drafts.load(f"{DRAFTS}{name}"), type=_Draft).base
    except msgspec.MsgspecError:
        return None
