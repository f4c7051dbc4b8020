"""Titles of objects: filled from the template, whole where fields are empty."""

import pytest

from core.objects import FieldDefinition, FieldKind, ObjectType
from core.people import Directory
from server_stub.operations.titles import title

NAME = "{supplier} · {description} · {number}"


def told(template: str, **fields: object) -> str:
    order = ObjectType(
        id="order",
        title={"en": "Order"},
        prefix="PO",
        name=template,
        fields=tuple(
            FieldDefinition(id=name, kind=FieldKind.TEXT, title={"en": name})
            for name in ("supplier", "description", "number")
        ),
    )
    return title(order, fields, Directory(), "PO-1")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"supplier": "博世", "description": "轴承", "number": "7"}, "博世 · 轴承 · 7"),
        ({"supplier": "博世", "number": "7"}, "博世 · 7"),
        ({"description": "Bearings"}, "Bearings"),
        ({"supplier": "Acme (China)", "number": ""}, "Acme (China)"),
        ({}, "PO-1"),
    ],
)
def test_what_is_empty_leaves_no_separator_behind(fields: dict[str, object], expected: str) -> None:
    assert told(NAME, **fields) == expected


def test_signs_beside_an_empty_field_go_with_it() -> None:
    assert told("{supplier}: {description}", supplier="Acme") == "Acme"
    assert told("{supplier} ({number})", supplier="Acme") == "Acme"
    assert told("Order {number}", number="7") == "Order 7"
