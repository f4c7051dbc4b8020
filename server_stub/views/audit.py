"""Looking whether any feed was changed behind the server's back."""

from collections.abc import Iterator, Sequence

from sqlalchemy import bindparam, select

from core.api import AuditReport
from core.errors import FieldError
from core.language import say
from server_stub.store.moments import to_micros
from server_stub.store.tables import entries, objects
from server_stub.store.unit import Reader, Row
from server_stub.views.chain import digest, opened

AT_ONCE = 200
"""Objects whose feeds are read together."""
MOST = 1_000
"""Broken places that are reported."""

_objects = (
    select(objects.c.id, objects.c.key, objects.c.entries, objects.c.chain)
    .where(objects.c.id > bindparam("after"))
    .order_by(objects.c.id)
    .limit(bindparam("most"))
)
_entries = (
    select(
        entries.c.object,
        entries.c.number,
        entries.c.at,
        entries.c.kind,
        entries.c.by,
        entries.c.doc,
        entries.c.previous,
        entries.c.hash,
    )
    .where(entries.c.object.in_(bindparam("objects", expanding=True)))
    .order_by(entries.c.object, entries.c.number)
)


def verify(reader: Reader) -> AuditReport:
    """Check every feed: each entry's hash, that it continues the one before, that none is missing.

    One report names every place where that does not hold, as `KEY#number`.
    """
    objects_, entries_, after = 0, 0, 0
    broken: list[FieldError] = []
    while rows := reader.all(_objects, after=after, most=AT_ONCE):
        after = rows[-1][0]
        objects_ += len(rows)
        feeds: dict[int, list[Row]] = {row[0]: [] for row in rows}
        for entry in reader.all(_entries, objects=list(feeds)):
            feeds[entry[0]].append(entry)
            entries_ += 1
        for id_, key, count, last in rows:
            broken += _broken(key, feeds[id_], count, last)
    return AuditReport(objects=objects_, entries=entries_, broken=tuple(broken[:MOST]))


def _broken(key: str, feed: Sequence[Row], count: int, last: str) -> Iterator[FieldError]:
    number, chain = 0, ""
    for row in feed:
        if row[1] != number + 1:
            yield _place(key, row[1], "operations.audit_gap")
        elif row[6] != chain:
            yield _place(key, row[1], "operations.audit_chain")
        if not _is_whole(row, key):
            yield _place(key, row[1], "operations.audit_hash")
        number, chain = row[1], row[7]
    if (number, chain) != (count, last):
        yield _place(key, number + 1, "operations.audit_end")


def _is_whole(row: Row, key: str) -> bool:
    """Whether an entry's text is the one that was hashed, and its columns say what it says."""
    _, number, at, kind, by, doc, previous, hash_ = row
    if digest(doc.encode()) != hash_:
        return False
    entry = opened(doc, hash_)
    columns = (key, number, at, kind, by, previous)
    said = (entry.object, entry.number, to_micros(entry.at), entry.kind, entry.by, entry.previous)
    return columns == said


def _place(key: str, number: int, message: str) -> FieldError:
    return FieldError(field=f"{key}#{number}", message=say(message))
