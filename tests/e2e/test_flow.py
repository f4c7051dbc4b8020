"""Documents of a real Tryton that a flow here decides; its `call` presses the button."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.conftest import PEOPLE
from tests.e2e.office import Desk, Office, eventually
from tests.e2e.tryton.bed import Bed

FLOW = """
flow: tryton-purchases
title: {en: Purchases from Tryton, zh: Tryton 采购}
object: erp_purchase
owner: person:liu.yang
watch: [amount, supplier, lines]
steps:
  - choose:
      - when: amount < 1000
        steps:
          - approve: buyer
            by: person:sun.wei
      - otherwise:
          - approve: director
            by: person:zhao.min
  - call: erp.confirm
    as: whoever decided last
"""


@pytest.fixture(scope="module")
def office(bed: Bed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A server where purchases go through the flow, everything else stays out."""
    started = Office(tmp_path_factory.mktemp("office"))
    started.start()
    kinds = ("sale", "requisition", "invoice", "production", "shipment")
    try:
        started.apply(people_yaml=PEOPLE)
        ways = dict.fromkeys((*kinds, "purchase"), "off")
        started.connect(bed, "wang.fang", "sun.wei", "zhao.min", ways=ways)
        started.apply(people_yaml=PEOPLE, flow_yaml=FLOW)
        started.ask("PUT", "/connectors/erp/ways", {"purchase": "flow"})
        yield started
    finally:
        started.close()


def test_a_quotation_goes_through_the_flow_and_is_confirmed_by_who_decided(
    office: Office, clerk: Desk
) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    assert task["flow"] == "tryton-purchases"
    assert office.task("zhao.min", "purchase", purchase) is None
    assert office.decide(task, "approve", reason="Fine.").is_success
    key = task["object"]
    eventually(lambda: office.state(key) == "approved" or None)
    found = clerk.read("purchase.purchase", purchase, "state", "confirmed_by.rec_name")
    assert (found["state"], found["confirmed_by."]["rec_name"]) == ("processing", "Sun Wei")
    assert len(clerk.invoices_of(purchase)) == 1
    domain = [["resource", "=", f"purchase.purchase,{purchase}"]]
    assert [n["message"] for n in clerk.search("ir.note", domain, "message")] == ["Fine."]


def test_a_rejection_in_the_flow_cancels_with_the_reason(office: Office, clerk: Desk) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    assert office.decide(task, "reject", reason="Not now.").is_success
    eventually(lambda: office.state(task["object"]) == "rejected" or None)
    eventually(lambda: _state(clerk, purchase) == "cancelled" or None)
    domain = [["resource", "=", f"purchase.purchase,{purchase}"]]
    assert [n["message"] for n in clerk.search("ir.note", domain, "message")] == ["Not now."]


def test_a_return_sends_it_back_and_quoting_again_resubmits(office: Office, clerk: Desk) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    assert office.decide(task, "return", reason="Ask for 5 %.").is_success
    eventually(lambda: _state(clerk, purchase) == "draft" or None)
    office.await_message(task["object"], "connectors.done")
    clerk("purchase.purchase.quote", [purchase])
    again = _other_task(office, purchase, task["id"])
    assert again["object"] == task["object"]


def test_a_decision_in_tryton_ends_the_case(office: Office, clerk: Desk, boss: Desk) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    boss("purchase.purchase.cancel", [purchase])
    eventually(lambda: office.state(task["object"]) == "rejected" or None)
    assert office.task("sun.wei", "purchase", purchase) is None


def test_a_document_that_changed_since_the_decision_goes_through_the_flow_anew(
    office: Office, clerk: Desk, bed: Bed
) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    bed.freeze()
    assert office.decide(task, "approve").is_success
    office.kill()
    bed.thaw()
    offer = {"resource": f"purchase.purchase,{purchase}", "name": "new.txt", "type": "data"}
    clerk("ir.attachment.create", [{**offer, "data": b"dearer"}])
    office.start()
    again = _other_task(office, purchase, task["id"])
    assert _state(clerk, purchase) == "quotation"
    assert office.decide(again, "approve").is_success
    eventually(lambda: office.state(task["object"]) == "approved" or None)
    assert len(clerk.invoices_of(purchase)) == 1


def test_the_second_signature_that_tryton_wants_is_an_incident_for_the_owner(
    office: Office, clerk: Desk, boss: Desk
) -> None:
    found = clerk.search("purchase.purchase", [["state", "=", "quotation"]], "untaxed_amount")
    purchase = max(found, key=lambda each: each["untaxed_amount"])["id"]
    task = office.await_task("zhao.min", "purchase", purchase)
    assert office.decide(task, "approve").is_success
    office.await_message(task["object"], "connectors.signed")
    incident = office.await_task("liu.yang", "purchase", purchase)
    assert incident["kind"] == "incident"
    assert "Zhao Min, which wants 2 signatures" in incident["text"]
    other = Desk(boss.bed, "sun.wei")
    other("purchase.purchase.confirm", [purchase])
    other.close()
    eventually(lambda: office.state(task["object"]) == "approved" or None)
    assert office.task("liu.yang", "purchase", purchase) is None


def _state(clerk: Desk, purchase: int) -> str:
    return str(clerk.read("purchase.purchase", purchase, "state")["state"])


def _other_task(office: Office, purchase: int, than: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        task = office.task("sun.wei", "purchase", purchase)
        return task if task and task["id"] != than else None

    return eventually(look)


def test_the_check_knows_what_can_be_pressed_in_the_connected_system(office: Office) -> None:
    def found(text: str) -> list[str]:
        body = {"text": text, "file": "flows/purchases.yaml"}
        answer = office.ask("POST", "/flows/check", body)
        return [each["message"] for each in answer["items"]]

    eventually(lambda: found(FLOW.replace("erp.confirm", "erp.confrim")) or None)
    assert found(FLOW.replace("erp.confirm", "erp.confrim")) == [
        "The connected system has no action `erp.confrim`."
    ]
    for known in ("erp.confirm", "erp.reject", "erp.process"):  # ours, and Tryton's own
        assert found(FLOW.replace("erp.confirm", known)) == []
