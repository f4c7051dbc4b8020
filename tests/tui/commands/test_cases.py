"""Signers, absences, administration and events from outside, as people type them."""

from datetime import date, timedelta

from tests.tui.commands.conftest import House

LAST_DAY = date.today() + timedelta(days=300)


def waiting(house: House, person: str, key: str) -> bool:
    return key in house.done("inbox", "--as", person, "--jq", ".[].object").out


def test_a_helper_answers_and_the_task_comes_back(shared: House) -> None:
    key = shared.order()
    run = shared.done("delegate", key, "--to", "@dora", "-m", "please look", "--as", "bea")
    assert run.rows == [[key, "delegated", "@dora"]]
    assert waiting(shared, "dora", key)
    assert not waiting(shared, "bea", key)
    shared.done("approve", key, "--as", "dora")
    assert waiting(shared, "bea", key)


def test_signers_are_added_and_removed(shared: House) -> None:
    key = shared.order()
    shared.done("add-signer", key, "--to", "dora,rita", "--before", "--as", "bea")
    assert waiting(shared, "dora", key)
    shared.done("remove-signer", key, "--to", "dora", "--as", "bea")
    assert not waiting(shared, "dora", key)
    both = shared.run("add-signer", key, "--to", "dora", "--before", "--after", "--as", "bea")
    assert both.code == 2


def test_what_nobody_may_take_back_says_why(shared: House) -> None:
    key = shared.order()
    shared.done("approve", key, "--as", "bea")
    assert shared.run("take-back", key, "--as", "bea").code == 1


def test_an_absence_is_said_listed_and_ended(house: House) -> None:
    assert house.done("away", "--as", "bea").rows == []
    house.done("away", "--until", str(LAST_DAY), "--delegate", "@dora", "--as", "bea")
    [[person, _, until, delegate]] = house.done("away", "--as", "bea").rows
    assert (person, until[:10], delegate) == ("@bea", str(LAST_DAY + timedelta(days=1)), "@dora")
    key = house.order()
    assert waiting(house, "dora", key)
    assert house.run("away", "--until", "soon", "--as", "ben").code == 2
    house.done("away", "--back", "--as", "bea")
    assert house.done("away", "--as", "bea").rows == []
    back = house.done("away", "--back", "--as", "bea")
    assert (back.rows, back.err) == ([], "signoff: bea is not away.\n")
    house.done("away", "--from", str(LAST_DAY), "--as", "bea")
    house.done("away", "--back", "--as", "bea")
    assert house.done("away", "--as", "bea").rows == []


def test_the_only_task_of_an_object_is_reassigned_without_saying_whose(shared: House) -> None:
    key = shared.order()
    shared.done("remove-signer", key, "--to", "ben")
    run = shared.done("case", "reassign", key, "--to", "dora", "-m", "ill")
    assert run.rows == [[key, "reassigned", "@dora"]]
    assert waiting(shared, "dora", key)


def test_administrators_steer_with_reasons(house: House) -> None:
    key = house.order()
    assert house.run("case", "suspend", key).code == 1
    assert house.run("case", "suspend", key, "-m", "audit", "--as", "bea").code == 1
    house.done("case", "suspend", key, "-m", "audit")
    assert "suspended" in house.run("approve", key, "--as", "bea").err
    assert "suspended" in house.done("show", key, "--as", "bea").out
    house.done("case", "resume", key, "-m", "done")
    whose = house.run("case", "reassign", key, "--to", "dora", "-m", "ill")
    assert "waits for several people: @bea @ben" in whose.err
    house.done("case", "reassign", key, "--from", "bea", "--to", "dora", "-m", "ill")
    assert waiting(house, "dora", key)
    house.done("hand-over", "ben", "--to", "rita")
    run = house.done("case", "end", key, "--as-if", "rejected", "-m", "a mistake")
    assert run.rows == [[key, "ended", "rejected"]]
    assert house.run("case", "end", key, "--as-if", "maybe", "-m", "x").code == 2


def test_cases_are_replayed_and_equal_what_is_stored(house: House) -> None:
    key = house.order()
    house.done("approve", key, "--as", "bea")
    assert house.done("case", "rebuild", key).rows == [[key, "2", "same", ""]]
    everything = house.done("case", "rebuild", "--all")
    assert everything.rows == []
    assert "0 of them differ" in everything.err
    assert house.run("case", "rebuild").code == 2


def test_events_are_told_once_and_sources_have_secrets(house: House) -> None:
    told = house.done("signal", "send", "shop.paid", "--id", "7", "--field", "amount=12.50")
    assert told.rows == [["shop.paid", "told", "0"]]
    again = house.done("signal", "send", "shop.paid", "--id", "7", "--field", "amount=12.50")
    assert again.rows == [["shop.paid", "repeated", ""]]
    assert house.run("signal", "send", "shop.paid", "--id", "7", "--as", "bea").code == 1
    secret = house.done("signal", "add-source", "shop").out.strip()
    assert secret.startswith("whsec_")
    [[name, address, _, _]] = house.done("signal", "sources").rows
    assert (name, address) == ("shop", "/v1/hooks/shop")
    house.done("signal", "remove-source", "shop")
    assert house.done("signal", "sources").rows == []


def test_any_system_is_connected_by_a_file_that_describes_it(house: House) -> None:
    file = house.folder / "projects.yaml"
    file.write_text("actions: {create_task: {path: /tasks, answer: {number: id}}}\n")
    words = ("connect", "add", "webhook", "projects", "--url", "http://127.0.0.1:9/api")
    house.done(*words, "--actions", str(file))
    found = house.done("connect", "list", "--jq", ".[].actions[]").lines
    assert found == ["create_task"]
    file.write_text("actions:\n  create_task: {pth: /tasks, method: POS}\n")
    wrong = house.run(*words, "--actions", str(file))
    assert wrong.code == 1
    assert "projects.yaml:2:17  “pth” is not known here  did you mean “path”?" in wrong.err
    assert "projects.yaml:2:38" in wrong.err
    assert house.done("connect", "list", "--jq", ".[].actions[]").lines == ["create_task"]
