"""SQLite: one thread writes and commits in groups, a few read.

WAL with synchronous FULL: what was answered survives a crash of program and machine. The writer
takes whatever waits, runs each work in a savepoint of its own, and makes them durable with one
commit; so a hundred waiting changes cost one flush of the disk.
"""

import asyncio
import fcntl
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from core.errors import Unreachable, UsageError
from core.language import say
from server_stub.store import events, schema
from server_stub.store.database import APART, AWAITED, Database
from server_stub.store.session import ChangingSession, Session
from server_stub.store.signal import Signal
from server_stub.store.statements import Statements
from server_stub.store.unit import Reader, Unit

T = TypeVar("T")

_log = logging.getLogger("signoff.database")

STATEMENTS = Statements(SQLiteDialect_pysqlite(paramstyle="named"))
READERS = 4
_SHORT = 0.004
"""Seconds of computing up to which a reading may hold up the event loop."""
_WORTH_LEARNING = 10_000
"""Rows of a table from which on the planner is told of them."""

GROUP = 200
"""The most works in one commit: bounds how long the first of them waits."""

_DISK = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
)
_PRIMARY = 0xFF
"""The part of SQLite's error codes that is common to the variants of one."""


class _Work:
    """One waiting change."""

    __slots__ = ("context", "error", "future", "loop", "now", "result", "session", "work")

    def __init__(self, work: Callable[[Unit], Any], now: datetime | None) -> None:
        self.work = work
        self.now = now
        self.context = copy_context()  # the reader's language, in which errors are said
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.session: ChangingSession | None = None
        self.result: object = None
        self.error: BaseException | None = None

    def run(self, connection: sqlite3.Connection) -> None:
        """Run the work inside a savepoint; nothing of a failed one is left."""
        cursor = connection.cursor()
        session = ChangingSession("sqlite", STATEMENTS, cursor, self.now or datetime.now(UTC))
        cursor.execute("SAVEPOINT work")
        try:
            self.result = self.context.run(self.work, session)
            events.write_sqlite(session)
            cursor.execute("RELEASE work")
            self.session = session
        except BaseException as error:
            self.error = error
            if connection.in_transaction:  # else SQLite has rolled back the whole group
                cursor.execute("ROLLBACK TO work")
                cursor.execute("RELEASE work")
        finally:
            cursor.close()

    def resolve(self) -> None:
        """Give the answer to whoever waits; runs on the waiting event loop."""
        if self.error is None and self.session is not None:
            for hook in self.session.hooks:
                hook()
        if self.future.cancelled():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class SqliteDatabase(Database):
    """A database file that this process alone writes to."""

    dialect = "sqlite"

    def __init__(self, path: Path, lock: int) -> None:
        self.url = f"sqlite:///{path}"
        self.schema = schema.HEAD
        self.changed = Signal()
        self.awaited = Signal()
        self._path = path
        self._lock = lock
        self._queue: SimpleQueue[_Work | None] = SimpleQueue()
        self._closed = False
        self._writing = connect(path)
        self._writer = threading.Thread(target=self._write_groups, name="writer", daemon=True)
        self._writer.start()
        self._reading: list[sqlite3.Connection] = []
        self._local = threading.local()
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._apart = ThreadPoolExecutor(APART, "apart")
        self._took: dict[object, float] = {}
        """Seconds of computing that each kind of reading took when it was last done."""

    @classmethod
    async def open_file(cls, path: Path, *, migrate: bool) -> "SqliteDatabase":
        """Open or make the database in the file `path`; see `Database.open`."""
        return await asyncio.to_thread(cls._open_file, path, migrate)

    @classmethod
    def _open_file(cls, path: Path, migrate: bool) -> "SqliteDatabase":
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = _lock(path)
        try:
            schema.prepare_sqlite(path, migrate=migrate)
            return cls(path, lock)
        except BaseException:
            os.close(lock)
            raise

    async def write(self, work: Callable[[Unit], T], *, now: datetime | None = None) -> T:
        """Run `work` in a savepoint of the next group; answers after the group's commit."""
        if self._closed:
            raise RuntimeError("the database is closed")
        waiting = _Work(work, now)
        self._queue.put(waiting)
        result: T = await waiting.future
        return result

    async def read(
        self, work: Callable[[Reader], T], *, kind: object = None, apart: bool = False
    ) -> T:
        """Run `work` on a consistent view: here if its kind is short, else in a reading thread.

        Going to another thread and back costs more than most views take, and Python runs one
        thread at a time anyway. What took long the last time must not hold up the event loop.
        """
        key = kind or getattr(work, "__code__", work)
        if not apart and self._took.get(key, 0.0) < _SHORT:
            return self._read(work, key)
        threads = self._apart if apart else self._readers
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(threads, copy_context().run, self._read, work, key)

    async def close(self) -> None:
        """Finish the waiting changes, then let go of the file."""
        if self._closed:
            return
        self._closed = True
        self._queue.put(None)
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._writer.join()
        self._readers.shutdown()
        self._apart.shutdown()
        for connection in self._reading:
            connection.close()
        self._writing.execute("PRAGMA optimize")
        _forget_small_tables(self._writing)
        self._writing.close()
        os.close(self._lock)

    # --- reading -----------------------------------------------------------------------------

    def _reader(self) -> sqlite3.Connection:
        """The connection with which this thread reads."""
        known: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if known is None:
            known = self._local.connection = connect(self._path)
            known.execute("PRAGMA query_only = on")
            self._reading.append(known)
        return known

    def _read(self, work: Callable[[Reader], T], key: object) -> T:
        if self._closed:
            raise RuntimeError("the database is closed")
        cursor = self._reader().cursor()
        cursor.execute("BEGIN")
        began = time.thread_time()
        try:
            return work(Session("sqlite", STATEMENTS, cursor))
        finally:
            self._took[key] = time.thread_time() - began
            cursor.execute("ROLLBACK")
            cursor.close()

    # --- writing -----------------------------------------------------------------------------

    def _write_groups(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            last = False
            try:
                while len(group) < GROUP and not last:
                    following = self._queue.get_nowait()
                    if following is None:
                        last = True
                    else:
                        group.append(following)
            except Empty:
                pass
            self._commit(group)
            if last:
                return

    def _commit(self, group: list[_Work]) -> None:
        group = [work for work in group if not work.future.cancelled()]
        connection = self._writing
        try:
            connection.execute("BEGIN IMMEDIATE")
            for work in group:
                work.run(connection)
                if not connection.in_transaction:
                    raise _ended(work.error)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            for work in group:
                work.error = work.error or error
        for work in group:
            if work.error is not None and _is_the_disk(work.error):
                work.error = work.context.run(_refused, work.error)
        done = [work.session for work in group if work.error is None and work.session is not None]
        if any(session.events for session in done):
            self.changed.wake()
        if not all(AWAITED.isdisjoint(session.written) for session in done):
            self.awaited.wake()
        _resolve(group)


def _ended(error: BaseException | None) -> sqlite3.OperationalError:
    """What the others of a group are told when one of it made SQLite roll back everything."""
    told = sqlite3.OperationalError(str(error))
    told.sqlite_errorcode = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_IOERR)
    return told


