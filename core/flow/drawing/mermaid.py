"""A flow as Mermaid text, which many wikis and code hosts draw.

Everything that users wrote stands in quoted labels with every special character as a number
(`#60;`), so that it is never read as Mermaid or HTML; the title is a text of the front matter.
"""

import json
from collections.abc import Iterator, Sequence

from core.flow.drawing.tree import Block, Box, Fork, Picture, Way
from core.flow.markup import xml_text
from core.language import say

_SHAPES = {
    "start": ("([", "])"),
    "end": ("([", "])"),
    "choose": ("{", "}"),
    "choose all": ("{{", "}}"),
    "rejected": ("{", "}"),
    "together": ("[[", "]]"),
}
_CLASSES = (
    "classDef done stroke:#1a7f37,stroke-width:2px",
    "classDef current stroke:#0550ae,stroke-width:4px",
    "classDef failed stroke:#b3261e,stroke-width:3px",
    "classDef off stroke:#afb8c1,stroke-dasharray:4 3,color:#8c959f",
)
_KEPT = frozenset(" ,+=()")
_IN_TITLE = frozenset(" ,.:-_()/&'\"<>+=!?，。：、（）《》")


def flow_mermaid(drawn: Picture) -> str:
    """The picture as the text of a Mermaid flow chart."""
    return "\n".join(_Mermaid().lines(drawn)) + "\n"


_Ends = list[tuple[str, str]]
"""From where lines go on, with the words on them."""


class _Mermaid:
    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._states: dict[str, list[str]] = {}
        self._back: list[tuple[str, str]] = []
        self._joins = 0

    def lines(self, drawn: Picture) -> Iterator[str]:
        yield "---"
        yield f"title: {json.dumps(_title(drawn.title), ensure_ascii=False)}"
        yield "---"
        yield "flowchart TD"
        yield from self._blocks(drawn.blocks, [])
        for source, target in self._back:
            if target in self._names:
                words = _escaped(say("drawing.reject.short"))
                yield f'  {self._names[source]} -. "{words}" .-> {self._names[target]}'
        used = [line for line in _CLASSES if line.split()[1] in self._states]
        yield from (f"  {line}" for line in used)
        for state, names in self._states.items():
            yield f"  class {','.join(names)} {state}"

    def _blocks(self, blocks: Sequence[Block], ends: _Ends) -> Iterator[str]:
        """Lines for blocks that follow each other; `ends` is changed to where they go on."""
        for block in blocks:
            box = block if isinstance(block, Box) else block.box
            yield self._node(box)
            yield from self._arrows(ends, self._names[box.id])
            ends[:] = [(self._names[box.id], "")]
            if isinstance(block, Fork):
                yield from self._ways(block, ends)

    def _ways(self, fork: Fork, ends: _Ends) -> Iterator[str]:
        found: _Ends = []
        for way in fork.ways:
            inner: _Ends = [(self._names[fork.box.id], _words(way))]
            yield from self._blocks(way.blocks, inner)
            if not way.ends:
                found += inner
        ends[:] = found
        if len(found) > 1 and fork.box.kind == "together":
            self._joins += 1
            name = f"j{self._joins}"
            yield f"  {name}(( ))"
            yield from self._arrows(found, name)
            ends[:] = [(name, "")]

    def _node(self, box: Box) -> str:
        name = self._names[box.id] = f"n{len(self._names)}"
        left, right = _SHAPES.get(box.kind, ("[", "]"))
        parts = [f"<b>{_escaped(box.title)}</b>"]
        parts += [_escaped(line) for line in (*box.notes, *box.standing)]
        if box.state in ("done", "current", "failed", "off"):
            self._states.setdefault(box.state, []).append(name)
        if box.state in ("done", "current", "failed", "skipped", "superseded"):
            parts.append(f"<i>{_escaped(say(f'drawing.state.{box.state}'))}</i>")
        if box.back_to:
            self._back.append((box.id, box.back_to))
        return f'  {name}{left}"{"<br/>".join(parts)}"{right}'

    def _arrows(self, ends: _Ends, target: str) -> Iterator[str]:
        for source, words in ends:
            yield f'  {source} -->|"{words}"| {target}' if words else f"  {source} --> {target}"


def _title(words: str) -> str:
    """The title, which Mermaid writes as plain text: numbers for characters would be seen."""
    plain = xml_text(words).replace("\n", " ")
    return "".join(each if each.isalnum() or each in _IN_TITLE else " " for each in plain).strip()


def _words(way: Way) -> str:
    return "<br/>".join(_escaped(part) for part in (way.title, way.condition) if part)


def _escaped(words: str) -> str:
    """Letters and digits as they are, everything else by its number."""
    return "".join(
        character
        if character.isalnum() or character in _KEPT or ord(character) > 0x2FFF
        else f"#{ord(character)};"
        for character in xml_text(words).replace("\n", " ")
    )
