"""Calls keep the case running until they are answered; failures go to the flow's owner."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from core.cases import CallAnswered, CallStatus, CaseStatus, Outcome
from core.errors import Invalid, NotAllowed, NotFound
from core.tasks import TaskKind
from tests.core.flow.company import money
from tests.core.flow.run import Run, steps

CONFIRM = """
- approve: one
  by: person:bea
- call: erp.confirm
  as: whoever decided last
  undo: erp.cancel
- do: pack
  by: person:pete
"""


def confirming(text: str = CONFIRM) -> Run:
    return Run(steps(text)).submit().approve("bea", "fine")


def test_the_case_waits_for_the_answer() -> None:
    run = confirming()
    assert (run.case.status, run.case.at, run.open) == (CaseStatus.RUNNING, ("call-1",), [])
    assert run.answer().open == ["do pete pack"]
    assert run.posted == ["feed.called"]


def test_a_call_has_a_key_of_its_own() -> None:
    (call,) = confirming().of("MakeCall")
    assert (call.key, call.attempt) == ("C1/call-1/1/confirm", 1)


def test_what_is_sent_is_exact_and_found_in_the_object() -> None:
    text = steps(
        """
- call: erp.create
  id: make
  with:
    total: "= amount * 1.1"
    money: "= amount"
    title: "{supplier}: {amount}"
    fixed: 7.50
    buyer: role:buyer
    lines: "= lines"
    on: "= today"
    late: "= needed_on < today"
    nothing: null
