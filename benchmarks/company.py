"""A server of its own for measuring, with a small company and as many requests as are asked for."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import load
from core.client.local import ensure_server
from core.settings import load_settings

APPROVERS = ("ann", "bo", "cy")

PEOPLE = """
local_owner: ann
roles:
  - {id: approver, title: Approver}
  - {id: process_owner, title: Process owner}
people:
  - {id: ann, name: Ann, roles: [approver, process_owner]}
  - {id: bo, name: Bo, roles: [approver]}
  - {id: cy, name: Cy, roles: [approver]}
  - {id: dee, name: Dee}
"""
TYPE = """
object: order
title: {en: Order, zh: 订单}
prefix: BO
name: "{supplier}, {material}"
amount: amount
flow: order-approval
fields:
  - supplier: {kind: text, title: Supplier}
  - material: {kind: text, title: Material}
  - amount: {kind: money, currency: EUR, title: Amount}
"""
_FLOW = """
flow: order-approval
title: {en: Order approval, zh: 订单审批}
object: order
owner: role:process_owner
steps:"""


def order_flow(steps: str) -> str:
    """The flow of orders with these steps, which begin on a line of their own."""
    return _FLOW + steps


FLOW = order_flow("""
  - approve: sign
    by: role:approver
""")


@dataclass(frozen=True)
class Company:
    """A running server: its folder, its socket, and how to start a command against it."""

    home: Path
    socket: str
    database: Path
    environment: dict[str, str]

    def call(self, method: str, path: str, body: object, *, person: str = "") -> load.Request:
        """A request to this server, in its owner's name or as `person`."""
        headers = {"Signoff-As": person} if person else {}
        return load.Request(method, path, headers, json.dumps(body))

    def send(self, requests: list[load.Request], clients: int = 8) -> load.Load:
        """Send them all; every answer has to be a success."""
        done = load.run(self.socket, requests, clients)
        refused = {status: n for status, n in done.statuses.items() if not status.startswith("2")}
        if refused:
            raise RuntimeError(f"answers that are no success: {refused}")
        return done

    def orders(self, count: int) -> None:
        """Submit that many orders; each waits for any one of three people."""
        self.send(
            [
                self.call(
                    "POST",
                    "/v1/objects",
                    {
                        "type": "order",
                        "submit": True,
                        "fields": {
                            "supplier": f"Supplier {n % 40}",
                            "material": "Ball bearings 608, steel",
                            "amount": {"amount": f"{100 + n}.50", "currency": "EUR"},
                        },
                    },
                    person="dee",
                )
                for n in range(count)
            ]
        )

    def stop(self) -> None:
        """End the server; the database stays until the company is left."""
        stop = [str(Path(sys.executable).parent / "signoff"), "server", "stop"]
        subprocess.run(stop, env=self.environment, check=False, capture_output=True)


@contextmanager
def company(flow: str = FLOW, people: str = PEOPLE) -> Iterator[Company]:
    """A company on a server of its own, stopped and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="signoff-bench-") as folder:
        home = Path(folder)
        environment = {**os.environ, "SIGNOFF_HOME": folder}
        os.environ["SIGNOFF_HOME"] = folder  # the server is a process of its own
        settings = load_settings()
        ensure_server(settings)
        made = Company(home, str(settings.socket_file), settings.database_file, environment)
        files = {"people.yaml": people, "types/order.yaml": TYPE, "flows/order.yaml": flow}
        try:
            made.send([made.call("POST", "/v1/apply", {"files": files})], clients=1)
            yield made
        finally:
            made.stop()
