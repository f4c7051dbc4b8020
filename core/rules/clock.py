"""What functions of dates may be given: ZEN reads the text `now` as the clock, and a rule may not.

A rule gives the same for the same case and the same moment, which is told to it as `now`. So within
the brackets of such a function stand dates, times and numbers; a text only as it is written there,
or where nobody knows its kind beforehand: what came with an event, an attribute of a person. Those
are looked at when the rule is used (`says_now`).
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

DATED = frozenset(
    (
        *("date", "time", "year", "dayOfWeek", "dayOfMonth", "dayOfYear", "weekOfYear"),
        *("monthOfYear", "monthString", "dateString", "weekdayString", "startOf", "endOf"),
    )
)
"""Functions that read a text as a date."""
_WITHIN = DATED | {
    *("duration", "number", "min", "max", "sum", "avg", "median", "abs", "floor", "ceil", "round"),
    *("len", "all", "some", "none", "one", "count", "filter", "map", "flatMap"),
}
"""Functions that make no text of what they are given, dates apart."""
UNTYPED = frozenset({"event", "requester", "person"})
"""Words whose values can be of any kind."""
_LITERAL = DATED | {"duration"}


class Word(msgspec.Struct, frozen=True):
    """A token as it is needed here: its kind, its text, and for a name the path that it begins."""

    kind: str
    text: str
    path: str = ""
    calls: bool = False
    """A function's name."""


def is_refused(words: list[Word]) -> bool:
    """Whether an argument may make a text that nobody has written there."""
    open_ = ["date"]
    for at, word in enumerate(words):
        before, after = _text(words, at - 1), _text(words, at + 1)
        if word.text in ("(", "["):
            called = words[at - 1] if at and word.text == "(" else None
            open_.append(called.text if called is not None and called.calls else "")
        elif word.text in (")", "]") and len(open_) > 1:
            open_.pop()
        alone = before in ("", "(", ",") and after in ("", ")", ",")
        if word.kind == "template" or (word.calls and word.text not in _WITHIN):
            return True
        if word.kind == "text" and not (alone and open_[-1] in _LITERAL):
            return True
        if word.path.partition(".")[0] in UNTYPED and not _stands_alone(words, at):
            return True
    return False


def _stands_alone(words: list[Word], at: int) -> bool:
    end = at + 1 + 2 * words[at].path.count(".")
    return _text(words, at - 1) in ("", "(", ",") and _text(words, end) in ("", ")", ",")


def paths(words: list[Word]) -> Iterator[str]:
    """The dotted names that an argument reads; `#.due` for a column of lines, `#` for a whole one.

    A name after a point that belongs to no path is a column as well: `lines[0].due`.
    """
    ends = 0
    for at, word in enumerate(words):
        if word.path:
            yield word.path
            ends = at + 1 + 2 * word.path.count(".")
        elif word.text == "#" and _text(words, at + 1) != ".":
            yield "#"
        elif word.kind == "name" and at >= ends and _text(words, at - 1) == ".":
            yield f"#.{word.text}"


def says_now(values: Mapping[str, object], named: Iterable[str]) -> str:
    """The first of the paths under which the text `now` stands; "" where none does."""
    for path in named:
        found: object = values
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if found == "now":
            return path
    return ""


def _text(words: list[Word], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""
