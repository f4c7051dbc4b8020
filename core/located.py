"""YAML as people write it, read into a tree that knows where each thing stands.

What the business writes (people, object types, flows, history) is read through here, so that every
complaint can name file, line and column. Narrower than YAML on purpose: no anchors, no tags, no
dates, and numbers stay exactly as written, because money is never a float.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import yaml

from core.effort import spend
from core.errors import FieldError, Invalid
from core.language import say
from core.near import nearest
from core.text import clean

MOST_BYTES = 4_000_000
MOST_DEPTH = 40

_INTEGER = re.compile(r"[-+]?[0-9]+")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is some 20 times faster
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip

Scalar = str | int | bool | None
_Opening = yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent


class Located(msgspec.Struct, eq=False, gc=False):
    """One value and where it stands; lines and columns count from 1.

    `value` is None, a flag, an integer, a text (decimals too: `"12.50"`), a list of Located, or a
    dict from key to Located.
    """

    file: str
    line: int
    column: int
    value: Any = None
    raw: str = ""
    """A scalar exactly as written, without quotes."""
    quoted: bool = False
    keys: dict[str, "Located"] = {}
    """For a map: each key as a scalar of its own, which is where it stands."""

    def plain(self) -> Any:
        """The same without places: dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {key: each.plain() for key, each in self.value.items()}
        if isinstance(self.value, list):
            return [each.plain() for each in self.value]
        return self.value

    @property
    def is_map(self) -> bool:
        """Whether this is a map."""
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        """Whether this is a list."""
        return isinstance(self.value, list)

    @property
    def is_scalar(self) -> bool:
        """Whether this is neither map nor list."""
        return not isinstance(self.value, dict | list)

    def error(self, message: str, *, hint: str = "", field: str = "") -> FieldError:
        """A complaint about this place."""
        return FieldError(
            field=field,
            message=message,
            file=self.file,
            line=self.line,
            column=self.column,
            hint=hint,
        )


class Problems:
    """Collects everything that is wrong, so that a writer sees all of it at once."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []
        self.warnings: list[FieldError] = []

    def add(self, where: Located, message: str, *, hint: str = "", field: str = "") -> None:
        """Note an error at `where`."""
        self.errors.append(where.error(message, hint=hint, field=field))

    def warn(self, where: Located, message: str, *, hint: str = "", field: str = "") -> None:
        """Note something at `where` that is odd but not wrong."""
        self.warnings.append(where.error(message, hint=hint, field=field))

    def raise_if_any(self) -> None:
        """Raise Invalid with every error, in the order of files and lines."""
        if found := self.sorted():
            raise Invalid(say("configuration.wrong", n=len(found)), errors=found)

    def sorted(self) -> tuple[FieldError, ...]:
        """Every error once, in the order of files and lines."""
        unique = dict.fromkeys(self.errors)
        return tuple(sorted(unique, key=lambda each: (each.file, each.line, each.column)))


def near_or_known(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word most like `word`, or else all of them if they are few."""
    names = sorted(set(known))
    for name in nearest(word, names)[:1]:
        return say("configuration.did_you_mean", name=name)
    if 0 < len(names) <= 30:
        return say("configuration.known", names=", ".join(names))
    return ""


def read_yaml(text: str, file: str = "") -> list[Located]:
    """Every document of `text`, empty ones left out. Raises Invalid, naming each wrong place."""
    problems = Problems()
    documents = read_yaml_into(problems, text, file)
    problems.raise_if_any()
    return documents


