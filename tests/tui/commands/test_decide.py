"""Deciding by command: what is said, what it leads to, and the exit code."""

import json
import re

import pytest

from tests.tui.commands.conftest import House


def state(house: House, key: str) -> str:
    return house.done("show", key, "--jq", ".object.state", "--as", "rita").out.strip()


def test_approving_ends_the_case_and_says_so(shared: House) -> None:
    key = shared.order()
    run = shared.done("approve", key, "-m", "fine", "--as", "bea")
    assert run.rows == [[key, "approved", "approved"]]
    assert run.err == ""
    assert state(shared, key) == "approved"


def test_the_reason_is_in_the_feed_under_the_name_of_whoever_decided(shared: House) -> None:
    key = shared.order()
    shared.done("reject", key, "-m", "too dear", "--as", "bea")
    entries = json.loads(shared.done("feed", key, "--json", "by,acting,decision").out)
    [decided] = [entry for entry in entries if entry["decision"]]
    assert decided["by"] == "bea"
    assert decided["acting"] == "rita"
    assert decided["decision"]["reason"] == "too dear"
    assert state(shared, key) == "rejected"


def test_the_reason_may_come_from_a_file_or_from_standard_input(shared: House) -> None:
    first, second = shared.order(), shared.order()
    file = shared.folder / "reason.txt"
    file.write_text("from a file\n")
    shared.done("reject", first, "-F", str(file), "--as", "bea")
    shared.done("reject", second, "-m", "-", "--as", "bea", typed="typed in\n")
    query = ".[] | select(.decision).decision.reason"
    assert shared.done("feed", first, "--jq", query).lines == ["from a file"]
    assert shared.done("feed", second, "--jq", query).lines == ["typed in"]


def test_whoever_comes_second_learns_who_was_faster(shared: House) -> None:
    key = shared.order()
    shared.done("approve", key, "--as", "bea")
    run = shared.run("approve", key, "--as", "ben")
    assert run.code == 5
    assert "Bea Miller" in run.err
    assert run.err.count("\n") == 1
    assert run.out == ""


def test_many_keys_give_a_line_each_and_the_highest_exit_code(shared: House) -> None:
    first, second, done = shared.order(), shared.order(), shared.order()
    shared.done("approve", done, "--as", "bea")
    run = shared.run("approve", first, "PO-99999", done, second, "--as", "bea")
    assert run.code == 5
    assert [row[:2] for row in run.rows] == [
        [first, "approved"],
        ["PO-99999", "not_found"],
        [done, "already_decided"],
        [second, "approved"],
    ]


def test_keys_are_read_from_standard_input_also_out_of_a_listing(shared: House) -> None:
    supplier = "Pipeworks"
    keys = {shared.order(supplier), shared.order(supplier)}
    listing = shared.done("inbox", supplier, "--as", "bea")
    run = shared.done("approve", "-", "--as", "bea", typed=listing.out)
    assert {row[0] for row in run.rows} == keys
    assert {row[1] for row in run.rows} == {"approved"}


def test_no_keys_on_standard_input_do_nothing(shared: House) -> None:
    run = shared.done("approve", "-", typed="\n\n")
    assert run.out == ""


def test_a_returned_order_is_revised_and_resubmitted(shared: House) -> None:
    key = shared.order()
    shared.done("return", key, "-m", "the other supplier", "--as", "bea")
    assert state(shared, key) == "returned"
    run = shared.done("resubmit", key, "--field", "supplier=Other", "--as", "rob")
    assert run.rows[0][:2] == [key, "resubmitted"]
    assert shared.done("show", key, "--jq", ".object.fields.supplier").out.strip() == "Other"


def test_a_withdrawn_order_waits_for_nobody(shared: House) -> None:
    key = shared.order()
    shared.done("withdraw", key, "-m", "not needed", "--as", "rob")
    assert state(shared, key) == "withdrawn"
    run = shared.run("approve", key, "--as", "bea")
    assert run.code in (1, 5)


def test_a_forwarded_task_is_the_others(shared: House) -> None:
    key = shared.order()
    shared.done("forward", key, "--to", "@dora", "-m", "yours", "--as", "bea")
    assert shared.run("approve", key, "--as", "bea").code != 0
    shared.done("approve", key, "--as", "dora")


def test_urging_names_who_was_urged(shared: House) -> None:
    key = shared.order()
    run = shared.done("urge", key, "--as", "rob")
    assert run.rows[0][1] == "urged"
    assert "@bea" in run.rows[0][2]


def test_urging_again_says_who_was_not_urged_and_from_when_they_can_be(shared: House) -> None:
    key = shared.order()
    shared.done("urge", key, "--as", "rob")
    again = shared.run("urge", key, "--as", "rob")
    assert again.code == 1
    assert re.search(r"Bea Miller.* again from \d{4}-\d\d-\d\d \d\d:\d\d", again.err)
    shared.done("comment", key, "-m", "@dora look, please", "--as", "rob")
    run = shared.done("urge", key, "--as", "rob")
    assert run.rows[0][1:3] == ["urged", "@dora"]
    assert re.search(r"not urged.*Bea Miller \(again from \d{4}-", run.err)


def test_an_old_revision_changes_nothing(shared: House) -> None:
    key = shared.order()
    run = shared.run("approve", key, "--revision", "99", "--as", "bea")
    assert run.code == 5
    assert state(shared, key) == "running"


def test_somebody_else_may_not_decide(shared: House) -> None:
    key = shared.order()
    run = shared.run("approve", key, "--as", "rob")
    assert run.code in (1, 5)
    assert state(shared, key) == "running"


def test_an_unknown_person_is_refused(shared: House) -> None:
    run = shared.run("inbox", "--as", "nobody-at-all")
    assert run.code == 1
    assert run.err.startswith("signoff: ")
    assert shared.run("inbox", "--as", "李贝").code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["approve"],
        ["approve", "PO-1", "--nonsense"],
        ["approve", "PO-1", "-m"],
        ["approve", "PO-1", "PO-2", "--revision", "1"],
        ["approve", "PO-1", "--revision", "one"],
        ["approve", "-", "-m", "-"],
        ["urge", "-", "-F", "-"],
        ["comment", "-", "-F", "-"],
        ["forward", "PO-1"],
        ["aprove", "PO-1"],
        ["reject", "PO-1", "-F", "/nowhere"],
        ["flow", "nonsense"],
        ["whoami", "me"],
        ["inbox", "--jq", "("],
        ["inbox", "--json", "id,nonsense"],
        ["comment", "PO-1", "PO-2", "--reply-to", "1", "-m", "x"],
        ["serve", "--socket", "/tmp/x", "--port", "1"],
        ["connect", "add", "tryton", "erp", "--url", "http://x", "--user", "u"],
        ["connect", "ways", "erp", "purchase=sideways"],
        ["demo", "--reset"],
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(shared: House, words: list[str]) -> None:
    for language in ("en", "zh"):
        run = shared.run(*words, SIGNOFF_LANG=language)
        assert run.code == 2, run.err
        assert run.out == ""
        assert run.err.count("\n") == 1
        assert run.err.startswith("signoff: ")


def test_a_mistyped_command_names_the_nearest(shared: House) -> None:
    assert "approve" in shared.run("aprove").err


def test_without_a_terminal_the_inbox_refuses_to_open(shared: House) -> None:
    run = shared.run()
    assert run.code == 2
    assert "signoff inbox" in run.err
