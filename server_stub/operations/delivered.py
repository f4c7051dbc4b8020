"""What came of an action in another system, written down: the answer to a decision or a flow."""

from datetime import timedelta

import msgspec

from core.cases import CallAnswered, CallStatus
from core.language import say, speaking
from core.rules.assignment import Search, find_owner
from core.rules.context import Context
from core.tasks import Priority, Reason, TaskKind
from server_stub.access import SYSTEM
from server_stub.operations import calls, course, documents, mirror, receive, subject
from server_stub.operations.calls import Call
from server_stub.operations.delivery import MEANT, Delivery, DeliveryKind
from server_stub.operations.mirror import Again
from server_stub.operations.subject import Subject
from server_stub.operations.tasks_open import open_task
from server_stub.store.unit import Unit
from server_stub.views.rows import TaskDoc

PATIENCE = timedelta(days=3)
"""How long a system may stay away before people are asked: longer than a weekend."""


def record(unit: Unit, call: Call, delivery: Delivery, patience: timedelta = PATIENCE) -> None:
    """Write down how an attempt ended, and what follows from it.

    Nobody answered: it is tried again, until the pauses add up to `patience`; then a person is
    asked. Time in which no server ran does not count.
    """
    with subject.changing(unit, SYSTEM, object_id=call.object) as it:
        if delivery.kind is DeliveryKind.LATER:
            if call.contents.waited < patience.total_seconds():
                _put_off(it, call, delivery)
            else:
                _give_up(it, call, delivery)
        elif call.action == "note":
            _end(it, call, delivery, done=delivery.kind is DeliveryKind.DONE)
        elif call.case:
            _FLOW[delivery.kind](it, call, delivery)
        else:
            _mirrored(it, call, delivery)


def answer_flow(
    it: Subject,
    key: str,
    *,
    done: bool,
    detail: str = "",
    fields: dict[str, object] | None = None,
) -> None:
    """Tell the case how an action that it asked for ended, and what came of it."""
    status = CallStatus.DONE if done else CallStatus.FAILED
    answer = CallAnswered(by="", key=key, status=status, detail=detail, fields=fields or {})
    course.run(it, answer)


def _put_off(it: Subject, call: Call, delivery: Delivery) -> None:
    if not call.contents.waited and call.action != "note":
        _post(it, call, delivery)
    calls.put_off(it.unit, call, wish=delivery.after, detail=_words(it, call, delivery))


def _give_up(it: Subject, call: Call, delivery: Delivery) -> None:
    """The last attempt: whoever can do something about it is asked. Whether an earlier one had
    its effect is read back when the system answers again."""
    values = {**delivery.values, "attempts": str(call.attempts)}
    last = Delivery(kind=delivery.kind, message="connectors.given_up", values=values)
    if call.action == "note":
        _end(it, call, last, done=False)
        _post(it, call, last)
    elif call.case:
        _flow_failed(it, call, last)
    elif it.source is not None and it.source.decides == receive.FLOW:
        _end(it, call, last, done=False)
        _post(it, call, last)
        _ask_owner(it, call, _words(it, call, last))
    else:
        _mirrored(it, call, last)


def _ask_owner(it: Subject, call: Call, text: str) -> None:
    """An incident about what a flow's decision leads to after the flow has ended: approving it
    sends again, done says that it was done by hand over there."""
    because = Reason(key="connectors.because_given_up", values={"system": call.connector})
    doc = TaskDoc(text=text, because=because, can=("approve", "done"), call=call.key)
    open_task(
        it,
        kind=TaskKind.INCIDENT,
        person=_owner(it, because) or call.person,
        doc=doc,
        connector=call.connector,
        priority=Priority.HIGH,
    )


def _owner(it: Subject, because: Reason) -> str:
    """Who sees to incidents of the object's flow; "" where nobody is left."""
    state = course.load(it)
    if state is None:
        return ""
    search = Search(
        directory=it.configuration.directory,
        requester=it.requester,
        context=Context(it.fields, it.type),
        requester_may=True,
    )
    flow = it.configuration.flow(it.unit, state.flow, state.version)
    found = find_owner(flow.owner, search, because)
    return found.person if found else ""


def _end(it: Subject, call: Call, delivery: Delivery, *, done: bool, state: str = "") -> None:
    detail = "" if done else _words(it, call, delivery)
    calls.end(it.unit, call, state=state or ("done" if done else "failed"), detail=detail)


# --- mirrored documents ----------------------------------------------------------------------


