"""Starting and stopping what runs beside the answering of requests."""

import asyncio
import os
import secrets
import socket
from collections.abc import Coroutine
from datetime import timedelta
from functools import partial
from typing import Any

from server_stub.connectors import Connectors
from server_stub.jobs import housekeeping, outbox
from server_stub.jobs.idle import stop_when_idle
from server_stub.jobs.timers import DueWork
from server_stub.operations import claims, delivered
from server_stub.running import Running
from server_stub.store.database import Database


class Runner:
    """The jobs of one server process."""

    def __init__(
        self,
        database: Database,
        running: Running,
        connectors: Connectors,
        used_tokens: dict[str, int],
        patience: timedelta,
    ) -> None:
        self._database = database
        self._running = running
        self._connectors = connectors
        self._used_tokens = used_tokens
        self._patience = patience
        self._tasks: list[asyncio.Task[None]] = []
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        """The name under which this process holds leases."""

    async def start(self) -> None:
        """Start every job."""
        if self._database.dialect == "sqlite":
            # Only this process has the file open, so whoever held leases is gone.
            await self._database.write(claims.free_all)
        self._begin(self._connectors.run())
        record = partial(delivered.record, patience=self._patience)
        deliveries = outbox.Outbox(self._database, self._connectors, record, holder=self.holder)
        self._begin(deliveries.run())
        self._begin(DueWork(self._database).run())
        self._begin(housekeeping.keep_house(self._database, self._used_tokens, self.holder))
        if self._running.idle_stop:
            self._begin(stop_when_idle(self._database, self._running))

    async def stop(self) -> None:
        """End every job; what it had begun is taken up again at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await housekeeping.note_used(self._database, self._used_tokens)

    def _begin(self, job: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(job))
