"""Changing a YAML file in place: what is not touched keeps its comments, order and layout.

Values are addressed by their path (`("steps", 0, "by")`). A change splices lines at the places
that the YAML parser names, and is compared afterwards with the same change of plain data: text that
is written in a way that cannot be spliced is refused and left as it was. Why not a round-trip
library: `docs/why/designer.md`.
"""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from core.errors import Invalid
from core.flow.change import LOADER, Change, Data, Path, changed_data, plain, shifted
from core.flow.writing import inline_yaml, record_yaml
from core.flow.yaml_places import (
    dedented,
    end_of,
    find,
    indent_of,
    indented,
    item_lines,
    number_of,
    place_in,
)
from core.language import say

_COMMENT = re.compile(r"#[^\n]*")


class Spliced:
    """One YAML document as text; each change gives the text afterwards."""

    def __init__(self, text: str) -> None:
        """Raises yaml.YAMLError where the text is no YAML."""
        self.text = text if text.endswith("\n") or not text else text + "\n"
        self.root = yaml.compose(self.text, Loader=LOADER)

    @property
    def data(self) -> Data:
        """The document as plain data."""
        return plain(self.root)

    def lines(self, path: Path) -> tuple[int, int]:
        """The first and the last line of what stands at `path`, from 1."""
        node = self.node(path)
        before = self.text.count("\n", 0, node.start_mark.index)
        return before + 1, self.text.count("\n", 0, end_of(node, self.text)) + 1

    # --- changes -------------------------------------------------------------------------------

    def with_value(self, path: Path, value: Any, order: Sequence[str] = ()) -> str:
        """The text with `value` at a key; a new key goes to its place in `order`."""
        text = self._blocks(path[:-1])
        if text is not self:
            return text.with_value(path, value, order)
        key, holder = str(path[-1]), self.node(path[:-1])
        lines = record_yaml({key: value}).rstrip("\n")
        found = find(holder, key)
        if found is None:
            return self._insert_pair(path[:-1], key, lines, order)
        if "\n" in lines:
            pairs = [each.value for each, _ in holder.value]
            shorter = Spliced(self.without(path))
            at = pairs.index(key)
            return shorter._insert_pair(path[:-1], key, lines, (), at=at)
        return self._replace(holder, found, lines.removeprefix(f"{inline_yaml(key)}:").strip())

    def without(self, path: Path) -> str:
        """The text without a key, or without an item of a list."""
        text = self._blocks(path[:-1])
        if text is not self:
            return text.without(path)
        holder = self.node(path[:-1])
        elements = self._elements(holder)
        at = number_of(holder, path[-1])
        if len(elements) == 1:
            return self._empty(path[:-1])
        start, end = elements[at]
        if self._is_first_on_line(start):
            first, last = self._chunk(holder, at)
            return self.text[:first] + self.text[last:]
        following = elements[at + 1][0]
        comments = _COMMENT.findall(self.text[self._line_end(end) : following])
        line = self._line_start(start)
        indent = " " * indent_of(self.text[line:])
        above = "".join(f"{indent}{comment}\n" for comment in comments)
        return self.text[:line] + above + self.text[line:start] + self.text[following:]

    def with_item(self, path: Path, index: int, value: Any) -> str:
        """The text with one more item in the list at `path`, before item `index`."""
        return self._with_lines(path, index, item_lines(value))

    def moved(self, path: Path, to: Path, index: int) -> str:
        """The text with an item taken out of its list and put before item `index` of list `to`."""
        source = self._blocks(path[:-1])
        if source is not self:
            return source.moved(path, to, index)
        after = Spliced(self._with_lines(to, index, self._taken(path)))
        return after.without(shifted(path, to, index, by=1))

    def copied(self, path: Path) -> str:
        """The text with an item of a list twice, the copy behind it."""
        source = self._blocks(path[:-1])
        if source is not self:
            return source.copied(path)
        return self._with_lines(path[:-1], int(path[-1]) + 1, self._taken(path))

    # --- spans ---------------------------------------------------------------------------------

    def items(self, path: Path) -> list[tuple[int, int, int]]:
        """From where to where the lines of each item of a list go, without comments around it, and
        its column; () where they do not stand on lines of their own."""
        holder = self.node(path)
        if not isinstance(holder, yaml.SequenceNode) or holder.flow_style:
            return []
        spans = self._elements(holder)
        if not all(self._is_first_on_line(start) for start, _ in spans):
            return []
        return [
            (self._line_start(start), self._line_end(end), self._column(start))
            for start, end in spans
        ]

    def chunks(self, node: yaml.CollectionNode) -> list[tuple[int, int]]:
        """From where to where each pair of a map goes: in a block with its comments."""
        if node.flow_style:
            return [(key.start_mark.index, end_of(value, self.text)) for key, value in node.value]
        return [self._chunk(node, number) for number in range(len(node.value))]

    # --- nodes ---------------------------------------------------------------------------------

    def node(self, path: Path) -> yaml.Node:
        """What stands at `path`. Raises KeyError where there is nothing."""
        node: yaml.Node | None = self.root
        for part in path:
            node = find(node, part)
        if node is None:
            raise KeyError(path)
        return node

    def _elements(self, node: yaml.Node) -> list[tuple[int, int]]:
        """Where each pair or item of a block begins (its key or dash), and where it ends."""
        if isinstance(node, yaml.MappingNode):
            return [(key.start_mark.index, end_of(each, self.text)) for key, each in node.value]
        found: list[tuple[int, int]] = []
        at = node.start_mark.index
        for each in node.value:
            start = self._dash(at)
            at = max(end_of(each, self.text), start + 1)
            found.append((start, at))
        return found

    def _dash(self, at: int) -> int:
        """The next dash; before it only spaces and comments."""
        while self.text[at] != "-":
            at = self._line_end(at) if self.text[at] == "#" else at + 1
        return at

    # --- places in the text --------------------------------------------------------------------

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        found = self.text.find("\n", at)
        return found if found >= 0 else len(self.text)

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    def _is_first_on_line(self, at: int) -> bool:
        return not self.text[self._line_start(at) : at].strip()

    def _chunk(self, holder: yaml.Node, number: int) -> tuple[int, int]:
        """The lines of an element that begins its line, with the comments that belong to it."""
        start, end = self._elements(holder)[number]
        return self._lead(start), self._tail(end, self._column(start))

    def _lead(self, start: int) -> int:
        """Where the comments right above an element begin, else its own line."""
        column, first = self._column(start), self._line_start(start)
        while first > 0:
            above = self._line_start(first - 1)
            line = self.text[above : first - 1]
            if not line.lstrip().startswith("#") or indent_of(line) != column:
                break
            first = above
        return first

    def _tail(self, end: int, column: int) -> int:
        """The end of an element's last line, and of the comments below that are indented more."""
        last = at = min(self._line_end(end) + 1, len(self.text))
        while at < len(self.text):
            line = self.text[at : self._line_end(at)]
            at = min(self._line_end(at) + 1, len(self.text))
            if not line.strip():
                continue
            if not line.lstrip().startswith("#") or indent_of(line) <= column:
                break
            last = at
        return last

    def _taken(self, path: Path) -> str:
        """An item of a list with its comments, as lines that begin in the first column."""
        holder, number = self.node(path[:-1]), int(path[-1])
        start, end = self._elements(holder)[number]
        column = self._column(start)
        first = self._lead(start) if self._is_first_on_line(start) else start
        lines = self.text[first : self._tail(end, column)].rstrip("\n").split("\n")
        head = 0 if self._is_first_on_line(start) else 1
        return "\n".join([*lines[:head], *(dedented(line, column) for line in lines[head:])])

    # --- splicing ------------------------------------------------------------------------------

    def _blocks(self, path: Path) -> "Spliced":
        """The same document with each collection on the way to `path` written as a block."""
        for depth in range(len(path) + 1):
            node = self.node(path[:depth])
            if isinstance(node, yaml.CollectionNode) and node.flow_style and node.value:
                return Spliced(self._unfolded(path[:depth], node))._blocks(path)
        return self

    def _unfolded(self, path: Path, node: yaml.CollectionNode) -> str:
        start, end = node.start_mark.index, node.end_mark.index
        parts, comments, at = [], [], start
        for each in node.value:
            first, last = each if isinstance(each, tuple) else (each, each)
            comments += _COMMENT.findall(self.text[at : first.start_mark.index])
            at = end_of(last, self.text)
            words = self.text[first.start_mark.index : end_of(first, self.text)]
            if isinstance(each, tuple):
                words = f"{words}: {self.text[last.start_mark.index : at]}".rstrip()
            else:
                words = f"- {words}"
            parts.append(words)
        comments += _COMMENT.findall(self.text[at:end])
        lines = [*comments, *parts]
        if not path or isinstance(path[-1], int) or self._is_first_on_line(start):
            joined = ("\n" + " " * self._column(start)).join(lines)
            return self.text[:start] + joined + self.text[end:]
        holder = self.node(path[:-1])
        column = self._column(self._elements(holder)[number_of(holder, path[-1])][0]) + 2
        body = "".join("\n" + " " * column + line for line in lines)
        return self.text[:start].rstrip(" ") + body + self.text[end:]

    def _replace(self, holder: yaml.Node, node: yaml.Node, words: str) -> str:
        """The value of a pair written anew on one line."""
        start, end = node.start_mark.index, end_of(node, self.text)
        if start == end:
            return f"{self.text[:start]} {words}{self.text[start:]}"
        if not isinstance(node, yaml.CollectionNode) or node.flow_style:
            return self.text[:start] + words + self.text[end:]
        colon = self._colon(holder, node)
        rest = self.text[colon : self._line_end(colon)]
        return f"{self.text[:colon]} {words}{rest}{self.text[self._line_end(end) :]}"

    def _empty(self, path: Path) -> str:
        """A list or map without its only element, and without what was said of that."""
        node = self.node(path)
        words = "[]" if isinstance(node, yaml.SequenceNode) else "{}"
        start, end = self._elements(node)[0]
        tail = self._tail(end, self._column(start))
        if not path or isinstance(path[-1], int):
            return f"{self.text[: node.start_mark.index]}{words}\n{self.text[tail:]}"
        colon = self._colon(self.node(path[:-1]), node)
        line_end = self._line_end(colon)
        between = self.text[line_end : max(line_end + 1, self._lead(start))]
        head = f"{self.text[:colon]} {words}{self.text[colon:line_end]}"
        return head + between + self.text[tail:]

    def _colon(self, holder: yaml.Node, node: yaml.Node) -> int:
        """Behind the colon of the pair with this value."""
        key = next(each for each, value in holder.value if value is node)
        return self.text.index(":", key.end_mark.index) + 1

    def _insert_pair(
        self, path: Path, key: str, lines: str, order: Sequence[str], at: int | None = None
    ) -> str:
        holder = self.node(path)
        if not isinstance(holder, yaml.MappingNode) or not holder.value:
            return self._fill(path, lines)
        names = [each.value for each, _ in holder.value]
        number = place_in(names, key, order) if at is None else at
        return self._insert(holder, number, lines)

    def _insert(self, holder: yaml.Node, number: int, lines: str) -> str:
        """Lines as a new element of a block, before element `number`."""
        elements = self._elements(holder)
        column = self._column(elements[0][0])
        block = indented(lines, column)
        if number < len(elements):
            start = elements[number][0]
            if not self._is_first_on_line(start):
                joined = block.lstrip(" ") + "\n" + " " * column
                return self.text[:start] + joined + self.text[start:]
            at = self._lead(start)
        else:
            at = self._tail(elements[-1][1], column)
        return f"{self.text[:at]}{block}\n{self.text[at:]}"

    def _with_lines(self, path: Path, index: int, lines: str) -> str:
        """One more item, given as lines, in the list at `path`, which may not exist yet."""
        try:
            node = self.node(path)
        except KeyError:
            text = self._blocks(path[:-1])
            if text is not self:
                return text._with_lines(path, index, lines)
            pair = f"{inline_yaml(path[-1])}:\n{indented(lines, 2)}"
            return self._insert_pair(path[:-1], str(path[-1]), pair, ())
        text = self._blocks(path)
        if text is not self:
            return text._with_lines(path, index, lines)
        if isinstance(node, yaml.SequenceNode) and node.value:
            return self._insert(node, index, lines)
        return self._fill(path, lines)

    def _fill(self, path: Path, lines: str) -> str:
        """Lines in place of an empty collection, or of nothing."""
        node = self.node(path)
        start, end = node.start_mark.index, end_of(node, self.text)
        if not path or isinstance(path[-1], int):
            gap = " " if start and self.text[start - 1] == "-" else ""
            block = indented(lines, self._column(start) + len(gap)).lstrip(" ")
            return self.text[:start] + gap + block + self.text[end:]
        holder = self.node(path[:-1])
        column = self._column(self._elements(holder)[number_of(holder, path[-1])][0]) + 2
        line_end = self._line_end(end)
        head = (self.text[:start].rstrip(" ") + self.text[end:line_end]).rstrip(" ")
        return f"{head}\n{indented(lines, column)}{self.text[line_end:]}"


# --- any change -----------------------------------------------------------------------------


def changed(text: str, change: Change) -> str:
    """The text after a change. Raises Invalid where it is written so that it cannot be spliced."""
    before = Spliced(text)
    try:
        after = _spliced(before, change)
        sound = plain(yaml.compose(after, Loader=LOADER)) == changed_data(before.data, change)
    except (yaml.YAMLError, LookupError, TypeError, ValueError):
        sound = False
    if not sound:
        raise Invalid(say("designer.cannot_splice", line=_line(before, change.path)))
    return after


def _line(document: Spliced, path: Path) -> int:
    """The line of the nearest thing that stands on the way to `path`."""
    while path:
        try:
            return document.lines(path)[0]
        except KeyError:
            path = path[:-1]
    return 1


def _spliced(document: Spliced, change: Change) -> str:
    if change.kind == "set":
        return document.with_value(change.path, change.value, change.order)
    if change.kind == "remove":
        return document.without(change.path)
    if change.kind == "insert":
        return document.with_item(change.path, change.index, change.value)
    if change.kind == "move":
        return document.moved(change.path, change.to, change.index)
    return document.copied(change.path)
