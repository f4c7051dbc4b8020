"""One value of a flow file and what is wrong with it: the project's YAML reader, in phrases.

`core.located` reads the file, `core.reading` its maps. What is added here is what flows need: a
value can be a phrase (`2 working days`), and complaints are texts of the area `check`.
"""

from collections.abc import Collection, Iterator

from core.errors import FieldError
from core.flow.definition import Place
from core.language import Label, has_text, say
from core.located import Located, Problems, near_or_known, read_yaml_into
from core.reading import Reading, read_label


def problem(text: str, place: Place, found_in: str = "", /, **values: object) -> FieldError:
    """One finding: `check.<text>` and its hint, in the current language; `found_in` is the file."""
    return FieldError(
        message=say(f"check.{text}", **values),
        file=found_in,
        line=place.line,
        column=place.column,
        hint=_hint(text, **values),
    )


def _hint(text: str, /, **values: object) -> str:
    key = f"check.{text}.hint"
    return say(key, **values) if has_text(key) else ""


class Node:
    """One value of the file: text, a list or a map."""

    def __init__(self, located: Located, problems: Problems) -> None:
        self._located = located
        self.problems = problems
        self.place = Place(located.line, located.column)

    @property
    def text(self) -> str | None:
        """The scalar as written (`5000.00` keeps its zeros); None for a list or a map."""
        return self._located.raw if self._located.is_scalar else None

    @property
    def empty(self) -> bool:
        """Whether nothing was written: `key:` alone, or null."""
        return self._located.value is None

    @property
    def quoted(self) -> bool:
        """Whether a scalar was written in quotes or as a block, so that it is text in any case."""
        return self._located.quoted

    @property
    def items(self) -> list["Node"] | None:
        """The members of a list; None for anything else."""
        if not self._located.is_list:
            return None
        return [Node(each, self.problems) for each in self._located.value]

    @property
    def members(self) -> Iterator[tuple[str, "Node"]] | None:
        """The pairs of a map; None for anything else."""
        if not self._located.is_map:
            return None
        pairs: dict[str, Located] = self._located.value
        return ((key, Node(value, self.problems)) for key, value in pairs.items())

    def wrong(self, text: str, /, **values: object) -> None:
        """Note `check.<text>` about this value, with its hint where the catalogue has one."""
        message = say(f"check.{text}", **values)
        self.problems.add(self._located, message, hint=_hint(text, **values))

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

    def label(self, key: str) -> Label:
        """A text, or one for each language."""
        return read_label(self._located, key, self.problems)

    def flag(self) -> bool:
        """`true` or `false`."""
        if not isinstance(self._located.value, bool):
            self.wrong("flag_wanted")
        return self._located.value is True

    def one_of(self, known: Collection[str]) -> str:
        """One of the known words, else "" with a problem that names the nearest."""
        word = self.words()
        if word and word not in known:
            message = say("check.unknown_word", word=word)
            self.problems.add(self._located, message, hint=near_or_known(word, known))
            return ""
        return word

    def record(self) -> "Record":
        """The map, its keys to be taken one by one; empty, with a problem, for anything else."""
        return Record(self._located, self.problems)


class Record:
    """A map of the file: each key is taken by who knows it, and what is left over is wrong."""

    def __init__(self, located: Located, problems: Problems) -> None:
        self._reading = Reading(located, problems)
        self._problems = problems
        self.node = Node(located, problems)
        self.place = self.node.place

    def has(self, key: str) -> bool:
        """Whether the map names `key`."""
        return self._reading.has(key)

    def take(self, key: str) -> Node | None:
        """The value of `key`, or None where it was not given."""
        return self._node(self._reading.get(key))

    def need(self, key: str) -> Node | None:
        """The value of `key`; a problem where it is missing."""
        return self._node(self._reading.get(key, required=True))

    def finish(self) -> None:
        """Note every key that nobody took."""
        self._reading.done()

    def _node(self, found: Located | None) -> Node | None:
        return Node(found, self._problems) if found is not None else None


def read_flow_file(text: str, file: str, problems: Problems) -> Node | None:
    """The one document of a flow file; None, with a problem noted, where it holds no such."""
    documents = read_yaml_into(problems, text, file)
    if len(documents) == 1:
        return Node(documents[0], problems)
    if not problems.errors:
        start = documents[1] if documents else Located(file, 1, 1)
        Node(start, problems).wrong("one_flow" if documents else "empty")
    return None
