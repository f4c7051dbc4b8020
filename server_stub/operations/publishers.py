"""Who publishes what: administrators everything, owners their flows with what belongs to these.

Whose a flow is, its newest published version says; rule tables belong to the flows that name them.
"""

from collections.abc import Iterable, Iterator, Mapping

from core.api import Change
from core.errors import FieldError, NotAllowed
from core.flow.definition import Flow
from core.flow.reach import Deed, DeedKind, further_deeds
from core.language import say
from core.objects import ObjectType
from core.people import Directory
from server_stub import access
from server_stub.access import Actor
from server_stub.configuration.company import KINDS, Company, Known
from server_stub.configuration.references import with_tables
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


# --- what a flow reaches -----------------------------------------------------------------------


def beyond(
    actor: Actor, company: Company, known: Known, changes: Iterable[Change]
) -> tuple[FieldError, ...]:
    """What the flows that these changes publish would do, that their published versions do not do
    and that is beyond the actor's own rights: it takes an administrator."""
    if access.administers(actor):
        return ()
    whole = company.over(known)
    found: list[FieldError] = []
    for flow_id in dict.fromkeys(each.id for each in changes if each.kind == "flow"):
        before, after = known.flows[flow_id], whole.flows[flow_id]
        after = with_tables(after, {**after.tables, **company.tables})
        of = (known.types, known.flows, known.directory)
        found += (_told(deed) for deed in _beyond(actor, before, after, *of))
    return tuple(sorted(found, key=lambda each: (each.file, each.line, each.column)))


def require_within(told: tuple[FieldError, ...]) -> None:
    """Raise NotAllowed with what is `beyond` the actor's rights."""
    if told:
        values = {"first": told[0].placed, "n": len(told) - 1}
        text = "operations.beyond" if len(told) == 1 else "operations.beyond_more"
        raise NotAllowed(say(text, **values), hint=say("operations.beyond.hint"), errors=told)


def require_flow(
    actor: Actor,
    before: Flow | None,
    after: Flow,
    known: Known | directory.Configuration,
    flows: Mapping[str, Flow],
    *,
    tried: bool = False,
) -> None:
    """Raise NotAllowed unless the actor may have objects go through `after` in the place of
    `before`; where it is only `tried`, unless it shows nothing that the actor may not see.

    `flows` are the published ones.
    """
    access.require_flow(actor, before, after, known.directory)
    if access.administers(actor) or before is None or before is after:
        return
    found = _beyond(actor, before, after, known.types, flows, known.directory)
    require_within(tuple(_told(deed) for deed in found if not tried or deed.kind is DeedKind.READ))


def _beyond(
    actor: Actor,
    before: Flow,
    after: Flow,
    types: Mapping[str, ObjectType],
    flows: Mapping[str, Flow],
    everybody: Directory,
) -> Iterator[Deed]:
    object_type = types[after.object_type]
    for deed in further_deeds(before, after, object_type):
        flow = flows.get(deed.flow or deed.what if deed.kind in _OF_OTHERS else "")
        started = (flow, types[flow.object_type]) if flow is not None else None
        if not access.within_rights(actor, deed, object_type, started, everybody):
            yield deed


_OF_OTHERS = (DeedKind.START, DeedKind.GIVE)


def _told(deed: Deed) -> FieldError:
    values = {"what": deed.what, "words": deed.words, "flow": deed.flow}
    named = deed.kind in (DeedKind.CALL, DeedKind.UNDO) and not deed.words
    message = say(f"operations.beyond.{deed.kind}{'_own' if named else ''}", **values)
    line, column = deed.place.line, deed.place.column
    return FieldError(message=message, file=deed.file, line=line, column=column)
