"""A sheet of terminal cells on which lines join where they meet, and text lies above them."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from core.text import cell_width, clean, one_line

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8

_LIGHT = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
_PLAIN = " |||-+++-+++-+++"
_HEAVY = {LEFT | RIGHT: "━", UP | DOWN: "┃", DOWN | RIGHT: "┏", DOWN | LEFT: "┓"}
_HEAVY |= {UP | RIGHT: "┗", UP | LEFT: "┛"}
_HEAVY |= {LEFT | RIGHT | UP: "┷", LEFT | RIGHT | DOWN: "┯"}


class Tone(StrEnum):
    """What a piece of a line is, for whoever has colours; words and signs say it as well."""

    LINE = "line"
    TITLE = "title"
    NOTE = "note"
    LABEL = "label"
    DONE = "done"
    CURRENT = "current"
    LATE = "late"
    OFF = "off"


Run = tuple[str, Tone]
"""Some characters of one line in one tone."""


class Canvas:
    """Cells by row and column, from (0, 0)."""

    def __init__(self, *, plain: bool = False) -> None:
        self._plain = plain
        """Whether lines are drawn with `|`, `-` and `+`."""
        self._lines: dict[tuple[int, int], int] = {}
        self._heavy: set[tuple[int, int]] = set()
        self._tones: dict[tuple[int, int], Tone] = {}
        self._text: dict[tuple[int, int], tuple[str, Tone]] = {}

    def line(self, points: Iterable[tuple[int, int]], tone: Tone = Tone.LINE) -> None:
        """A line through points (row, column), with right angles."""
        before: tuple[int, int] | None = None
        for point in points:
            if before is not None:
                self._stroke(before, point, tone)
            before = point

    def _stroke(self, one: tuple[int, int], other: tuple[int, int], tone: Tone) -> None:
        (row, column), (last_row, last_column) = sorted((one, other))
        if row == last_row:
            for at in range(column, last_column + 1):
                bits = (LEFT if at > column else 0) | (RIGHT if at < last_column else 0)
                self._mark(row, at, bits, tone)
            return
        for at in range(row, last_row + 1):
            bits = (UP if at > row else 0) | (DOWN if at < last_row else 0)
            self._mark(at, column, bits, tone)

    def _mark(self, row: int, column: int, bits: int, tone: Tone) -> None:
        place = (row, column)
        self._lines[place] = self._lines.get(place, 0) | bits
        # A line that is on the way is seen where it shares cells with one that is not.
        if self._tones.get(place) in (None, Tone.OFF):
            self._tones[place] = tone

    def frame(
        self, row: int, column: int, height: int, width: int, tone: Tone, *, heavy: bool = False
    ) -> None:
        """The border of a box of this many rows and columns."""
        bottom, right = row + height - 1, column + width - 1
        corners = [(row, column), (row, right), (bottom, right), (bottom, column), (row, column)]
        self.line(corners, tone)
        edge = [(r, c) for r in (row, bottom) for c in range(column, right + 1)]
        edge += [(r, c) for r in range(row, bottom + 1) for c in (column, right)]
        for place in edge:
            self._tones[place] = tone
            if heavy:
                self._heavy.add(place)

    def text(self, row: int, column: int, words: str, tone: Tone) -> None:
        """Words from a cell on; what was there before is covered."""
        at = last = column
        for character in one_line(clean(words)):
            size = cell_width(character)
            if size == 0:  # an accent goes with the letter before it
                self._text[row, last] = (
                    self._text.get((row, last), ("", tone))[0] + character,
                    tone,
                )
                continue
            last = at
            self._text[row, at] = (character, tone)
            for covered in range(at + 1, at + size):
                self._text[row, covered] = ("", tone)
            at += size

    def rows(self) -> Iterator[list[Run]]:
        """The sheet, line by line."""
        places = [*self._lines, *self._text]
        last = max((row for row, _ in places), default=-1)
        widths: dict[int, int] = {}
        for row, column in places:
            widths[row] = max(widths.get(row, -1), column)
        for row in range(last + 1):
            yield list(_runs(self._cell(row, column) for column in range(widths.get(row, -1) + 1)))

    def _cell(self, row: int, column: int) -> Run:
        place = (row, column)
        if place in self._text:
            return self._text[place]
        bits = self._lines.get(place, 0)
        tone = self._tones.get(place, Tone.LINE)
        if self._plain:
            heavy = "#" if place in self._heavy else _PLAIN[bits]
            return (heavy, tone)
        if place in self._heavy and bits in _HEAVY:
            return (_HEAVY[bits], tone)
        return (_LIGHT[bits], tone)


def _runs(cells: Iterable[Run]) -> Iterator[Run]:
    words, kept = "", Tone.LINE
    for text, tone in cells:
        if tone is kept or text in ("", " "):
            words += text
            continue
        if words:
            yield words, kept
        words, kept = text, tone
    if words:
        yield words, kept
