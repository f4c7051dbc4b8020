"""`signoff flow simulate` over 100,000 objects of the past, asked over HTTP of a real server.

The server reads every object, tells which kinds there are (between which neither version of the
flow can tell), runs both versions on each kind with the real engine, and counts. Beside it bare
`sqlite3` reads the same rows and their fields are decoded: less than that nobody can do. How many
objects a second the engine takes when each is run by itself is told as well.
"""

import json
import random
import sqlite3
import time
from datetime import UTC, datetime

import httpx
import msgspec

from benchmarks.company import Company, company, order_flow
from benchmarks.report import Figure, median_and_spread
from core.client.local import ensure_server
from core.flow.bench import Bench, World
from core.flow.parsing import parse_flow
from core.flow.ways import way_of
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.people import Directory, Person, Role
from core.settings import load_settings

OBJECTS = 100_000
REPEATS = 3
ONE_BY_ONE = 1000
LIMIT = 30
FLOW = order_flow("""
  - choose:
      - when: amount < 5000
        steps: [{approve: small, by: person:bo}]
      - when: material == "steel" and amount <= 50000
        steps: [{approve: steel, by: {role: approver, pick: least loaded}}]
      - otherwise: [{approve: large, by: role:process_owner}]
""")
AFTER = FLOW.replace("amount < 5000", "amount < 8000")


def measure() -> list[Figure]:
    """Objects a second, before and after together."""
    with company(FLOW) as at:
        at.orders(1)
        at.stop()
        fields = _past(at)
        ensure_server(load_settings())
        ours, bare = [], []
        for _ in range(REPEATS):
            ours.append(_asked(at))
            bare.append(_read(at))
    taken, own_spread = median_and_spread(ours)
    reference, spread = median_and_spread(bare)
    return [
        Figure(
            name=f"a flow tried on {OBJECTS:,} objects of the past, before and after, over HTTP",
            unit="s",
            ours=taken,
            reference_name="bare sqlite3 reads the same rows, msgspec decodes them",
            reference=reference,
            target=f"under {LIMIT} s",
            met=taken < LIMIT,
            spread=max(spread, own_spread),
            limits="looking at the fields of each object, in Python",
            extra={"each a second": OBJECTS / taken, "one by one": _one_by_one(fields)},
        )
    ]


def _past(at: Company) -> list[dict[str, object]]:
    """Make the past: copies of one object that was submitted, with other fields."""
    chance, made = random.Random(1), []
    with sqlite3.connect(at.database) as connection:
        cursor = connection.execute("SELECT * FROM objects")
        columns = [each[0] for each in cursor.description]
        first = dict(zip(columns, cursor.fetchone(), strict=True))
        rows = []
        for number in range(OBJECTS - 1):
            fields: dict[str, object] = {
                "supplier": f"Supplier {number % 40}",
                "material": chance.choice(("steel", "tin", "oil")),
                "amount": {"amount": f"{chance.lognormvariate(9, 1.5):.2f}", "currency": "EUR"},
            }
            made.append(fields)
            key, id_ = f"{first['key']}X{number}", first["id"] + 1 + number
            rows.append({**first, "id": id_, "key": key, "fields": json.dumps(fields)})
        names, marks = ", ".join(f'"{each}"' for each in columns), ", ".join("?" * len(columns))
        connection.executemany(
            f"INSERT INTO objects ({names}) VALUES ({marks})",
            (tuple(row.values()) for row in rows),
        )
    return made


def _asked(at: Company) -> float:
    """Seconds until the server has answered, about every object."""
    body = {"flow": "order-approval", "files": {"flows/order.yaml": AFTER}}
    transport = httpx.HTTPTransport(uds=at.socket)
    with httpx.Client(transport=transport, base_url="http://signoff", timeout=120) as client:
        begun = time.perf_counter()
        answer = client.post("/v1/flows/simulate", json=body)
        seconds = time.perf_counter() - begun
    found = answer.raise_for_status().json()
    if found["objects"] != OBJECTS or not found["changed"]:
        raise RuntimeError(f"{found['objects']} objects, {found['changed']} of them changed")
    return seconds


def _read(at: Company) -> float:
    begun = time.perf_counter()
    with sqlite3.connect(at.database) as connection:
        rows = connection.execute("SELECT key, requester, fields FROM objects ORDER BY id DESC")
        count = sum(1 for _, _, fields in rows if msgspec.json.decode(fields))
    if count != OBJECTS:
        raise RuntimeError(f"{count} objects")
    return time.perf_counter() - begun


def _one_by_one(past: list[dict[str, object]]) -> float:
    """Objects a second where both versions are run on each object by itself."""
    types = {"amount": FieldKind.MONEY, "material": FieldKind.TEXT, "supplier": FieldKind.TEXT}
    world = World(
        directory=Directory(
            people={
                each: Person(id=each, name={}, roles=(role,))
                for each, role in (("bo", "approver"), ("ann", "process_owner"), ("dee", ""))
            },
            roles={each: Role(id=each, title={}) for each in ("approver", "process_owner")},
        ),
        object_type=ObjectType(
            id="order",
            title={},
            prefix="BO",
            fields=tuple(
                FieldDefinition(id=name, kind=kind, title={}, currency="EUR")
                for name, kind in types.items()
            ),
        ),
    )
    now, flows = datetime.now(UTC), (parse_flow(FLOW), parse_flow(AFTER))
    begun = time.perf_counter()
    for fields in past[:ONE_BY_ONE]:
        for flow in flows:
            way_of(Bench(flow, world, "dee", fields, now))
    return ONE_BY_ONE / (time.perf_counter() - begun)
