"""A text that somebody wrote, kept until every object has taken it."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.client.drafts import Drafts
from core.errors import Queued, SignoffError
from core.language import say
from tui.commands import output

_ENDS = (SignoffError, KeyboardInterrupt)


class Keeping:
    """Leaves the text as a draft of each object that did not take it.

        with Keeping(drafts, text, draft="comment/PO-1", typed=True) as keeping:
            for key in keys:
                with keeping.about(key):
                    …

    `draft` is what the text was begun from, and where it stays if nothing could be tried; `typed`:
    it was written just now, so nobody has it but us.
    """

    def __init__(self, drafts: Drafts, text: str, *, draft: str, typed: bool) -> None:
        self._drafts = drafts
        self._text = text
        self._draft = draft
        self._typed = typed
        self._begun = False
        self._left: list[str] = []

    def __enter__(self) -> "Keeping":
        if self._typed:
            self._drafts.save(self._draft, self._text)
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, _ENDS) and not self._begun:
            self._left.append(self._draft)
        for name in self._left if self._text else ():
            self._keep(name)
        if self._typed and self._draft not in self._left:
            self._drafts.remove(self._draft)
        if self._left and self._text:
            output.note(say("commands.text_kept"))

    @contextmanager
    def about(self, key: str) -> Iterator[None]:
        """Say it about one object inside the block; what is queued is taken care of."""
        self._begun = True
        try:
            yield
        except Queued:
            raise
        except _ENDS:
            self._left.append(f"comment/{key}")
            raise

    def _keep(self, name: str) -> None:
        there = self._drafts.load(name)
        # What lies there already was typed by somebody, too.
        more = there and f"\n\n{self._text}\n\n" not in f"\n\n{there}\n\n"
        self._drafts.save(name, f"{there}\n\n{self._text}" if more else there or self._text)
