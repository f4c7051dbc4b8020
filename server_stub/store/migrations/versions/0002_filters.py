"""What the filters of the inbox ask stands in indexes: the requester, and the objects' values."""

import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = 60
AT_ONCE = 2_000


def upgrade() -> None:
    """Add the column, widen the index, and fill the new table from the objects."""
    op.add_column("tasks", sa.Column("requester", sa.Text(), server_default="", nullable=False))
    op.execute(
        "UPDATE tasks SET requester = "
        "coalesce((SELECT objects.requester FROM objects WHERE objects.id = tasks.object), '')"
    )
    op.drop_index("ix_tasks_inbox", "tasks")
    inbox = ["person", "state", "rank", "id"]
    asked = ["kind", "type", "priority", "urged", "due", "requester", "asked_by"]
    op.create_index("ix_tasks_inbox", "tasks", [*inbox, *asked], unique=False)
    values = op.create_table(
        "field_values",
        sa.Column("field", WORD, nullable=False),
        sa.Column("text", WORD, nullable=False),
        sa.Column("number", sa.Double(), nullable=False),
        sa.Column("object", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("field", "text", "number", "object", name=op.f("pk_field_values")),
        sqlite_with_rowid=False,
    )
    _fill(op.get_bind(), values)


def _fill(connection: sa.Connection, values: sa.Table) -> None:
    types = {
        id_: json.loads(doc)
        for id_, doc in connection.execute(
            sa.text("SELECT id, doc FROM definitions WHERE kind = 'type'")
        )
    }
    some = sa.text(
        "SELECT id, type, fields, amount FROM objects WHERE id > :after ORDER BY id LIMIT :most"
    )
    after = 0
    while rows := connection.execute(some, {"after": after, "most": AT_ONCE}).fetchall():
        after = rows[-1].id
        found = [
            {"field": field, "text": text, "number": number, "object": row.id}
            for row in rows
            for field, text, number in _places(
                types.get(row.type, {}), json.loads(row.fields), row.amount
            )
        ]
        if found:
            connection.execute(values.insert(), found)


def _places(
    object_type: dict[str, Any], fields: dict[str, Any], amount: str
) -> set[tuple[str, str, float]]:
    """Where an object's values stand, as `views.field_index` wrote them in this revision."""
    known = object_type.get("fields", [])
    found = set(_of_fields(known, fields))
    if object_type and amount and all(field["id"] != "amount" for field in known):
        own = [{"id": "amount", "kind": "number"}]
        found |= set(_of_fields(own, {"amount": amount}))
    return found


def _of_fields(
    known: list[dict[str, Any]], fields: dict[str, Any]
) -> Iterator[tuple[str, str, float]]:
    for field in known:
        value, kind = fields.get(field["id"]), field["kind"]
        if value is None or kind in ("table", "file"):
            continue
        try:
            if kind in ("number", "money", "date", "time"):
                yield field["id"], "", _number(kind, value)
            else:
                folded = unicodedata.normalize("NFKC", str(value)).casefold()
                yield field["id"], folded[:KEPT], 0.0
        except (ValueError, ArithmeticError, TypeError, KeyError):
            continue  # not a value of its kind: no comparison finds it


def _number(kind: str, value: Any) -> float:
    if kind in ("number", "money"):
        text = value["amount"] if kind == "money" else str(value)
        number = Decimal(text.replace(",", ""))
        if not number.is_finite():
            raise ValueError(text)
        return float(number)
    moment = datetime.fromisoformat(str(value))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return float((moment - EPOCH) // timedelta(microseconds=1))
