"""Reading one map of a file key by key: what it must hold, of which kind, and nothing else.

`Reading` answers with a value of the right type in any case and notes what is wrong in `Problems`,
so that one pass over a folder finds every mistake.
"""

import re
from collections.abc import Collection

from core.language import LANGUAGES, Label, say
from core.located import Located, Problems, near_or_known

IDENTIFIER = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")
MOST_IDENTIFIER = 60


class Reading:
    """One map being read; keys that nobody asked for are reported by `done`."""

    def __init__(self, node: Located, problems: Problems) -> None:
        self.node = node
        self.problems = problems
        self._asked: list[str] = []
        self._map: dict[str, Located] = node.value if node.is_map else {}
        if not node.is_map:
            problems.add(node, say("configuration.not_map"))

    def get(self, key: str, *, required: bool = False) -> Located | None:
        """The node at `key`, or None where it is missing or empty."""
        self._asked.append(key)
        found = self._map.get(key)
        if found is not None and found.value is not None:
            return found
        if required and self.node.is_map:
            self.problems.add(found or self.node, say("configuration.missing", key=key))
        return None

    def has(self, key: str) -> bool:
        """Whether the map names `key`, even with nothing after it."""
        return key in self._map

    def text(self, key: str, *, required: bool = False) -> str:
        """The text at `key`; numbers are taken as they were written."""
        found = self.get(key, required=required)
        return "" if found is None else self.as_text(found, key)

    def identifier(self, key: str) -> str:
        """The id at `key`, which every definition needs: letters, digits, `.`, `-`, `_`."""
        found = self.get(key, required=True)
        return "" if found is None else self.as_identifier(found, key)

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false at `key`."""
        found = self.get(key)
        if found is None:
            return default
        if isinstance(found.value, bool):
            return found.value
        self.wrong(found, key, say("configuration.kind.flag"))
        return default

    def integer(self, key: str, default: int = 0) -> int:
        """The whole number at `key`."""
        found = self.get(key)
        if found is None:
            return default
        if isinstance(found.value, int) and not isinstance(found.value, bool):
            return found.value
        self.wrong(found, key, say("configuration.kind.integer"))
        return default

    def one_of(self, key: str, known: Collection[str], default: str = "") -> str:
        """One of the known words at `key`."""
        found = self.get(key)
        if found is None:
            return default
        if not found.is_scalar:
            self.wrong(found, key, say("configuration.kind.text"))
        elif found.raw in known:
            return found.raw
        else:
            message = say("configuration.not_one_of", key=key, word=found.raw)
            self.problems.add(found, message, hint=near_or_known(found.raw, known))
        return default

    def label(self, key: str, *, required: bool = False) -> Label:
        """A text for people at `key`: one text, or one for each language."""
        found = self.get(key, required=required)
        return {} if found is None else read_label(found, key, self.problems)

    def names(self, key: str) -> list[Located]:
        """The list of ids at `key`; a single one may stand without brackets."""
        found = self.get(key)
        if found is None:
            return []
        nodes: list[Located] = found.value if found.is_list else [found]
        return [each for each in nodes if self.as_identifier(each, key)]

    def items(self, key: str, *, required: bool = False) -> list[Located]:
        """The list at `key`."""
        found = self.get(key, required=required)
        if found is None:
            return []
        if not found.is_list:
            self.wrong(found, key, say("configuration.kind.list"))
            return []
        nodes: list[Located] = found.value
        return nodes

    def map(self, key: str) -> dict[str, Located]:
        """The map at `key`."""
        found = self.get(key)
        if found is None:
            return {}
        if not found.is_map:
            self.wrong(found, key, say("configuration.kind.map"))
            return {}
        nodes: dict[str, Located] = found.value
        return nodes

    def done(self, also: Collection[str] = ()) -> None:
        """Report every key that was not asked for."""
        known = {*self._asked, *also}
        for name, where in self.node.keys.items():
            if name not in known:
                message = say("configuration.unknown_key", key=name)
                self.problems.add(where, message, hint=near_or_known(name, known))

    def as_text(self, node: Located, key: str) -> str:
        """The text of a scalar."""
        if node.is_scalar and not isinstance(node.value, bool):
            return node.raw
        self.wrong(node, key, say("configuration.kind.text"))
        return ""

    def as_identifier(self, node: Located, key: str) -> str:
        """The id that a scalar holds."""
        word = self.as_text(node, key)
        if word and (len(word) > MOST_IDENTIFIER or not IDENTIFIER.fullmatch(word)):
            hint = say("configuration.identifier.hint", n=MOST_IDENTIFIER)
            self.problems.add(node, say("configuration.identifier", word=word), hint=hint)
            return ""
        return word

    def wrong(self, node: Located, key: str, kind: str) -> None:
        """Note that `key` holds something of another kind."""
        self.problems.add(node, say("configuration.wrong_kind", key=key, kind=kind))


def read_label(node: Located, key: str, problems: Problems) -> Label:
    """A text for people: `Purchasing`, or `{en: Purchasing, zh: 采购部}`."""
    if node.is_scalar and node.raw.strip():
        return {"": node.raw.strip()}
    if not node.is_map or not node.value:
        hint = say("configuration.label.hint", key=key)
        problems.add(node, say("configuration.wrong_kind", key=key, kind=_text_kind()), hint=hint)
        return {}
    words: Label = {}
    for language, each in node.value.items():
        if language not in LANGUAGES:
            message = say("configuration.language", language=language)
            problems.add(node.keys[language], message, hint=near_or_known(language, LANGUAGES))
        elif not each.is_scalar or not each.raw.strip():
            problems.add(each, say("configuration.wrong_kind", key=language, kind=_text_kind()))
        else:
            words[language] = each.raw.strip()
    return words


def _text_kind() -> str:
    return say("configuration.kind.text")
