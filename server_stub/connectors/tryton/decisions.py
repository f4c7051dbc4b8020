"""Carrying out one decision in Tryton, so that it happens once and only to what was seen.

Each attempt reads the document afresh and compares it with what the person saw, sends its
`_timestamp` along, and reads the document back: "accepted" does not mean "changed" (rules of
several signatures; 7.0 accepts what comes too late). So an attempt whose outcome is not known may
simply be made again: it begins with reading back.
"""

from core.tasks import DecisionKind
from server_stub.connectors.tryton import errors
from server_stub.connectors.tryton.documents import Found, Library
from server_stub.connectors.tryton.kinds import KINDS, Kind
from server_stub.connectors.tryton.notes import leave_note
from server_stub.connectors.tryton.people import People
from server_stub.connectors.tryton.session import Session
from server_stub.connectors.tryton.telling import Teller
from server_stub.operations.calls import Call
from server_stub.operations.delivery import MEANT, Delivery, DeliveryKind
from server_stub.operations.document import Document

_ROUNDS = 3
"""How often a document that changes between looking and pressing is looked at again."""
_SOON = 2.0
"""Seconds until a document that keeps changing is tried again."""


def button_of(kind: Kind, action: str, buttons: frozenset[str]) -> str:
    """Which button an action presses: a word of the flow, or one of Tryton's own buttons."""
    decision = MEANT.get(action)
    own = kind.buttons.get(decision, "") if decision else ""
    return own or (action if action in buttons else "")


class Decisions:
    """Delivers actions to one Tryton."""

    def __init__(self, library: Library, people: People, teller: Teller) -> None:
        self.library = library
        self.people = people
        self.teller = teller

    async def deliver(self, call: Call) -> Delivery:
        """Press the button that `call` asks for. Raises the kinds of `errors` for no answer,
        a refused login and what should not have been asked."""
        kind = KINDS.get(call.contents.kind)
        if kind is None:
            return _refused("connectors.no_document")
        session = self.people.session(call.person)
        if session is None:
            return _refused("connectors.no_login_for")
        button = button_of(kind, call.action, frozenset(self.people.rights.buttons[kind.id]))
        if not button:
            return _refused("connectors.no_button", action=call.action)
        return await _Attempt(self, call, kind, session, button).run()


class _Attempt:
    """One attempt at one decision."""

    def __init__(
        self, decisions: Decisions, call: Call, kind: Kind, session: Session, button: str
    ) -> None:
        self.library = decisions.library
        self.teller = decisions.teller
        self.call = call
        self.kind = kind
        self.session = session
        self.button = button
        self.meant = next((each for each, own in kind.buttons.items() if own == button), None)
        """What the button decides; None for another of Tryton's own buttons."""
        self.may_be_ours = call.attempts > 1
        """The button may have been pressed by this call already."""

    async def run(self) -> Delivery:
        """Look, press, look again; from the start where it changed in between."""
        await self.session.sign_in()
        for _ in range(_ROUNDS):
            found = await self._look()
            if found is None:
                return self._gone()
            objection = await self._objection(found)
            if objection is not None:
                return objection
            try:
                await self._press(found)
            except errors.Modified:
                continue
            except errors.Warned as warned:
                document = await self.teller.whole(found)
                return Delivery(
                    kind=DeliveryKind.WARNED,
                    message="connectors.warned",
                    values={"text": warned.text},
                    warning=warned.name,
                    document=document,
                )
            except errors.Refusal as refusal:
                now = await self._look()
                if now is None or now.state != found.state:
                    continue
                return _refused(
                    "connectors.refused", await self.teller.whole(now), text=refusal.text
                )
            self.may_be_ours = True
            return await self._look_back(found)
        return Delivery(kind=DeliveryKind.LATER, message="connectors.keeps_changing", after=_SOON)

    async def _look(self) -> Found | None:
        id_ = int(self.call.contents.document)
        found = (await self.library.read(self.kind, [id_])).get(id_)
        if wrong := self.library.strange.get(f"{self.kind.model},{id_}"):
            raise errors.Misunderstood(wrong)
        return found

    async def _objection(self, found: Found) -> Delivery | None:
        """Why the button is not to be pressed on what is there now."""
        seen = self.call.contents
        moved = not found.waiting if self.meant else found.state != seen.state
        if moved:
            return await self._settled(found)
        if found.digest != seen.digest:
            document = await self.teller.whole(found)
            return Delivery(
                kind=DeliveryKind.CHANGED, message="connectors.changed", document=document
            )
        if await self._has_signed(found):
            return await self._signed(found)
        return None

    async def _press(self, found: Found) -> None:
        reason = self.call.contents.reason.strip()
        if reason:  # before the button: a rejected document may take no more notes
            await leave_note(
                self.library, self.session, found.resource, reason, again=self.may_be_ours
            )
        for warning in self.call.contents.agreed:
            await self.session.call("model.res.user.warning.skip", warning, False, changes=True)
        await self.session.call(
            f"model.{self.kind.model}.{self.button}",
            [found.id],
            changes=True,
            _timestamp={found.resource: found.stamp},
        )

    async def _look_back(self, before: Found) -> Delivery:
        found = await self._look()
        if found is None:
            return self._gone()
        if found.state != before.state:
            return await self._settled(found)
        if await self._has_signed(found):
            return await self._signed(found)
        return _refused(
            "connectors.unmoved", await self.teller.whole(found), state=found.state_title
        )

    async def _settled(self, found: Found) -> Delivery:
        """The document moved on: by this decision, or by somebody else's."""
        decider = await self.teller.decider(found)
        document = await self.teller.whole(found, decider=decider)
        as_meant = self.meant is None or found.kind.outcomes.get(found.state) == self.meant
        ours = decider.person == self.call.person or (self.may_be_ours and not decider.name)
        values = {"who": decider.name, "state": found.state_title}
        if as_meant and ours:
            return Delivery(
                kind=DeliveryKind.DONE,
                message="connectors.done",
                values={**values, "login": self.session.login},
                document=document,
            )
        return Delivery(
            kind=DeliveryKind.ELSEWHERE,
            message="connectors.decided_there",
            values=values,
            document=document,
        )

    def _gone(self) -> Delivery:
        document = self.teller.gone(self.kind, self.call.contents.document)
        return Delivery(kind=DeliveryKind.ELSEWHERE, message="connectors.gone", document=document)

    async def _has_signed(self, found: Found) -> bool:
        if self.meant is not DecisionKind.APPROVE or not self.teller.takes_several(found):
            return False
        return self.session.identity.user in await self.teller.signed_by(found)

    async def _signed(self, found: Found) -> Delivery:
        document = await self.teller.whole(found)
        return Delivery(
            kind=DeliveryKind.SIGNED,
            message="connectors.signed",
            values={
                "login": self.session.login,
                "signers": ", ".join(document.signatures.people),
                "needed": str(document.signatures.needed or "?"),
            },
            document=document,
        )


def _refused(message: str, document: Document | None = None, **values: str) -> Delivery:
    return Delivery(kind=DeliveryKind.REFUSED, message=message, values=values, document=document)
