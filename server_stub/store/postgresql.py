"""PostgreSQL: any number of servers on one database.

Changes run SERIALIZABLE: two at the same moment leave what one after the other would have left,
as on SQLite, without each operation having to know what to lock. The database ends one of two that
cannot be ordered; it is run again, from the second failure on in a lane where only one such runs
at a time, so that fifty people deciding one task do not end each other for long.
"""

import asyncio
import logging
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from psycopg import IsolationLevel, errors
from psycopg.conninfo import conninfo_to_dict, timeout_from_conninfo
from psycopg_pool import ConnectionPool
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError

from core.errors import Unreachable, UsageError
from core.language import say
from server_stub.store import events, schema
from server_stub.store.database import APART, Database
from server_stub.store.session import ChangingSession, Session
from server_stub.store.signal import Signal
from server_stub.store.statements import Statements
from server_stub.store.unit import Reader, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

_QUOTED = re.compile(r"""(in URI[^:]*|token): ".*""")
_log = logging.getLogger("signoff.database")
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # it would say each try; we say it once
STATEMENTS = Statements(PGDialect_psycopg())  # type: ignore[no-untyped-call]
CONNECTIONS = 12
CHANNEL = "signoff_events"
_LANE = 0x5160FE
"""The advisory lock of the lane for changes that were ended before."""

PATIENCE = 10.0
"""Seconds that a change or a view waits for a connection while the database is thought to run."""
_IMPATIENCE = 0.5
"""The same while it is known to be away: whoever asks should hear so at once."""
_RECONNECT = 5.0
"""Seconds for which the pool tries by itself, in pauses that double; after that, when asked."""
_TRIES = 30
_AGAIN = (errors.SerializationFailure, errors.DeadlockDetected)
_NEVER = (errors.ProgramLimitExceeded, errors.StatementTooComplex)
"""What no waiting makes possible, though psycopg counts it among the operational errors."""


