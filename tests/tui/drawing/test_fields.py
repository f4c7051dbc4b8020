"""What changed in a field, as lines of text."""

from core.objects import FieldChange
from tests.tui import company
from tui.drawing.fields import change_lines


def test_a_changed_row_reads_in_the_order_of_the_tables_columns() -> None:
    # As stored: by name.
    old = {"item": "Bearing", "price": {"amount": "12.40", "currency": "CNY"}, "quantity": "9"}
    change = FieldChange(
        field="lines", title={"en": "Lines"}, old=[old], new=[{**old, "quantity": "77"}]
    )
    lines = list(change_lines([change], company.view(0), {}, 80))
    assert ["".join(part.text for part in line) for line in lines] == [
        "Lines  - Bearing | 9 | 12.40 CNY",
        "       + Bearing | 77 | 12.40 CNY",
    ]
