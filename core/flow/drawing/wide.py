"""A flow as boxes beside each other, for a terminal that has room."""

from collections.abc import Iterator, Sequence

from core.flow.drawing.canvas import Canvas, Run, Tone
from core.flow.drawing.layout import Gaps, Item, Lane, Node, Placed, Plan, Split, plan
from core.flow.drawing.tree import Block, Box, Fork, Picture, Way
from core.flow.drawing.wrapping import wrapped
from core.text import cell_width

_GAPS = Gaps(follow=1, split=1, beside=2)
_WIDTHS = (30, 26, 22, 18, 15, 12)
"""Cells of text in a box, the widest that fit are taken."""
SIGNS = {
    "done": "+",
    "current": ">",
    "failed": "x",
    "skipped": "-",
    "superseded": "~",
    "off": ".",
    "ahead": " ",
}
"""What a case's state looks like without colours; as in the course of a case."""
TONES = {"done": Tone.DONE, "current": Tone.CURRENT, "failed": Tone.LATE, "off": Tone.OFF}

_Words = list[tuple[str, Tone]]


def wide_rows(drawn: Picture, width: int, *, plain: bool = False) -> list[list[Run]] | None:
    """The picture in at most `width` cells; None where it does not fit."""
    for room in _WIDTHS:
        sheet = _Sheet(room)
        made = plan(sheet.items(drawn.blocks), _GAPS)
        if made.breadth <= width:
            return list(sheet.drawn(made, plain=plain))
    return None


def box_words(box: Box, room: int) -> _Words:
    """What is written in a box, in lines of at most `room` cells."""
    tone = TONES.get(box.state, Tone.TITLE)
    sign = f"{SIGNS.get(box.state, ' ')} " if box.state and box.kind != "rejected" else ""
    words: _Words = []
    for number, part in enumerate(wrapped(box.title, room - len(sign))):
        words.append(((sign if number == 0 else " " * len(sign)) + part, tone))
    faint = Tone.OFF if box.state == "off" else Tone.NOTE
    for note in box.notes:
        words += [(part, faint) for part in wrapped(note, room)]
    has = Tone.LATE if box.late else Tone.CURRENT if box.state == "current" else faint
    for line in box.standing:
        words += [(part, has) for part in wrapped(line, room)]
    return words


class _Sheet:
    """Measures the blocks for boxes of `room` cells, and draws them once they are placed."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._words: dict[str, _Words] = {}
        self._boxes: dict[str, Box] = {}
        self._off: set[str] = set()

    def items(self, blocks: Sequence[Block]) -> tuple[Item, ...]:
        return tuple(self._item(block) for block in blocks)

    def _item(self, block: Block) -> Item:
        if isinstance(block, Box):
            return self._node(block)
        lanes = tuple(self._lane(block, number) for number in range(len(block.ways)))
        return Split(head=self._node(block.box), lanes=lanes)

    def _node(self, box: Box) -> Node:
        words = box_words(box, self._room)
        self._words[box.id] = words
        self._boxes[box.id] = box
        breadth = max(cell_width(text) for text, _ in words) + 4
        return Node(key=box.id, length=len(words) + 2, breadth=breadth)

    def _lane(self, fork: Fork, number: int) -> Lane:
        way = fork.ways[number]
        key = f"{fork.box.id} way {number}"
        if way.off:
            self._off.add(key)
        words = self._label(way)
        items = self.items(way.blocks)
        if words:
            self._words[key] = words
            breadth = max(cell_width(text) for text, _ in words) + 2
            items = (Node(key=key, length=len(words), breadth=breadth), *items)
        return Lane(items=items, joins=not way.ends, key=key)

    def _label(self, way: Way) -> _Words:
        tone = Tone.OFF if way.off else Tone.LABEL
        faint = Tone.OFF if way.off else Tone.NOTE
        title = wrapped(way.title, self._room + 2) if way.title else []
        condition = wrapped(way.condition, self._room + 2) if way.condition else []
        return [(each, tone) for each in title] + [(each, faint) for each in condition]

    # --- drawing ------------------------------------------------------------------------------

    def drawn(self, made: Plan, *, plain: bool) -> Iterator[list[Run]]:
        canvas = Canvas(plain=plain)
        for path in made.paths:
            row, column = path.points[0]
            off = path.lane in self._off or self._leads_off(path.source, path.target)
            canvas.line([(row - 1, column), *path.points], Tone.OFF if off else Tone.LINE)
        for placed in made.boxes:
            if placed.key in self._boxes:
                self._draw_box(canvas, placed, self._boxes[placed.key])
            else:
                self._draw_label(canvas, placed)
        return canvas.rows()

    def _leads_off(self, source: str, target: str) -> bool:
        """Whether a line begins or ends where the case does not come."""
        return any(
            key in self._off or (key in self._boxes and self._boxes[key].state == "off")
            for key in (source, target)
        )

    def _draw_box(self, canvas: Canvas, placed: Placed, box: Box) -> None:
        tone = TONES.get(box.state, Tone.LINE)
        at = (placed.along, placed.across, placed.length, placed.breadth)
        canvas.frame(*at, tone, heavy=box.state == "current")
        for number, (text, tone) in enumerate(self._words[box.id]):
            canvas.text(placed.along + 1 + number, placed.across + 2, text, tone)

    def _draw_label(self, canvas: Canvas, placed: Placed) -> None:
        for number, (text, tone) in enumerate(self._words[placed.key]):
            spare = placed.breadth - cell_width(text)
            # Centred on the line that it interrupts.
            before = spare - spare // 2 if placed.breadth % 2 else spare // 2
            padded = " " * before + text + " " * (spare - before)
            canvas.text(placed.along + number, placed.across, padded, tone)
