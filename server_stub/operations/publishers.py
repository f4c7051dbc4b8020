"""Who publishes what: administrators everything, owners their flows with what belongs to these.

Whose a flow is, its newest published version says; rule tables belong to the flows that name them.
"""

from collections.abc import Iterable

from core.api import Change
from core.errors import NotAllowed
from core.language import say
from server_stub import access
from server_stub.access import Actor
from server_stub.configuration.company import KINDS, Company, Known
from server_stub.store.unit import Reader
from server_stub.views import directory


def require_publisher(reader: Reader, actor: Actor) -> None:
    """Raise NotAllowed for whoever neither administers nor owns any published flow."""
    now = directory.configuration(reader)
    flows = (now.flow(reader, flow_id, version) for flow_id, version in now.newest.items())
    access.require_publisher(actor, flows, now.directory)


def require_files(actor: Actor, company: Company) -> None:
    """Raise NotAllowed where the files define what is for administrators: anything but flows,
    rule tables and tests. Of these nobody else is shown a plan either."""
    if access.administers(actor):
        return
    for kind in KINDS:
        for id_ in () if kind in ("rules", "tests") else company.definitions(kind):
            what = say(f"configuration.kind_of.{kind}")
            raise NotAllowed(say("operations.not_your_file", what=what, id=id_))
    if company.local_owner or company.histories:
        raise NotAllowed(say("operations.administrators_only"))


def require_changes(
    actor: Actor, company: Company, known: Known, changes: Iterable[Change]
) -> None:
    """Raise NotAllowed unless the actor may make these changes, to which the files lead.

    `known` is the company as it is. The flows that a changed rule table gives a new version are
    among the changes.
    """
    if access.administers(actor):
        return
    whole = company.over(known)
    for change in changes:
        if change.kind in ("flow", "tests"):
            before, after = known.flows.get(change.id), whole.flows[change.id]
            access.require_flow(actor, before, after, known.directory)
        else:
            _require_table(actor, change.id, known, whole)


def _require_table(actor: Actor, name: str, known: Known, whole: Known) -> None:
    """A rule table is for whoever owns all flows that name it now or then; one that is there but
    that no flow names, for administrators."""
    before = [flow for flow in known.flows.values() if name in flow.tables]
    users = [*before, *(flow for flow in whole.flows.values() if name in flow.tables)]
    for flow in users:
        access.require_flow(actor, known.flows.get(flow.id), flow, known.directory)
    if not users or (name in known.tables and not before):
        raise NotAllowed(say("operations.not_your_table", id=name))
