"""A company in which any one approver signs each order, as files to apply."""

from collections.abc import Iterable

_ORDER = """
object: order
title: Order
prefix: PO
name: "{material}"
flow: order-approval
fields:
  - material: {kind: text, title: Material}
"""
_FLOW = """
flow: order-approval
title: Order approval
object: order
owner: role:approver
steps:
  - approve: sign
    by: role:approver
"""


def orders_company(approvers: Iterable[str]) -> dict[str, str]:
    """The files; dee orders."""
    names = "".join(f"  - {{id: {each}, name: {each}, roles: [approver]}}\n" for each in approvers)
    people = "roles: [{id: approver, title: Approver}]\npeople:\n  - {id: dee, name: Dee}\n" + names
    return {"people.yaml": people, "order.yaml": _ORDER, "flow.yaml": _FLOW}
