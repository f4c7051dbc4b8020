"""Emptying a company of everything that happened in it; what is defined stays."""

from sqlalchemy import Table, bindparam, delete, select

from core.events import EventKind
from server_stub.operations.replay import HISTORY
from server_stub.store import case_tables, tables
from server_stub.store.unit import Reader, Unit

_EMPTIED: tuple[Table, ...] = (
    tables.objects,
    tables.tasks,
    tables.case_events,
    tables.cases,
    tables.entries,
    tables.field_history,
    tables.readers,
    tables.object_files,
    tables.search,
    tables.field_values,
    tables.calls,
    tables.documents,
    case_tables.timers,
    case_tables.listening,
    case_tables.signal_targets,
    case_tables.signals,
    case_tables.subflows,
)
"""Objects first: that waits for whoever changes one just now. Then what hangs on them; documents
too, so connectors bring what still waits once more."""

_empty = [delete(table) for table in _EMPTIED]
_forget = delete(tables.definitions).where(tables.definitions.c.kind == bindparam("the_kind"))
_any_object = select(tables.objects.c.id).limit(1)
_any_flow = select(tables.flows.c.id).limit(1)


def in_use(reader: Reader) -> bool:
    """Whether the server works for somebody already: it has objects or published flows."""
    return reader.first(_any_object) is not None or reader.first(_any_flow) is not None


def reset(unit: Unit) -> None:
    """Remove every object with all that hangs on it, and forget which histories were loaded.

    Keys go on counting: a key that somebody wrote down never means another object.
    """
    for statement in _empty:
        unit.run(statement)
    unit.run(_forget, the_kind=HISTORY)
    unit.emit(EventKind.RESYNC)
