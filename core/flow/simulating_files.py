"""Objects to try a flow on, from a CSV file: a line of headings, then an object a line."""

from core.effort import spend
from core.errors import UsageError
from core.flow.bench import typed
from core.flow.simulating import Past
from core.language import say
from core.located import Located, Problems, near_or_known
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.people import Directory
from core.rules.context import UnclearError
from core.rules.sheets import csv_rows
from core.typed import Local, read_value

_KEYS = {"key": "key", "编号": "key", "单号": "key"}
_REQUESTERS = {"requester": "requester", "发起人": "requester", "申请人": "requester"}


def read_past(
    text: str,
    file: str,
    object_type: ObjectType,
    directory: Directory,
    requester: str,
    problems: Problems,
    *,
    local: Local,
) -> list[Past]:
    """The objects of a CSV file, with what is wrong in `problems`.

    Headings are ids or titles of fields, `key` and `requester`; who submits what names nobody is
    `requester`, and `local` says what a time without an offset means. Raises TooMuchError where a
    limit is set and there are too many.
    """
    rows = [(line, cells) for line, cells in csv_rows(text) if any(cell.strip() for cell in cells)]
    if not rows:
        problems.add(Located(file, 1, 1), say("simulating.empty"))
        return []
    line, headings = rows[0]
    columns = [
        _column(name, object_type, Located(file, line, number), problems)
        for number, name in enumerate(headings, 1)
    ]
    reader = _Rows(file, columns, object_type, directory, requester, problems, local)
    found = [reader.read(number, at, cells) for number, (at, cells) in enumerate(rows[1:], 1)]
    return [each for each in found if each is not None]


def _column(
    name: str, object_type: ObjectType, where: Located, problems: Problems
) -> FieldDefinition | str:
    """The field that a heading names, `key`, `requester`, or "" with a problem."""
    word = name.strip().casefold()
    special = _KEYS.get(word) or _REQUESTERS.get(word)
    if special or not word:
        return special or ""
    for field in object_type.fields:
        if word in (field.id.casefold(), *(title.casefold() for title in field.title.values())):
            return field
    known = [field.id for field in object_type.fields]
    problems.add(
        where, say("simulating.column", name=name.strip()), hint=near_or_known(name, known)
    )
    return ""


_AN_OBJECT = 100
"""Steps (`core.effort`) of keeping one and telling it from the others."""


class _Rows:
    def __init__(
        self,
        file: str,
        columns: list[FieldDefinition | str],
        object_type: ObjectType,
        directory: Directory,
        requester: str,
        problems: Problems,
        local: Local,
    ) -> None:
        self._file = file
        self._columns = columns
        self._type = object_type
        self._directory = directory
        self._requester = requester
        self._problems = problems
        self._local = local

    def read(self, number: int, line: int, cells: list[str]) -> Past | None:
        spend(_AN_OBJECT)
        key, requester = f"{self._file}:{line}", self._requester
        fields: dict[str, object] = {}
        for at, (column, cell) in enumerate(zip(self._columns, cells, strict=False), 1):
            text = cell.strip()
            if column == "key":
                key = text or key
            elif column == "requester":
                requester = self._person(text) if text else requester
            elif isinstance(column, FieldDefinition) and text:
                fields[column.id] = self._value(column, text, Located(self._file, line, at))
        if requester not in self._directory.people:
            message = say("testing.no_person", name=requester)
            self._problems.add(Located(self._file, line, 1), message)
            return None
        return Past(key=key, requester=requester, fields=fields)

    def _person(self, text: str) -> str:
        """The id of whoever has this id or, alone, this name; else the text itself."""
        if text in self._directory.people:
            return text
        wanted = text.casefold()
        named = [
            person.id
            for person in self._directory.people.values()
            if wanted in (name.casefold() for name in person.name.values())
        ]
        return named[0] if len(named) == 1 else text

    def _value(self, field: FieldDefinition, text: str, where: Located) -> object:
        if field.kind is FieldKind.FILE:
            return None
        if field.kind is FieldKind.PERSON:
            text = self._person(text.removeprefix("@"))
        try:
            value = read_value(field, text, name=field.id, local=self._local)
            return typed({field.id: value}, self._type)[field.id]
        except UsageError as error:
            self._problems.add(where, error.message, hint=error.hint)
        except UnclearError:
            self._problems.add(where, say("simulating.value", field=field.id, text=text))
        return None
