"""Reading a rule table: headings become fields of the object, cells what a row demands of them."""

import difflib

import msgspec

from core.effort import spend
from core.flow.naming import parse_people
from core.flow.phrases import parse_span, parse_vote
from core.flow.source import Node
from core.flow.terms import Expression, Place, Span, Vote, Who
from core.language import label
from core.located import Located, Problems
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.reading import Reading
from core.rules.axes import ORDERED
from core.rules.cells import CellError, cell_words, read_cell
from core.rules.sheets import Line, Sheet
from core.rules.table import Cell, Column, Hit, Row, Table
from core.tasks import Priority

_HITS = {
    **{hit.value: hit for hit in Hit},
    "首个": Hit.FIRST, "第一条": Hit.FIRST, "唯一": Hit.ONLY_ONE, "全部": Hit.EVERY,
    "所有": Hit.EVERY,
}  # fmt: skip
_WITHOUT_CELLS = (FieldKind.TABLE, FieldKind.FILE)
_LISTS = ("requester.roles", "requester.groups", "requester.skills")


class Head(msgspec.Struct, eq=False):
    """What stands above the rows; enough to know which object type the rest is about."""

    id: str
    where: Located
    object_type: str
    object_where: Located
    table: Table


def read_head(sheet: Sheet, problems: Problems) -> Head:
    """The head of a rule table, with what is wrong in it noted."""
    reading = Reading(sheet.head, problems)
    where = reading.get("rules") or sheet.head
    object_where = reading.get("object") or sheet.head
    table = Table(
        id=reading.identifier("rules"),
        title=reading.label("title"),
        about=reading.label("about"),
        object_type=reading.text("object", required=True),
        hit=_HITS[reading.one_of("hit", tuple(_HITS), default=Hit.FIRST.value)],
        file=sheet.head.file,
        place=Place(where.line, where.column),
    )
    reading.done()
    return Head(table.id, where, table.object_type, object_where, table)


def read_table(head: Head, sheet: Sheet, object_type: ObjectType, problems: Problems) -> Table:
    """The whole table, with what is wrong in it noted in `problems`."""
    return _Reader(head, object_type, problems).table(sheet)


class _Reader:
    def __init__(self, head: Head, object_type: ObjectType, problems: Problems) -> None:
        self._head = head
        self._type = object_type
        self._problems = problems
        self._paths: dict[str, str | None] = {}
        self._columns: dict[str, Column] = {}
        self._names: dict[str, Located] = {}

    def table(self, sheet: Sheet) -> Table:
        rows = [self._row(line) for line in sheet.lines]
        for line in sheet.lines[:-1]:
            if line.otherwise:
                self._wrong(line.where, "rules_otherwise_last")
        return msgspec.structs.replace(
            self._head.table, columns=tuple(self._columns.values()), rows=tuple(rows)
        )

    def _row(self, line: Line) -> Row:
        spend(0)
        cells = {}
        for heading, cell in line.conditions.items():
            path = self._path(heading, line.headings[heading])
            read = self._cell(cell, path) if path is not None else None
            if read is not None and path is not None:
                cells[path] = read
        if line.otherwise and (cells or line.when is not None):
            self._wrong(line.where, "rules_otherwise_alone")
        when = line.when
        return Row(
            name=self._name(line, cells),
            cells=cells,
            when=Expression(text=when.raw, place=Place(when.line, when.column)) if when else None,
            otherwise=line.otherwise,
            ask=self._people(line, "ask"),
            vote=self._vote(line),
            within=self._span(line),
            priority=self._priority(line),
            copy=self._people(line, "copy"),
            calls=self._calls(line),
            place=Place(line.where.line, line.where.column),
        )

    def _name(self, line: Line, cells: dict[str, Cell]) -> str:
        if line.otherwise:
            return "otherwise"
        words = [cell_words(iter(cells.items()))] if cells else []
        name = " and ".join([*words, *([line.when.raw] if line.when else [])]) or "always"
        first = self._names.setdefault(name, line.where)
        if first is not line.where:
            self._wrong(line.where, "rules_row_twice", line=first.line, name=name)
        return name

    # --- conditions ----------------------------------------------------------------------------

    def _path(self, heading: str, where: Located) -> str | None:
        """The field or word that a heading names; a problem, once, where there is none."""
        if heading not in self._paths:
            self._paths[heading] = self._find(heading.strip(), where)
        return self._paths[heading]

    def _find(self, name: str, where: Located) -> str | None:
        first, _, rest = name.partition(".")
        if first == "requester" and rest and name not in _LISTS:
            self._columns[name] = Column(path=name)
            return name
        if first == "currency_of" and self._type.field(rest) is not None:
            self._columns[name] = Column(path=name)
            return name
        field = self._field(name)
        if field is None:
            known = [label(each.title) or each.id for each in self._type.fields]
            near = difflib.get_close_matches(name, [*known, *_ids(self._type)], n=1, cutoff=0.5)
            self._wrong(where, "rules_unknown_column", name=name, known=", ".join(near or known))
            return None
        if field.kind in _WITHOUT_CELLS:
            self._wrong(where, "rules_column_kind", name=name)
            return None
        self._columns[field.id] = Column(path=field.id, ordered=field.kind in ORDERED)
        return field.id

    def _field(self, name: str) -> FieldDefinition | None:
        word = name.casefold()
        found = self._type.field(name)
        if found is not None:
            return found
        for field in self._type.fields:
            titles = [each.casefold() for each in field.title.values()]
            if word in (field.id.casefold(), field.id.replace("_", " ").casefold(), *titles):
                return field
        return None

    def _cell(self, cell: Located, path: str) -> Cell | None:
        if not cell.is_scalar and not cell.is_list:
            self._wrong(cell, "text_wanted")
            return None
        text = cell.raw
        if cell.is_list:
            text = " or ".join(f'"{each.raw}"' if each.quoted else each.raw for each in cell.value)
        try:
            return read_cell(text, self._type.field(path))
        except CellError as error:
            self._wrong(cell, error.key, **error.values)
            return None

    # --- outputs -------------------------------------------------------------------------------

    def _people(self, line: Line, key: str) -> tuple[Who, ...]:
        found = line.outputs.get(key)
        if found is None or found.value is None:
            return ()
        return parse_people(Node(found, self._problems))

    def _vote(self, line: Line) -> Vote | None:
        found = line.outputs.get("mode")
        return parse_vote(Node(found, self._problems)) if _given(found) and found else None

    def _span(self, line: Line) -> Span | None:
        found = line.outputs.get("within")
        return parse_span(Node(found, self._problems)) if _given(found) and found else None

    def _priority(self, line: Line) -> Priority | None:
        found = line.outputs.get("priority")
        if not _given(found) or found is None:
            return None
        word = Node(found, self._problems).one_of(list(Priority))
        return Priority(word) if word else None

    def _calls(self, line: Line) -> tuple[str, ...]:
        found = line.outputs.get("call")
        if found is None or found.value is None:
            return ()
        names = Node(found, self._problems).names()
        for name in names:
            if name.count(".") < 1 or name.startswith(".") or name.endswith(".") or " " in name:
                self._wrong(found, "no_action", text=name)
        return names

    def _wrong(self, where: Located, key: str, **values: object) -> None:
        Node(where, self._problems).wrong(key, **values)


def _given(node: Located | None) -> bool:
    return node is not None and node.value is not None


def _ids(object_type: ObjectType) -> list[str]:
    return [field.id for field in object_type.fields]
