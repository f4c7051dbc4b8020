"""What changed in a field, as lines of text."""

from core.api import FeedPage
from core.feed import Entry, EntryKind
from core.objects import FieldChange
from tests.tui import company
from tui.drawing.feed import feed_lines
from tui.drawing.fields import change_lines


def test_a_changed_row_reads_in_the_order_of_the_tables_columns() -> None:
    # As stored: by name.
    old = {"item": "Bearing", "price": {"amount": "12.40", "currency": "CNY"}, "quantity": "9"}
    change = FieldChange(
        field="lines", title={"en": "Lines"}, old=[old], new=[{**old, "quantity": "77"}]
    )
    lines = list(change_lines([change], company.view(0), {}, 80))
    said = ["Lines  - Bearing | 9 | 12.40 CNY", "       + Bearing | 77 | 12.40 CNY"]
    assert ["".join(part.text for part in line) for line in lines] == said
    entry = Entry(
        object="PO-1000", number=1, at=company.NOW, kind=EntryKind.CHANGE, changes=(change,)
    )
    feed = FeedPage(items=[entry])
    lines = [line for _, line in feed_lines(feed, 0, company.NOW, 80, view=company.view(0))]
    assert ["".join(part.text for part in line)[2:] for line in lines[1:]] == said
