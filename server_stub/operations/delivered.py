"""What came of an action in another system, written down: the answer to a decision or a flow."""

from datetime import timedelta

from core.cases import CallAnswered, CallStatus
from core.language import say, speaking
from server_stub.access import SYSTEM
from server_stub.operations import calls, course, documents, mirror, receive, subject
from server_stub.operations.calls import Call
from server_stub.operations.delivery import MEANT, Delivery, DeliveryKind
from server_stub.operations.mirror import Again
from server_stub.operations.subject import Subject
from server_stub.store.unit import Unit

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 300.0
"""Seconds between attempts where nobody answers; each is twice the one before."""


def record(unit: Unit, call: Call, delivery: Delivery) -> None:
    """Write down how an attempt ended, and what follows from it."""
    with subject.changing(unit, SYSTEM, object_id=call.object) as it:
        if delivery.kind is DeliveryKind.LATER:
            _put_off(it, call, delivery)
        elif call.action == "note":
            _end(it, call, delivery, done=delivery.kind is DeliveryKind.DONE)
        elif call.case:
            _FLOW[delivery.kind](it, call, delivery)
        else:
            _mirrored(it, call, delivery)


def pause(attempts: int, wish: float = 0) -> timedelta:
    """How long to wait after so many attempts, at least as long as the other side wishes."""
    grown = FIRST_PAUSE * 2 ** min(attempts - 1, 16)
    return timedelta(seconds=max(wish, min(grown, LONGEST_PAUSE)))


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
    if call.attempts <= 1 and call.action != "note":
        _post(it, call, delivery)
    until = it.unit.now + pause(call.attempts, delivery.after)
    calls.put_off(it.unit, call, until=until, detail=_words(it, call, delivery))


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
    mirror.ask_about_warning(
        it, call, warning=delivery.warning, text=delivery.values.get("text", "")
    )


def _flow_failed(it: Subject, call: Call, delivery: Delivery) -> None:
    _end(it, call, delivery, done=False)
    _catch_up(it, call, delivery)
    _post(it, call, delivery)
    answer_flow(it, call.key, done=False, detail=_words(it, call, delivery))


_FLOW = {
    DeliveryKind.DONE: _flow_done,
    DeliveryKind.SIGNED: _flow_failed,
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
