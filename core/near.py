"""What somebody probably meant: the names nearest to a wrong one."""

import re
from collections.abc import Iterable, Mapping, Sequence

from core.language import say

_MOST_NEAR = 2
MOST_NAMED = 20
"""How many names a hint lists."""
_ALIKE = 0.6
"""How like a name has to be, from 0 to 1 (difflib)."""
_PARTS = re.compile("[-_.]")
_SHORT = 3
"""Letters of a name's part that stand for nothing by themselves: `do`, `to`, `erp`."""
_KEY = re.compile(r"([A-Za-z]+)[-_ ]?(\d+)", re.ASCII)


def nearest(
    word: str, known: Iterable[str], also: Mapping[str, Iterable[str]] | None = None
) -> list[str]:
    """The known names most like the word, the nearest first.

    `also` gives other words for names: `{"lin.yue": ["Lin Yue", "林悦"]}`.
    """
    from difflib import get_close_matches  # only where something is wrong

    folded: dict[str, str] = {}
    for name in known:
        parts = [part for part in _PARTS.split(name) if len(part) > _SHORT]
        for each in (name, *(also or {}).get(name, ()), *parts):
            folded.setdefault(each.casefold(), name)
    wanted = word.casefold()
    near = get_close_matches(wanted, folded, 2 * _MOST_NEAR, _ALIKE)
    if len(wanted) > 1:
        near += sorted(each for each in folded if each.startswith(wanted))
    return list(dict.fromkeys(folded[each] for each in near))[:_MOST_NEAR]


def did_you_mean(
    word: str, known: Iterable[str], also: Mapping[str, Iterable[str]] | None = None
) -> str:
    """The question, or "" where nothing is near."""
    near = nearest(word, known, also)
    return say("near.did_you_mean", names=say("near.or").join(near)) if near else ""


def hint_among(word: str, known: Sequence[str], most: int = MOST_NAMED) -> str:
    """The names nearest to a wrong one, and those there are, at most so many."""
    there = ", ".join(known[:most]) + (", …" if len(known) > most else "")
    parts = [did_you_mean(word, known), say("near.there_are", names=there) if known else ""]
    return say("near.space").join(part for part in parts if part)


def usual_key(key: str) -> str:
    """A key as keys are written, `PO-38` for `po38`; "" where it is written so already.

    Nothing is looked up: what a reader may not see is not given away.
    """
    found = _KEY.fullmatch(key.strip())
    usual = f"{found[1].upper()}-{found[2].lstrip('0') or '0'}" if found else ""
    return "" if usual == key else usual
