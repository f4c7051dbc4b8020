"""What the terminal shows, remembered cell by cell, so that only what differs is sent.

Textual repaints the whole region of a widget that changed. Here its update is laid over the cells
that the terminal is known to show; equal cells cost nothing, lines that only moved are moved by the
terminal itself, and a style is written once for a run of cells.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style

Cell = tuple[str, str]
"""A character (with what combines with it) and its SGR codes; "" continues a wide one."""
Piece = tuple[int, int, Iterable[Segment]]
"""Column, row, and what stands there."""
Row = list[Cell]

BLANK: Cell = (" ", "")
UNKNOWN = -1
"""The cursor's column where terminals differ."""
_BRIDGE = 4
"""Equal cells that are sent again because a jump over them would cost as much."""
_ATTRIBUTES = (
    ("bold", "1"),
    ("dim", "2"),
    ("italic", "3"),
    ("underline", "4"),
    ("reverse", "7"),
    ("strike", "9"),
)
_SINGLE = frozenset(code for _name, code in _ATTRIBUTES)
_NOT_ON_BLANK = frozenset(("1", "2", "3", "colour"))
"""Bold, dim, italic and a foreground colour: nobody sees them on a space."""


class Painter:
    """The screen as the terminal shows it, and how to get from there to another."""

    def __init__(self, width: int, height: int, *, colours: bool = True) -> None:
        self._colours = colours
        self._cursor: tuple[int, int] | None = None
        self._sgr = ""
        self._out: list[str] = []
        self.width, self.height = width, height
        self._rows: list[Row] = self._blank()
        self._lost: list[Row] | None = self._rows
        """What the terminal should show, while it is not known what it does show."""

    def resize(self, width: int, height: int) -> None:
        """The terminal has another size, and what it shows now differs between terminals."""
        wanted = self._rows if self._lost is None else self._lost
        rows = [(row + [BLANK] * width)[:width] for row in wanted[:height]]
        for row in rows:
            if row and cell_len(row[-1][0]) == 2:
                row[-1] = BLANK
        self.width, self.height = width, height
        self._rows = self._blank()
        self._lost = rows + self._rows[len(rows) :]

    def forget(self) -> None:
        """Something else wrote to the terminal: the next paint clears it and paints all anew."""
        if self._lost is None:
            self._lost = self._rows

    def paint(self, pieces: Iterable[Piece], cursor: tuple[int, int]) -> str:
        """The bytes that bring `pieces` on the screen and the cursor to (column, row)."""
        self._out = []
        if self._lost is not None:
            self._clear()
        wanted = self._lay(pieces)
        self._move_lines(wanted)
        # The line on which the cursor comes to rest is the last one: no long way back to it.
        for y in sorted(wanted, key=lambda y: (y == cursor[1], y)):
            self._paint_row(y, wanted[y])
        if self._sgr:
            self._out.append("\x1b[m")
            self._sgr = ""
        if self._cursor != cursor:
            self._go(*cursor)
        return "".join(self._out)

    def _blank(self) -> list[Row]:
        return [[BLANK] * self.width for _ in range(self.height)]

    def _clear(self) -> None:
        self._out.append("\x1b[m\x1b[2J")
        self._sgr, self._cursor = "", None
        self._rows = self._blank()

    def _lay(self, pieces: Iterable[Piece]) -> dict[int, Row]:
        wanted = {y: row.copy() for y, row in enumerate(self._lost or ())}
        self._lost = None
        for x, y, segments in pieces:
            if not 0 <= y < self.height:
                continue
            row = wanted.get(y)
            if row is None:
                row = wanted[y] = self._rows[y].copy()
            _write(row, x, segments, self._colours)
        return {y: row for y, row in wanted.items() if row != self._rows[y]}

    def _move_lines(self, wanted: dict[int, Row]) -> None:
        """Let the terminal shift a block of full lines when that saves painting it again."""
        span = _longest_block(sorted(wanted))
        if span is None:
            return
        top, bottom = span
        for shift in (1, -1):
            if _lines_saved(self._rows, wanted, top, bottom, shift) * 2 > bottom - top:
                self._shift(top, bottom, shift)
                return

    def _shift(self, top: int, bottom: int, shift: int) -> None:
        # Within a scroll region, so that what stands above and below stays: DECSTBM, DL or IL.
        operation = "M" if shift > 0 else "L"
        self._style("")
        self._out.append(f"\x1b[{top + 1};{bottom + 1}r\x1b[{top + 1}H\x1b[{operation}\x1b[r")
        self._cursor = None
        rows, blank = self._rows, [BLANK] * self.width
        if shift > 0:
            rows[top : bottom + 1] = [*rows[top + 1 : bottom + 1], blank]
        else:
            rows[top : bottom + 1] = [blank, *rows[top:bottom]]

    def _paint_row(self, y: int, row: Row) -> None:
        old = self._rows[y]
        end = _painted_end(row)
        for start, stop in _runs(old, row, end):
            self._write_run(start, stop, y, row)
        if any(cell != BLANK for cell in old[end:]):
            self._go(end, y)
            self._style("")
            self._out.append("\x1b[K")
        self._rows[y] = row

    def _write_run(self, start: int, stop: int, y: int, row: Row) -> None:
        for x in range(start, stop):
            character, sgr = row[x]
            if not character:
                continue
            self._go(x, y)
            if row[x] != BLANK or _shows_on_blank(self._sgr):
                self._style(sgr)
            self._out.append(character)
            width = 2 if x + 1 < self.width and not row[x + 1][0] else 1
            # Terminals differ about the cursor after a character of ambiguous width.
            self._cursor = (x + width if _sure_width(character) else UNKNOWN, y)

    def _go(self, x: int, y: int) -> None:
        if self._cursor != (x, y):
            self._out.append(_way(self._cursor, x, y, self.width))
            self._cursor = (x, y)

    def _style(self, sgr: str) -> None:
        if sgr != self._sgr:
            self._out.append(_change_of_style(self._sgr, sgr))
            self._sgr = sgr


