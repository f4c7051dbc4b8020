"""The words of an expression: which fields it reads, and what it must not say.

The ZEN engine gives no syntax tree, so an expression is read once more here, only as far as needed
to know its names (what has to be handed to it) and to refuse what would make a rule depend on the
clock, on chance, or on more digits than it computes with.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

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
    refused: str = ""
    """A key of the catalogue area `check`, where the expression must not be used."""
    refused_word: str = ""


def tokens(text: str) -> list[Token]:
    """The words of `text`, without spaces."""
    found = (
        Token(match.lastgroup or "", match[0], match.start()) for match in _TOKEN.finditer(text)
    )
    return [token for token in found if token.kind != "space"]


def read(text: str) -> Words:
    """What the expression `text` reads and whether it may be used."""
    words = tokens(text)
    aliases = {
        after.text
        for before, after in pairwise(words)
        if before.text == "as" and after.kind == "name"
    }
    paths = {path for path in _paths(words) if path.partition(".")[0] not in aliases}
    for inner in _templates(words):
        paths |= inner.paths
    refused, word = _refused(words)
    return Words(
        names=frozenset(path.partition(".")[0] for path in paths),
        paths=frozenset(paths),
        literals=tuple(_literals(words)),
        refused=refused,
        refused_word=word,
    )


def _templates(words: list[Token]) -> Iterator[Words]:
    for token in words:
        if token.kind == "template":
            for hole in _HOLE.findall(token.text):
                yield read(hole)


def _paths(words: list[Token]) -> Iterator[str]:
    for index, token in enumerate(words):
        if not _starts_path(words, index):
            continue
        path, following = token.text, index + 1
        while _text(words, following) == "." and _kind(words, following + 1) == "name":
            path = f"{path}.{words[following + 1].text}"
            following += 2
        yield path


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


def _refused(words: list[Token]) -> tuple[str, str]:
    for index, token in enumerate(words):
        called = _text(words, index + 1) == "(" and _text(words, index - 1) != "."
        if token.kind == "name" and called and token.text in _IMPURE:
            return "check.function_refused", f"{token.text}()"
        if token.kind == "name" and token.text.startswith("$"):
            return "check.word_refused", token.text
        if token.text == "=":
            return "check.single_equals", token.text
        if token.kind == "text" and token.text[1:-1] == "now":
            return "check.clock_refused", token.text
        if token.kind == "number" and _digits(token.text) > DIGITS:
            return "check.too_many_digits", token.text
    return "", ""


def _digits(number: str) -> int:
    mantissa = re.split("[eE]", number.replace("_", ""))[0]
    return len(mantissa.replace(".", "").lstrip("0"))


def _text(words: list[Token], index: int) -> str:
    return words[index].text if 0 <= index < len(words) else ""


def _kind(words: list[Token], index: int) -> str:
    return words[index].kind if 0 <= index < len(words) else ""