def _is_the_disk(error: BaseException) -> bool:
    """It is full, read-only, broken or held by another; what was to be done is not wrong."""
    code = getattr(error, "sqlite_errorcode", 0)
    return isinstance(error, sqlite3.Error) and code & _PRIMARY in _DISK


def _refused(error: BaseException) -> Unreachable:
    detail = str(error)
    _log.warning("the database cannot be written: %s", detail)
    return Unreachable(detail, said=say("errors.database_refused", detail=detail))


def _resolve(group: list[_Work]) -> None:
    loops = {work.loop for work in group}
    for loop in loops:
        mine = [work for work in group if work.loop is loop]
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve_all, mine)


def _resolve_all(group: list[_Work]) -> None:
    for work in group:
        work.resolve()


def connect(path: Path) -> sqlite3.Connection:
    """A connection set up as the product uses it: WAL, FULL, no implicit transactions."""
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=1000, timeout=30
    )
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA synchronous = full")
    connection.execute("PRAGMA temp_store = memory")
    connection.execute("PRAGMA cache_size = -32768")
    connection.execute("PRAGMA mmap_size = 268435456")
    return connection


def _forget_small_tables(connection: sqlite3.Connection) -> None:
    """Drop what was learnt of tables with few rows. They grow while the next server runs, which
    would go through a thousand rows for one because there was one when it began."""
    with suppress(sqlite3.OperationalError):  # nothing was learnt yet, or another holds the file
        connection.execute(
            "DELETE FROM sqlite_stat1 WHERE CAST(stat AS INTEGER) < ?", (_WORTH_LEARNING,)
        )


def _lock(path: Path) -> int:
    """Hold the file beside the database that says one process has it open."""
    held = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise UsageError(say("server.database_in_use", where=str(path))) from None
    return held