def read_yaml_into(problems: Problems, text: str, file: str = "") -> list[Located]:
    """The same, with the errors added to `problems`; a file that cannot be read gives nothing."""
    start = Located(file, 1, 1)
    if len(text) > MOST_BYTES:
        problems.add(start, say("configuration.too_large", megabytes=MOST_BYTES // 1_000_000))
        return []
    try:
        return _Tree(file, problems).build(text.removeprefix("\ufeff"))
    except _TooDeep as error:
        problems.add(error.where, say("configuration.too_deep", n=MOST_DEPTH))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Located(file, mark.line + 1, mark.column + 1) if mark else start
        if _is_tab(text, where):
            problems.add(where, say("configuration.tab"), hint=say("configuration.tab.hint"))
        else:
            problems.add(where, _explain(error))
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        where = _unreadable(text, file, error)
        problems.add(where, say("configuration.control"), hint=say("configuration.control.hint"))
    return []


def _is_tab(text: str, where: Located) -> bool:
    """Whether the line that cannot be read is indented with a tab."""
    lines = text.split("\n")
    line = lines[where.line - 1] if where.line <= len(lines) else ""
    return "\t" in line[: len(line) - len(line.lstrip())]


def _explain(error: yaml.MarkedYAMLError) -> str:
    problem = ": ".join(part for part in (error.context, error.problem) if part)
    return say("configuration.not_yaml", problem=problem)


def _unreadable(text: str, file: str, error: Exception) -> Located:
    position = getattr(error, "position", None)
    if position is None:
        position = getattr(error, "start", 0)
    elif _LOADER is not yaml.SafeLoader:  # libyaml counts bytes
        position = len(text.encode("utf-8", "replace")[:position].decode("utf-8", "ignore"))
    before = text[:position]
    return Located(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


class _TooDeep(Exception):
    """Nesting that nobody writes by hand."""

    def __init__(self, where: Located) -> None:
        super().__init__()
        self.where = where


class _Tree:
    """Builds the tree from parse events, with a stack instead of recursion."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.documents: list[Located] = []
        self.open: list[tuple[Located, Located | None]] = []  # a collection, its waiting key

    def build(self, text: str) -> list[Located]:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.ScalarEvent):
                self._place(self._scalar(event))
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._start(event)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self._place(self.open.pop()[0])
            elif isinstance(event, yaml.AliasEvent):
                where = self._at(event)
                self._no_alias(where)
                self._place(where)
        return [document for document in self.documents if document.value is not None]

    def _at(self, event: yaml.Event) -> Located:
        mark = event.start_mark
        assert mark is not None  # parsed events have one; emitted ones do not
        return Located(self.file, mark.line + 1, mark.column + 1)

    def _no_alias(self, node: Located) -> None:
        hint = say("configuration.alias.hint")
        self.problems.add(node, say("configuration.alias"), hint=hint)

    def _start(self, event: _Opening) -> None:
        spend(0)
        node = self._at(event)
        node.value = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._plain_yaml(event, node)
        if len(self.open) >= MOST_DEPTH:
            raise _TooDeep(node)
        self.open.append((node, None))

    def _plain_yaml(self, event: _Opening, node: Located) -> None:
        if event.anchor:
            self._no_alias(node)
        tag = event.tag
        if tag and tag != "!":
            self.problems.add(node, say("configuration.tag", tag=clean(tag)))

    def _scalar(self, event: yaml.ScalarEvent) -> Located:
        node = self._at(event)
        self._plain_yaml(event, node)
        node.raw = event.value
        node.quoted = event.style not in (None, "")  # libyaml says "" for a plain one
        if clean(event.value) != event.value:
            hint = say("configuration.control.hint")
            self.problems.add(node, say("configuration.control"), hint=hint)
            node.raw = clean(event.value)
        node.value = node.raw if node.quoted else resolve(node.raw)
        return node

    def _place(self, node: Located) -> None:
        if not self.open:
            self.documents.append(node)
            return
        holder, key = self.open[-1]
        if holder.is_list:
            holder.value.append(node)
        elif key is None:
            self.open[-1] = (holder, node)
        else:
            self.open[-1] = (holder, None)
            self._pair(holder, key, node)

    def _pair(self, holder: Located, key: Located, node: Located) -> None:
        if not key.is_scalar:
            self.problems.add(key, say("configuration.key_not_text"))
            return
        if key.raw in holder.value:
            first = holder.keys[key.raw].line
            self.problems.add(key, say("configuration.twice", key=key.raw, line=first))
            return
        if key.raw == "<<":
            self._no_alias(key)
            return
        if not holder.keys:
            holder.keys = {}
        holder.keys[key.raw] = key
        holder.value[key.raw] = node


def resolve(raw: str) -> Scalar:
    """What an unquoted word means: nothing, a flag, an integer, or itself."""
    if raw in _WORDS:
        return _WORDS[raw]
    if len(raw) <= 18 and _INTEGER.fullmatch(raw):
        return int(raw)
    return raw


def walk(node: Located) -> Iterator[Located]:
    """The node and everything in it."""
    yield node
    if isinstance(node.value, dict | list):
        for each in node.value.values() if isinstance(node.value, dict) else node.value:
            yield from walk(each)
