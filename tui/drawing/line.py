"""A line to be drawn: pieces of text with a style, cut and filled by terminal cells.

The styles use the sixteen colours of the person's own terminal and its own background. What a
colour says is always said by a word or a sign as well.
"""

from collections.abc import Iterable, Iterator

from rich.segment import Segment
from rich.style import Style

from core.text import cell_width, clean, cut, head

Line = list[Segment]

PLAIN = Style()
BOLD = Style(bold=True)
DIM = Style(dim=True)
HEADING = Style(bold=True, color="cyan")
GOOD = Style(color="green")
LATE = Style(color="red", bold=True)
SOON = Style(color="yellow")
ACCENT = Style(color="cyan")
SELECTED = Style(reverse=True)
MARKED = Style(bold=True, underline=True)
"""The selected record where the keys go elsewhere."""
BAR = Style(reverse=True)
LINK = Style(underline=True)


def text(words: str, style: Style = PLAIN) -> Segment:
    """A segment of `words`, harmless even where the words did not come through the client."""
    return Segment(clean(words).replace("\n", " ").replace("\t", " "), style)


def width(line: Iterable[Segment]) -> int:
    """How many cells the line takes."""
    return sum(cell_width(segment.text) for segment in line)


def crop(line: Line, cells: int, fill: Style | None = None) -> Line:
    """The line cut to `cells`; with `fill` also padded to exactly `cells` in that style."""
    found: Line = []
    left = cells
    for segment in line:
        size = cell_width(segment.text)
        if size > left:
            found.append(Segment(cut(segment.text, left), segment.style))
            left -= cell_width(found[-1].text)
            break
        found.append(segment)
        left -= size
    if fill is not None and left > 0:
        found.append(Segment(" " * left, fill))
    return found


def wrap(words: str, cells: int) -> Iterator[str]:
    """`words` broken into lines of at most `cells`, at spaces, or anywhere in Chinese."""
    cells = max(2, cells)
    for paragraph in clean(words).expandtabs(4).split("\n"):
        yield from _wrap_paragraph(paragraph, cells)


def _wrap_paragraph(paragraph: str, cells: int) -> Iterator[str]:
    while cell_width(paragraph) > cells:
        first = head(paragraph, cells)
        at = _break_before(first, paragraph[len(first)])
        yield paragraph[:at].rstrip()
        paragraph = paragraph[at:].lstrip(" ")
    yield paragraph


def _break_before(first: str, following: str) -> int:
    """Where to break: after the last space of `first`, unless it ends in wide characters."""
    if following == " " or cell_width(following) == 2 or cell_width(first[-1]) == 2:
        return len(first)
    space = first.rfind(" ")
    return space + 1 if space > 0 else len(first)