def _way(cursor: tuple[int, int] | None, x: int, y: int, width: int) -> str:
    """The shortest way from the cursor, which may stand behind the last column, to (x, y)."""
    column, row = cursor if cursor is not None else (UNKNOWN, UNKNOWN)
    if row == y and x == 0:
        return "\r"
    if row == y:
        absolute = f"\x1b[{x + 1}G"
        if not 0 <= column < min(x, width):  # behind the last column terminals differ
            return absolute
        relative = f"\x1b[{x - column}C" if x - column > 1 else "\x1b[C"
        return min(relative, absolute, key=len)
    if x == 0:
        # A line feed at a place that is known; one below the last line there never is.
        return "\r\n" if column != UNKNOWN and row == y - 1 else f"\x1b[{y + 1}H"
    return f"\x1b[{y + 1};{x + 1}H"


@lru_cache(maxsize=1024)
def _change_of_style(before: str, after: str) -> str:
    """From one style to another: what is added where nothing has to go, else anew."""
    if not before or not after:
        return f"\x1b[{after}m"
    old, new = before.split(";"), after.split(";")
    kinds = {_kind(code) for code in new}
    if "" not in kinds and all(_kind(code) in kinds for code in old):
        return f"\x1b[{';'.join(code for code in new if code not in old)}m"
    return f"\x1b[0;{after}m"


def _kind(code: str) -> str:
    """What a code sets: one that sets the same takes its place; "" for one of several numbers."""
    if code in _SINGLE:
        return code
    return {"3": "colour", "9": "colour", "4": "ground", "10": "ground"}.get(
        "" if code in ("38", "48", "39", "49", "5") else code[:-1], ""
    )


@lru_cache(maxsize=1024)
def _shows_on_blank(sgr: str) -> bool:
    """Whether a blank in this style looks different from one without; in doubt it does."""
    return any(_kind(code) not in _NOT_ON_BLANK for code in sgr.split(";") if code)


def _write(row: Row, x: int, segments: Iterable[Segment], colours: bool) -> None:
    """Put the segments into `row` from column `x`; what would stand outside is left out."""
    width = len(row)
    if 0 < x < width and not row[x][0]:
        row[x - 1] = BLANK
    for text, style, control in segments:
        if control or not text:
            continue
        sgr = codes(style, colours) if style is not None else ""
        if text.isascii() or cell_len(text) == len(text):
            cells = [(character, sgr) for character in text]
        else:
            cells = _cells(text, sgr)
        if sgr and not _shows_on_blank(sgr):
            cells = [BLANK if cell[0] == " " else cell for cell in cells]
        if x >= width:
            return
        room = cells[: width - x]
        row[x : x + len(room)] = room
        x += len(room)
    if x < width and not row[x][0]:
        row[x] = BLANK


@lru_cache(maxsize=4096)
def _sure_width(character: str) -> bool:
    """Whether every terminal gives this character the same width."""
    return len(character) == 1 and unicodedata.east_asian_width(character) in ("Na", "W", "F")


def _cells(text: str, sgr: str) -> Row:
    cells: Row = []
    for start, stop, size in split_graphemes(text)[0]:
        if size:
            cells.append((text[start:stop], sgr))
            cells.extend([("", sgr)] * (size - 1))
    return cells


@lru_cache(maxsize=1024)
def codes(style: Style, colours: bool) -> str:
    """The SGR codes of a style; without colours only bold, dim, reverse and the like."""
    found = [code for name, code in _ATTRIBUTES if getattr(style, name)]
    if colours:
        if style.color is not None and not style.color.is_default:
            found += style.color.get_ansi_codes(foreground=True)
        if style.bgcolor is not None and not style.bgcolor.is_default:
            found += style.bgcolor.get_ansi_codes(foreground=False)
    return ";".join(found)


def _painted_end(row: Sequence[Cell]) -> int:
    """The column from which on there are only blanks, which an erase to the end paints."""
    end = len(row)
    while end and row[end - 1] == BLANK:
        end -= 1
    return end


def _runs(old: Row, new: Row, end: int) -> list[tuple[int, int]]:
    """The columns that differ before `end`, close ones joined, wide characters whole."""
    runs: list[tuple[int, int]] = []
    x = 0
    while x < end:
        if old[x] == new[x]:
            x += 1
            continue
        start = x
        while start and not new[start][0]:
            start -= 1
        while x < end and (old[x] != new[x] or not new[x][0]):
            x += 1
        if runs and start - runs[-1][1] <= _BRIDGE:
            start = runs.pop()[0]
        runs.append((start, x))
    return runs


def _longest_block(lines: Sequence[int]) -> tuple[int, int] | None:
    """The longest stretch of neighbouring lines, if it is long enough to be worth moving."""
    best, start = (0, -1), 0
    for index, line in enumerate(lines):
        if index and line != lines[index - 1] + 1:
            start = index
        if line - lines[start] > best[1] - best[0]:
            best = (lines[start], line)
    return best if best[1] - best[0] >= 3 else None


def _lines_saved(
    rows: Sequence[Row], wanted: dict[int, Row], top: int, bottom: int, shift: int
) -> int:
    return sum(
        1
        for y in range(top, bottom + 1)
        if top <= y + shift <= bottom and wanted[y] == rows[y + shift]
    )
