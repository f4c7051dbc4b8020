"""A BPMN process as nodes and arrows, before anything is made of it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec

from core.errors import FieldError
from core.language import say


class Arrow(msgspec.Struct, kw_only=True, eq=False):
    """A sequence flow."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str | None = None
    """As written, and in which language; None: there is none."""
    language: str = ""
    default: bool = False
    marks: dict[str, object] = {}
    """What signoff wrote beside it: options of a branch."""


class Shape(msgspec.Struct, kw_only=True, eq=False):
    """A flow node: an activity, a gateway or an event."""

    id: str
    kind: str
    """The element's name without its namespace: `userTask`, `exclusiveGateway` …"""
    name: str = ""
    xml: Element
    lane: str = ""
    attached: str = ""
    """For a boundary event: the activity it sits on."""
    event: str = ""
    """For an event: what defines it (`timer`, `message`, `terminate` …), "" for none."""
    marks: dict[str, object] = {}
    """What signoff wrote beside it: `kind`, `id`, `joins`, `part` and the options of a step."""
    inner: "Process | None" = None
    """The process in an embedded subprocess."""


class Process(msgspec.Struct, kw_only=True, eq=False):
    """The nodes of one process, or of one embedded subprocess."""

    id: str
    name: str = ""
    shapes: dict[str, Shape] = {}
    arrows: list[Arrow] = []
    marks: dict[str, object] = {}
    about: str = ""
    """Its documentation."""
    initiator: str = ""
    """The variable that holds who started it."""

    def into(self, shape: str) -> list[Arrow]:
        """The arrows that lead to a node."""
        return [arrow for arrow in self.arrows if arrow.target == shape]

    def out_of(self, shape: str) -> list[Arrow]:
        """The arrows that leave a node, in the order in which they are tried."""
        return [arrow for arrow in self.arrows if arrow.source == shape]

    def boundary(self, shape: str) -> Iterator[Shape]:
        """The events on the border of an activity."""
        return (each for each in self.shapes.values() if each.attached == shape)

    def remove(self, shape: str) -> None:
        """Take a node out, with its arrows."""
        del self.shapes[shape]
        self.arrows = [each for each in self.arrows if shape not in (each.source, each.target)]


class Remarks:
    """What became of a process that is more than a picture of it: never silent."""

    def __init__(self) -> None:
        self.lost: list[FieldError] = []
        """What the flow does not have; it has to be put right by hand."""
        self.changed: list[FieldError] = []
        """What the flow has in another way, or what to look at."""

    def lose(self, text: str, shape: "Shape | Arrow | str", /, **values: object) -> None:
        """Something was not taken over: `bpmn.<text>`."""
        _once(self.lost, _remark(text, shape, values))

    def note(self, text: str, shape: "Shape | Arrow | str", /, **values: object) -> None:
        """Something was taken over in another way: `bpmn.<text>`."""
        _once(self.changed, _remark(text, shape, values))


def _once(remarks: list[FieldError], remark: FieldError) -> None:
    """What stands in several branches is named once."""
    if remark not in remarks:
        remarks.append(remark)


def _remark(text: str, shape: "Shape | Arrow | str", values: dict[str, object]) -> FieldError:
    element = shape if isinstance(shape, str) else shape.id
    name = shape.name if isinstance(shape, Shape | Arrow) else ""
    shown = f"{element} “{name}”" if name else element
    hint_key = f"bpmn.{text}.hint"
    from core.language import has_text

    return FieldError(
        field=element,
        message=f"{shown}: {say(f'bpmn.{text}', **values)}",
        hint=say(hint_key, **values) if has_text(hint_key) else "",
    )
