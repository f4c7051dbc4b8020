"""Writing notes: a person's comment or reason, under their own name where they have a login."""

from server_stub.connectors.tryton.documents import Library
from server_stub.connectors.tryton.session import Session


async def leave_note(
    library: Library, session: Session, resource: str, text: str, *, again: bool
) -> None:
    """Add a note to a document; with `again` only where this login has not left the same yet."""
    if again and await _is_there(library, session.login, resource, text):
        return
    await session.call(
        "model.ir.note.create", [{"resource": resource, "message": text}], changes=True
    )


async def _is_there(library: Library, login: str, resource: str, text: str) -> bool:
    notes = await library.notes([resource])
    return any(note.login == login and note.text.strip() == text.strip() for note in notes)
