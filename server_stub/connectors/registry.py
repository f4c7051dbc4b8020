"""The connectors of this server: started, changed and stopped as they are configured."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress

import msgspec
from cryptography.fernet import Fernet, InvalidToken

from core.errors import NotFound, Unreachable
from core.language import say
from core.near import did_you_mean
from server_stub.connectors.base import Connector, Login, Setup
from server_stub.connectors.tryton import Tryton
from server_stub.connectors.webhook import Webhook
from server_stub.operations import connect
from server_stub.operations.calls import Call
from server_stub.operations.connect import ConnectorRow
from server_stub.operations.delivery import Delivery, DeliveryKind
from server_stub.store.unit import Store

SYSTEMS: dict[str, type[Connector]] = {Tryton.system: Tryton, Webhook.system: Webhook}

_LOOK_AGAIN = 5.0
"""Seconds after which a configuration that another server changed is noticed."""

_logger = logging.getLogger("signoff.connectors")


class Secrets:
    """Encrypts passwords for the database, with a key that is not in it.

    The key is asked for when it is first needed: a keyring may take its time, and most servers
    have no connector.
    """

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = key
        self._fernet: Fernet | None = None
        self.unreadable: set[str] = set()
        """Connectors with a password that another key hid."""
        self._told: set[str] = set()

    async def ready(self) -> None:
        """Have the key at hand."""
        if self._fernet is None:
            self._fernet = Fernet(await asyncio.to_thread(self._key))

    async def hide(self, password: str) -> bytes | None:
        """The password as it is stored; None for none."""
        if not password:
            return None
        await self.ready()
        assert self._fernet is not None
        return self._fernet.encrypt(password.encode())

    def show(self, secret: bytes | None, connector: str) -> str:
        """The password; "" where there is none, or where another key hid it: said once for each."""
        if secret is None or self._fernet is None:
            return ""
        try:
            return self._fernet.decrypt(secret).decode()
        except InvalidToken:
            self.unreadable.add(connector)
            if connector not in self._told:
                self._told.add(connector)
                _logger.error("%s", say("connectors.other_key", name=connector))
            return ""


class Running:
    """A connector at work."""

    def __init__(self, setup: Setup, system: str, connector: Connector) -> None:
        self.setup = setup
        self.system = system
        self.connector = connector
        self.polling = asyncio.create_task(connector.poll())

    def adapt(self, setup: Setup) -> bool:
        """Go on under another configuration; False where that takes a new start."""
        if msgspec.structs.replace(setup, people=self.setup.people) != self.setup:
            return False
        if setup.people != self.setup.people:
            self.connector.meet(setup.people)
        self.setup = setup
        return True

    async def stop(self) -> None:
        """End it: what it had begun is taken up again by whoever comes next."""
        self.polling.cancel()
        with suppress(asyncio.CancelledError):
            await self.polling
        with suppress(Exception):  # the other system may be away: sessions end by age
            await self.connector.close()


class Connectors:
    """All connectors of this server process."""

    def __init__(self, store: Store, key: Callable[[], bytes]) -> None:
        self.secrets = Secrets(key)
        self._store = store
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._running: dict[str, Running] = {}
        self._woken = asyncio.Event()
        self._loading = asyncio.Lock()

    async def run(self) -> None:
        """Keep running what is configured, until cancelled."""
        try:
            while True:
                try:
                    await self.load()
                except Unreachable:  # the database is away; it is asked again
                    pass
                except Exception:
                    _logger.exception("the connectors cannot be read")
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), _LOOK_AGAIN)
                self._woken.clear()
        finally:
            await asyncio.gather(*(each.stop() for each in self._running.values()))
            self._running.clear()

    def wake(self) -> None:
        """The configuration changed here."""
        self._woken.set()

    async def load(self) -> None:
        """Start, restart and stop connectors so that they run as they are configured now."""
        async with self._loading:
            rows = {row.name: row for row in await self._store.read(connect.rows)}
            if rows:
                await self.secrets.ready()
            self.secrets.unreadable.clear()
            for name, running in list(self._running.items()):
                row = rows.get(name)
                if row is None or not running.adapt(self._setup(row)):
                    await self._running.pop(name).stop()
            for name, row in rows.items():
                if name not in self._running and row.system in SYSTEMS:
                    self._start(row)

    async def deliver(self, call: Call) -> Delivery:
        """Hand an action to its connector."""
        running = self._running.get(call.connector)
        if running is not None:
            return await running.connector.deliver(call)
        known = {row.name for row in await self._store.read(connect.rows)}
        if call.connector in known:
            return Delivery(
                kind=DeliveryKind.LATER, message="connectors.no_answer", values={"text": "…"}
            )
        return Delivery(kind=DeliveryKind.REFUSED, message="connectors.gone_connector")

    async def get(self, name: str) -> Connector:
        """The running connector, as it is configured now. Raises NotFound."""
        await self.load()
        running = self._running.get(name)
        if running is None:
            near = did_you_mean(name, self._running)
            raise NotFound(kind="connector", what=say("connectors.connector"), key=name, near=near)
        return running.connector

    def _start(self, row: ConnectorRow) -> None:
        setup = self._setup(row)
        try:
            connector = SYSTEMS[row.system](setup, self._store, holder=self._holder)
        except ValueError:
            _logger.error("the address of connector %s cannot be used", row.name)
            return
        self._running[row.name] = Running(setup, row.system, connector)

    def _setup(self, row: ConnectorRow) -> Setup:
        show = self.secrets.show
        people = tuple(
            Login(person=each.person, login=each.login, password=show(each.secret, row.name))
            for each in row.people
        )
        return Setup(
            name=row.name,
            url=row.url,
            user=row.user,
            password=show(row.secret, row.name),
            ways=row.ways,
            people=people,
            headers=row.headers,
            actions=row.actions,
        )
