"""Breaking words into lines of terminal cells."""

from collections.abc import Iterator

from core.text import cell_width, clean, one_line


def wrapped(words: str, cells: int) -> list[str]:
    """`words` as lines of at most `cells` cells: at spaces, or anywhere beside a wide character.

    Nothing is left out; a word that is longer than a line is
    broken, after one of `_:.,-/` where it has one.
    """
    return list(_lines(one_line(clean(words)).strip(), max(2, cells))) or [""]


def _lines(words: str, cells: int) -> Iterator[str]:
    while words:
        end = _fitting(words, cells)
        if end < len(words):
            end = _break(words, end)
        yield words[:end].rstrip()
        words = words[end:].lstrip(" ")


def _fitting(words: str, cells: int) -> int:
    """How many characters fit; at least one."""
    used = 0
    for number, character in enumerate(words):
        used += cell_width(character)
        if used > cells:
            return max(number, 1)
    return len(words)


def _break(words: str, end: int) -> int:
    """Where to break at or before `end`."""
    if words[end] == " " or cell_width(words[end]) == 2 or cell_width(words[end - 1]) == 2:
        return end
    space = words.rfind(" ", 1, end)
    if space > 0:
        return space + 1
    inner = max(words.rfind(mark, 1, end) for mark in "_:.,-/")
    return inner + 1 if inner > 0 else end
