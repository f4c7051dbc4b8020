"""Writing notes: a person's comment or reason, under their own name where they have a login."""

from core.text import clean
from server_stub.connectors.tryton import errors
from server_stub.connectors.tryton.documents import Library
from server_stub.connectors.tryton.kinds import KINDS
from server_stub.connectors.tryton.people import People
from server_stub.connectors.tryton.session import Session
from server_stub.operations.calls import Call
from server_stub.operations.delivery import Delivery, DeliveryKind


async def leave_note(
    library: Library, session: Session, resource: str, text: str, *, again: bool
) -> None:
    """Add a note to a document; with `again` only where this login has not left the same yet."""
    if again and await _is_there(library, session.login, resource, text):
        return
    await session.call(
        "model.ir.note.create", [{"resource": resource, "message": text}], changes=True
    )


async def deliver_note(call: Call, library: Library, people: People, reader: Session) -> Delivery:
    """A comment made here becomes a note there.

    Somebody without a login of their own is named in a note by the reader. Raises the kinds of
    `errors` but Refusal: a note needs the right to write the document.
    """
    kind = KINDS.get(call.contents.kind)
    if kind is None:
        return Delivery(kind=DeliveryKind.REFUSED, message="connectors.no_document")
    text = clean(str(call.contents.arguments.get("text", ""))).strip()
    session = people.session(call.person)
    if session is None or session.refused:
        session, text = reader, f"{call.person}: {text}"
    resource = f"{kind.model},{call.contents.document}"
    try:
        await leave_note(library, session, resource, text, again=call.attempts > 1)
    except errors.Refusal as refusal:
        return Delivery(
            kind=DeliveryKind.REFUSED, message="connectors.refused", values={"text": refusal.text}
        )
    return Delivery(kind=DeliveryKind.DONE)


async def _is_there(library: Library, login: str, resource: str, text: str) -> bool:
    notes = await library.notes([resource])
    return any(note.login == login and note.text.strip() == text.strip() for note in notes)
