"""Reading what happened before: objects submitted, decided, talked about.

A document of history is a table of objects and the courses that they took:

    history: purchase orders          # its name; a history is loaded once
    object: purchase_order
    words: {steel: {en: Suzhou Steel, zh: 苏州特钢}}
    fields: {supplier: "{supplier}", needed_by: "{today+10}"}
    courses:
      approved: [{approve: asked, after: 3h, text: "{why}"}]
    columns: [ago, by, supplier, why, then]
    rows:
      - [12d 3h, wang.fang, "{steel}", Price as agreed, approved]

Times count back from now in working time (`1d` is one working day), so a history is as lively on a
Monday morning as on a Sunday. Reference: `docs/how-to/configure.md`.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from core.language import LANGUAGES, label, say
from core.located import Located, Problems, near_or_known
from core.reading import Reading

MINUTES_A_DAY = 8 * 60
BEGINNINGS = ("submit", "draft", "record")
"""How the objects of a history begin; a record is not decided about."""
VERBS = (
    "submit", "approve", "reject", "return", "done", "resubmit", "withdraw", "forward",
    "urge", "comment", "edit", "follow", "seen",
)  # fmt: skip
ASKED = "asked"
"""In place of a person: whoever has the open task."""

_SPAN = re.compile(r"(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)?")
_COLUMN = re.compile(r"\{(?!today\})([a-z_][a-z0-9_]*)\}")


class Happening(msgspec.Struct, kw_only=True, eq=False):
    """One thing that happened to one object, `minutes` of working time ago."""

    verb: str
    by: str
    minutes: int
    row: Located
    """The object's row: one object each."""
    where: Located
    type: str = ""
    name: str = ""
    """What other rows call the object: `{key of NAME}`."""
    text: str = ""
    to: str = ""
    fields: dict[str, Any] = {}
    begins: bool = False


class History(msgspec.Struct, eq=False):
    """One document of history; happenings of one object are in their order."""

    name: str
    where: Located
    objects: int
    happenings: list[Happening]


def read_histories(documents: list[Located], problems: Problems) -> list[History]:
    """Every history of a folder, in the current language; they share their words."""
    found = [_History(document, problems) for document in documents]
    words = {name: word for each in found for name, word in each.words.items()}
    return [each.read(words) for each in found]


def span(text: str) -> int | None:
    """The working minutes of `2d 3h 15m`; None for anything else."""
    found = _SPAN.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return None
    days, hours, minutes = (int(each or 0) for each in found.groups())
    return days * MINUTES_A_DAY + hours * 60 + minutes


