"""What a process to be written is made of: elements, arrows, and how they are laid out."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

import msgspec

from core.flow.bpmn.names import own, tag
from core.flow.drawing.layout import Item
from core.flow.markup import element
from core.flow.writing import inline_yaml

EVENT, GATEWAY = 36, 50
TASK = (100, 80)
"""Sizes in pixels, those of bpmn.io's editors."""


class Part(msgspec.Struct, kw_only=True, eq=False):
    """A flow node."""

    id: str
    kind: str
    name: str = ""
    attributes: dict[str, object] = {}
    marks: Element | None = None
    """In signoff's namespace."""
    inside: list[Element] = []
    """What stands behind its arrows: people, loops, event definitions."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        if self.kind.endswith("Event"):
            return EVENT, EVENT
        return (GATEWAY, GATEWAY) if self.kind.endswith("Gateway") else TASK


class Line(msgspec.Struct, kw_only=True, eq=False):
    """A sequence flow."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    language: str = ""
    marks: Element | None = None


class Hung(msgspec.Struct, kw_only=True):
    """A part placed beside the one that the layout knows: offset of its corner from that one's."""

    part: str
    beside: str
    right: int
    down: int


class Drawing(msgspec.Struct, kw_only=True):
    """All of a process."""

    parts: dict[str, Part] = {}
    lines: list[Line] = []
    items: tuple[Item, ...] = ()
    hung: list[Hung] = []
    backwards: set[str] = set()
    """Arrows that lead back; they run below everything."""
    revise: str = ""
    """The part at which the requester corrects what was rejected."""
    start_join: str = ""

    def into(self, part: str) -> list[Line]:
        """Arrows that lead to a part."""
        return [line for line in self.lines if line.target == part]

    def out_of(self, part: str) -> list[Line]:
        """Arrows that leave a part."""
        return [line for line in self.lines if line.source == part]


def marks(name: str, attributes: Mapping[str, object], options: Mapping[str, object]) -> Element:
    """An extension element: attributes, and an option for each key, its value as YAML."""
    made = element(own(name), dict(attributes))
    for key, value in options.items():
        element(own("option"), {"name": key}, inline_yaml(value), inside=made)
    return made


def extension(mark: Element | None) -> Element | None:
    """The mark in BPMN's frame for what it does not know."""
    if mark is None:
        return None
    frame = Element(tag("extensionElements"))
    frame.append(mark)
    return frame
