"""Which fields and columns an expression reads, for rights: in doubt all of them."""

import pytest

from core.objects import FieldDefinition, FieldKind, ObjectType
from core.rules.reads import fields_read


def _field(id_: str, kind: FieldKind, *columns: FieldDefinition) -> FieldDefinition:
    return FieldDefinition(id=id_, kind=kind, title={"": id_}, columns=columns)


ORDER = ObjectType(
    id="order",
    title={"": "Order"},
    prefix="OR",
    fields=(
        _field("note", FieldKind.TEXT),
        _field("sum", FieldKind.MONEY),
        _field(
            "lines",
            FieldKind.TABLE,
            _field("item", FieldKind.TEXT),
            _field("cost", FieldKind.NUMBER),
        ),
    ),
)
ALL = "lines lines.item lines.cost"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('note == "x" and requester.region == "east"', "note"),
        ('currency_of.sum == "EUR"', "sum"),
        ("`${note}`", "note"),
        ("len(lines)", "lines"),
        ("lines[0].item", "lines lines.item"),
        ("sum(map(lines, #.cost)) > 5", "lines lines.cost"),
        ('len(filter(lines, #.item == "x")) > 1', "lines lines.item"),
        ('map(filter(lines, #.item == "x"), #.cost)', "lines lines.item lines.cost"),
        ('lines[0]["cost"]', ALL),
        ('map(lines, #["co" + "st"])', ALL),
        ("map(lines as line, line.item)", ALL),
        ("values(lines[0])", ALL),
        ("values(filter(lines, #.item == note)[0])", f"{ALL} note"),
        ("lines[0] == lines[1]", ALL),
        ("lines", ALL),
    ],
)
def test_an_expression_reads_these_fields(text: str, read: str) -> None:
    assert fields_read(text, ORDER) == set(read.split())
