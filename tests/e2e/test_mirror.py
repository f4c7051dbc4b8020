"""Documents of a real Tryton as tasks here, decided under each person's own login."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.office import Desk, Office, eventually
from tests.e2e.tryton.bed import Bed, password


def test_a_quotation_comes_into_the_approvers_inbox(office: Office, clerk: Desk) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    assert task["kind"] == "approve"
    assert task["requester"] == "wang.fang"
    assert task["amount"]["currency"] == "CNY"
    assert {"approve", "reject", "return"} <= set(task["can"])
    shown = office.ask("GET", f"/objects/{task['object']}", by="sun.wei")["object"]
    assert shown["fields"]["supplier"] == "Baowu Special Steel"
    assert shown["fields"]["lines"][0]["quantity"] == "5"
    assert shown["source"]["url"] == f"{_root(office)}#erp/model/purchase.purchase/{purchase}"


@pytest.mark.parametrize(
    "kind", ["purchase", "sale", "requisition", "invoice", "production", "shipment"]
)
def test_all_six_kinds_come_in_with_their_lines(office: Office, kind: str) -> None:
    def waiting() -> dict[str, object] | None:
        page = office.ask("GET", f"/inbox?limit=200&q=type:erp_{kind}", by="sun.wei")
        return next(iter(page["items"]), None)

    task = eventually(waiting, 60, f"a {kind} waits")
    fields = office.ask("GET", f"/objects/{task['object']}")["object"]["fields"]
    lines = fields.get("lines") or fields.get("inputs")
    assert lines
    assert all(line["product"] for line in lines)


def test_question_answer_and_approval_end_in_a_confirmed_purchase_under_the_own_name(
    office: Office, clerk: Desk
) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    key = task["object"]
    comments = f"/objects/{key}/comments"
    office.ask("POST", comments, {"text": "@wang.fang why from them?"}, by="sun.wei")

    def asked() -> dict[str, Any] | None:
        tasks = office.ask("GET", "/inbox?limit=200", by="wang.fang")["items"]
        found = (task for task in tasks if task["object"] == key and task["kind"] == "question")
        return next(found, None)

    question = eventually(asked)
    office.ask("POST", comments, {"text": "Shortest delivery."}, by="wang.fang")
    office.decide(question, "done")
    answer = office.decide(task, "approve", reason="Agreed.", object_revision=1)
    assert answer.is_success, answer.text
    office.await_message(key, "connectors.done")
    names = ["state", "confirmed_by.rec_name"]
    found = clerk.read("purchase.purchase", purchase, *names)
    assert found["state"] == "processing"
    assert found["confirmed_by."]["rec_name"] == "Sun Wei"
    assert office.state(key) == "approved"
    assert len(clerk.invoices_of(purchase)) == 1
    assert office.task("zhao.min", "purchase", purchase) is None
    notes = eventually(lambda: _notes(clerk, purchase, 3))
    assert notes == {
        ("sun.wei", "@wang.fang why from them?"),
        ("wang.fang", "Shortest delivery."),
        ("sun.wei", "Agreed."),
    }
    comments_here = [each["text"] for each in office.feed(key) if each["kind"] == "comment"]
    assert comments_here == ["@wang.fang why from them?", "Shortest delivery."]


def test_a_rejection_leaves_its_reason_as_a_note(office: Office, clerk: Desk) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    assert office.decide(task, "reject", reason="Too dear.").is_success
    office.await_message(task["object"], "connectors.done")
    assert clerk.read("purchase.purchase", purchase, "state")["state"] == "cancelled"
    assert _notes(clerk, purchase, 1) == {("sun.wei", "Too dear.")}
    assert office.state(task["object"]) == "rejected"


def test_a_return_sends_it_back_and_quoting_again_asks_again(office: Office, clerk: Desk) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    assert office.decide(task, "return", reason="Ask for 5 %.").is_success
    office.await_message(task["object"], "connectors.done")
    assert clerk.read("purchase.purchase", purchase, "state")["state"] == "draft"
    (line,) = clerk.search("purchase.line", [["purchase", "=", purchase]], "quantity")
    clerk("purchase.line.write", [line["id"]], {"quantity": 7.0})
    clerk("purchase.purchase.quote", [purchase])
    again = office.await_task("sun.wei", "purchase", purchase)
    assert again["object"] == task["object"]
    fields = office.ask("GET", f"/objects/{again['object']}")["object"]["fields"]
    assert fields["lines"][0]["quantity"] == "7"


def test_what_is_decided_in_tryton_ends_here(office: Office, clerk: Desk, boss: Desk) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    boss("purchase.purchase.confirm", [purchase])
    said = office.await_message(task["object"], "connectors.decided_there")
    assert said["values"]["who"] == "Zhao Min"
    assert office.task("sun.wei", "purchase", purchase) is None
    assert office.state(task["object"]) == "approved"
    late = office.decide(task, "approve")
    assert late.status_code == 409


def test_an_attachment_and_a_note_made_in_tryton_show_up(office: Office, clerk: Desk) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    resource = f"purchase.purchase,{purchase}"
    clerk("ir.note.create", [{"resource": resource, "message": "Urgent, please."}])
    data = {"resource": resource, "name": "offer.txt", "type": "data", "data": b"offer"}
    clerk("ir.attachment.create", [data])

    def fields() -> dict[str, object]:
        found = office.ask("GET", f"/objects/{task['object']}")["object"]["fields"]
        return dict(found)

    eventually(lambda: fields().get("attachments"), what="the attachment is here")
    assert fields()["attachments"] == [{"name": "offer.txt", "size": "5", "link": ""}]
    said = eventually(
        lambda: [each for each in office.feed(task["object"]) if each["kind"] == "comment"]
    )
    assert [(each["by"], each["text"]) for each in said] == [("wang.fang", "Urgent, please.")]


def test_a_document_that_changed_after_it_was_seen_is_shown_and_asked_about_again(
    office: Office, clerk: Desk, bed: Bed
) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("sun.wei", "purchase", purchase)
    resource = f"purchase.purchase,{purchase}"
    # In the moment of deciding: Tryton stands still until the decision is queued.
    bed.freeze()
    assert office.decide(task, "approve").is_success
    office.stop()
    bed.thaw()
    offer = {"resource": resource, "name": "new offer.txt", "type": "data", "data": b"dearer"}
    clerk("ir.attachment.create", [offer])
    office.start()
    office.await_message(task["object"], "connectors.changed")
    again = office.await_task("sun.wei", "purchase", purchase)
    assert again["id"] != task["id"]
    assert "changed" in again["text"]
    assert clerk.read("purchase.purchase", purchase, "state")["state"] == "quotation"
    changes = [each for each in office.feed(task["object"]) if each["kind"] == "change"]
    assert [change["field"] for change in changes[-1]["changes"]] == ["attachments"]
    assert office.decide(again, "approve").is_success
    office.await_message(task["object"], "connectors.done")


def test_a_warning_of_tryton_is_shown_and_agreed_to(office: Office, clerk: Desk) -> None:
    alike = [["reference", "=", "RE-2"], ["type", "=", "in"]]
    first, _ = (each["id"] for each in clerk.search("account.invoice", alike, "id"))
    task = office.await_task("sun.wei", "invoice", first)
    assert office.decide(task, "approve").is_success
    key = task["object"]
    warned = office.await_message(key, "connectors.warned")
    assert "similar" in warned["values"]["text"]
    again = office.await_task("sun.wei", "invoice", first)
    refused = office.decide(again, "approve")
    problem = refused.json()
    assert problem["code"] == "warning_unanswered"
    assert clerk.read("account.invoice", first, "state")["state"] == "draft"
    agreed = office.decide(again, "approve", agreed=[problem["values"]["warning"]])
    assert agreed.is_success, agreed.text
    office.await_message(key, "connectors.done")
    assert clerk.read("account.invoice", first, "state")["state"] == "posted"


def test_two_signatures_are_shown_as_such(office: Office, clerk: Desk) -> None:
    large = clerk.search("purchase.purchase", [["state", "=", "quotation"]], "untaxed_amount")
    purchase = max(large, key=lambda each: each["untaxed_amount"])["id"]
    task = office.await_task("sun.wei", "purchase", purchase)
    assert (task["signatures_needed"], task["signatures"]) == (2, [])
    assert office.decide(task, "approve").is_success
    office.await_message(task["object"], "connectors.signed")
    assert office.task("sun.wei", "purchase", purchase) is None
    assert clerk.read("purchase.purchase", purchase, "state")["state"] == "quotation"
    other = _task_with(office, "zhao.min", purchase, lambda task: bool(task["signatures"]))
    assert other["signatures"] == ["Sun Wei"]
    assert office.decide(other, "approve").is_success
    office.await_message(task["object"], "connectors.done")
    assert clerk.read("purchase.purchase", purchase, "state")["state"] == "processing"


def test_somebody_without_a_password_is_told_so_and_sent_to_the_document(
    office: Office, clerk: Desk
) -> None:
    (purchase,) = clerk.copy_purchases()
    task = office.await_task("liu.yang", "purchase", purchase)
    assert "no login in erp" in task["cannot"]
    assert "approve" not in task["can"]
    assert task["source"]["url"].endswith(f"purchase.purchase/{purchase}")
    assert office.decide(task, "approve").status_code == 403
    assert clerk.read("purchase.purchase", purchase, "state")["state"] == "quotation"


def test_a_wrong_password_is_said_and_a_right_one_heals_it(office: Office, clerk: Desk) -> None:
    (purchase,) = clerk.copy_purchases()
    office.give_login("sun.wei", "wrong")
    task = office.await_task("sun.wei", "purchase", purchase)
    answer = office.decide(task, "approve")
    if answer.is_success:  # else Tryton's no is known already, and the task says so
        office.await_message(task["object"], "connectors.login_refused_now")
    said = _task_with(office, "sun.wei", purchase, lambda task: bool(task["cannot"]))
    assert "does not accept your login" in said["cannot"]
    office.give_login("sun.wei", password("sun.wei"))
    healed = _task_with(office, "sun.wei", purchase, lambda task: not task["cannot"])
    assert office.decide(healed, "approve").is_success
    office.await_message(task["object"], "connectors.done")


def test_the_log_of_exchanges_holds_no_secret(office: Office) -> None:
    log = office.ask("GET", "/connectors/erp/log?limit=500")["items"]
    assert {"model.purchase.purchase.confirm", "common.db.login"} <= {e["what"] for e in log}
    written = str(log) + (office.folder / "server.log").read_text()
    assert not any(password(login) in written for login in ("sun.wei", "signoff", "zhao.min"))
    database = (office.folder / "signoff.db").read_bytes()
    assert password("sun.wei").encode() not in database


def test_the_connection_test_says_what_works_and_what_is_missing(office: Office) -> None:
    findings = {each["subject"]: each for each in _test(office)}
    assert findings["server"]["state"] == "ok"
    assert findings["Purchase"]["state"] == "ok"
    assert findings["sun.wei"]["state"] == "ok"
    assert findings["liu.yang"]["state"] == "warning"
    assert "without a password" in findings["liu.yang"]["detail"]


def _task_with(
    office: Office, person: str, purchase: int, wanted: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        task = office.task(person, "purchase", purchase)
        return task if task and wanted(task) else None

    return eventually(look)


def _test(office: Office) -> list[dict[str, str]]:
    return list(office.ask("POST", "/connectors/erp/test")["items"])


def _notes(clerk: Desk, purchase: int, count: int) -> set[tuple[str, str]]:
    domain = [["resource", "=", f"purchase.purchase,{purchase}"]]
    found = clerk.search("ir.note", domain, "message", "create_uid.login")
    notes = {(each["create_uid."]["login"], each["message"]) for each in found}
    return notes if len(found) == count else set()


def _root(office: Office) -> str:
    (connector,) = office.ask("GET", "/connectors")["items"]
    return str(connector["url"]).removesuffix("erp")
