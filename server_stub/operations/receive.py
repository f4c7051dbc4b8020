"""What a connector read of documents in another system, taken in.

A document that waits becomes an object with its tasks or its flow; one that changed updates its
object; one that was decided over there ends what waits here. Reading the same again changes
nothing, so a connector may read as often as it likes.
"""

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import bindparam, select

from core.cases import CaseStatus, EndedElsewhere, Outcome, Resubmit, Submit
from core.feed import EntryKind
from core.objects import FieldChange, ObjectState, Source
from core.tasks import DecisionKind, TaskState
from server_stub.access import SYSTEM
from server_stub.operations import calls, course, documents, mirror, signals, subject
from server_stub.operations.document import Ask, Document, Note
from server_stub.operations.documents import Remembered
from server_stub.operations.subject import Subject
from server_stub.store.tables import calls as calls_table
from server_stub.store.unit import Unit
from server_stub.views import directory

FLOW, MIRROR, OFF = "flow", "mirror", "off"

_STATES = {
    DecisionKind.APPROVE: ObjectState.APPROVED,
    DecisionKind.REJECT: ObjectState.REJECTED,
    DecisionKind.RETURN: ObjectState.RETURNED,
}
_OUTCOMES = {DecisionKind.APPROVE: Outcome.APPROVED, DecisionKind.REJECT: Outcome.REJECTED}
_said = select(calls_table.c.person, calls_table.c.doc).where(
    calls_table.c.object == bindparam("the_object"),
    calls_table.c.connector == bindparam("the_connector"),
)

_STOPPED = EndedElsewhere(by="", outcome=Outcome.WITHDRAWN, stopped=True)


def type_of(connector: str, kind: str) -> str:
    """The object type of a connector's documents of one kind: `erp_purchase`."""
    return f"{connector}_{kind}"


def receive(unit: Unit, connector: str, way: str, found: Iterable[Document]) -> set[str]:
    """Take in documents of one kind; `way` is `mirror` or `flow`.

    Answers the ids of those that have to be read again: a decision about them is on its way, and
    its answer will say what came of it.
    """
    unsettled = set()
    for document in found:
        known = documents.find(unit, connector, document.kind, document.id)
        if known is None:
            if document.waiting:
                _bring(unit, connector, way, document)
        elif not _meet(unit, connector, way, document, known):
            unsettled.add(document.id)
    return unsettled


def ask_again(
    unit: Unit, connector: str, kind: str, ids: Iterable[str], asks: Mapping[str, tuple[Ask, ...]]
) -> None:
    """Rights or logins changed: who is asked about waiting documents, by the document's state."""
    for id_ in ids:
        known = documents.find(unit, connector, kind, id_)
        if known is None or not known.waiting:
            continue
        with subject.changing(unit, SYSTEM, object_id=known.object) as it:
            mirror.sync(it, connector, asks.get(known.state, ()), known.known.signatures)


def let_go(unit: Unit, connector: str, kind: str, ids: Iterable[str]) -> None:
    """Documents that are not to be decided here any more: their tasks end, the objects stay."""
    for id_ in ids:
        known = documents.find(unit, connector, kind, id_)
        if known is None:
            continue
        with subject.changing(unit, SYSTEM, object_id=known.object) as it:
            mirror.end(it, connector, state=TaskState.CANCELLED)
            if course.is_running(course.load(it)):
                course.run(it, _STOPPED)
            it.stand(ObjectState.RECORD)
            documents.forget(unit, connector, kind, id_)


def _bring(unit: Unit, connector: str, way: str, document: Document) -> None:
    object_type = directory.configuration(unit).type(type_of(connector, document.kind))
    flow = way == FLOW
    with subject.creating(
        unit,
        SYSTEM,
        object_type,
        document.fields,
        requester=document.requester,
        state=ObjectState.DRAFT if flow else ObjectState.RUNNING,
        source=_source(connector, way, document),
    ) as it:
        it.post("connectors.arrived", system=connector, state=document.state_title)
        notes = take_notes(it, connector, document.notes, ())
        if flow:
            course.run(it, Submit(by=document.requester))
        else:
            mirror.sync(it, connector, document.asks, document.signatures)
        documents.remember(unit, connector, it.id, document, notes=notes)


def _meet(unit: Unit, connector: str, way: str, document: Document, known: Remembered) -> bool:
    """A document that came before was read again; answers whether that is settled."""
    if not document.waiting and not known.waiting:
        return True
    with subject.changing(unit, SYSTEM, object_id=known.object) as it:
        if not document.waiting and calls.in_flight(unit, it.id):
            return False
        if it.source is not None and it.source.decides != way:
            known = _change_way(it, connector, known)
        changes = refresh(it, connector, way, document, known)
        if document.waiting:
            _wait(it, connector, way, document, known, changes)
        else:
            settle(it, connector, document)
    return True


