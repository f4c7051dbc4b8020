"""Drawing a flow by command: on the screen, as a file, with where a case stands."""

from xml.etree import ElementTree

from tests.tui.commands.conftest import COMPANY, House

FILE = COMPANY / "buying.yaml"


def test_a_published_flow_and_a_file_are_drawn_alike(shared: House) -> None:
    drawn = shared.done("flow", "draw", "buying").out
    assert "│ Submitted │" in drawn
    assert shared.done("flow", "draw", str(FILE)).out == drawn


def test_it_says_where_a_case_stands_and_who_has_it(shared: House) -> None:
    key = shared.order()
    run = shared.done("flow", "draw", "--case", key)
    assert "+ Submitted" in run.out
    assert "> " in run.out
    assert "version 1" in run.err


def test_without_box_characters(shared: House) -> None:
    assert shared.done("flow", "draw", str(FILE), "--ascii").out.isascii()
    assert shared.done("flow", "draw", str(FILE), PYTHONIOENCODING="ascii").out.isascii()


def test_as_a_picture_and_as_mermaid(shared: House) -> None:
    file = shared.folder / "flow.svg"
    shared.done("flow", "draw", str(FILE), "--svg", str(file))
    assert ElementTree.fromstring(file.read_text()).get("role") == "img"
    assert "flowchart TD" in shared.done("flow", "draw", str(FILE), "--mermaid").out


def test_what_cannot_be_drawn_is_said_in_a_line(shared: House) -> None:
    draft = shared.done("new", "order", "--field", "supplier=x", "--as", "rob").rows[0][0]
    for words in ([], ["no-such-flow"], ["--case", draft], ["/no/such.yaml"]):
        run = shared.run("flow", "draw", *words)
        assert run.code != 0, words
        assert run.err.startswith("signoff: "), words
