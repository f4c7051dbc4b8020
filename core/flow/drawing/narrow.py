"""A flow as a list from top to bottom, with rails for its branches, for a narrow terminal."""

from collections.abc import Iterator, Sequence

from core.flow.drawing.canvas import Run, Tone
from core.flow.drawing.tree import Block, Box, Fork, Picture, Way
from core.flow.drawing.wide import SIGNS, TONES
from core.flow.drawing.wrapping import wrapped
from core.text import cell_width

_MARKS = {"choose": "<>", "choose all": "<+>", "together": "||", "start": "()", "end": "()"}
_RAILS = {"through": "│", "fork": "├", "last": "└", "to": "─"}
_PLAIN_RAILS = {"through": "|", "fork": "|", "last": "`", "to": "-"}
_LEAST = 8
"""Cells that words always get, however deep a branch lies."""


def narrow_rows(drawn: Picture, width: int, *, plain: bool = False) -> list[list[Run]]:
    """The picture as lines of `width` cells; words are wrapped and never cut."""
    return list(_List(width, _PLAIN_RAILS if plain else _RAILS).blocks(drawn.blocks, ()))


_Rail = tuple[Run, ...]


class _List:
    def __init__(self, width: int, rails: dict[str, str]) -> None:
        self._width = width
        self._rails = rails

    def blocks(self, blocks: Sequence[Block], rail: _Rail) -> Iterator[list[Run]]:
        for number, block in enumerate(blocks):
            box = block if isinstance(block, Box) else block.box
            last = number == len(blocks) - 1
            yield from self._box(box, rail, through=not last or isinstance(block, Fork))
            if isinstance(block, Fork):
                yield from self._ways(block, rail)
            if not last:
                yield self._spacer(rail, box)

    def _box(self, box: Box, rail: _Rail, *, through: bool) -> Iterator[list[Run]]:
        mark = f"[{SIGNS.get(box.state, ' ')}]" if box.state else "[ ]"
        mark = _MARKS.get(box.kind, mark) if not box.state or box.kind == "rejected" else mark
        tone = TONES.get(box.state, Tone.TITLE)
        faint = Tone.OFF if box.state == "off" else Tone.NOTE
        below = self._rails["through"] if through else " "
        indent = len(mark) + 1
        for number, part in enumerate(wrapped(box.title, self._room(rail, indent))):
            head = (f"{mark} ", tone) if number == 0 else (below.ljust(indent), Tone.LINE)
            yield [*rail, head, (part, tone)]
        has = Tone.LATE if box.late else Tone.CURRENT if box.state == "current" else faint
        notes = [(note, faint) for note in box.notes] + [(line, has) for line in box.standing]
        for note, how in notes:
            for part in wrapped(note, self._room(rail, indent)):
                yield [*rail, (below.ljust(indent), Tone.LINE), (part, how)]

    def _ways(self, fork: Fork, rail: _Rail) -> Iterator[list[Run]]:
        for number, way in enumerate(fork.ways):
            last = number == len(fork.ways) - 1
            yield from self._way(way, rail, last=last, number=number)

    def _way(self, way: Way, rail: _Rail, *, last: bool, number: int) -> Iterator[list[Run]]:
        tone = Tone.OFF if way.off else Tone.LABEL
        corner = self._rails["last" if last else "fork"] + self._rails["to"]
        words = ": ".join(part for part in (way.title, way.condition) if part)
        # A branch without words is known by its number.
        parts = wrapped(words or str(number + 1), self._room(rail, 3))
        beside = " " if last else self._rails["through"]
        inner: _Rail = (*rail, (f"{beside}  ", Tone.LINE))
        for line, part in enumerate(parts):
            head = (f"{corner} ", Tone.LINE) if line == 0 else inner[-1]
            yield [*rail, head, (part, tone)]
        yield from self.blocks(way.blocks, inner)

    def _spacer(self, rail: _Rail, box: Box) -> list[Run]:
        tone = Tone.OFF if box.state == "off" else Tone.LINE
        return [*rail, (self._rails["through"], tone)]

    def _room(self, rail: _Rail, indent: int) -> int:
        used = sum(cell_width(text) for text, _ in rail) + indent
        return max(self._width - used, _LEAST)
