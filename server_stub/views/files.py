"""Who may read a file: who uploaded it, and whoever sees an object that has it."""

from sqlalchemy import bindparam, select

from core.errors import NotFound
from core.language import say
from server_stub import access
from server_stub.access import Actor
from server_stub.store.tables import files, object_files, objects, readers
from server_stub.store.unit import Reader
from server_stub.views.directory import configuration

_KNOWN = select(files.c.media_type, files.c.by).where(files.c.hash == bindparam("which"))
_WHERE = (
    select(objects.c.type, readers.c.takes_part)
    .select_from(object_files)
    .join(objects, objects.c.id == object_files.c.object)
    .outerjoin(
        readers,
        (readers.c.object == objects.c.id) & (readers.c.person == bindparam("person")),
    )
    .where(object_files.c.hash == bindparam("which"))
)


def media_type(reader: Reader, who: Actor, hash_: str) -> str:
    """What kind of file it is. Raises NotFound where the actor may not read it."""
    row = reader.first(_KNOWN, which=hash_)
    if row is None or not (row[1] == who.person or _sees(reader, who, hash_)):
        raise NotFound(what=say("server.file"), key=hash_)
    return str(row[0])


def _sees(reader: Reader, who: Actor, hash_: str) -> bool:
    if access.administers(who):
        return True
    types = configuration(reader)
    return any(
        access.may_see(who, types.type(type_), bool(takes_part))
        for type_, takes_part in reader.all(_WHERE, which=hash_, person=who.person)
    )
