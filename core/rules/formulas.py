"""A condition taken apart: `and`, `or` and `not` over parts that each look at one thing.

ZEN gives no syntax tree, so the structure is read here. A part that compares one name with
constants is *plain*: its answer can change only at those constants. Any other part (it computes, or
compares fields with one another) is kept whole and not looked into.
"""

from collections.abc import Iterator

import msgspec

from core.rules.words import Token, tokens

_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_CONSTANTS = frozenset({"true", "false", "null"})
_WHOLE = frozenset({"?", "??", "|", ";", ":", "as"})
"""What binds looser than `and`, or may: a condition with one of these is one part."""


class Part(msgspec.Struct, frozen=True):
    """One question of a condition."""

    text: str
    path: str = ""
    """The one name that a plain part looks at; "" for a constant or a part that is not plain."""
    plain: bool = True
    limits: tuple[tuple[str, str], ...] = ()
    """The constants, as (kind, text): `number`, `text` or `date`."""


class Every(msgspec.Struct, frozen=True):
    """`and`."""

    parts: tuple["Formula", ...]


class Either(msgspec.Struct, frozen=True):
    """`or`."""

    parts: tuple["Formula", ...]


class Opposite(msgspec.Struct, frozen=True):
    """`not`."""

    part: "Formula"


Formula = Part | Every | Either | Opposite


def take_apart(text: str) -> Formula:
    """The structure of a condition that ZEN can read."""
    words = tokens(text)
    if any(word.text in _WHOLE for word in words):
        return _part(text, words)
    try:
        return _Reader(text, words).whole()
    except _Odd:
        return _part(text, words)


def parts_of(formula: Formula) -> Iterator[Part]:
    """Every part, from left to right."""
    if isinstance(formula, Part):
        yield formula
    elif isinstance(formula, Opposite):
        yield from parts_of(formula.part)
    else:
        for each in formula.parts:
            yield from parts_of(each)


class _Odd(Exception):
    """Not the structure that is expected: the whole condition is one part."""


class _Reader:
    """Reads `or` over `and` over comparisons, by descent."""

    def __init__(self, text: str, words: list[Token]) -> None:
        self._text = text
        self._words = words
        self._at = 0

    def whole(self) -> Formula:
        found = self._either()
        if self._at != len(self._words):
            raise _Odd
        return found

    def _either(self) -> Formula:
        parts = [self._every()]
        while self._takes("or"):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _every(self) -> Formula:
        parts = [self._one()]
        while self._takes("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _one(self) -> Formula:
        """A comparison; or `not` and parentheses, where they are not compared with something."""
        start = self._at
        if self._takes("not"):
            inner = self._one_word()
            if inner is not None and self._ends():
                return Opposite(inner)
        elif self._looks("("):
            inner = self._inside()
            if self._ends():
                return inner
        self._at = start
        return self._comparison()

    def _one_word(self) -> Formula | None:
        """What a `not` can stand before: parentheses, another `not`, a name."""
        start = self._at
        if self._takes("not"):
            inner = self._one_word()
            return Opposite(inner) if inner is not None else None
        if self._looks("("):
            return self._inside()
        while self._kind() == "name" or self._looks("."):
            self._at += 1
        words = self._words[start : self._at]
        return _part(self._slice(start), words) if words else None

    def _inside(self) -> Formula:
        self._at += 1
        found = self._either()
        if not self._takes(")"):
            raise _Odd
        return found

    def _comparison(self) -> Part:
        """Everything up to the next `and`, `or` or closing parenthesis at this level."""
        start, depth = self._at, 0
        while self._at < len(self._words):
            text = self._words[self._at].text
            if depth == 0 and (text in ("and", "or", ")")):
                break
            # `[1..5)` and `]1..5[` close otherwise than they open
            if text == "(" or (text == "[" and self._opens()):
                depth += 1
            elif (text in (")", "]") and depth) or (text == "[" and depth):
                depth -= 1
            self._at += 1
        if self._at == start:
            raise _Odd
        return _part(self._slice(start), self._words[start : self._at])

    def _opens(self) -> bool:
        """Whether a `[` here begins a list or a range, and does not end an open range."""
        before = self._words[self._at - 1] if self._at else None
        return before is None or (before.kind not in ("number", "text") and before.text != ")")

    def _slice(self, start: int) -> str:
        last = self._words[self._at - 1]
        return self._text[self._words[start].at : last.at + len(last.text)]

    def _looks(self, text: str) -> bool:
        return self._at < len(self._words) and self._words[self._at].text == text

    def _kind(self) -> str:
        word = self._words[self._at] if self._at < len(self._words) else None
        named = word is not None and word.kind == "name" and word.text not in ("and", "or", "in")
        return "name" if named and word is not None and word.text != "not" else ""

    def _takes(self, text: str) -> bool:
        if not self._looks(text):
            return False
        self._at += 1
        return True

    def _ends(self) -> bool:
        return self._at == len(self._words) or self._words[self._at].text in ("and", "or", ")")


# --- one part --------------------------------------------------------------------------------


def _part(text: str, words: list[Token]) -> Part:
    found = _Constants(words)
    if not found.plain or len(found.paths) > 1:
        return Part(" ".join(text.split()), plain=False)
    return Part(text, next(iter(found.paths), ""), limits=tuple(found.limits))


class _Constants:
    """Whether words only compare one name with constants, and which."""

    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.paths: set[str] = set()
        self.limits: list[tuple[str, str]] = []
        self.plain = True
        at = 0
        while at < len(words) and self.plain:
            at = self._read(at)

    def _read(self, at: int) -> int:
        word = self.words[at]
        if word.kind == "number":
            self.limits.append(("number", word.text))
        elif word.kind == "text":
            self.limits.append(("text", word.text[1:-1]))
        elif word.kind == "name":
            return self._name(at)
        elif word.text == "-":
            return self._minus(at)
        elif word.text not in _COMPARISONS and word.text not in "()[],..":
            self.plain = False
        return at + 1

    def _name(self, at: int) -> int:
        word, after = self.words[at], self._text(at + 1)
        if word.text == "date" and after == "(":
            constant = self.words[at + 2 : at + 4]
            if [each.kind for each in constant][:1] == ["text"] and self._text(at + 3) == ")":
                self.limits.append(("date", constant[0].text[1:-1]))
                return at + 4
            self.plain = False
        elif word.text in _CONSTANTS or word.text == "not":
            pass
        elif word.text == "in":
            self.plain = after in ("[", "(", "]") and self.plain
        elif after == "(" or word.text == "#":
            self.plain = False
        else:
            return self._path(at)
        return at + 1

    def _path(self, at: int) -> int:
        path = self.words[at].text
        while self._text(at + 1) == "." and at + 2 < len(self.words):
            path = f"{path}.{self.words[at + 2].text}"
            at += 2
        before_bracket = self._text(at + 1) == "["  # `lines[0]`
        self.plain = self.plain and not before_bracket
        self.paths.add(path)
        return at + 1

    def _minus(self, at: int) -> int:
        before = self.words[at - 1] if at else None
        sign = before is None or (before.kind == "operator" and before.text not in (")", "]"))
        sign = sign or (before is not None and before.text in ("in", "not", "and", "or"))
        follows = self.words[at + 1] if at + 1 < len(self.words) else None
        if not sign or follows is None or follows.kind != "number":
            self.plain = False
            return at + 1
        self.limits.append(("number", f"-{follows.text}"))
        return at + 2

    def _text(self, at: int) -> str:
        return self.words[at].text if at < len(self.words) else ""
