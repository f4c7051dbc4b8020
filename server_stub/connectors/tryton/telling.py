"""Documents as the rest of signoff takes them: with whom they ask, who decided, who signed."""

import msgspec

from core.tasks import DecisionKind
from server_stub.connectors.tryton import errors
from server_stub.connectors.tryton.documents import Found, Hanging, Library, at
from server_stub.connectors.tryton.kinds import Kind
from server_stub.connectors.tryton.people import People
from server_stub.connectors.tryton.rpc import Address
from server_stub.connectors.tryton.session import Session
from server_stub.operations.document import Document, Note, Signatures


class Decider(msgspec.Struct, frozen=True, kw_only=True):
    """Who decided a document, as far as Tryton lets it be known."""

    person: str = ""
    name: str = ""


class Teller:
    """Turns what was read into documents."""

    def __init__(self, reader: Session, library: Library, people: People, address: Address) -> None:
        self._reader = reader
        self._library = library
        self._people = people
        self._address = address

    def link(self, kind: Kind, id_: int | str) -> str:
        """Where a person opens the document in Tryton's web client."""
        return f"{self._address.root}#{self._address.database}/model/{kind.model}/{id_}"

    async def whole(
        self, found: Found, notes: list[Hanging] | None = None, decider: Decider | None = None
    ) -> Document:
        """`found` with signatures where it takes several, and with its decider where it ended.

        Notes and decider are read where they are not given.
        """
        if notes is None:
            notes = await self._library.notes([found.resource])
        waiting = found.waiting
        if decider is None:
            decider = Decider() if waiting else await self.decider(found)
        return Document(
            kind=found.kind.id,
            id=str(found.id),
            state=found.state,
            state_title=found.state_title,
            waiting=waiting,
            stamp=found.stamp,
            digest=found.digest,
            fields=found.fields,
            amount=found.amount,
            requester=self._people.requester(found),
            url=self.link(found.kind, found.id),
            outcome=None if waiting else found.kind.outcomes.get(found.state),
            decided_by=decider.person,
            decider=decider.name,
            asks=self._people.asks(found.kind, found.state) if waiting else (),
            notes=tuple(self._note(each) for each in notes if each.resource == found.resource),
            signatures=await self.signatures(found) if waiting else Signatures(),
        )

    def gone(self, kind: Kind, id_: str) -> Document:
        """What is left to say of a document that cannot be read any more."""
        return Document(
            kind=kind.id,
            id=id_,
            state="",
            state_title="",
            waiting=False,
            gone=True,
            stamp="",
            url=self.link(kind, id_),
        )

    async def signatures(self, found: Found) -> Signatures:
        """Who has signed already, where a button rule wants several people."""
        button = found.kind.buttons[DecisionKind.APPROVE]
        needed = self._people.rights.signatures(found.kind, button, found.raw)
        clicks = {} if needed == 1 else await self.clicks(found)
        return Signatures(
            needed=needed,
            people=tuple(clicks.values()),
            signed=tuple(filter(None, (self._people.by_user(user) for user in clicks))),
        )

    async def clicks(self, found: Found) -> dict[int, str]:
        """Who has pressed the yes of a document that takes several people: user id to name."""
        button = found.kind.buttons[DecisionKind.APPROVE]
        clicks = await self._reader.call(
            "model.ir.model.button.click.get_click", found.kind.model, button, found.id
        )
        return {int(user): name for user, name in clicks.items()}

    def takes_several(self, found: Found) -> bool:
        """Whether more than one person may have to press the document's yes."""
        button = found.kind.buttons[DecisionKind.APPROVE]
        return self._people.rights.signatures(found.kind, button, found.raw) != 1

    async def decider(self, found: Found) -> Decider:
        """Who brought the document into its state.

        The field that Tryton keeps for it, else its log, else the last writer. The log's `button`
        entries do not count: Tryton 7.0 writes one for a press that came too late as well.
        """
        field = found.kind.decided_by.get(found.state, "")
        employee = at(found.raw, f"{field}.id") if field else None
        if employee:
            name = at(found.raw, f"{field}.rec_name") or ""
            return Decider(person=self._people.by_employee(employee), name=name)
        return await self._from_log(found) or self._last_writer(found)

    async def _from_log(self, found: Found) -> Decider | None:
        try:
            rows = await self._reader.call(
                "model.ir.model.log.search_read",
                [["resource", "=", found.resource], ["event", "=", "transition"]],
                0,
                20,
                [["id", "DESC"]],
                ["target", "user.login", "user.rec_name"],
            )
        except (errors.Refusal, errors.Misunderstood):
            return None
        for row in rows:
            if row["target"] == f"state:{found.state}" and at(row, "user.login"):
                login = at(row, "user.login")
                return Decider(person=self._people.by_login(login), name=at(row, "user.rec_name"))
        return None

    def _last_writer(self, found: Found) -> Decider:
        user = at(found.raw, "write_uid.id") or 0
        name = at(found.raw, "write_uid.rec_name") or ""
        return Decider(person=self._people.by_user(user), name=name)

    def _note(self, note: Hanging) -> Note:
        return Note(
            id=str(note.id),
            at=note.at,
            by=self._people.by_login(note.login),
            author=note.author,
            text=note.text,
        )