class PostgresqlDatabase(Database):
    """A database that several servers may use at once."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self.url = _without_password(url)
        self.schema = schema.HEAD
        self.changed = Signal()
        self.awaited = self.changed  # what another server wrote is known from its events only
        self._address = url
        self._pool: ConnectionPool[psycopg.Connection] = ConnectionPool(
            url,
            min_size=1,
            max_size=CONNECTIONS + APART,
            configure=_configure,
            open=False,
            reconnect_timeout=_RECONNECT,
        )
        self._patience = PATIENCE
        self._threads = ThreadPoolExecutor(CONNECTIONS, "database")
        self._apart = ThreadPoolExecutor(APART, "apart")
        self._lane = threading.Lock()
        self._unannounced = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    async def open_url(cls, url: str, *, migrate: bool) -> "PostgresqlDatabase":
        """Open the database at `url`; see `Database.open`."""
        _require_readable(url)
        database = cls(url)
        await asyncio.to_thread(database._open, migrate)
        database._tasks = [
            asyncio.create_task(database._listen()),
            asyncio.create_task(database._announce()),
        ]
        return database

    def _open(self, migrate: bool) -> None:
        try:
            with psycopg.connect(self._address, autocommit=True) as connection:
                schema.prepare_postgresql(connection, self.url, migrate=migrate)
        except DBAPIError as error:
            if not isinstance(error.orig, errors.InsufficientPrivilege):
                raise
            detail = _one_line(error.orig)
            raise UsageError(say("server.database_rights", where=self.url, detail=detail)) from None
        except psycopg.OperationalError as error:
            raise UsageError(
                say("server.database_unreachable", where=self.url, detail=_one_line(error))
            ) from error
        self._pool.open()
        self._write(events.lift_offset, None)

    async def write(self, work: Callable[[Unit], T], *, now: datetime | None = None) -> T:
        """Run `work` in a serializable transaction, again if the database asks for it."""
        loop = asyncio.get_running_loop()
        result, hooks, told = await loop.run_in_executor(
            self._threads, copy_context().run, self._write, work, now
        )
        for hook in hooks:
            hook()
        if told:
            self._unannounced.set()
        return result

    async def read(
        self, work: Callable[[Reader], T], *, kind: object = None, apart: bool = False
    ) -> T:
        """Run `work` on a consistent view."""
        threads = self._apart if apart else self._threads
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(threads, copy_context().run, self._read, work)

    async def close(self) -> None:
        """End what was begun and give back the connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._threads.shutdown()
        self._apart.shutdown()
        self._pool.close()

    # --- transactions ------------------------------------------------------------------------

    @contextmanager
    def _connection(self) -> "Iterator[psycopg.Connection]":
        """A connection. Raises Unreachable where the database is away, or went away meanwhile."""
        try:
            with self._pool.connection(timeout=self._patience) as connection:
                yield connection
        except (*_AGAIN, *_NEVER):
            raise
        except psycopg.OperationalError as error:
            raise Unreachable(_one_line(error), said=say("errors.database_away")) from error

    def _read(self, work: Callable[[Reader], T]) -> T:
        with self._connection() as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            with connection.transaction(force_rollback=True), connection.cursor() as cursor:
                return work(Session("postgresql", STATEMENTS, cursor))

    def _write(
        self, work: Callable[[Any], T], now: datetime | None
    ) -> tuple[T, list[Callable[[], None]], bool]:
        for attempt in range(_TRIES):
            with suppress(*_AGAIN), self._turn(attempt):
                result, session = self._once(work, now)
                if session.events:
                    self.changed.wake()
                return result, session.hooks, bool(session.events)
        with self._turn(_TRIES):
            result, session = self._once(work, now)
        return result, session.hooks, bool(session.events)

    def _once(self, work: Callable[[Any], T], now: datetime | None) -> tuple[T, ChangingSession]:
        with self._connection() as connection:
            connection.isolation_level = IsolationLevel.SERIALIZABLE
            connection.read_only = False
            with connection.transaction(), connection.cursor() as cursor:
                session = ChangingSession(
                    "postgresql", STATEMENTS, cursor, now or datetime.now(UTC)
                )
                result = work(session)
                events.write_postgresql(session)
            return result, session

    @contextmanager
    def _turn(self, attempt: int) -> "Iterator[None]":
        """From the second failure on: alone among those that failed, here and on other servers."""
        if attempt < 2:
            yield
            return
        with self._lane, self._connection() as connection:
            connection.isolation_level = None
            connection.read_only = False
            connection.autocommit = True
            try:
                connection.execute("SELECT pg_advisory_lock(%s)", (_LANE,))
                try:
                    yield
                finally:
                    connection.execute("SELECT pg_advisory_unlock(%s)", (_LANE,))
            finally:
                connection.autocommit = False

    # --- telling other servers ---------------------------------------------------------------

    async def _announce(self) -> None:
        """Wake the other servers, once for whatever was committed meanwhile.

        Not with NOTIFY inside the transactions: it would make all their commits take turns. Should
        this process end in between, the others find the events when they look by themselves.
        """
        loop = asyncio.get_running_loop()
        while True:
            await self._unannounced.wait()
            self._unannounced.clear()
            with suppress(psycopg.Error, Unreachable):
                await loop.run_in_executor(self._threads, self._notify)

    def _notify(self) -> None:
        with self._connection() as connection:
            connection.isolation_level = None
            connection.read_only = False
            connection.execute(f"NOTIFY {CHANNEL}")

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._address, autocommit=True
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    if self._patience != PATIENCE:  # back again: what it closed is opened anew
                        await asyncio.to_thread(self._pool.check)
                        self._patience = PATIENCE
                        _log.info("the database answers again")
                    self.changed.wake()  # whatever happened while nobody listened
                    async for _ in connection.notifies():
                        self.changed.wake()
            except psycopg.Error as error:
                if self._patience == PATIENCE:  # whoever waits for changes should hear so at once
                    self._patience = _IMPATIENCE
                    _log.warning("the database is away: %s", _one_line(error))
                    self.changed.wake()
                await asyncio.sleep(1)


def _configure(connection: psycopg.Connection) -> None:
    connection.prepare_threshold = 2
    connection.prepared_max = 500


def _require_readable(url: str) -> None:
    """Raise UsageError for an address that libpq cannot read."""
    try:
        timeout_from_conninfo(conninfo_to_dict(url))
    except psycopg.ProgrammingError as error:
        # What is quoted of an address that cannot be read may be its password.
        detail = _QUOTED.sub(r"\1", _one_line(error))
        raise UsageError(say("server.database_address", detail=detail)) from None


def _one_line(error: psycopg.Error) -> str:
    return " ".join(str(error).split())


def _without_password(url: str) -> str:
    parameters = conninfo_to_dict(url)
    user, host = parameters.get("user", ""), parameters.get("host", "")
    port = f":{parameters['port']}" if parameters.get("port") else ""
    return f"postgresql://{user}@{host}{port}/{parameters.get('dbname', '')}"