def refresh(
    it: Subject, connector: str, way: str, document: Document, known: Remembered
) -> tuple[FieldChange, ...]:
    """Bring the object up to what was read; answers what changed of what is shown."""
    changes: tuple[FieldChange, ...] = ()
    if not document.gone and document.digest != known.digest:
        absent = {name: None for name in it.fields if name not in document.fields}
        changes = it.change_fields({**absent, **document.fields})
        signals.object_changed(it, changes)
    way = way or (it.source.decides if it.source else "")
    it.set_source(_source(connector, way, document))
    notes = take_notes(it, connector, document.notes, known.known.notes)
    documents.remember(it.unit, connector, it.id, document, notes=notes)
    return changes


def _wait(
    it: Subject,
    connector: str,
    way: str,
    document: Document,
    known: Remembered,
    changes: tuple[FieldChange, ...],
) -> None:
    if not known.waiting:
        it.post("connectors.waits_again", system=connector, state=document.state_title)
    if way == FLOW:
        _follow_flow(it, document, known, changes)
        return
    if not known.waiting:
        it.stand(ObjectState.RUNNING)
    mirror.sync(it, connector, document.asks, document.signatures)


def _change_way(it: Subject, connector: str, known: Remembered) -> Remembered:
    """The kind is decided another way now: what waits starts again that way."""
    mirror.end(it, connector, state=TaskState.CANCELLED)
    if course.is_running(course.load(it)):
        course.run(it, _STOPPED)
    return msgspec.structs.replace(known, waiting=False)


def _follow_flow(
    it: Subject, document: Document, known: Remembered, changes: tuple[FieldChange, ...]
) -> None:
    """A flow decides: it starts when the document waits, and anew when what it decides about
    changed under it (flows.md, `watch`)."""
    state = course.load(it)
    if state is None or not course.is_running(state):
        if not known.waiting:
            course.run(it, Submit(by=document.requester))
        return
    if not known.waiting and state.status is CaseStatus.RETURNED:
        course.run(it, Resubmit(by=state.requester))
        return
    watch = it.configuration.flow(it.unit, state.flow, state.version).watch
    if any(watch is None or change.field in watch for change in changes):
        start_anew(it, document.requester)


def start_anew(it: Subject, requester: str) -> None:
    """End the running case and ask everybody about the document as it is now."""
    it.post("connectors.restarted", system=it.source.connector if it.source else "")
    course.run(it, _STOPPED)
    course.run(it, Submit(by=requester))


def settle(it: Subject, connector: str, document: Document, *, by: str = "") -> None:
    """The document waits no longer: end what waits here.

    `by` is the person whose decision here did it; without one it was decided over there.
    """
    if not by:
        _say_where(it, connector, document)
    closed = TaskState.CLOSED_BY_PEER if by else TaskState.DECIDED_ELSEWHERE
    mirror.end(it, connector, state=closed, by=by or document.decided_by)
    if it.source is not None and it.source.decides == FLOW:
        if not by and course.is_running(course.load(it)):
            decided = document.outcome or DecisionKind.RETURN
            outcome = Outcome.NONE if document.gone else _OUTCOMES.get(decided, Outcome.WITHDRAWN)
            who = document.decided_by or document.decider
            course.run(
                it,
                EndedElsewhere(by="", outcome=outcome, who=who, detail=document.state_title),
            )
        return
    if document.gone:
        it.stand(ObjectState.GONE)
    else:
        it.stand(_STATES.get(document.outcome or DecisionKind.DONE, ObjectState.RECORD))


def _say_where(it: Subject, connector: str, document: Document) -> None:
    if document.gone:
        it.post("connectors.gone", system=connector)
        return
    message = "connectors.decided_there" if document.outcome else "connectors.left"
    it.post(
        message,
        system=connector,
        who=document.decider or "?",
        state=document.state_title,
    )


def take_notes(
    it: Subject, connector: str, notes: Iterable[Note], known: Iterable[str]
) -> tuple[str, ...]:
    """Put notes that are not known yet into the feed; answers all that are known now.

    What was written here and left over there as a note is known already, by its words.
    """
    seen = dict.fromkeys(known)
    fresh = [note for note in notes if note.id not in seen]
    own = _said_here(it, connector) if fresh and it.id else set()
    for note in fresh:
        seen[note.id] = None
        if (note.by, note.text.strip()) in own or ("", note.text.strip()) in own:
            continue
        if note.by:
            it.add(EntryKind.COMMENT, text=note.text, by=note.by)
        else:
            it.post("connectors.note", system=connector, author=note.author, text=note.text)
    return tuple(seen)


def _said_here(it: Subject, connector: str) -> set[tuple[str, str]]:
    said = set()
    for person, doc in it.unit.all(_said, the_object=it.id, the_connector=connector):
        contents = msgspec.json.decode(doc, type=calls.Contents)
        for text in (contents.reason, contents.arguments.get("text", "")):
            if text:
                said.add((person, str(text).strip()))
    return said


def _source(connector: str, way: str, document: Document) -> Source:
    return Source(
        connector=connector,
        kind=document.kind,
        id=document.id,
        state=document.state_title,
        url=document.url,
        decides=way,
    )
