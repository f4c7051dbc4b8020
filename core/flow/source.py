"""A YAML text with the place of every word, so that what is wrong can be pointed at."""

import difflib
from collections.abc import Collection, Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from core.errors import FieldError
from core.flow.definition import Place
from core.language import Label, has_text, say

_DEEPEST = 60


class Problems:
    """What is wrong in one file, gathered so that a writer sees all of it at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[FieldError] = []

    def add(self, text: str, place: Place, /, *, field: str = "", **values: object) -> None:
        """Note `check.<text>` at `place`, with its hint where the catalogue has one."""
        self.found.append(problem(text, place, file=self.file, field=field, **values))


def problem(
    text: str, place: Place, /, *, file: str = "", field: str = "", **values: object
) -> FieldError:
    """One finding: `check.<text>` and its hint, in the current language."""
    hint = f"check.{text}.hint"
    return FieldError(
        field=field,
        message=say(f"check.{text}", **values),
        file=file,
        line=place.line,
        column=place.column,
        hint=say(hint, **values) if has_text(hint) else "",
    )


class Node:
    """One value of the file: text, a list or a map."""

    def __init__(self, node: Any, problems: Problems, field: str = "") -> None:
        self._node = node
        self.problems = problems
        self.field = field
        """How one gets there: `steps.2.by`."""
        self.place = Place(node.start_mark.line + 1, node.start_mark.column + 1)

    @property
    def text(self) -> str | None:
        """The scalar as written (`5000.00` keeps its zeros); None for a list or a map."""
        return str(self._node.value) if isinstance(self._node, ScalarNode) else None

    @property
    def empty(self) -> bool:
        """Whether nothing was written: `key:` alone, or null."""
        return isinstance(self._node, ScalarNode) and self._node.ctag.suffix == "null"

    @property
    def quoted(self) -> bool:
        """Whether a scalar was written in quotes or as a block, so that it is text in any case."""
        return isinstance(self._node, ScalarNode) and self._node.style is not None

    @property
    def items(self) -> list["Node"] | None:
        """The members of a list; None for anything else."""
        if not isinstance(self._node, SequenceNode):
            return None
        return [
            Node(each, self.problems, f"{self.field}.{number}")
            for number, each in enumerate(self._node.value)
        ]

    @property
    def members(self) -> Iterator[tuple["Node", "Node"]] | None:
        """The pairs of a map; None for anything else."""
        if not isinstance(self._node, MappingNode):
            return None
        return (
            (Node(key, self.problems), Node(value, self.problems, f"{self.field}.{key.value}"))
            for key, value in self._node.value
        )

    def wrong(self, text: str, /, **values: object) -> None:
        """Note what is wrong with this value."""
        self.problems.add(text, self.place, field=self.field.lstrip("."), **values)

    def words(self) -> str:
        """A text on one line, or "" with a problem noted."""
        if self.text is None or self.empty:
            self.wrong("text_wanted")
            return ""
        return " ".join(self.text.split())

    def names(self) -> tuple[str, ...]:
        """One text or a list of texts."""
        items = self.items
        return (self.words(),) if items is None else tuple(item.words() for item in items)

    def label(self) -> Label:
        """A text, or one for each language."""
        members = self.members
        if members is None:
            return {"": self.words()}
        return {key.words(): value.words() for key, value in members}

    def flag(self) -> bool:
        """`true` or `false`."""
        if self.text not in ("true", "false"):
            self.wrong("flag_wanted")
        return self.text == "true"

    def whole(self) -> int:
        """A whole number from 1 on."""
        text = (self.text or "").replace("_", "")
        if not text.isascii() or not text.isdigit() or not 1 <= len(text) <= 6 or int(text) < 1:
            self.wrong("number_wanted")
            return 1
        return int(text)

    def one_of(self, known: Collection[str]) -> str:
        """One of the known words, else "" with a problem that names the nearest."""
        word = self.words()
        if word and word not in known:
            self.wrong("unknown_word", word=word, known=listed(word, known))
            return ""
        return word

    def record(self) -> "Record":
        """The map as a record whose keys are taken one by one; empty, with a problem, otherwise."""
        return Record(self)


class Record:
    """A map of the file: each key is taken by who knows it, and what is left over is wrong."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.place = node.place
        self._left: dict[str, Node] = {}
        self._places: dict[str, Node] = {}
        self._known: set[str] = set()
        members = node.members
        if members is None:
            node.wrong("map_wanted")
            return
        for key, value in members:
            name = key.words()
            if name in self._places:
                key.wrong("twice", key=name)
            self._left[name] = value
            self._places[name] = key

    def keys(self) -> list[str]:
        """The keys not taken yet, in the order of writing."""
        return list(self._left)

    def place_of(self, key: str) -> Place:
        """Where a key was written."""
        return self._places[key].place

    def take(self, key: str) -> Node | None:
        """The value of `key`, or None where it was not given."""
        self._known.add(key)
        return self._left.pop(key, None)

    def need(self, key: str) -> Node | None:
        """The value of `key`; a problem where it is missing."""
        found = self.take(key)
        if found is None:
            self.node.wrong("missing", key=key)
        return found

    def finish(self) -> None:
        """Note every key that nobody took."""
        for key in self._left:
            self._places[key].wrong("unknown_key", key=key, known=listed(key, self._known))


def listed(word: str, known: Collection[str]) -> str:
    """The known words for a hint, the nearest one first."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return ", ".join([*near, *sorted(set(known) - set(near))])


def compose(text: str, problems: Problems) -> Node | None:
    """The text as a tree of nodes; None, with a problem noted, where it is no YAML."""
    try:
        yaml = YAML(typ="safe", pure=True)
        if _too_deep_or_shared(yaml, text, problems):
            return None
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place()
        problems.add("no_yaml", place, detail=str(error.problem or error))
        return None
    except Exception as error:
        # ruamel lets a few errors of its own scanner through without a mark
        problems.add("no_yaml", Place(1, 1), detail=str(error).partition("\n")[0])
        return None
    if root is None:
        problems.add("empty", Place(1, 1))
        return None
    return Node(root, problems)


def _too_deep_or_shared(yaml: YAML, text: str, problems: Problems) -> bool:
    depth = 0
    for event in yaml.parse(text):
        name = type(event).__name__
        place = Place(event.start_mark.line + 1, event.start_mark.column + 1)
        depth += name.endswith("StartEvent") - name.endswith("EndEvent")
        if isinstance(event, AliasEvent):
            problems.add("alias", place)
            return True
        if depth > _DEEPEST:
            problems.add("too_deep", place)
            return True
    return False
