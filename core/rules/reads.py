"""Which fields, and columns of tables, an expression reads: `note`, `lines.price`.

For rights, so the careful answer is given: where it cannot be told which columns of a table are
read, as in `values(lines[0])`, all of them are.
"""

from collections.abc import Iterator

from core.objects import FieldDefinition, ObjectType
from core.rules.words import Token, read, tokens

_ROUNDS = frozenset({"all", "some", "none", "one", "count", "map"})
"""Functions that tell of a list's lines no more than their second part asks of each, as `#`."""


def fields_read(text: str, object_type: ObjectType) -> frozenset[str]:
    """The fields of the type that the expression reads, and of its tables the columns."""
    found: set[str] = set()
    for path in read(text).paths:
        name, _, rest = path.partition(".")
        if name == "currency_of":
            rest = rest.partition(".")[0]
            found |= {rest} if rest else {each.id for each in object_type.fields}
            continue
        field = object_type.field(name)
        if field is not None:
            found.add(field.id)
            found |= {f"{field.id}.{column}" for column in _columns(text, field)}
    return frozenset(found)


def _columns(text: str, table: FieldDefinition) -> set[str]:
    every = {column.id for column in table.columns}
    words = tokens(text)
    if any(word.kind == "template" or word.text == "as" for word in words):
        return every
    named = set(_named(words, table.id))
    return every if None in named else every & named


def _named(words: list[Token], table: str) -> Iterator[str | None]:
    """The columns that are named where lines are spoken of; None: it cannot be told."""
    for at, word in enumerate(words):
        if word.text == "#":
            yield _after_point(words, at)
        elif word.text == table and word.kind == "name" and _text(words, at - 1) != ".":
            yield _of_table(words, at)


def _of_table(words: list[Token], at: int) -> str | None:
    """What is read where the table is named; "": nothing but what `#` is asked."""
    if _text(words, at + 1) == "[" and _text(words, at + 3) == "]":
        return _after_point(words, at + 3) if words[at + 2].kind == "number" else None
    if _text(words, at + 1) == ".":
        return _after_point(words, at)
    while _text(words, at - 1) == "(" and _text(words, at - 2) == "filter":
        at -= 2
    function = _text(words, at - 2) if _text(words, at - 1) == "(" else ""
    return "" if function in _ROUNDS or function == "len" else None


def _after_point(words: list[Token], at: int) -> str | None:
    return _text(words, at + 2) if _text(words, at + 1) == "." else None


def _text(words: list[Token], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""
