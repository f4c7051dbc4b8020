"""A line to be drawn: pieces of text with a style, cut and filled by terminal cells.

The styles use the sixteen colours of the person's own terminal and its own background. What a
colour says is always said by a word or a sign as well.
"""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style

from core.text import clean

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
    return sum(cell_len(segment.text) for segment in line)


def shorten(words: str, cells: int) -> str:
    """At most `cells` cells of `words`, with `…` where something was cut."""
    if cell_len(words) <= cells:
        return words
    return head(words, cells - 1) + "…" if cells > 0 else ""


def head(words: str, cells: int) -> str:
    """As many whole characters of `words` as fit into `cells`."""
    used = 0
    for start, _stop, size in split_graphemes(words)[0]:
        if used + size > cells:
            return words[:start]
        used += size
    return words


def column(words: str, cells: int, *, right: bool = False) -> str:
    """`words` cut or padded to exactly `cells` cells."""
    words = shorten(words, cells)
    padding = " " * (cells - cell_len(words))
    return padding + words if right else words + padding


def crop(line: Line, cells: int, fill: Style | None = None) -> Line:
    """The line cut to `cells`; with `fill` also padded to exactly `cells` in that style."""
    found: Line = []
    left = cells
    for segment in line:
        size = cell_len(segment.text)
        if size > left:
            found.append(Segment(shorten(segment.text, left), segment.style))
            left -= cell_len(found[-1].text)
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
    while cell_len(paragraph) > cells:
        first = head(paragraph, cells)
        cut = _break_before(first, paragraph[len(first)])
        yield paragraph[:cut].rstrip()
        paragraph = paragraph[cut:].lstrip(" ")
    yield paragraph


def _break_before(first: str, following: str) -> int:
    """Where to break: after the last space of `first`, unless it ends in wide characters."""
    if following == " " or cell_len(following) == 2 or cell_len(first[-1]) == 2:
        return len(first)
    space = first.rfind(" ")
    return space + 1 if space > 0 else len(first)
