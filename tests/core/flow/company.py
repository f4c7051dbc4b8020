"""A small company and the purchase flow of the worked example, for the tests of the engine."""

from datetime import UTC, datetime
from typing import Any

from core.objects import Choice, FieldDefinition, FieldKind, ObjectType
from core.people import Department, Directory, Group, Person, Role

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def person(name: str, *roles: str, **more: Any) -> Person:
    return Person(id=name, name={"en": name.capitalize()}, roles=roles, **more)


ROLES = (
    "head",
    "buyer",
    "purchasing_manager",
    "purchasing_director",
    "finance_director",
    "project_manager",
    "process_owner",
    "admin",
    "ghost",
)
DIRECTORY = Directory(
    people={
        each.id: each
        for each in (
            person("rita", department="making"),
            person("hugo", "head", department="making"),
            person("bea", "buyer", department="buying", attributes={"classes": ["production"]}),
            person("ben", "buyer", department="buying", attributes={"classes": ["office"]}),
            person("bob", "buyer", department="buying", attributes={"classes": ["production"]}),
            person("pam", "purchasing_manager", department="buying"),
            person("dora", "purchasing_director", department="board", groups=("board",)),
            person("finn", "finance_director", department="board", groups=("board",)),
            person("pete", "project_manager", department="making"),
            person("olga", "process_owner", department="board"),
            person("ada", "admin", department="board"),
            person("gone", "ghost", department="making", active=False),
        )
    },
    departments={
        "board": Department(id="board", title={"en": "Board"}, head="dora"),
        "making": Department(id="making", title={"en": "Making"}, head="hugo", parent="board"),
        "buying": Department(id="buying", title={"en": "Buying"}, head="pam", parent="board"),
    },
    roles={role: Role(id=role, title={"en": role}) for role in ROLES},
    groups={"board": Group(id="board", title={"en": "The board"})},
)


def field(name: str, kind: FieldKind, **more: Any) -> FieldDefinition:
    return FieldDefinition(id=name, kind=kind, title={"en": name}, **more)


PURCHASE_ORDER = ObjectType(
    id="purchase_order",
    title={"en": "Purchase order", "zh": "采购订单"},
    prefix="PO",
    amount="amount",
    flow="purchase-approval",
    fields=(
        field("amount", FieldKind.MONEY, currency="CNY", required=True),
        field("supplier", FieldKind.TEXT),
        field(
            "material_class",
            FieldKind.CHOICE,
            choices=tuple(
                Choice(id=each, title={"en": each}) for each in ("production", "office", "service")
            ),
        ),
        field("quantity", FieldKind.NUMBER),
        field("needed_on", FieldKind.DATE),
        field("urgent", FieldKind.FLAG),
        field("keeper", FieldKind.PERSON),
        field("cost_centre", FieldKind.TEXT),
        field("erp_number", FieldKind.TEXT),
        field(
            "lines",
            FieldKind.TABLE,
            columns=(
                field("article", FieldKind.TEXT),
                field("quantity", FieldKind.NUMBER),
                field("price", FieldKind.MONEY, currency="CNY"),
            ),
        ),
    ),
)

PURCHASE_FLOW = """
flow: purchase-approval
title: {en: Purchase approval, zh: 采购审批}
object: purchase_order
owner: role:process_owner
watch: [amount, supplier, lines]       # a change here makes earlier approvals count no more
steps:
  - choose:
      - when: amount < 5000
        steps:
          - approve: department-head
            by: head of requester's department
            within: 1 working day
      - when: material_class == "production" and amount <= 50000
        steps:
          - approve: buyer
            by: {role: buyer, where: "material_class in person.classes", pick: least loaded}
      - when: amount > 100000
        steps:
          - approve: director
            by: role:purchasing_director
            within: 2 working days
            on reject: back to requester
          - tell: role:finance_director
          - call: projects.create_task
            with: {title: "Follow up {object.key}", assignee: role:project_manager}
      - otherwise:
          - approve: purchasing-manager
            by: role:purchasing_manager
  - call: erp.confirm
    as: whoever decided last
    undo: erp.cancel
"""


def money(amount: str, currency: str = "CNY") -> dict[str, str]:
    return {"amount": amount, "currency": currency}
