"""Commands and the line mode in a real pseudo-terminal."""

import pytest

from core.text import cell_width
from tests.tui.commands.conftest import House
from tests.tui.commands.screen import Screen


@pytest.fixture(scope="module")
def waiting(shared: House) -> House:
    """A house where a long title and a Chinese one wait."""
    shared.order("A very long name of a supplier that no terminal of 80 cells could ever hold")
    shared.order("钢铁厂有限责任公司采购订单的一个非常非常长的名字超过屏幕宽度")
    return shared


@pytest.mark.parametrize("columns", [80, 40])
def test_a_table_is_cut_by_cells_to_the_screen(waiting: House, columns: int) -> None:
    screen = Screen(waiting, "inbox", "--as", "bea", columns=columns, NO_COLOR="1")
    lines = screen.end().replace("\r", "").splitlines()
    assert screen.process.returncode == 0
    assert lines[0].startswith("KEY")
    assert any("钢铁" in line for line in lines)
    assert max(cell_width(line) for line in lines if not line.startswith("signoff")) <= columns
    assert any("…" in line for line in lines)


def test_colour_is_used_only_where_it_may(waiting: House) -> None:
    assert "\x1b[" in Screen(waiting, "inbox", "--as", "bea").end()
    assert "\x1b[" not in Screen(waiting, "inbox", "--as", "bea", NO_COLOR="1").end()
    assert "\x1b[" not in Screen(waiting, "inbox", "--as", "bea", TERM="dumb").end()


def test_an_empty_inbox_says_so_to_people_only(waiting: House) -> None:
    assert "matches" in Screen(waiting, "inbox", "no-such-words").end()


def test_long_output_goes_through_the_pager(waiting: House) -> None:
    screen = Screen(waiting, "help", PAGER="sed s/^/paged:/")
    assert "paged:Usage" in screen.end()
    for missing in ("no-such-pager", "'unclosed"):
        screen = Screen(waiting, "help", PAGER=missing)
        assert "Usage" in screen.end(), missing
        assert screen.process.returncode == 0


def test_an_editor_takes_the_comment_and_the_form(house: House) -> None:
    editor = house.folder / "editor.sh"
    editor.write_text(
        '#!/bin/sh\nsed -i "s/^supplier:.*/supplier: Formworks/" "$1"\n'
        'sed -i "s/^amount:.*/amount: 12.50 EUR/" "$1"\n'
    )
    editor.chmod(0o700)
    screen = Screen(house, "new", "order", "--as", "rob", EDITOR=str(editor))
    written = screen.end()
    assert screen.process.returncode == 0, written
    key = written.split()[0]
    found = house.done("show", key, "--jq", ".object.fields | .supplier, .amount.amount")
    assert found.lines == ["Formworks", "12.50"]

    editor.write_text('#!/bin/sh\necho "said in the editor" > "$1"\n')
    screen = Screen(house, "comment", key, "--as", "rob", EDITOR=str(editor))
    screen.end()
    assert "said in the editor" in house.done("feed", key, "--jq", ".[].text").out


def test_the_form_of_a_request_begins_with_what_it_is_for(house: House) -> None:
    editor = house.folder / "editor.sh"
    editor.write_text('#!/bin/sh\nhead -1 "$1" > "$HOME/first"\n')
    editor.chmod(0o700)
    Screen(house, "new", "order", "--as", "rob", EDITOR=str(editor)).end()
    assert (house.folder / "first").read_text() == "# Who signs what we buy.\n"


def test_a_form_left_as_it_is_does_nothing(house: House) -> None:
    screen = Screen(house, "new", "order", "--as", "rob", EDITOR="true")
    assert "Nothing was changed" in screen.end()
    assert screen.process.returncode == 2


def test_a_form_with_a_mistake_opens_again_with_what_is_wrong(house: House) -> None:
    editor = house.folder / "editor.sh"
    # The first time a mistake, then it is put right where the complaint stands.
    editor.write_text(
        '#!/bin/sh\nif grep -q "^# !!" "$1"; then sed -i "s/many/12/" "$1";\n'
        'else sed -i "s/^amount:.*/amount: many/; s/^supplier:.*/supplier: Again/" "$1"; fi\n'
    )
    editor.chmod(0o700)
    screen = Screen(house, "new", "order", "--as", "rob", EDITOR=str(editor))
    written = screen.end()
    assert screen.process.returncode == 0, written
    assert "created" in written


