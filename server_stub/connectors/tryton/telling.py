"""Documents as the rest of signoff takes them: with whom they ask, who decided, who signed."""

from collections.abc import Iterable, Mapping

import msgspec

from core.tasks import DecisionKind
from server_stub.connectors.tryton import errors
from server_stub.connectors.tryton.documents import Found, Hanging, Library, at
from server_stub.connectors.tryton.kinds import Kind
from server_stub.connectors.tryton.people import People
from server_stub.connectors.tryton.rpc import Address
from server_stub.connectors.tryton.session import Session
from server_stub.operations.document import Document, Note, Signatures

Clicks = Mapping[int, str]
"""Who has pressed a document's yes: user id to name."""


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

    async def whole(self, found: Found, decider: Decider | None = None) -> Document:
        """`found` with notes, signatures where it takes several, and its decider where it ended.

        The decider is found out where it is not given.
        """
        notes = await self._library.notes([found.resource])
        clicks = await self.clicks([found]) if found.waiting else {}
        return await self._tell(found, notes, clicks.get(found.id, {}), decider)

    async def all(self, found: Iterable[Found], notes: Iterable[Hanging]) -> dict[int, Document]:
        """Documents of one kind, by id; what is asked is asked for all of them at once."""
        found = list(found)
        clicks = await self.clicks([each for each in found if each.waiting])
        hanging: dict[str, list[Hanging]] = {}
        for note in notes:
            hanging.setdefault(note.resource, []).append(note)
        return {
            each.id: await self._tell(each, hanging.get(each.resource, ()), clicks.get(each.id, {}))
            for each in found
        }

    async def _tell(
        self,
        found: Found,
        notes: Iterable[Hanging],
        clicks: Clicks,
        decider: Decider | None = None,
    ) -> Document:
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
            notes=tuple(self._note(each) for each in notes),
            signatures=self._signatures(found, clicks) if waiting else Signatures(),
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

    async def signed_by(self, found: Found) -> Clicks:
        """Who has pressed the yes of one document."""
        return (await self.clicks([found])).get(found.id, {})

    async def clicks(self, found: Iterable[Found]) -> dict[int, dict[int, str]]:
        """Who has pressed the yes of documents of one kind, where it takes several people."""
        several = [each for each in found if self.takes_several(each)]
        if not several:
            return {}
        kind = several[0].kind
        button = self._people.rights.buttons[kind.id][kind.buttons[DecisionKind.APPROVE]]
        rows = await self._reader.call(
            "model.ir.model.button.click.search_read",
            [["button", "=", button.id], ["record_id", "in", [each.id for each in several]]],
            0,
            None,
            [["id", "ASC"]],
            ["record_id", "user.rec_name"],
        )
        clicks: dict[int, dict[int, str]] = {}
        for row in rows:
            if row.get("user."):
                clicks.setdefault(row["record_id"], {})[at(row, "user.id")] = at(
                    row, "user.rec_name"
                )
        return clicks

    def takes_several(self, found: Found) -> bool:
        """Whether more than one person may have to press the document's yes."""
        return self._needed(found) != 1

    def _needed(self, found: Found) -> int:
        button = found.kind.buttons[DecisionKind.APPROVE]
        return self._people.rights.signatures(found.kind, button, found.raw)

    def _signatures(self, found: Found, clicks: Clicks) -> Signatures:
        return Signatures(
            needed=self._needed(found),
            people=tuple(clicks.values()),
            signed=tuple(filter(None, (self._people.by_user(user) for user in clicks))),
        )

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
