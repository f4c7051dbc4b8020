"""Flows from BPMN files and as such, by command."""

from tests.core.flow.bpmn.samples import bpmn
from tests.tui.commands.conftest import COMPANY, House

FILE = COMPANY / "buying.yaml"


def test_a_flow_written_as_bpmn_comes_back(shared: House) -> None:
    drawn = shared.done("flow", "export", "buying").out
    assert "bpmndi:BPMNDiagram" in drawn
    file = shared.folder / "buying.bpmn"
    shared.done("flow", "export", str(FILE), "--out", str(file))
    assert file.read_text() == drawn
    text = shared.done("flow", "import", str(file)).out
    assert text.startswith("flow: buying\n")
    assert shared.done("flow", "check", "-", typed=text).code == 0


def test_what_is_not_imported_is_named_and_tells_by_the_exit_code(shared: House) -> None:
    drawn = bpmn("start > u1\nu1 > k\nk > e1", '<bpmn:scriptTask id="k" name="Count"/>')
    run = shared.run("flow", "import", "-", "--object", "order", "--owner", "role:x", typed=drawn)
    assert run.code == 1
    assert "do: u1" in run.out
    assert "not imported: k “Count”" in run.err


def test_an_owner_is_named_as_people_are_everywhere(shared: House) -> None:
    drawn = bpmn("start > u1\nu1 > e1")
    for owner, said in (("@bea", "person:bea"), ("be.a", "person:be.a"), ("manager", "manager")):
        run = shared.run("flow", "import", "-", "--object", "order", "--owner", owner, typed=drawn)
        assert f"owner: {said}\n" in run.out


def test_what_is_no_bpmn_is_said_in_a_line(shared: House) -> None:
    for words in (["import", str(FILE)], ["import", "/no/such"], ["export", "no-such"]):
        run = shared.run("flow", *words)
        assert run.code != 0
        assert run.err.startswith("signoff: ")
        assert run.out == ""
