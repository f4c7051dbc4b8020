"""The words of an expression: which fields it reads, and what it must not say.

The ZEN engine gives no syntax tree, so an expression is read once more here, only as far as needed
to know its names (what has to be handed to it) and to refuse what would make a rule depend on the
clock, on chance, or on more digits than it computes with, and what could keep a server busy for
ever or take all of its memory.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from core.rules import clock

DIGITS = 28
"""How many significant digits ZEN's decimals hold exactly."""

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<template>`[^`]*`)
      | (?P<number>\d[\d_]*(?:\.(?!\.)[\d_]*)?(?:[eE][+-]?\d+)?)
      | (?P<name>[A-Za-z_$#][A-Za-z0-9_$]*)
      | (?P<foreign>[^\x00-\x7f]+)
      | (?P<operator>==|!=|<=|>=|\.\.|\?\?|.)""",
    re.VERBOSE | re.DOTALL,
)
_HOLE = re.compile(r"\$\{([^}]*)\}")
_KEYWORDS = frozenset({"true", "false", "null", "and", "or", "not", "in", "as"})
_IMPURE = frozenset({"d", "rand"})
"""`d()` is the clock, and compares a missing date as if it were one; `rand()` is chance."""
_EACH = frozenset({"all", "some", "none", "one", "count", "filter", "map", "flatMap"})
"""Functions that go through a list."""
MOST_EACH = 2
"""Of these in one another: each multiplies what there is to do."""
DEEPEST = 50
"""Brackets in one another, or `not` on `not`."""
LONGEST = 20_000
"""Characters of one expression; who is asked for many values writes a rule table."""


class Token(msgspec.Struct, frozen=True):
    """One word: its kind (a group of the pattern), its text, and where it begins (from 0)."""

    kind: str
    text: str
    at: int


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What an expression reads. `paths` are the dotted names as written: `person.classes`."""

    names: frozenset[str]
    paths: frozenset[str]
    literals: tuple[tuple[str, str], ...]
    """Each literal beside the path that it is compared with, `amount` and `5000`; "" for none."""
    dated: tuple[str, ...] = ()
    """The paths that functions of dates read, as `core.rules.clock.paths` names them."""
    rounds: tuple[int, int, int] = (0, 0, 0)
    """How many words stand outside of functions that go through a list, in one, and in two."""
    refused: str = ""
    """A key of the catalogue area `check`, where the expression must not be used."""
    refused_word: str = ""


_REFUSED_LONG = Words(
    names=frozenset(),
    paths=frozenset(),
    literals=(),
    refused="check.too_long",
    refused_word=str(LONGEST),
)


def tokens(text: str) -> list[Token]:
    """The words of `text`, without spaces."""
    found = (
        Token(match.lastgroup or "", match[0], match.start()) for match in _TOKEN.finditer(text)
    )
    return [token for token in found if token.kind != "space"]


def read(text: str) -> Words:
    """What the expression `text` reads and whether it may be used."""
    if len(text) > LONGEST:
        return _REFUSED_LONG
    words = tokens(text)
    aliases = {
        after.text
        for before, after in pairwise(words)
        if before.text == "as" and after.kind == "name"
    }
    paths = {path for path in _paths(words) if path.partition(".")[0] not in aliases}
    refused, word = _refused(words)
    dated = [] if refused else list(_dated(words, aliases))
    for inner in _templates(words):
        paths |= inner.paths
        dated += inner.dated
    return Words(
        names=frozenset(path.partition(".")[0] for path in paths),
        paths=frozenset(paths),
        literals=tuple(_literals(words)),
        dated=tuple(dict.fromkeys(dated)),
        rounds=(0, 0, 0) if refused else _rounds(words),
        refused=refused,
        refused_word=word,
    )


def _templates(words: list[Token]) -> Iterator[Words]:
    for token in words:
        if token.kind == "template":
            for hole in _HOLE.findall(token.text):
                yield read(hole)


def _paths(words: list[Token]) -> Iterator[str]:
    return (path for index in range(len(words)) if (path := _path(words, index)))


def _path(words: list[Token], index: int) -> str:
    """The dotted name that begins here; "": none does."""
    if not _starts_path(words, index):
        return ""
    path, following = words[index].text, index + 1
    while _text(words, following) == "." and _kind(words, following + 1) == "name":
        path = f"{path}.{words[following + 1].text}"
        following += 2
    return path


def _dated(words: list[Token], aliases: set[str]) -> Iterator[str]:
    """What functions of dates read; a name that stands for a line, `as` it was called, like `#`."""
    for index in range(len(words)):
        if _called(words, index) in clock.DATED:
            for path in clock.paths(_argument(words, index)):
                name, _, rest = path.partition(".")
                yield (f"#.{rest}" if rest else "#") if name in aliases else path


