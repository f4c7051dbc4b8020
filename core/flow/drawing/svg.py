"""A flow as an SVG picture: text that can be read aloud and searched, no scripts, no links."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from core.flow.drawing.canvas import Tone
from core.flow.drawing.layout import Gaps, Item, Lane, Node, Path, Placed, Split, plan
from core.flow.drawing.narrow import narrow_rows
from core.flow.drawing.tree import Block, Box, Fork, Picture
from core.flow.drawing.wide import box_words
from core.flow.drawing.wrapping import wrapped
from core.flow.markup import document, element
from core.text import cell_width

_ROOM = 30
"""Cells of text in a box."""
_CELL = 7.6
_BOLD = 8.4
_LINE = 18
_PAD = 12
_EDGE = 20
_TITLE = 34
_GAPS = Gaps(follow=26, split=34, beside=26)
_STYLE = """
text { font: 13px system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; fill: #1f2328 }
.head { font-size: 17px; font-weight: 600 }
.title, .done, .current, .late { font-weight: 600 }
.note, .label-note { fill: #57606a; font-weight: 400 }
.off { fill: #8c959f; font-weight: 400 }
.late { fill: #b3261e }
rect { fill: #ffffff; stroke: #57606a; stroke-width: 1.2 }
.page { fill: #ffffff; stroke: none }
.box-fork rect { fill: #f0f4f8 }
.box-end rect { fill: #f6f8fa }
.is-done rect { stroke: #1a7f37; stroke-width: 1.6 }
.is-current rect { stroke: #0550ae; stroke-width: 3; fill: #eef5ff }
.is-failed rect { stroke: #b3261e; stroke-width: 2 }
.is-off rect { stroke: #afb8c1; stroke-dasharray: 4 3 }
.under { stroke: none }
path { fill: none; stroke: #57606a; stroke-width: 1.4 }
.path-off { stroke: #afb8c1; stroke-dasharray: 4 3 }
"""


def flow_svg(drawn: Picture) -> str:
    """The picture as an SVG document."""
    return document(_Svg(drawn).root())


class _Svg:
    def __init__(self, drawn: Picture) -> None:
        self._drawn = drawn
        self._boxes: dict[str, Box] = {}
        self._forks: set[str] = set()
        self._words: dict[str, list[tuple[str, Tone]]] = {}
        self._off: set[str] = set()

    def root(self) -> Element:
        """The `svg` element."""
        made = plan(self._items(self._drawn.blocks), _GAPS)
        title = self._drawn.title
        width = max(made.breadth, round(cell_width(title) * 10)) + 2 * _EDGE
        height = made.length + 2 * _EDGE + _TITLE
        names = {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "lang": None}
        size = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
        root = element("svg", {**names, **size, "aria-labelledby": "title description"})
        element("title", {"id": "title"}, title, inside=root)
        element("desc", {"id": "description"}, self._description(), inside=root)
        element("style", {}, _STYLE, inside=root)
        element("rect", {"class": "page", "width": width, "height": height}, inside=root)
        element("text", {"class": "head", "x": _EDGE, "y": _EDGE + 12}, title, inside=root)
        offset = (width - made.breadth) // 2
        body = element("g", {"transform": f"translate({offset} {_EDGE + _TITLE})"}, inside=root)
        for path in sorted(made.paths, key=lambda each: not self._leads_off(each)):
            self._path(body, path)
        for placed in made.boxes:
            self._placed(body, placed)
        return root

    def _description(self) -> str:
        """What the picture shows, for who hears it: the list that a narrow terminal shows."""
        rows = narrow_rows(self._drawn, 1000, plain=True)
        lines = ("".join(text for text, _ in row).strip(" |") for row in rows)
        return "\n".join(line for line in lines if line)

    # --- measuring ----------------------------------------------------------------------------

    def _items(self, blocks: Sequence[Block]) -> tuple[Item, ...]:
        return tuple(self._item(block) for block in blocks)

    def _item(self, block: Block) -> Item:
        if isinstance(block, Box):
            return self._node(block)
        self._forks.add(block.box.id)
        lanes = tuple(self._lane(block, number) for number in range(len(block.ways)))
        return Split(head=self._node(block.box), lanes=lanes)

    def _node(self, box: Box) -> Node:
        self._boxes[box.id] = box
        return self._sized(box.id, box_words(box, _ROOM), _PAD)

    def _sized(self, key: str, words: list[tuple[str, Tone]], pad: int) -> Node:
        self._words[key] = words
        breadth = round(max(_pixels(text, tone) for text, tone in words)) + 2 * pad
        return Node(key=key, length=len(words) * _LINE + 2 * (pad // 2), breadth=breadth)

    def _lane(self, fork: Fork, number: int) -> Lane:
        way = fork.ways[number]
        key = f"{fork.box.id} way {number}"
        if way.off:
            self._off.add(key)
        words = [
            (part, Tone.OFF if way.off else tone)
            for text, tone in ((way.title, Tone.TITLE), (way.condition, Tone.NOTE))
            if text
            for part in wrapped(text, _ROOM)
        ]
        items = self._items(way.blocks)
        if words:
            items = (self._sized(key, words, 4), *items)
        return Lane(items=items, joins=not way.ends, key=key)

    # --- drawing ------------------------------------------------------------------------------

    def _path(self, body: Element, path: Path) -> None:
        off = self._leads_off(path)
        points = " L".join(f"{across} {along}" for along, across in path.points)
        element("path", {"d": f"M{points}", "class": "path-off" if off else None}, inside=body)

    def _leads_off(self, path: Path) -> bool:
        return any(self._is_off(key) for key in (path.lane, path.source, path.target))

    def _is_off(self, key: str) -> bool:
        return key in self._off or (key in self._boxes and self._boxes[key].state == "off")

    def _placed(self, body: Element, placed: Placed) -> None:
        box = self._boxes.get(placed.key)
        group = element("g", {"class": self._classes(box)}, inside=body)
        at = {"x": placed.across, "y": placed.along}
        size = {"width": placed.breadth, "height": placed.length}
        round_ = {"rx": 14 if box is not None and box.kind in ("start", "end") else 4}
        under = None if box is not None else "under"
        element("rect", {**at, **size, **round_, "class": under}, inside=group)
        for number, (text, tone) in enumerate(self._words[placed.key]):
            middle = placed.along + (placed.length - len(self._words[placed.key]) * _LINE) / 2
            where = {"y": middle + number * _LINE + 13, "class": tone.value}
            if box is None:
                where |= {"x": placed.across + placed.breadth / 2, "text-anchor": "middle"}
            else:
                where |= {"x": placed.across + _PAD}
            element("text", {**where, "xml:space": "preserve"}, text, inside=group)

    def _classes(self, box: Box | None) -> str:
        if box is None:
            return "label"
        kind = (
            "fork" if box.id in self._forks else "end" if box.kind in ("start", "end") else "step"
        )
        return f"box-{kind} is-{box.state}" if box.state else f"box-{kind}"


def _pixels(text: str, tone: Tone) -> float:
    return cell_width(text) * (_CELL if tone is Tone.NOTE else _BOLD)
