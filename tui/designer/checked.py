"""What the check of a flow found, kept beside the flow while it is edited."""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from core.errors import FieldError
from core.language import say
from core.text import one_line
from tui.drawing.line import DIM, GOOD, LATE, SOON, Line, text, wrap


class Placed(Protocol):
    """A document of which findings name lines."""

    @property
    def number(self) -> int:
        """The selected row."""

    def number_at(self, line: int) -> int:
        """The row on a line of the file."""

    def select_line(self, line: int) -> None:
        """Select the row on a line of the file."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One finding, and whether it is a mere warning."""

    error: FieldError
    warning: bool = False


class Checked:
    """The findings about a text; `fresh` until the text changes."""

    def __init__(self) -> None:
        self.findings: tuple[Finding, ...] = ()
        self.fresh = False
        self.offline = ""
        """Why nothing could be checked."""
        self.index = -1
        """The finding that was jumped to last."""

    def came(self, errors: Sequence[FieldError], warnings: Sequence[FieldError]) -> None:
        """The check has answered."""
        found = [Finding(error=each) for each in errors]
        found += [Finding(error=each, warning=True) for each in warnings]
        self.findings = tuple(sorted(found, key=lambda each: (each.warning, each.error.line)))
        self.fresh, self.offline, self.index = True, "", -1

    @property
    def wrong(self) -> int:
        """How many findings stand against publishing."""
        return sum(1 for each in self.findings if not each.warning)

    def state(self) -> str:
        """All in a few words."""
        if self.offline:
            return say("designer.unchecked")
        if not self.fresh:
            return say("designer.checking")
        if not self.findings:
            return say("designer.sound")
        warnings = len(self.findings) - self.wrong
        parts = [say("designer.errors", n=self.wrong)] if self.wrong else []
        parts += [say("designer.warnings", n=warnings)] if warnings else []
        return "  ".join(parts)

    def marks(self, document: Placed) -> dict[int, bool]:
        """The rows with findings: their numbers, and whether one of them is an error."""
        marks: dict[int, bool] = {}
        for each in self.findings:
            number = document.number_at(each.error.line)
            marks[number] = marks.get(number, False) or not each.warning
        return marks

    def next(self, document: Placed) -> Finding | None:
        """Jump to the next finding: its row is selected."""
        if not self.findings:
            return None
        self.index = (self.index + 1) % len(self.findings)
        found = self.findings[self.index]
        document.select_line(found.error.line)
        return found

    def lines(
        self, document: Placed, title_of: Callable[[int], str], cells: int, most: int
    ) -> list[Line]:
        """The findings from the one jumped to last, those of the selected row first.

        `title_of` names a row.
        """
        if self.offline:
            return [[text(part, SOON)] for part in wrap(self.offline, cells)][:most]
        if not self.findings:
            words = say("designer.sound" if self.fresh else "designer.checking")
            return [[text(words, GOOD if self.fresh else DIM)]]
        at = document.number
        order = sorted(
            range(len(self.findings)),
            key=lambda n: (
                n != self.index, document.number_at(self.findings[n].error.line) != at, n
            ),
        )  # fmt: skip
        lines: list[Line] = []
        for number in order:
            finding = self.findings[number]
            title = title_of(document.number_at(finding.error.line))
            lines += _finding(finding, title, cells)
        if len(lines) > most:
            more = [text(say("designer.more_findings"), DIM)]
            lines = [*lines[: most - 1], more]
        return lines


def _finding(finding: Finding, title: str, cells: int) -> list[Line]:
    style = SOON if finding.warning else LATE
    sign = say("designer.sign_warning" if finding.warning else "designer.sign_error")
    error = finding.error
    words = one_line(f"{sign} {title}: {error.message}  {error.hint}".strip())
    return [[text(part, style)] for part in wrap(words, cells)]
