"""A flow as lines for a terminal, boxes beside each other or a list, as its width allows."""

from core.flow.drawing.canvas import Run
from core.flow.drawing.narrow import narrow_rows
from core.flow.drawing.tree import Picture
from core.flow.drawing.wide import wide_rows

WIDE = 64
"""Cells from which on boxes stand beside each other, where they fit."""


def terminal_rows(drawn: Picture, width: int, *, plain: bool = False) -> list[list[Run]]:
    """The picture in lines of `width` cells; `plain` draws them without box characters."""
    found = wide_rows(drawn, width, plain=plain) if width >= WIDE else None
    return found if found is not None else narrow_rows(drawn, width, plain=plain)