"""
    )
    lines = [{"article": "A", "quantity": "2", "price": money("0.10")}]
    fields: dict[str, object] = {
        "amount": money("1234567890123456.78", "EUR"),
        "supplier": "Acme",
        "lines": lines,
        "needed_on": "2026-11-22",
    }
    (call,) = Run(text, fields=fields).submit().of("MakeCall")
    assert call.key == "C1/make/1/create"
    assert call.arguments == {
        "total": "1358024679135802.458",
        "money": {"amount": "1234567890123456.78", "currency": "EUR"},
        "title": "Acme: 1234567890123456.78 EUR",
        "fixed": "7.50",
        "buyer": "bea",
        "lines": lines,
        "on": "2026-11-23",
        "late": True,
        "nothing": None,
    }


@pytest.mark.parametrize(
    ("login", "person"),
    [
        ("whoever decided last", "bea"),
        ("connector", ""),
        ("person:pete", "pete"),
        ("requester", "rita"),
    ],
)
def test_a_call_is_made_under_somebodys_login(login: str, person: str) -> None:
    run = confirming(CONFIRM.replace("whoever decided last", login))
    assert run.of("MakeCall")[0].person == person


def test_where_nobody_decided_it_is_the_connectors_own_login() -> None:
    run = Run(steps("- call: erp.confirm\n  as: whoever decided last")).submit()
    assert run.of("MakeCall")[0].person == ""


def test_the_answer_goes_into_the_fields_that_the_flow_names() -> None:
    text = CONFIRM.replace("  undo: erp.cancel", "  answer: {erp_number: number, amount: total}")
    run = confirming(text).answer(number=4711, total="12.5", other="x")
    (kept,) = run.of("SetFields")
    assert kept.fields == {"erp_number": "4711", "amount": money("12.5")}


def test_the_same_answer_twice_changes_nothing() -> None:
    run = confirming().answer()
    before = run.case
    run.send(CallAnswered(by="", key="C1/call-1/1/confirm", status=CallStatus.DONE))
    assert run.case is before
    assert run.effects == ()


def test_an_answer_to_what_was_never_asked_is_not_found() -> None:
    with pytest.raises(NotFound):
        confirming().send(CallAnswered(by="", key="other", status=CallStatus.DONE))


def test_what_was_not_necessary_lets_the_case_go_on() -> None:
    assert confirming().answer("skipped").open == ["do pete pack"]


# --- failures --------------------------------------------------------------------------------


def test_a_failure_is_an_incident_for_the_owner() -> None:
    run = confirming().answer("failed", "no stock")
    (task,) = run.opened
    assert (task.person, task.kind, task.step) == ("olga", TaskKind.INCIDENT, "call-1")
    assert task.because.values["detail"] == "no stock"
    assert task.can == ("approve", "skip", "done")
    assert run.case.status is CaseStatus.RUNNING


def test_the_owner_tries_it_again_under_the_same_key() -> None:
    run = confirming().answer("failed").approve("olga")
    (call,) = run.of("MakeCall")
    assert (call.key, call.attempt) == ("C1/call-1/1/confirm", 2)
    assert run.open == []
    assert run.answer("failed").open == ["incident olga call-1"]
    assert run.approve("olga").answer().open == ["do pete pack"]


def test_the_owner_did_it_by_hand() -> None:
    run = confirming().answer("failed").done("olga")
    assert run.open == ["do pete pack"]
    with pytest.raises(NotAllowed):
        run.back("pete")  # it has taken effect, whoever did it


def test_nothing_else_can_be_done_with_an_incident() -> None:
    with pytest.raises(Invalid):
        confirming().answer("failed").reject("olga")


def test_what_was_taken_for_failed_may_turn_out_to_be_done() -> None:
    run = confirming().answer("failed", "no answer in time")
    run.send(CallAnswered(by="", key="C1/call-1/1/confirm", status=CallStatus.DONE))
    assert run.open == ["do pete pack"]


def test_without_the_connector_it_is_an_incident_at_once_and_works_once_it_is_there() -> None:
    run = Run(steps(CONFIRM), connectors=()).submit().approve("bea")
    assert run.of("MakeCall") == []
    assert run.opened[0].because.key == "reason.no_connector"
    run.facts = replace(run.facts, connectors=("erp",))
    assert len(run.approve("olga").of("MakeCall")) == 1


def test_what_cannot_be_computed_is_not_sent_and_can_be_once_it_is_there() -> None:
    text = steps("- call: erp.create\n  with: {half: '= quantity / 2', who: 'role:ghost'}")
    run = Run(text).submit()
    assert run.of("MakeCall") == []
    assert run.open == ["incident olga call-1"]
    text = steps("- call: erp.create\n  with: {half: '= quantity / 2'}")
    run = Run(text).submit().edit(quantity="3").approve("olga")
    assert Decimal(run.of("MakeCall")[0].arguments["half"]) == Decimal("1.5")


# --- going back ------------------------------------------------------------------------------


def test_nothing_goes_back_behind_a_call_that_took_effect() -> None:
    run = confirming().answer()
    for target in ("", "previous", "one"):
        with pytest.raises(NotAllowed, match=r"erp\.confirm"):
            run.back("pete", target)


def test_neither_does_a_reject_even_in_a_flow_that_was_never_checked() -> None:
    text = "- call: erp.confirm\n- approve: late\n  by: person:bea\n  on reject: back to requester"
    run = Run(steps(text)).submit().answer()
    with pytest.raises(NotAllowed, match=r"erp\.confirm"):
        run.reject("bea")


def test_while_a_call_is_on_its_way_nothing_is_withdrawn() -> None:
    with pytest.raises(NotAllowed, match="on its way"):
        confirming().withdraw()


def test_a_call_that_failed_does_not_stop_a_withdrawal() -> None:
    run = confirming().answer("failed").withdraw()
    assert run.case.outcome is Outcome.WITHDRAWN
    assert run.open == []
    assert run.of("MakeCall") == []


def test_withdrawing_undoes_what_took_effect() -> None:
    run = confirming().answer().withdraw()
    (undo,) = run.of("MakeCall")
    assert (undo.action, undo.key, undo.person) == ("cancel", "C1/call-1/1/confirm#undo", "bea")
    assert run.answer().posted == ["feed.undone"]
    assert run.case.outcome is Outcome.WITHDRAWN


def test_several_calls_are_undone_the_last_one_first() -> None:
    text = "- call: erp.one\n  undo: erp.un-one\n- call: erp.two\n  undo: erp.un-two\n"
    run = Run(steps(f"{text}- do: pack\n  by: person:pete")).submit().answer().answer()
    assert [each.action for each in run.withdraw().of("MakeCall")] == ["un-two", "un-one"]


def test_an_undo_that_fails_is_an_incident_though_the_case_has_ended() -> None:
    run = confirming().answer().withdraw().answer("failed", "locked")
    assert run.open == ["incident olga call-1"]
    assert run.approve("olga").of("MakeCall")[0].attempt == 2
    assert run.answer().open == []


def test_without_an_undo_what_took_effect_is_not_withdrawn() -> None:
    run = confirming(CONFIRM.replace("  undo: erp.cancel\n", "")).answer()
    with pytest.raises(NotAllowed, match="opposite"):
        run.withdraw()


# --- set -------------------------------------------------------------------------------------


def test_set_changes_fields_exactly() -> None:
    text = steps(
        """
- set:
    quantity: "= 0.1 + 0.2"
    amount: "= amount * 3"
    supplier: "{requester.name} {quantity}"
    needed_on: "= today + duration('2d')"
    urgent: true
    keeper: manager
    material_class: office
"""
    )
    run = Run(text, fields={"amount": money("0.10", "EUR"), "quantity": "9"}).submit()
    (kept,) = run.of("SetFields")
    assert kept.fields == {
        "quantity": "0.3",
        "amount": money("0.30", "EUR"),
        "supplier": "Rita 9",
        "needed_on": "2026-11-25",
        "urgent": True,
        "keeper": "hugo",
        "material_class": "office",
    }


def test_conditions_after_a_set_see_the_new_values() -> None:
    text = steps(
        """
- set: {quantity: = quantity + 2}
- choose:
    - when: quantity == 5
      steps:
        - do: five
          by: person:pete
    - otherwise: []
"""
    )
    assert Run(text, fields={"quantity": "3"}).submit().open == ["do pete five"]


def test_what_cannot_be_set_is_said() -> None:
    run = Run(steps("- set: {quantity: '= amount / supplier'}")).submit()
    assert "feed.not_set" in run.posted
    assert run.of("SetFields") == []
