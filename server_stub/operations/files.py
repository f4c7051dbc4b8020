"""Files that were uploaded: known by the hash of their content."""

from sqlalchemy.dialects.postgresql import insert

from core.objects import File
from server_stub.access import Actor
from server_stub.store.moments import to_micros
from server_stub.store.tables import files
from server_stub.store.unit import Unit

_KEEP = insert(files).on_conflict_do_nothing()


def keep(unit: Unit, actor: Actor, file: File) -> File:
    """Remember who uploaded a file whose content is stored; the first one stays its owner."""
    unit.run(
        _KEEP,
        hash=file.hash,
        size=file.size,
        media_type=file.media_type,
        created=to_micros(unit.now),
        by=actor.person,
    )
    return file
