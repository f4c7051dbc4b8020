"""Publishing a flow: a new number; running cases stay on theirs (flows.md, "Versions")."""

import msgspec
from sqlalchemy import bindparam, func, insert, select, update

from core.events import EventKind
from core.flow.definition import Flow
from server_stub.access import Actor
from server_stub.store.moments import to_micros
from server_stub.store.tables import flows
from server_stub.store.unit import Reader, Unit

_newest = (
    select(flows.c.version, flows.c.text, flows.c.doc)
    .where(flows.c.id == bindparam("flow"))
    .order_by(flows.c.version.desc())
    .limit(1)
)
_last_number = select(func.max(flows.c.version)).where(flows.c.id == bindparam("flow"))
_publish = insert(flows)
_reword = (
    update(flows)
    .where(flows.c.id == bindparam("flow"), flows.c.version == bindparam("the_version"))
    .values(text=bindparam("the_text"), doc=bindparam("the_doc"))
)


class Published(msgspec.Struct, frozen=True):
    """The newest version of a flow, as written and as understood."""

    version: int
    text: str
    flow: Flow


def newest(reader: Reader, flow_id: str) -> Published | None:
    """The newest version of a flow, or None where it was never published."""
    row = reader.first(_newest, flow=flow_id)
    if row is None:
        return None
    return Published(row[0], row[1], msgspec.json.decode(row[2], type=Flow))


def publish(unit: Unit, actor: Actor, flow: Flow, text: str) -> int:
    """Publish `flow`, which passed its check, under the next number; answers the number.

    Call `operations.configuration.changed` when all is published.
    """
    row = unit.first(_last_number, flow=flow.id)
    version = (row[0] or 0 if row is not None else 0) + 1
    unit.run(
        _publish,
        id=flow.id,
        version=version,
        object_type=flow.object_type,
        text=text,
        doc=_encoded(flow),
        published=to_micros(unit.now),
        by=actor.acting or actor.person,
    )
    unit.emit(EventKind.CONFIGURATION_CHANGED, about=flow.id, by=actor.acting or actor.person)
    return version


def reword(unit: Unit, version: int, flow: Flow, text: str) -> None:
    """Keep a version's meaning but take over its new comments and layout."""
    unit.run(_reword, flow=flow.id, the_version=version, the_text=text, the_doc=_encoded(flow))


def _encoded(flow: Flow) -> str:
    return msgspec.json.encode(flow).decode()
