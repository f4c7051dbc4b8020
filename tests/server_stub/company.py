"""A small company in the database, for the tests of operations, views and their routes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from core.api import NewObject, ObjectView
from core.connections import WebhookAction
from core.flow.parsing import parse_flow
from core.objects import Choice, FieldDefinition, FieldKind, ObjectType
from core.people import Department, Directory, Group, Person, Role
from server_stub import access
from server_stub.access import Actor
from server_stub.operations import configuration, connect, objects, publish
from server_stub.store.database import Database
from server_stub.store.unit import Reader, Unit

T = TypeVar("T")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def person(id_: str, *roles: str, zh: str = "", **more: Any) -> Person:
    name = {"en": f"{id_.capitalize()} Miller", **({"zh": zh} if zh else {})}
    return Person(id=id_, name=name, roles=roles, department="making", **more)


PEOPLE = (
    person("rita", "maker", zh="王丽塔"),
    person("rob", "maker"),
    person("bea", "buyer", zh="李贝"),
    person("ben", "buyer"),
    person("bob", "buyer"),
    person("dora", "director", groups=("board",)),
    person("finn", "finance", groups=("board",)),
    person("olga", "owner"),
    person("ada", "admin"),
    person("eve"),
    person("gone", "buyer", active=False),
)
ROLES = ("maker", "buyer", "director", "finance", "owner", "admin")
DIRECTORY = Directory(
    people={each.id: each for each in PEOPLE},
    departments={"making": Department(id="making", title={"en": "Making"}, head="dora")},
    roles={each: Role(id=each, title={"en": each.capitalize()}) for each in ROLES},
    groups={"board": Group(id="board", title={"en": "The board", "zh": "董事会"})},
)


def field(id_: str, kind: FieldKind, **more: Any) -> FieldDefinition:
    return FieldDefinition(id=id_, kind=kind, title={"en": id_.capitalize()}, **more)


ORDER = ObjectType(
    id="order",
    title={"en": "Purchase order", "zh": "采购订单"},
    prefix="PO",
    name="{supplier}: {material}",
    amount="amount",
    flow="approval",
    read=("maker", "buyer", "director", "finance"),
    create=("maker",),
    write=("buyer",),
    fields=(
        field("supplier", FieldKind.TEXT, required=True),
        field("material", FieldKind.TEXT),
        field("amount", FieldKind.MONEY, currency="CNY"),
        field("quantity", FieldKind.NUMBER),
        field("needed", FieldKind.DATE),
        field("meeting", FieldKind.TIME),
        field("rush", FieldKind.FLAG),
        field("keeper", FieldKind.PERSON),
        field("machine", FieldKind.REFERENCE, of="machine"),
        field("drawing", FieldKind.FILE),
        field("notes", FieldKind.TEXT, multiline=True),
        field(
            "class",
            FieldKind.CHOICE,
            choices=(Choice(id="steel", title={"en": "Steel"}), Choice(id="oil", title={})),
        ),
        field(
            "lines",
            FieldKind.TABLE,
            columns=(
                field("article", FieldKind.TEXT, required=True),
                field("price", FieldKind.MONEY, currency="CNY"),
                field("margin", FieldKind.NUMBER, read=("finance",)),
            ),
        ),
        field("secret", FieldKind.TEXT, read=("finance",), write=("finance",)),
        field("account", FieldKind.TEXT, write=("finance",)),
    ),
)
BUDGET = ObjectType(
    id="budget",
    title={"en": "Budget"},
    prefix="BU",
    name="{purpose} {limit}",
    amount="limit",
    flow="approval-of-budgets",
    fields=(
        field("purpose", FieldKind.TEXT),
        field("limit", FieldKind.MONEY, currency="EUR", read=("finance",)),
    ),
)
MACHINE = ObjectType(
    id="machine",
    title={"en": "Machine", "zh": "机床"},
    prefix="M",
    name="{model}",
    fields=(field("model", FieldKind.TEXT, required=True), field("hall", FieldKind.TEXT)),
)
TYPES = (ORDER, BUDGET, MACHINE)

APPROVAL = """
flow: approval
title: {en: Approval, zh: 审批}
object: order
owner: person:olga
steps:
  - approve: buyer
    title: {en: Buyer, zh: 采购员}
    by: role:buyer
  - choose:
      - when: amount > 10000
        steps:
          - approve: director
            by: role:director
      - otherwise: []
  - tell: role:finance
"""
BUDGETS = """
flow: approval-of-budgets
title: {en: Budgets}
object: budget
owner: person:olga
steps:
  - choose:
      - when: limit != null and limit > 70000
        steps:
          - tell: role:finance
      - otherwise: []
  - approve: director
    by: role:director
    asks: [limit]
"""


def set_up(unit: Unit) -> None:
    """Store the company and publish its flows."""
    for each in PEOPLE:
        configuration.define(unit, "person", each.id, each)
    for role in DIRECTORY.roles.values():
        configuration.define(unit, "role", role.id, role)
    for group in DIRECTORY.groups.values():
        configuration.define(unit, "group", group.id, group)
    for department in DIRECTORY.departments.values():
        configuration.define(unit, "department", department.id, department)
    for object_type in TYPES:
        configuration.define(unit, "type", object_type.id, object_type)
    for text in (APPROVAL, BUDGETS):
        publish.publish(unit, access.SYSTEM, parse_flow(text), text)
    configuration.changed(unit)


def actor(person_id: str, **more: Any) -> Actor:
    return access.actor_for(DIRECTORY, person_id, **more)


class Company:
    """The company on a database: everything done here takes one more minute."""

    def __init__(self, store: Database) -> None:
        self.store = store
        self.now = MONDAY

    async def do(self, work: Callable[..., T], who: str, *what: Any, **more: Any) -> T:
        """Run an operation as `who`."""
        self.now += timedelta(minutes=1)
        return await self.store.write(
            lambda unit: work(unit, actor(who), *what, **more), now=self.now
        )

    async def see(self, view: Callable[..., T], who: str, *what: Any, **more: Any) -> T:
        """Read a view as `who`."""
        return await self.store.read(lambda reader: view(reader, actor(who), *what, **more))

    async def read(self, work: Callable[[Reader], T]) -> T:
        return await self.store.read(work)

    async def order(self, who: str = "rita", *, submit: bool = True, **fields: Any) -> ObjectView:
        """A purchase order, submitted unless told otherwise."""
        given = {"supplier": "Nordic", "material": "bearings", "amount": "5000", **fields}
        new = NewObject(type="order", fields=given, submit=submit)
        return await self.do(objects.create, who, new)


def connect_webhook(unit: Unit, *actions: str) -> None:
    """Connect a system `erp` that has these actions and never answers."""
    connect.add(
        unit,
        access.SYSTEM,
        name="erp",
        system="webhook",
        url="http://erp.invalid",
        user="signoff",
        secret=None,
        ways={},
        types=(),
        actions={name: WebhookAction(path="/x") for name in actions},
    )
