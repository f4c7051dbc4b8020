"""Steering cases and being away in the plain mode, against the real server."""

from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

from tests.tui.commands.conftest import COMPANY, House
from tests.tui.commands.screen import Screen

LAST_DAY = date.today() + timedelta(days=300)


def lenient(house: House, folder: Path) -> None:
    """Let the buyer take an approval back, until the owner has acted."""
    copytree(COMPANY, folder / "company")
    flow = folder / "company/buying.yaml"
    last = "    take back: true\n  - approve: last\n    title: Last\n    by: role:owner\n"
    flow.write_text(flow.read_text() + last)
    house.done("apply", str(folder / "company"))


def test_an_approval_is_taken_back_in_plain_lines(house: House, tmp_path: Path) -> None:
    lenient(house, tmp_path)
    key = house.order()
    house.done("approve", key, "--as", "bea")
    screen = Screen(house, "--line", SIGNOFF_AS="bea", NO_COLOR="1")
    screen.until("quit:")
    screen.type(f"g {key}\n")
    assert "U take back" in screen.until("q back")
    screen.type("U\n")
    shown = screen.until("none):")
    assert "Your approval counts no more" in shown
    assert "No longer asked: Dora Miller (Last)." in shown
    screen.type("too fast\n")
    screen.until("[y/N]")
    screen.type("n\n")
    assert "The draft is kept." in screen.until("q back")
    screen.type("U\n\ny\n")
    shown = screen.until("It waits for")
    assert "too fast" in shown
    assert "a approve" in screen.until("q back")  # asked again, and decided here
    screen.type("q\nq\n")
    screen.end()
    assert key in house.done("inbox", "--as", "bea").out


def test_what_changed_while_somebody_steered_in_plain_lines_is_shown_before_they_decide(
    house: House, tmp_path: Path
) -> None:
    lenient(house, tmp_path)
    key = house.order()
    house.done("approve", key, "--as", "bea")
    screen = Screen(house, "--line", SIGNOFF_AS="bea", NO_COLOR="1")
    screen.until("quit:")
    screen.type(f"g {key}\nU\n\n")
    screen.until("[y/N]")
    house.done("edit", key, "--field", "amount=98765", "--as", "rita")
    screen.type("y\n")
    assert "98,765" in screen.until("a approve")
    screen.type("q\nq\n")
    screen.end()


def test_administrators_steer_in_plain_lines(house: House) -> None:
    key = house.order()
    screen = Screen(house, "--line", SIGNOFF_AS="rita", NO_COLOR="1")
    screen.until("quit:")
    screen.type(f"g {key}\nS\n")
    menu = screen.until("(Enter: none):")
    assert "- remove signer" in menu
    for place, action in enumerate(
        ("remove signer", "suspend", "put at a step", "reassign", "end"), start=1
    ):
        assert f"{place}. {action}:" in menu
    screen.type("2\n")
    screen.until("(required):")
    screen.type("\n")
    assert "A reason is required here." in screen.until("q back")
    screen.type("S\n2\naudit\ny\n")
    assert "suspended. It stands still until it is resumed." in screen.until("q back")
    screen.type("S\n1\ndone\ny\n")
    assert "resumed" in screen.until("q back")
    screen.type("S\n4\n1\ndora\nill\ny\n")
    done = screen.until("q back").rpartition("reassigned. It waits for")[2]
    assert "Dora Miller" in done
    screen.type("S\n5\n1\na mistake\ny\n")
    assert "ended: rejected" in screen.until("q back")
    screen.type("q\nq\n")
    screen.end()
    assert house.done("show", key, "--jq", ".object.state").out == "rejected\n"


def test_somebody_is_away_and_back_in_plain_lines(house: House) -> None:
    screen = Screen(house, "--line", SIGNOFF_AS="bea", NO_COLOR="1")
    screen.until("quit:")
    screen.type(f"O\n1\n\nsoon\n{LAST_DAY}\n@dora\n")
    shown = screen.until("[y/N]")
    assert "You are not away." in shown
    assert "no day like" in shown
    assert f"until {LAST_DAY}: @dora decides" in shown
    screen.type("y\n")
    screen.until("quit:")
    [[_, _, until, delegate]] = house.done("away", "--as", "bea").rows
    assert (until[:10], delegate) == (str(LAST_DAY + timedelta(days=1)), "@dora")
    screen.type("O\n2\n")
    assert "You are back" in screen.until("quit:")
    screen.type("q\n")
    screen.end()
    assert house.done("away", "--as", "bea").rows == []
