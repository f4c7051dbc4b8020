"""Stopping the embedded server when nobody needs it."""

import asyncio

from server_stub.running import Running
from server_stub.store.database import Database


async def stop_when_idle(database: Database, running: Running) -> None:
    """Stop the server after `running.idle_stop` seconds in which nobody asked for anything.

    Connectors, actions that are still to be delivered and timers that are due soon keep it running.
    Timers that are due later do not: the next command starts the server, and what became due
    meanwhile happens then, in its order. A company whose reminders must not wait runs `signoff
    serve`.
    """
    running.touch()  # the start took its time
    while True:
        rest = running.idle_stop - running.idle_for()
        if rest > 0:
            await asyncio.sleep(rest + 0.01)
        elif await database.read(running.busy_with):
            await asyncio.sleep(running.idle_stop)
        else:
            running.stop()
            return
