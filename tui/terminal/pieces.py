"""Textual's updates of the screen as plain pieces: column, row, segments."""

from collections.abc import Iterator

from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from tui.terminal.painter import Piece


def pieces_of(update: ChopsUpdate | LayoutUpdate) -> Iterator[Piece]:
    """What the update paints, from left to right and from top to bottom."""
    if isinstance(update, LayoutUpdate):
        return _of_layout(update)
    return _of_chops(update)


def _of_layout(update: LayoutUpdate) -> Iterator[Piece]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for part in strips:
            strip = part if isinstance(part, Strip) else Strip(part)
            yield x, y, strip
            x += strip.cell_length


def _of_chops(update: ChopsUpdate) -> Iterator[Piece]:
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < right and end > left:
                yield x, y, strip
