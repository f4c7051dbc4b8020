"""Text as the words by which it is found, the same on both databases.

Words of letters and digits are folded to one case and width. Chinese, Japanese and Korean, which
write without spaces, are kept as pairs of neighbouring characters: a word of two characters is
found in any sentence, whatever a dictionary would have made of it (docs/why/search.md).
"""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 40
"""Longer words are kept by their beginning only."""
MOST = 4000
"""Words kept of one text."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
_RUNS = re.compile(f"([{_CJK}]+)|([^\\W_{_CJK}]+)")


def folded(text: str) -> str:
    """`text` in the one case and width in which words are compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def words(*texts: str) -> set[str]:
    """The words of the texts, for the index."""
    found: set[str] = set()
    for text in texts:
        for chinese, word in _RUNS.findall(folded(text)):
            found.update(_pairs(chinese) if chinese else (word[:LONGEST],))
            if chinese:
                found.add(chinese[-1])  # so that each character begins a word
            if len(found) >= MOST:
                return found
    return found


def sought(text: str) -> list[str]:
    """What has to be found for a query: each a word, or the beginning of one, in its order."""
    found: dict[str, None] = {}
    for chinese, word in _RUNS.findall(folded(text)):
        for each in _pairs(chinese) if len(chinese) > 1 else (chinese or word[:LONGEST],):
            found[each] = None
    return list(found)


def excerpt(text: str, sought_words: Iterable[str], width: int = 80) -> str:
    """The part of `text` around the first of the words, about `width` characters; "" if none."""
    flat = " ".join(text.split())
    compared = flat.casefold()
    places = [place for word in sought_words if (place := compared.find(word)) >= 0]
    if not places:
        return ""
    start = max(0, min(places) - width // 4)
    end = min(len(flat), start + width)
    return ("…" if start else "") + flat[start:end].strip() + ("…" if end < len(flat) else "")


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]
