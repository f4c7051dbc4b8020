"""Definitions as rows: people, roles, groups, departments, object types, calendars, absences."""

import secrets

import msgspec
from sqlalchemy import bindparam, delete
from sqlalchemy import insert as insert_plain
from sqlalchemy.dialects.postgresql import insert

from core.events import EventKind
from server_stub.store.case_tables import definition_history
from server_stub.store.moments import to_micros
from server_stub.store.tables import counters, definitions
from server_stub.store.unit import Unit
from server_stub.views.directory import STAMP

# PostgreSQL's form of the upsert; SQLAlchemy writes it for SQLite as well.
_into_counters = insert(counters)
_set_counter = _into_counters.on_conflict_do_update(
    index_elements=["name"], set_={"value": _into_counters.excluded.value}
)
_into_definitions = insert(definitions)
_define = _into_definitions.on_conflict_do_update(
    index_elements=["kind", "id"],
    set_={
        "doc": _into_definitions.excluded.doc,
        "changed": _into_definitions.excluded.changed,
    },
)
_forget = delete(definitions).where(
    definitions.c.kind == bindparam("the_kind"), definitions.c.id == bindparam("the_id")
)
_remember = insert_plain(definition_history)


def changed(unit: Unit, about: str = "") -> None:
    """Say that definitions, flows or connectors are not what they were (once a transaction)."""
    unit.run(_set_counter, name=STAMP, value=secrets.randbits(62))
    unit.emit(EventKind.CONFIGURATION_CHANGED, about=about)


def define(unit: Unit, kind: str, id_: str, definition: msgspec.Struct) -> None:
    """Store one definition of a kind that `views.directory` knows, or that its owner reads.

    What it was before stays in the history of definitions: cases are replayed with what their
    commands were told. Call `changed` when all are stored.
    """
    doc = msgspec.json.encode(definition).decode()
    unit.run(_define, kind=kind, id=id_, doc=doc, changed=to_micros(unit.now))
    unit.run(_remember, kind=kind, id=id_, doc=doc)


def forget(unit: Unit, kind: str, id_: str) -> None:
    """Remove one definition. Call `changed` when all are removed."""
    if unit.run(_forget, the_kind=kind, the_id=id_):
        unit.run(_remember, kind=kind, id=id_, doc=None)
