"""Published flows: listed, and as they were written."""

from sqlalchemy import bindparam, func, select

from core.api import FlowSummary, FlowText, Page
from core.cases import CaseStatus
from server_stub.store.moments import from_micros
from server_stub.store.tables import cases, flows
from server_stub.store.unit import Reader
from server_stub.views import cursors, directory

_published = select(flows.c.published, flows.c.by, flows.c.text).where(
    flows.c.id == bindparam("flow"), flows.c.version == bindparam("the_version")
)
_versions = select(flows.c.version).where(flows.c.id == bindparam("flow")).order_by(flows.c.version)
_running = (
    select(cases.c.flow, func.count())
    .where(cases.c.status != CaseStatus.ENDED.value)
    .group_by(cases.c.flow)
)


def listing(reader: Reader, *, limit: int = 50, cursor: str = "") -> Page[FlowSummary]:
    """The newest version of each flow, by id."""
    running = {row[0]: int(row[1]) for row in reader.all(_running)}
    newest = directory.configuration(reader).newest
    part = cursors.part(newest, str, limit, cursor)
    found = [_summary(reader, each, running.get(each, 0)) for each in part.items]
    return Page(items=found, next=part.next)


def text(reader: Reader, flow_id: str, version: int = 0) -> FlowText:
    """One version of a flow as it was written; 0: the newest. Raises NotFound."""
    versions = tuple(row[0] for row in reader.all(_versions, flow=flow_id))
    wanted = version or max(versions, default=0)
    row = None
    if wanted in versions:  # a number beyond what a database holds is no version either
        row = reader.first(_published, flow=flow_id, the_version=wanted)
    if row is None:
        raise directory.configuration(reader).no_flow(flow_id, version)
    flow, _ = directory.flow(reader, flow_id, wanted)
    return FlowText(
        id=flow_id,
        title=flow.title,
        about=flow.about,
        version=wanted,
        versions=versions,
        published=from_micros(row[0]),
        by=row[1],
        text=row[2],
    )


def _summary(reader: Reader, flow_id: str, running: int) -> FlowSummary:
    flow, version = directory.flow(reader, flow_id)
    row = reader.first(_published, flow=flow_id, the_version=version)
    assert row is not None  # `directory` has just read it
    return FlowSummary(
        id=flow_id,
        title=flow.title,
        about=flow.about,
        object_type=flow.object_type,
        version=version,
        published=from_micros(row[0]),
        running=running,
    )
