"""Lines of `tui.drawing` as text: with colours on a terminal that has them, plain elsewhere."""

from collections.abc import Iterable

from rich.color import ColorSystem

from core.api import FeedPage
from core.language import say
from tui.commands import output
from tui.drawing.line import Line

_PIPED_WIDTH = 100
_WIDEST = 120


def width_of_text() -> int:
    """How wide to lay out: the screen, or a usual width where the text is piped."""
    return min(output.width(), _WIDEST) if output.is_terminal() else _PIPED_WIDTH


def plain(lines: Iterable[Line]) -> list[str]:
    """Each line as text."""
    colours = ColorSystem.STANDARD if output.has_colour() else None
    return [
        "".join(
            segment.style.render(segment.text, color_system=colours)
            if colours is not None and segment.style is not None
            else segment.text
            for segment in line
        ).rstrip()
        for line in lines
    ]


def older_words(feed: FeedPage) -> str:
    """What stands above the oldest entry shown: by which command the older ones are read."""
    key = feed.items[0].object if feed.items else ""
    return say("tui.feed_older", key=key) if feed.previous else ""
