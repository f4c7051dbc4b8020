"""What is known of each document that a connector brought, as rows."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from server_stub.operations.document import Ask, Document, Signatures
from server_stub.store.tables import documents
from server_stub.store.unit import Reader, Unit

_into = insert(documents)
_keep = _into.on_conflict_do_update(
    index_elements=["connector", "kind", "id"],
    set_={name: _into.excluded[name] for name in ("waiting", "stamp", "digest", "state", "doc")},
)
_columns = (
    documents.c.object,
    documents.c.waiting,
    documents.c.state,
    documents.c.digest,
    documents.c.doc,
)
_one = select(*_columns).where(
    documents.c.connector == bindparam("the_connector"),
    documents.c.kind == bindparam("the_kind"),
    documents.c.id == bindparam("the_id"),
)
_forget = delete(documents).where(
    documents.c.connector == bindparam("the_connector"),
    documents.c.kind == bindparam("the_kind"),
    documents.c.id == bindparam("the_id"),
)
_waiting = select(documents.c.kind, documents.c.id, documents.c.stamp).where(
    documents.c.connector == bindparam("the_connector"), documents.c.waiting == 1
)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """The `doc` of a row: what is compared with the next reading."""

    notes: tuple[str, ...] = ()
    """Ids of the notes that are in the feed already, or came from here."""
    asks: tuple[Ask, ...] = ()
    signatures: Signatures = Signatures()


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """One row."""

    object: int
    waiting: bool
    state: str
    digest: str
    known: Known


_known = msgspec.json.Decoder(Known)


def find(reader: Reader, connector: str, kind: str, id_: str) -> Remembered | None:
    """What is known of a document, or None for one that never came."""
    row = reader.first(_one, the_connector=connector, the_kind=kind, the_id=id_)
    if row is None:
        return None
    return Remembered(
        object=row[0],
        waiting=bool(row[1]),
        state=row[2],
        digest=row[3],
        known=_known.decode(row[4]),
    )


def waiting(reader: Reader, connector: str) -> dict[str, dict[str, str]]:
    """The documents that were known to wait: kind to id to stamp."""
    found: dict[str, dict[str, str]] = {}
    for kind, id_, stamp in reader.all(_waiting, the_connector=connector):
        found.setdefault(kind, {})[id_] = stamp
    return found


def remember(
    unit: Unit, connector: str, object: int, document: Document, *, notes: Iterable[str] = ()
) -> None:
    """Keep what was read of a document."""
    known = Known(notes=tuple(notes), asks=document.asks, signatures=document.signatures)
    unit.run(
        _keep,
        connector=connector,
        kind=document.kind,
        id=document.id,
        object=object,
        waiting=int(document.waiting),
        stamp=document.stamp,
        digest=document.digest,
        state=document.state,
        doc=msgspec.json.encode(known).decode(),
    )


def forget(unit: Unit, connector: str, kind: str, id_: str) -> None:
    """The document is none of ours any more; its object stays."""
    unit.run(_forget, the_connector=connector, the_kind=kind, the_id=id_)