def _mirrored(it: Subject, call: Call, delivery: Delivery) -> None:
    """A decision about a mirrored document: what it did, and who is asked now."""
    kind = delivery.kind
    _end(it, call, delivery, done=kind in (DeliveryKind.DONE, DeliveryKind.SIGNED))
    _catch_up(it, call, delivery)
    if kind is not DeliveryKind.ELSEWHERE:
        _post(it, call, delivery)
    document = delivery.document
    if document is not None and not document.waiting:
        by = call.person if kind is DeliveryKind.DONE else ""
        receive.settle(it, call.connector, document, by=by)
        return
    if it.source is not None and it.source.decides == receive.FLOW:
        # The flow's no could not be done: the document waits on, so everybody is asked anew.
        receive.start_anew(it, it.requester)
        return
    again = None
    if kind not in (DeliveryKind.DONE, DeliveryKind.SIGNED):
        again = Again(person=call.person, text=_words(it, call, delivery), warning=delivery.warning)
    known = documents.find(it.unit, call.connector, call.contents.kind, call.contents.document)
    if known is not None and known.waiting:
        mirror.sync(it, call.connector, known.known.asks, known.known.signatures, again)


def _catch_up(it: Subject, call: Call, delivery: Delivery) -> None:
    """The object as the document is now."""
    known = documents.find(it.unit, call.connector, call.contents.kind, call.contents.document)
    if delivery.document is not None and known is not None:
        receive.refresh(it, call.connector, "", delivery.document, known)


# --- flows -----------------------------------------------------------------------------------


def _flow_done(it: Subject, call: Call, delivery: Delivery) -> None:
    _end(it, call, delivery, done=True)
    _catch_up(it, call, delivery)
    words = _words(it, call, delivery)
    answer_flow(it, call.key, done=True, detail=words, fields=delivery.fields)
    if delivery.document is not None and not delivery.document.waiting:
        receive.settle(it, call.connector, delivery.document, by=call.person)


def _flow_elsewhere(it: Subject, call: Call, delivery: Delivery) -> None:
    """Somebody was faster over there: good where they did the same, else the case ends as it
    was decided there."""
    document = delivery.document
    _end(it, call, delivery, done=False)
    _catch_up(it, call, delivery)
    outcome = document.outcome if document is not None else None
    same = outcome is not None and outcome is MEANT.get(call.action)
    if same:
        answer_flow(it, call.key, done=True, detail=_words(it, call, delivery))
    if document is not None:
        receive.settle(it, call.connector, document, by=document.decided_by if same else "")


def _flow_changed(it: Subject, call: Call, delivery: Delivery) -> None:
    """The document is not what was decided about: everybody is asked about it as it is now."""
    _end(it, call, delivery, done=False)
    _catch_up(it, call, delivery)
    _post(it, call, delivery)
    requester = delivery.document.requester if delivery.document else it.requester
    receive.start_anew(it, requester or it.requester)


def _flow_warned(it: Subject, call: Call, delivery: Delivery) -> None:
    _end(it, call, delivery, done=False, state="asking")
    _post(it, call, delivery)
    mirror.ask_about_warning(it, call, warning=delivery.warning, text=_words(it, call, delivery))


def _flow_failed(it: Subject, call: Call, delivery: Delivery) -> None:
    _end(it, call, delivery, done=False)
    _catch_up(it, call, delivery)
    _post(it, call, delivery)
    answer_flow(it, call.key, done=False, detail=_words(it, call, delivery))


def _flow_signed(it: Subject, call: Call, delivery: Delivery) -> None:
    """Theirs was one signature of several; the flow knows of nobody who could give the next."""
    _end(it, call, delivery, done=False)
    _catch_up(it, call, delivery)
    _post(it, call, delivery)
    missing = msgspec.structs.replace(delivery, message="connectors.signature_missing")
    answer_flow(it, call.key, done=False, detail=_words(it, call, missing))


_FLOW = {
    DeliveryKind.DONE: _flow_done,
    DeliveryKind.SIGNED: _flow_signed,
    DeliveryKind.ELSEWHERE: _flow_elsewhere,
    DeliveryKind.CHANGED: _flow_changed,
    DeliveryKind.WARNED: _flow_warned,
    DeliveryKind.REFUSED: _flow_failed,
}


# --- words -----------------------------------------------------------------------------------


def _values(it: Subject, call: Call, delivery: Delivery) -> dict[str, str]:
    return {"system": call.connector, "person": call.person, "text": "", **delivery.values}


def _post(it: Subject, call: Call, delivery: Delivery) -> None:
    it.post(delivery.message, **_values(it, call, delivery))


def _words(it: Subject, call: Call, delivery: Delivery) -> str:
    """The message as text, in the language of the person whose decision it was."""
    if not delivery.message:
        return ""
    known = it.configuration.directory.people.get(call.person)
    with speaking(known.language if known else ""):
        values = _values(it, call, delivery)
        return say(delivery.message, **{**values, "person": it.configuration.spoken(call.person)})