class _History:
    """Reads one document."""

    def __init__(self, document: Located, problems: Problems) -> None:
        self.document = document
        self.problems = problems
        reading = Reading(document, problems)
        self.name = reading.text("history", required=True)
        self.type = reading.identifier("object")
        self.begin = reading.one_of("begin", BEGINNINGS, default="submit")
        self.fields = reading.map("fields")
        self.words = reading.map("words")
        self.courses = {
            name: self._course(reading, name, each) for name, each in reading.map("courses").items()
        }
        columns = reading.items("columns", required=True)
        self.columns = [reading.as_text(each, "columns") for each in columns]
        self.rows = reading.items("rows", required=True)
        reading.done()

    def _course(self, reading: Reading, name: str, node: Located) -> list[Located]:
        if node.is_list or node.value is None:
            return list(node.value or ())
        reading.wrong(node, name, say("configuration.kind.list"))
        return []

    def read(self, words: dict[str, Located]) -> History:
        """The history, with what is wrong in `problems`."""
        self.words = words
        happenings = [each for row in self.rows for each in self._row(row)]
        return History(self.name, self.document.value["history"], len(self.rows), happenings)

    def _row(self, row: Located) -> list[Happening]:
        cells = self._cells(row)
        if cells is None:
            return []
        start = self._span(cells.get("ago"), row, "ago")
        begin = Happening(
            verb=self.begin,
            by=self._text(cells.get("by"), cells),
            minutes=start,
            row=row,
            where=row,
            type=self.type,
            name=self._text(cells.get("as"), cells),
            fields=self._values(self.fields, cells),
            begins=True,
        )
        found = [begin]
        for step in self._steps(cells.get("then"), cells):
            found += self._step(step, cells, found[-1])
        return found

    def _cells(self, row: Located) -> dict[str, Located] | None:
        if row.is_list and len(row.value) <= len(self.columns):
            return dict(zip(self.columns, row.value, strict=False))
        message = say("configuration.history.row", n=len(self.columns))
        self.problems.add(row, message, hint=", ".join(self.columns))
        return None

    def _steps(self, then: Located | None, cells: dict[str, Located]) -> Iterator[Located]:
        """The steps of a course: a step, the name of a course, or a list of both."""
        if then is None or then.value in (None, ""):
            return
        if then.is_map:
            yield then
        elif then.is_list:
            for each in then.value:
                yield from self._steps(each, cells)
        elif then.raw in self.courses:
            yield from self.courses[then.raw]
        else:
            message = say("configuration.history.course", name=then.raw)
            self.problems.add(then, message, hint=near_or_known(then.raw, self.courses))

    def _step(
        self, step: Located, cells: dict[str, Located], before: Happening
    ) -> Iterator[Happening]:
        verb = next(iter(step.value), "") if step.is_map else ""
        if verb not in VERBS:
            where = step.keys.get(verb, step)
            message = say("configuration.history.verb", verb=verb or step.raw)
            self.problems.add(where, message, hint=near_or_known(verb, VERBS))
            return
        reading = Reading(step, self.problems)
        after = reading.get("after")
        written = self._text(after, cells) if after is not None else "0m"
        minutes = before.minutes - self._minutes(written, after or step, "after")
        if minutes < 0:
            self.problems.add(after or step, say("configuration.history.future", n=-minutes))
        yield Happening(
            verb=verb,
            by=self._text(reading.get(verb, required=True), cells),
            minutes=minutes,
            row=before.row,
            where=step,
            text=self._text(reading.get("text"), cells),
            to=self._text(reading.get("to"), cells),
            fields=self._values(reading.map("fields"), cells),
        )
        reading.done()

    def _span(self, node: Located | None, row: Located, key: str) -> int:
        if node is None or node.value is None:
            self.problems.add(row, say("configuration.missing", key=key))
            return 0
        return self._minutes(node.raw, node, key)

    def _minutes(self, text: str, where: Located, key: str) -> int:
        minutes = span(text)
        if minutes is None:
            kind = say("configuration.kind.span")
            message = say("configuration.wrong_kind", key=key, kind=kind)
            self.problems.add(where, message, hint=say("configuration.kind.span.hint"))
            return 0
        return minutes

    # --- templates ---------------------------------------------------------------------------

    def _text(self, node: Located | None, cells: dict[str, Located]) -> str:
        value = self._value(node, cells) if node is not None else None
        return value if isinstance(value, str) else "" if value is None else str(value)

    def _values(self, fields: dict[str, Located], cells: dict[str, Located]) -> dict[str, Any]:
        """Fields with the row's columns filled in; those left empty are left out."""
        filled = {key: self._value(each, cells) for key, each in fields.items()}
        return {key: value for key, value in filled.items() if value not in (None, "")}

    def _value(self, node: Located, cells: dict[str, Located]) -> Any:
        if node.is_list:
            return [self._value(each, cells) for each in node.value]
        if node.is_map:
            filled = {key: self._value(each, cells) for key, each in node.value.items()}
            return label(filled) if filled and set(filled) <= set(LANGUAGES) else filled
        if not isinstance(node.value, str):
            return node.value
        whole = _COLUMN.fullmatch(node.value)
        if whole is not None:
            return self._cell(whole[1], node, cells)
        return _COLUMN.sub(lambda found: str(self._cell(found[1], node, cells) or ""), node.value)

    def _cell(self, name: str, node: Located, cells: dict[str, Located]) -> Any:
        """What `{name}` stands for: the row's value in that column, or one of the words."""
        if name in self.columns:
            cell = cells.get(name)
            return None if cell is None else self._value(cell, {})
        if name in self.words:
            return self._value(self.words[name], {})
        known = (*self.columns, *self.words)
        message = say("configuration.history.column", column=name)
        self.problems.add(node, message, hint=near_or_known(name, known))
        return None
