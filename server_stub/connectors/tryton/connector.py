"""The connector to a Tryton: wires reading, deciding and testing to one server and its people."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from core.connections import Finding
from core.errors import Unreachable
from core.language import say
from core.objects import ObjectType
from server_stub.connectors.base import Login, Setup
from server_stub.connectors.tryton import errors
from server_stub.connectors.tryton.decisions import Decisions
from server_stub.connectors.tryton.documents import Library
from server_stub.connectors.tryton.exchanges import ExchangeLog, for_the_sake_of
from server_stub.connectors.tryton.findings import look_through
from server_stub.connectors.tryton.kinds import KINDS, Kind, object_type
from server_stub.connectors.tryton.notes import deliver_note
from server_stub.connectors.tryton.people import People
from server_stub.connectors.tryton.polling import Watch
from server_stub.connectors.tryton.rights import read_rights
from server_stub.connectors.tryton.rpc import Address, Rpc, Spoken
from server_stub.connectors.tryton.session import Session
from server_stub.connectors.tryton.telling import Teller
from server_stub.operations import connect
from server_stub.operations.calls import Call
from server_stub.operations.connector_actions import keep_buttons
from server_stub.operations.delivery import Delivery, DeliveryKind
from server_stub.operations.receive import MIRROR, OFF, type_of
from server_stub.store import leases
from server_stub.store.unit import Store

_LEASE = timedelta(seconds=60)
_RENEW_AFTER = 20.0
_LEASE_AGAIN = 10.0
_RIGHTS_EVERY = 60.0
_CONTACT_EVERY = 60.0
_SHORTEST_PAUSE = 1.0
_LONGEST_PAUSE = 5.0
"""Seconds between two looks at a server that does not answer."""

_SYNC_SECONDS = 60.0
_SIGN_OUT_SECONDS = 2.0

_logger = logging.getLogger("signoff.tryton")


class Tryton:
    """One connected Tryton."""

    system: ClassVar[str] = "tryton"

    def __init__(self, setup: Setup, store: Store, *, holder: str) -> None:
        self._name = setup.name
        self._store = store
        self._holder = holder
        self._rpc = Rpc(setup.url)
        self._log = ExchangeLog(setup.name, store)
        self._reader = Session(self._rpc, setup.user, setup.password, log=self._logging(""))
        self._people = People(self._open_session)
        self._people.meet(setup.people)
        self._library = Library(self._reader)
        self._teller = Teller(self._reader, self._library, self._people, self._rpc.address)
        self._decisions = Decisions(self._library, self._people, self._teller)
        self._ways = {kind: setup.ways.get(kind, MIRROR) for kind in KINDS}
        self._preparing = asyncio.Lock()
        self._ready = False
        self._rights_read = 0.0
        self._reported = 0.0
        self._said = ""
        self._leased_until = 0.0
        self._woken = asyncio.Event()
        self._looked = asyncio.Event()
        self._everything = False

    @classmethod
    def check_address(cls, url: str) -> None:
        """Raise ValueError for anything but `http(s)://HOST:PORT/DATABASE`."""
        Address.parse(url)

    @classmethod
    def kinds(cls) -> Sequence[str]:
        """The six kinds."""
        return tuple(KINDS)

    @classmethod
    def types(cls, name: str, taken: Sequence[str]) -> Sequence[ObjectType]:
        """The object types; where a prefix is taken, the connector's name goes before it."""
        return [
            object_type(
                kind,
                type_id=type_of(name, kind.id),
                prefix=f"{name.upper()}{kind.prefix}" if kind.prefix in taken else kind.prefix,
            )
            for kind in KINDS.values()
        ]

    # --- reading -----------------------------------------------------------------------------

    async def poll(self) -> None:
        """Watch what waits, for as long as nobody else does."""
        pause = _SHORTEST_PAUSE
        watch: Watch | None = None
        while True:
            started = time.monotonic()
            try:
                if not await self._have_lease():
                    watch, rest = None, _LEASE_AGAIN
                else:
                    watch = watch or await self._begin()
                    looked = self._looked
                    if self._everything:
                        self._everything = False
                        watch.read_again()
                    with for_the_sake_of(routine=True):
                        await self._refresh_rights()
                        await watch.round()
                    await self._report("ok", self._left_out())
                    if watch.has_all:
                        looked.set()
                    pause, rest = _SHORTEST_PAUSE, watch.rest(time.monotonic() - started)
            except errors.TrytonError as error:
                await self._fail(error)
                self._looked.set()
                rest, pause = pause, min(pause * 2, _LONGEST_PAUSE)
            except Unreachable:  # our database is away
                rest, pause = pause, min(pause * 2, _LONGEST_PAUSE)
            except Exception:  # a defect is never the end of watching
                _logger.exception("reading %s failed", self._name)
                await self._report_defect()
                rest, pause = pause, min(pause * 2, _LONGEST_PAUSE)
            await self._rest(rest)

    async def sync(self) -> None:
        """Look now, read again what is known, and return when all of it is taken in."""
        looked = self._looked = asyncio.Event()
        self._everything = True
        self._woken.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(looked.wait(), _SYNC_SECONDS)

    async def _rest(self, seconds: float) -> None:
        try:
            await self._log.write()
        except Unreachable:
            pass  # our database is away
        except Exception:
            _logger.exception("the log of %s cannot be written", self._name)
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return
        self._woken.clear()

    async def _begin(self) -> Watch:
        await self._prepare()
        kinds = {
            kind.id: (kind, self._ways[kind.id])
            for kind in self._active()
            if kind.id not in self._library.missing
        }
        watch = Watch(self._name, self._store, kinds, self._library, self._people, self._teller)
        await watch.begin()
        return watch

    def _active(self) -> list[Kind]:
        return [kind for kind in KINDS.values() if self._ways[kind.id] != OFF]

    async def _prepare(self) -> None:
        """Sign in the reader and find out what this Tryton has; once."""
        async with self._preparing:
            if self._ready:
                return
            await self._rpc.discover()
            await self._reader.sign_in()
            await self._library.prepare(self._active())
            await self._refresh_rights()
            self._ready = True

    async def _refresh_rights(self) -> None:
        if self._rights_read and time.monotonic() - self._rights_read < _RIGHTS_EVERY:
            return
        sessions = self._people.sessions_by_login()
        kinds = [kind for kind in KINDS.values() if kind.id not in self._library.missing]
        rights = await read_rights(self._reader, kinds, sessions)
        self._people.learn(rights)
        self._rights_read = time.monotonic()
        buttons = {button for each in rights.buttons.values() for button in each}
        await self._store.write(lambda unit: keep_buttons(unit, self._name, buttons))

    async def _have_lease(self) -> bool:
        """Only one of several servers watches; with SQLite there is but one."""
        now = time.monotonic()
        if self._store.dialect == "sqlite" or now < self._leased_until:
            return True
        name = f"connector:{self._name}"
        taken = await self._store.write(lambda unit: leases.take(unit, name, self._holder, _LEASE))
        self._leased_until = now + _RENEW_AFTER if taken else 0.0
        return taken

    def meet(self, people: Iterable[Login]) -> None:
        """Other people are mapped now, or they sign in differently."""
        self._people.meet(people)
        self._rights_read = 0.0
        self._woken.set()

    # --- deciding ----------------------------------------------------------------------------

    async def deliver(self, call: Call) -> Delivery:
        """Carry out one action under the login of whoever decided."""
        with for_the_sake_of(object=call.contents.document and _about(call)):
            try:
                await self._prepare()
                if call.action == "note":
                    delivery = await deliver_note(call, self._library, self._people, self._reader)
                else:
                    delivery = await self._decisions.deliver(call)
            except errors.TrytonError as error:
                delivery = _failed(error)
        await self._log.write()
        return delivery

    # --- how it is doing ---------------------------------------------------------------------

    async def test(self) -> list[Finding]:
        """What works and what is missing."""
        with for_the_sake_of():
            try:
                findings = await look_through(
                    self._rpc, self._reader, self._library, self._people, self._active()
                )
            finally:
                await self._log.write()
        return findings

    async def close(self) -> None:
        """Let others watch, sign everybody out and close the connections."""
        if self._leased_until:
            name = f"connector:{self._name}"
            await self._store.write(lambda unit: leases.drop(unit, name, self._holder))
        sessions = (self._reader, *self._people.sessions_by_login().values())
        with suppress(TimeoutError):  # sessions that cannot be ended end by age
            async with asyncio.timeout(_SIGN_OUT_SECONDS):
                await asyncio.gather(*(session.sign_out() for session in sessions))
        await self._rpc.close()

    def _open_session(self, login: Login) -> Session:
        log = self._logging(login.person)
        return Session(self._rpc, login.login, login.password, log=log)

    def _logging(self, person: str) -> Callable[[Spoken], None]:
        def note(said: Spoken) -> None:
            self._log.note(person, said)

        return note

    async def _fail(self, error: errors.TrytonError) -> None:
        refused = isinstance(error, errors.LoginRefused | errors.Refusal)
        await self._report("refused" if refused else "down", error.text)

    async def _report_defect(self) -> None:
        with suppress(Exception):  # the database is away, and that is the defect
            await self._report("down", say("connectors.defect_reading"))

    def _left_out(self) -> str:
        """Documents that cannot be read, in words; "" where there are none."""
        strange = self._library.strange
        if not strange:
            return ""
        resource, wrong = next(iter(strange.items()))
        return say("connectors.strange", n=len(strange), document=resource, text=wrong)

    async def _report(self, state: str, detail: str = "") -> None:
        now = time.monotonic()
        ok = state == "ok"
        recent = self._reported and now - self._reported < _CONTACT_EVERY
        if ok and recent and detail == self._said:
            return
        self._reported, self._said = (now if ok else 0.0), detail
        contact = datetime.now(UTC) if ok else None
        await self._store.write(
            lambda unit: connect.report(
                unit, self._name, state=state, detail=detail, contact=contact
            )
        )


def _about(call: Call) -> str:
    return f"{KINDS[call.contents.kind].model},{call.contents.document}"


def _failed(error: errors.TrytonError) -> Delivery:
    """What an error that ended an attempt means for the action."""
    text = {"text": error.text or type(error).__name__}
    if isinstance(error, errors.LoginRefused):
        return Delivery(
            kind=DeliveryKind.REFUSED, message="connectors.login_refused_now", values=text
        )
    if isinstance(error, errors.Refusal | errors.Misunderstood | errors.Warned):
        return Delivery(kind=DeliveryKind.REFUSED, message="connectors.refused", values=text)
    after = error.after if isinstance(error, errors.Busy) else 0.0
    return Delivery(
        kind=DeliveryKind.LATER, message="connectors.no_answer", values=text, after=after
    )
