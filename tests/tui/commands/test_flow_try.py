"""Flows tried, compared and published by command."""

import json
from pathlib import Path

import pytest

from tests.tui.commands.conftest import COMPANY, House

FLOW = """\
flow: buying
title: {en: Buying, zh: 采购审批}
object: order
owner: role:owner
steps:
  - approve: signature
    by: table signers
"""
RULES = """\
rules,signers
object,order

金额,审批人
小于 5000,person:bea
5000以上,person:ben
"""
TESTS = """\
tests: buying
requester: rob
fields: {supplier: Steelworks}
cases:
  - case: small orders go to Bea
    fields: {amount: 4999.99}
    asks: bea
    ends: approved
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "buying.yaml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "signers.csv").write_bytes(RULES.encode("gb18030"))
    (tmp_path / "buying.tests.yaml").write_text(TESTS, encoding="utf-8")
    return tmp_path


def test_a_flow_is_checked_with_what_stands_beside_it(shared: House, folder: Path) -> None:
    alone = shared.run("flow", "check", str(folder / "buying.yaml"))
    assert alone.code == 1
    assert "no rule table `signers`" in alone.out
    rules = folder / "signers.csv"
    assert shared.done("flow", "check", str(folder / "buying.yaml"), str(rules)).out == ""
    rules.write_text(RULES.replace("5000以上", "超过5000"), encoding="utf-8")
    hole = shared.run("flow", "check", str(rules))
    assert hole.code == 1
    assert "signers.csv:1:2" in hole.out
    assert "5000" in hole.out


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_rule_table_is_read_however_a_spreadsheet_saves_it(
    shared: House, folder: Path, encoding: str
) -> None:
    rules = folder / "signers.csv"
    for mark in (",", ";", "\t"):
        rules.write_bytes(RULES.replace(",", mark).replace("\n", "\r\n").encode(encoding))
        assert shared.done("flow", "check", str(folder / "buying.yaml"), str(rules)).out == ""


def test_a_rule_table_in_no_known_encoding_is_refused_with_its_line(
    shared: House, folder: Path
) -> None:
    (folder / "signers.csv").write_bytes(RULES.encode("gb18030") + b"\nx\xff\xff")
    run = shared.run("flow", "check", str(folder / "signers.csv"))
    assert (run.code, "signers.csv" in run.err, "UTF-8" in run.err) == (2, True, True)


def test_tests_are_run_and_say_what_went_another_way(shared: House, folder: Path) -> None:
    assert "1 case(s) as expected" in shared.done("flow", "test", str(folder)).err
    (folder / "buying.tests.yaml").write_text(TESTS.replace("asks: bea", "asks: ben"))
    run = shared.run("flow", "test", str(folder))
    assert run.code == 1
    assert run.rows[0][1] == "small orders go to Bea"
    assert "asked were Bea Miller (bea)" in run.rows[0][2]
    found = json.loads(shared.run("flow", "test", str(folder), "--json", "case,passed").out)
    assert found == [{"case": "small orders go to Bea", "passed": False}]


def test_what_publishing_changes_is_planned_and_then_done(house: House, folder: Path) -> None:
    planned = house.done("flow", "plan", str(folder))
    assert "approve buyer (Buyer) is gone" in planned.out
    assert "signoff flow publish" in planned.err
    assert house.done("flow", "list", "--json", "version").out == '[{"version":1}]\n'
    published = house.done("flow", "publish", str(folder))
    assert published.out == planned.out
    differences = house.done("flow", "diff", "buying@1", "buying").lines
    assert "new approve signature, at the beginning" in differences
    assert house.done("flow", "diff", "buying", str(folder / "buying.yaml")).out == ""
    again = house.done("flow", "publish", str(folder))
    assert again.out == ""


def test_the_schema_is_printed_without_a_server(shared: House) -> None:
    for kind in ("flow", "rules", "tests"):
        schema = json.loads(shared.done("flow", "schema", kind).out)
        assert schema["$schema"].startswith("http://json-schema.org/draft-07")
    assert shared.run("flow", "schema", "cases").code == 2


def test_what_cannot_be_tried_is_said_in_a_line(shared: House, folder: Path) -> None:
    flow = str(COMPANY / "buying.yaml")
    for words in (
        ("test", flow),
        ("diff", "buying@x", flow),
        ("diff", "nothing", flow),
        ("check", str(folder)),
        ("plan", str(folder / "nothing.yaml")),
    ):
        run = shared.run("flow", *words)
        assert run.code != 0
        assert len(run.err.splitlines()) <= 2


def test_a_new_version_is_tried_on_the_past(house: House, folder: Path) -> None:
    small, large = house.order(amount="100"), house.order(amount="6000")
    found = house.done("flow", "simulate", str(folder))
    assert found.lines[0] == "2 objects, 2 would go another way."
    assert "buyer" in found.out
    assert small in found.out
    rules = folder / "signers.csv"
    house.done("flow", "publish", str(folder))
    rules.write_text(RULES.replace("小于 5000", "小于 8000").replace("5000以上", "8000以上"))
    changed = house.done("flow", "simulate", str(rules))
    assert changed.lines[0] == "2 objects, 1 would go another way."
    assert large in changed.out
    one = house.done("flow", "simulate", str(rules), "--case", large).out
    assert one.index("signature (ben)") < one.index("signature (bea)")
    csv = folder / "objects.csv"
    csv.write_text("Amount,requester\n100,rob\n9000,rob\n")
    on_file = house.done("flow", "simulate", "buying", "--on", str(csv), "--json", "objects")
    assert json.loads(on_file.out) == {"objects": 2}
    same = house.done("flow", "simulate", "buying")
    assert "Nothing would change" in same.err


def test_of_a_flow_without_such_a_version_those_there_are_are_named(shared: House) -> None:
    run = shared.run("flow", "show", "buying", "--version", "77")
    assert run.code == 1
    assert "buying 77" in run.err
    assert "Its versions are 1 to " in run.err


def test_an_empty_file_and_a_case_that_is_not_there_are_no_word_for_the_past(
    shared: House, folder: Path
) -> None:
    flow, rules, empty = (str(folder / each) for each in ("buying.yaml", "signers.csv", "none.csv"))
    Path(empty).write_text("")
    run = shared.run("flow", "simulate", flow, rules, "--on", empty)
    assert (run.code, run.out) == (1, "")
    assert "none.csv:1:1" in run.err
    Path(empty).write_text("key,amount\nX-1,5\n")
    for past in (empty, "past"):
        run = shared.run("flow", "simulate", flow, rules, "--on", past, "--case", "NO-77")
        assert (run.code, run.out) == (1, "")
        assert "There is no object “NO-77”" in run.err
