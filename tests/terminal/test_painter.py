"""What the painter sends, applied by a terminal, gives the screen that was asked for."""

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from tui.terminal.painter import Painter

WIDTH, HEIGHT = 24, 8
STYLES = (
    Style(),
    Style(bold=True),
    Style(reverse=True),
    Style(color="red"),
    Style(color="cyan"),
    Style(color="red", bold=True),
    Style(color="bright_blue", reverse=True),
    Style(dim=True),
)

words = st.text(alphabet="ab |0…审批采购", max_size=8)
segments = st.lists(st.builds(Segment, words, st.sampled_from(STYLES)), max_size=5)
rows = st.lists(segments, min_size=HEIGHT, max_size=HEIGHT)


class Terminal:
    """A terminal of its own making: pyte, and the widths that Rich gives to characters."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.Stream(self.screen)

    def feed(self, data: str) -> int:
        self._stream.feed(data)
        return len(data)

    def row(self, y: int) -> list[tuple[str, bool, bool, str]]:
        """What is seen: on a space neither bold nor a colour."""
        cells = [self.screen.buffer[y][x] for x in range(self.screen.columns)]
        return [
            (cell.data, cell.data != " " and cell.bold, cell.reverse, cell.fg * (cell.data != " "))
            for cell in cells
        ]


def padded(line: list[Segment], width: int = WIDTH) -> list[Segment]:
    """The line as Textual gives it: exactly as wide as its place."""
    return list(Segment.adjust_line_length(line, width, Style()))


def painted(painter: Painter, lines: list[list[Segment]]) -> str:
    return painter.paint(
        [(0, y, padded(line, painter.width)) for y, line in enumerate(lines)], (0, 0)
    )


@given(rows, rows)
@settings(deadline=None, max_examples=40)
def test_the_cursor_ends_where_it_belongs(
    before: list[list[Segment]], after: list[list[Segment]]
) -> None:
    painter, terminal = Painter(WIDTH, HEIGHT), Terminal()
    terminal.feed(painted(painter, before))
    pieces = [(0, y, padded(line)) for y, line in enumerate(after)]
    terminal.feed(painter.paint(pieces, (0, 5)))
    assert (terminal.screen.cursor.x, terminal.screen.cursor.y) == (0, 5)


def shown_anew(lines: list[list[Segment]]) -> Terminal:
    terminal = Terminal()
    terminal.feed(painted(Painter(WIDTH, HEIGHT), lines))
    return terminal


@given(st.lists(rows, min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_after_any_screens_the_last_one_is_shown(screens: list[list[list[Segment]]]) -> None:
    painter, terminal = Painter(WIDTH, HEIGHT), Terminal()
    for lines in screens:
        terminal.feed(painted(painter, lines))
    expected = shown_anew(screens[-1])
    for y in range(HEIGHT):
        assert terminal.row(y) == expected.row(y)


@given(rows)
@settings(deadline=None, max_examples=20)
def test_what_is_shown_already_is_not_sent(lines: list[list[Segment]]) -> None:
    painter = Painter(WIDTH, HEIGHT)
    painted(painter, lines)
    assert painted(painter, lines) == ""