def _argument(words: list[Token], index: int) -> list[clock.Word]:
    """What stands within the brackets of the function that is called at `index`."""
    end, depth = index + 2, 1
    while end < len(words):
        depth += (words[end].text in ("(", "[")) - (words[end].text in (")", "]"))
        if depth == 0:
            break
        end += 1
    return [
        clock.Word(words[at].kind, words[at].text, _path(words, at), bool(_called(words, at)))
        for at in range(index + 2, end)
    ]


def _starts_path(words: list[Token], index: int) -> bool:
    token = words[index]
    return (
        token.kind == "name"
        and token.text not in _KEYWORDS
        and token.text != "#"
        and _text(words, index - 1) != "."
        and _text(words, index + 1) != "("
    )


def _literals(words: list[Token]) -> Iterator[tuple[str, str]]:
    for index, token in enumerate(words):
        if token.kind not in ("text", "number"):
            continue
        if token.text[0] not in "\"'" and _text(words, index - 1) in ("-", "+", "*", "/", "["):
            yield "", token.text
        else:
            yield _compared_with(words, index), token.text


def _compared_with(words: list[Token], index: int) -> str:
    for step, side in ((-1, -2), (1, 2)):
        if _text(words, index + step) in ("==", "!=", "<", "<=", ">", ">="):
            before = _text(words, index + side - 1) if step < 0 else ""
            if _kind(words, index + side) == "name" and before != ".":
                return words[index + side].text
    return ""


def _refused(words: list[Token], inside: int = 0) -> tuple[str, str]:
    """What must not be used; `inside` so many functions that go through lists."""
    called: list[str] = []  # for each bracket that is open the function that it belongs to
    for index, token in enumerate(words):
        found = _refused_word(words, index)
        if token.text in ("(", "["):
            called.append(_called(words, index - 1) if token.text == "(" else "")
        elif token.text in (")", "]") and called:
            called.pop()
        rounds = inside + sum(each in _EACH for each in called)
        if token.kind == "template" and not found[0]:
            found = _refused_holes(token.text, rounds)
        if found[0]:
            return found
        if rounds > MOST_EACH:
            return "check.too_many_rounds", f"{called[-1]}()"
        if len(called) > DEEPEST:
            return "check.nested_too_deep", token.text
    return "", ""


def _rounds(words: list[Token]) -> tuple[int, int, int]:
    found = [0, 0, 0]
    called: list[str] = []
    for index, token in enumerate(words):
        depth = min(sum(each in _EACH for each in called), MOST_EACH)
        found[depth] += 1
        if token.text in ("(", "["):
            called.append(_called(words, index - 1) if token.text == "(" else "")
        elif token.text in (")", "]") and called:
            called.pop()
        if token.kind == "template":
            for hole in _HOLE.findall(token.text):
                for inner, count in enumerate(_rounds(tokens(hole))):
                    found[min(depth + inner, MOST_EACH)] += count
    return found[0], found[1], found[2]


def _refused_word(words: list[Token], index: int) -> tuple[str, str]:
    token = words[index]
    function = _called(words, index)
    if function in _IMPURE:
        return "check.function_refused", f"{function}()"
    if function in clock.DATED and clock.is_refused(_argument(words, index)):
        return "check.clock_refused", f"{function}()"
    if token.kind == "name" and token.text.startswith("$"):
        return "check.word_refused", token.text
    if token.text == "not" and all(_text(words, index - n) == "not" for n in range(1, DEEPEST)):
        return "check.nested_too_deep", token.text
    if token.text == ".." and not _is_compared(words, index):
        return "check.range_refused", token.text
    if token.text == "=":
        return "check.single_equals", token.text
    if token.kind == "text" and token.text[1:-1] == "now":
        return "check.clock_refused", token.text
    if token.kind == "number" and _digits(token.text) > DIGITS:
        return "check.too_many_digits", token.text
    return "", ""


def _refused_holes(template: str, inside: int) -> tuple[str, str]:
    for hole in _HOLE.findall(template):
        if "{" in hole:
            return "check.word_refused", "{"
        found = _refused(tokens(hole), inside)
        if found[0]:
            return found
    return "", ""


def _called(words: list[Token], index: int) -> str:
    """The function that is called here, else ""."""
    is_call = _text(words, index + 1) == "(" and _text(words, index - 1) != "."
    return words[index].text if is_call and _kind(words, index) == "name" else ""


def _is_compared(words: list[Token], index: int) -> bool:
    """Whether a range is what something lies in: `amount in [1..5]`. Elsewhere it is a list, of as
    many numbers as its ends say."""
    open_ = 0
    for at in range(index - 1, -1, -1):
        text, before = words[at].text, _text(words, at - 1)
        if text in ("(", "["):
            if open_ == 0:
                return before == "in"
            open_ -= 1
        elif text in (")", "]"):
            open_ += 1
    return False


def _digits(number: str) -> int:
    mantissa = re.split("[eE]", number.replace("_", ""))[0]
    return len(mantissa.replace(".", "").lstrip("0"))


def _text(words: list[Token], index: int) -> str:
    return words[index].text if 0 <= index < len(words) else ""


def _kind(words: list[Token], index: int) -> str:
    return words[index].kind if 0 <= index < len(words) else ""