@pytest.mark.parametrize("words", [["--line"], []])
def test_in_plain_lines_a_task_is_read_answered_and_decided(house: House, words: list[str]) -> None:
    key = house.order("Lineworks")
    house.done("urge", key, "--as", "rob")
    terminal = "dumb" if not words else "xterm"
    screen = Screen(house, *words, SIGNOFF_AS="bea", TERM=terminal, NO_COLOR="1")
    listed = screen.until("quit:")
    assert f"1. approve, {key}, Lineworks" in listed
    assert "urged (1)" in listed
    screen.type("1\n")
    page = screen.until("q back")
    assert "Lineworks" in page
    screen.type("c\n")
    screen.until("none):")
    screen.type("@rob how many?\n")
    assert "Said." in screen.until("q back")
    screen.type("a\n")
    screen.until("Reason")
    screen.type("well made\n")
    screen.until("[y/N]")
    screen.type("y\n")
    assert "Done." in screen.until("quit:")
    screen.type("q\n")
    screen.end()
    assert screen.process.returncode == 0
    assert "\x1b" not in screen.written
    assert house.done("show", key, "--jq", ".object.state").out == "approved\n"
    reasons = house.done("feed", key, "--jq", ".[] | select(.decision).decision.reason")
    assert reasons.lines == ["well made"]


def test_in_plain_lines_anything_but_yes_decides_nothing(house: House) -> None:
    key = house.order()
    screen = Screen(house, "--line", SIGNOFF_AS="bea", NO_COLOR="1")
    screen.until("quit:")
    screen.type("1\na\nbecause\nn\n\n1\nq\nq\n")
    screen.end()
    assert house.done("show", key, "--jq", ".object.state").out == "running\n"


def test_in_plain_lines_the_server_may_be_away(house: House) -> None:
    house.order()
    screen = Screen(house, "--line", SIGNOFF_AS="bea", NO_COLOR="1")
    screen.until("quit:")
    house.kill_server()
    screen.type("\n")
    assert "1. approve" in screen.until("quit:")
    screen.type("q\n")
    screen.end()


def test_ctrl_c_ends_with_130(house: House) -> None:
    screen = Screen(house, "--line", NO_COLOR="1")
    screen.until("quit:")
    screen.type("\x03")
    screen.end()
    assert screen.process.returncode in (130, -2)


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_an_amount_and_a_key_are_whole_or_not_there(house: House, columns: int) -> None:
    key = house.order(amount="1234567.50")
    shown = Screen(house, "inbox", "--as", "bea", columns=columns).end()
    [line] = [each for each in shown.splitlines() if key in each]
    assert "1,234,567.50 CNY" in line
    assert cell_width(line) <= columns


def test_a_path_is_wrapped_and_not_cut(house: House) -> None:
    shown = Screen(house, "config", "paths", columns=40).end()
    assert "…" not in shown
    words = "".join(line.strip() for line in shown.splitlines())
    assert str(house.folder / "data/signoff.db") in words


def test_what_a_check_found_is_told_whole_on_a_narrow_screen(house: House) -> None:
    file = house.folder / "odd.yaml"
    text = house.done("flow", "show", "buying").out
    file.write_text(f"{text}  - call: nowhere.tell\n    id: told\n")
    said = Screen(house, "flow", "check", str(file), columns=60).end()
    assert "`signoff connect add` connects a system." in " ".join(said.split())
    assert all(cell_width(line) <= 60 for line in said.split("\r\n"))


def test_how_a_flow_test_failed_is_told_whole_on_a_narrow_screen(house: House) -> None:
    file = house.folder / "buying.tests.yaml"
    file.write_text("tests: buying\nrequester: rob\ncases:\n  - case: small\n    asks: rob\n")
    said = Screen(house, "flow", "test", str(file), columns=60).end()
    assert "buying.tests.yaml:4:5  small" in said.replace("\r\n", "")
    assert "asked were" in said
