"""Where the parts of a process stand and its arrows run: BPMN's diagram interchange."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from core.flow.bpmn.names import BPMNDI, DC, DI
from core.flow.bpmn.parts import Drawing, Line
from core.flow.drawing.layout import Gaps, Path, Plan, nodes, plan
from core.flow.markup import element
from core.text import cell_width

_GAPS = Gaps(follow=76, split=130, beside=40, empty=50)
_MARGIN = 80
_CORRIDOR = 30
"""Between arrows that lead back, below everything."""
_TURN = 22
_NEAR = 8
_LETTER = 6
_ROW = 14

Point = tuple[int, int]
Bounds = tuple[int, int, int, int]
"""Left, top, width, height."""


def diagram_of(drawing: Drawing, process: str) -> Element:
    """The `BPMNDiagram` element."""
    return _Diagram(drawing).xml(process)


class _Diagram:
    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._plan: Plan = plan(drawing.items, _GAPS)
        self._lanes: dict[str, Path] = {}
        for path in self._plan.paths:
            if path.lane:
                self._lanes.setdefault(path.lane, path)
        self._bounds: dict[str, Bounds] = {}
        self._depth = 0
        axes = {node.key: node.axis for node in nodes(drawing.items)}
        for placed in self._plan.boxes:
            width, height = drawing.parts[placed.key].size
            top = placed.across + axes[placed.key] - height // 2
            self._bounds[placed.key] = (placed.along + _MARGIN, top + _MARGIN, width, height)
        for hung in drawing.hung:
            left, top, _, _ = self._bounds[hung.beside]
            self._bounds[hung.part] = (
                left + hung.right,
                top + hung.down,
                *drawing.parts[hung.part].size,
            )
        self._bottom = _MARGIN + self._plan.breadth + 40
        self._place_revise()

    def _place_revise(self) -> None:
        drawing = self._drawing
        if drawing.revise:
            left, _, width, _ = self._bounds[drawing.start_join]
            self._bounds[drawing.revise] = (left + width // 2 - 50, self._bottom, 100, 80)
            self._bottom += 100

    def xml(self, process: str) -> Element:
        """All shapes and edges."""
        diagram = element(f"{{{BPMNDI}}}BPMNDiagram", {"id": "diagram"})
        plane = element(
            f"{{{BPMNDI}}}BPMNPlane", {"id": "plane", "bpmnElement": process}, inside=diagram
        )
        for part in self._drawing.parts:
            self._shape(plane, part)
        for line in self._drawing.lines:
            self._edge(plane, line)
        return diagram

    # --- shapes -------------------------------------------------------------------------------

    def _shape(self, plane: Element, part_id: str) -> None:
        part = self._drawing.parts[part_id]
        more = {"isMarkerVisible": True} if part.kind == "exclusiveGateway" else {}
        shape = element(
            f"{{{BPMNDI}}}BPMNShape",
            {"id": f"{part_id}_shape", "bpmnElement": part_id, **more},
            inside=plane,
        )
        left, top, width, height = self._bounds[part_id]
        _bounds(shape, (left, top, width, height))
        if part.name and part.kind.endswith(("Event", "Gateway")):
            # Above a gateway, below an event: where no arrow leaves.
            wide, high = _size(part.name, 90)
            at = top - high - 4 if part.kind.endswith("Gateway") else top + height + 4
            centre = left + width // 2
            if part.kind == "boundaryEvent":  # an arrow leaves below
                self._label(shape, (left + width + 2, top + 24, wide, high))
                return
            up = any(self._level(line) < top for line in self._drawing.out_of(part_id))
            self._label(shape, (centre - wide - 6 if up else centre - wide // 2, at, wide, high))

    # --- arrows -------------------------------------------------------------------------------

    def _edge(self, plane: Element, line: Line) -> None:
        edge = element(
            f"{{{BPMNDI}}}BPMNEdge", {"id": f"{line.id}_edge", "bpmnElement": line.id}, inside=plane
        )
        points = self._points(line)
        for across, down in points:
            element(f"{{{DI}}}waypoint", {"x": across, "y": down}, inside=edge)
        if line.name:
            self._label(edge, self._label_at(line.name, points))

    def _points(self, line: Line) -> list[Point]:
        if line.id in self._drawing.backwards:
            return self._backwards(line)
        source, target = self._bounds[line.source], self._bounds[line.target]
        if target[0] < source[0] + source[2]:  # straight below: a timer, or the end of a reject
            return [_below(source), (_middle(target)[0], target[1])]
        level = self._level(line)
        start = (source[0] + source[2], level)
        points = [start]
        if level != _middle(source)[1]:
            points = [_side(source, level), (_middle(source)[0], level)]
        if level == _middle(target)[1]:
            return [*points, (target[0], level)]
        return [*points, (_middle(target)[0], level), _side(target, level)]

    def _level(self, line: Line) -> int:
        """How far down an arrow runs: as its branch does, else as its source stands."""
        path = self._lanes.get(line.id)
        if path is None:
            return _middle(self._bounds[line.source])[1]
        points = path.points
        return (points[2] if len(points) > 4 else points[-1])[1] + _MARGIN

    def _backwards(self, line: Line) -> list[Point]:
        """Below everything: down, to the left, and up into the gateway from below."""
        source, target = self._bounds[line.source], self._bounds[line.target]
        if line.source == self._drawing.revise:
            return [(_middle(source)[0], source[1]), _below(target)]
        if line.target == self._drawing.revise:
            level = _middle(target)[1]
            down = self._down(source, level)
            return [*down, (down[-1][0], level), (target[0] + target[2], level)]
        level = self._bottom + self._depth
        self._depth += _CORRIDOR
        down = self._down(source, level)
        goal = _below(target)
        return [*down, (down[-1][0], level), (goal[0], level), goal]

    def _down(self, source: Bounds, level: int) -> list[Point]:
        """The beginning of a way down that runs through no other part."""
        start = _below(source)
        turn = start[1] + _TURN
        for aside in (0, *(step for far in range(45, 1200, 15) for step in (far, -far))):
            at = start[0] + aside
            jog = (min(start[0], at), turn, abs(aside), 1)
            drop = (at, turn, 1, level - turn)
            if not any(_touch(part, jog) or _touch(part, drop) for part in self._others(source)):
                return [start] if not aside else [start, (start[0], turn), (at, turn)]
        return [start]

    def _others(self, source: Bounds) -> Iterator[Bounds]:
        return (each for each in self._bounds.values() if each != source)

    def _label_at(self, name: str, points: list[Point]) -> Bounds:
        """Over the beginning of the first stretch that runs along, or beside a way down."""
        wide, high = _size(name, 100)
        first, second = points[0], points[1]
        if first[1] == second[1]:
            return first[0] + 8, first[1] - high - 3, wide, high
        if len(points) == 2 or points[2][0] < second[0] or len(points) > 4:
            return first[0] + 6, first[1] + 8, wide, high
        return second[0] + 8, second[1] - high - 3, wide, high

    def _label(self, inside: Element, bounds: Bounds) -> None:
        _bounds(element(f"{{{BPMNDI}}}BPMNLabel", inside=inside), bounds)


def _middle(bounds: Bounds) -> Point:
    left, top, width, height = bounds
    return left + width // 2, top + height // 2


def _below(bounds: Bounds) -> Point:
    left, top, width, height = bounds
    return left + width // 2, top + height


def _side(bounds: Bounds, level: int) -> Point:
    """The middle of the upper or lower side, whichever is nearer to a level."""
    left, top, width, height = bounds
    return left + width // 2, top if level < top + height // 2 else top + height


def _touch(part: Bounds, other: Bounds) -> bool:
    """Whether two rectangles are nearer to each other than arrows should be."""
    return (
        part[0] - _NEAR < other[0] + other[2]
        and other[0] < part[0] + part[2] + _NEAR
        and part[1] - _NEAR < other[1] + other[3]
        and other[1] < part[1] + part[3] + _NEAR
    )


def _bounds(inside: Element, bounds: Bounds) -> None:
    names = ("x", "y", "width", "height")
    element(f"{{{DC}}}Bounds", dict(zip(names, bounds, strict=True)), inside=inside)


def _size(words: str, most: int) -> tuple[int, int]:
    """The room of a label: as wide as its words, in lines where that is too wide."""
    long = cell_width(words) * _LETTER + 6
    if long <= most:
        return long, _ROW
    return most, _ROW * -(-long // (most - 12))
