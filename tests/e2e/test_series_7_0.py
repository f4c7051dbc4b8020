"""The long-term series 7.0: another address, another login, and silence for late decisions."""

import pytest

from tests.e2e.office import Desk, Office, eventually


@pytest.fixture(scope="module")
def series() -> str:
    return "7.0"


def test_its_documents_come_in_and_are_decided_under_the_own_name(
    office: Office, clerk: Desk
) -> None:
    findings = office.ask("POST", "/connectors/erp/test")["items"]
    assert [each["state"] for each in findings[:2]] == ["ok", "ok"]
    assert "7.0" in findings[0]["detail"]
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    assert task["requester"] == "wang.fang"
    assert office.decide(task, "approve", reason="Fine.").is_success
    office.await_message(task["object"], "connectors.done")
    found = clerk.read("purchase.purchase", purchase, "state", "confirmed_by.rec_name")
    assert (found["state"], found["confirmed_by."]["rec_name"]) == ("processing", "Sun Wei")
    assert len(clerk.invoices_of(purchase)) == 1


def test_a_decision_that_comes_too_late_is_not_taken_for_done(
    office: Office, clerk: Desk, boss: Desk
) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    boss.bed.freeze()
    assert office.decide(task, "approve").is_success
    office.kill()
    boss.bed.thaw()
    boss("purchase.purchase.cancel", [purchase])
    office.start()
    office.await_message(task["object"], "connectors.decided_there")
    assert "connectors.done" not in office.messages(task["object"])
    assert office.state(task["object"]) == "rejected"
    assert clerk.read("purchase.purchase", purchase, "state")["state"] == "cancelled"


def test_a_line_that_was_changed_without_its_document_is_noticed(
    office: Office, clerk: Desk
) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    (line,) = clerk.search("purchase.line", [["purchase", "=", purchase]], "id")
    clerk("purchase.line.write", [line["id"]], {"quantity": 77.0})

    def quantity() -> str:
        fields = office.ask("GET", f"/objects/{task['object']}")["object"]["fields"]
        return str(fields["lines"][0]["quantity"])

    eventually(lambda: quantity() == "77" or None)


@pytest.mark.parametrize("kind", ["sale", "requisition", "invoice", "production", "shipment"])
def test_the_other_kinds_come_in_too(office: Office, kind: str) -> None:
    page = office.ask("GET", f"/inbox?limit=200&q=type:erp_{kind}", by="sun.wei")
    assert page["items"]
