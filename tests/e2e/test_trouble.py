"""Tryton down, slow, restarting, or without its session: decisions wait, and happen once."""

from collections.abc import Iterator

import pytest

from tests.e2e.office import Desk, Office, eventually
from tests.e2e.tryton.bed import Bed


@pytest.fixture(autouse=True)
def healthy(bed: Bed) -> Iterator[None]:
    """Whatever a test does to Tryton, the next one finds it running."""
    yield
    if bed.process is None:
        bed.start()


def _queued(office: Office) -> int:
    (connector,) = office.ask("GET", "/connectors")["items"]
    return int(connector["queued"])


def test_a_decision_made_while_tryton_is_down_is_sent_when_it_is_back(
    office: Office, clerk: Desk, bed: Bed
) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    bed.kill()
    assert office.decide(task, "approve", reason="Go.").is_success
    office.await_message(task["object"], "connectors.no_answer")
    assert _queued(office) == 1
    state = eventually(
        lambda: next((c for c in office.ask("GET", "/connectors")["items"] if c["detail"]), None)
    )
    assert state["state"] == "down"
    bed.start()
    office.await_message(task["object"], "connectors.done")
    assert clerk.read("purchase.purchase", purchase, "state")["state"] == "processing"
    assert len(clerk.invoices_of(purchase)) == 1
    domain = [["resource", "=", f"purchase.purchase,{purchase}"]]
    assert [n["message"] for n in clerk.search("ir.note", domain, "message")] == ["Go."]
    assert _queued(office) == 0


def test_tryton_killed_in_the_middle_of_a_confirmation_confirms_once(
    office: Office, clerk: Desk, bed: Bed
) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    assert office.decide(task, "approve").is_success
    bed.kill()
    bed.start()
    office.await_message(task["object"], "connectors.done")
    assert len(clerk.invoices_of(purchase)) == 1
    assert office.messages(task["object"]).count("connectors.done") == 1


def test_a_server_that_is_killed_after_a_decision_delivers_it_when_it_runs_again(
    office: Office, clerk: Desk
) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    assert office.decide(task, "approve").is_success
    office.kill()
    office.start()
    office.await_message(task["object"], "connectors.done")
    assert len(clerk.invoices_of(purchase)) == 1


def test_a_session_that_is_gone_is_renewed(office: Office, clerk: Desk, bed: Bed) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    bed.forget_sessions()
    assert office.decide(task, "approve").is_success
    office.await_message(task["object"], "connectors.done")


def test_two_people_who_decide_at_once_confirm_once_and_the_second_learns_it(
    office: Office, clerk: Desk
) -> None:
    (purchase,) = clerk.copy_purchases()
    first = office.await_task("sun.wei", "purchase", purchase)
    second = office.await_task("zhao.min", "purchase", purchase)
    assert office.decide(first, "approve").is_success
    late = office.decide(second, "reject")
    assert late.status_code == 409
    assert "Sun Wei" in late.text
    office.await_message(first["object"], "connectors.done")
    assert clerk.read("purchase.purchase", purchase, "state")["state"] == "processing"


def test_shipping_what_is_not_in_stock_is_refused_in_words(office: Office, clerk: Desk) -> None:
    short = [["quantity", "=", 900.0], ["shipment", "like", "stock.shipment.out,%"]]
    shipment = int(clerk.search("stock.move", short, "shipment")[0]["shipment"].split(",")[1])
    task = office.await_task("sun.wei", "shipment", shipment)
    assert office.decide(task, "approve").is_success
    said = office.await_message(task["object"], "connectors.unmoved")
    assert said["values"]["state"] == "Waiting"
    again = office.await_task("sun.wei", "shipment", shipment)
    assert again["id"] != task["id"]
    assert "stock may be short" in again["text"]
