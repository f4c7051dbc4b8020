"""Running cases are moved by command: a trial, then for real."""

import json
from pathlib import Path

import pytest

from core.text import cell_width
from tests.tui.commands.conftest import COMPANY, House
from tests.tui.commands.screen import Screen

FLOW = (COMPANY / "buying.yaml").read_text(encoding="utf-8")
ANEW = FLOW.replace("mode: any", "mode: all")
RENAMED = FLOW.replace("approve: buyer", "approve: purchasing")


def publish(house: House, folder: Path, text: str) -> str:
    file = folder / "buying.yaml"
    file.write_text(text, encoding="utf-8")
    return house.done("flow", "publish", str(file)).out


def test_publishing_names_the_cases_that_stay_and_how_to_move_them(
    house: House, tmp_path: Path
) -> None:
    assert "flow move" not in publish(house, tmp_path, FLOW.replace("2 working", "3 working"))
    house.order()
    said = publish(house, tmp_path, ANEW)
    assert "1 running case(s) stay on theirs" in said
    assert "`signoff flow move buying`" in said


def test_the_trial_lists_each_case_and_moves_none(house: House, tmp_path: Path) -> None:
    one, other = house.order(), house.order()
    house.done("approve", other, SIGNOFF_AS="bea")
    publish(house, tmp_path, ANEW)
    run = house.done("flow", "move", "buying")
    told = "buyer is asked anew: bea, ben"
    assert run.rows == [[one, "1 → 2", "buyer", "moved", told]]
    assert "1 would move, 1 of them asked anew; 0 would stay" in run.err
    assert "--for-real" in run.err
    assert house.done("flow", "move", "buying").out == run.out
    publish(house, tmp_path, RENAMED)
    stays = house.run("flow", "move", "buying")
    assert (stays.code, stays.rows[0][3]) == (1, "refused")
    assert "--map buyer=STEP" in stays.out
    mapped = house.done("flow", "move", "buying", "--map", "buyer=purchasing", "--json", "at,then")
    assert json.loads(mapped.out) == [{"at": ["buyer"], "then": ["purchasing"]}]


def test_for_real_they_are_moved_once_and_the_feed_says_why(house: House, tmp_path: Path) -> None:
    key = house.order()
    publish(house, tmp_path, ANEW)
    assert house.run("flow", "move", "buying", "--for-real").code == 1
    moved = house.done("flow", "move", "buying", "--for-real", "--reason", "both decide")
    assert "1 moved, 1 of them asked anew; 0 stay" in moved.err
    again = house.done("flow", "move", "buying", "--for-real", "-m", "again")
    assert again.out == ""
    assert "No running case" in again.err
    feed = house.done("feed", key).out
    assert "from version 1 of its flow to 2. both decide" in feed
    house.done("approve", key, SIGNOFF_AS="bea")
    assert "running" in house.done("show", key, "--json", "case", "--jq", ".case.status").out
    assert house.done("approve", key, SIGNOFF_AS="ben").code == 0
    assert house.done("case", "rebuild", key).rows[0][2] == "same"


def test_single_cases_are_named_also_on_standard_input(house: House, tmp_path: Path) -> None:
    keys = sorted(house.order() for _ in range(3))
    publish(house, tmp_path, ANEW)
    run = house.done("flow", "move", "buying", "--case", keys[0], "--for-real", "-m", "try one")
    assert [row[0] for row in run.rows] == keys[:1]
    piped = house.run(
        "flow", "move", "buying", "--case", "-", typed=f"{keys[0]}\n{keys[1]}\tmore\nPO-99\n"
    )
    assert [(row[0], row[3]) for row in piped.rows] == [
        (keys[0], "there"),
        (keys[1], "moved"),
        ("PO-99", "refused"),
    ]
    assert piped.code == 1


def test_owners_of_the_flow_may_and_others_are_told_so(house: House, tmp_path: Path) -> None:
    house.order()
    publish(house, tmp_path, ANEW)
    assert house.run("flow", "move", "buying", SIGNOFF_AS="bea").code == 1
    assert house.done("flow", "move", "buying", SIGNOFF_AS="dora").rows[0][3] == "moved"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("buying", "--map", "buyer"), 2),
        (("buying", "--map", "=buyer"), 2),
        (("buying", "--map", "nowhere=buyer"), 1),
        (("buying", "--to", "x"), 2),
        (("buying", "--to", "99"), 1),
        (("nothing",), 1),
        (("buying", "--json", "nonsense"), 2),
    ],
)
def test_what_makes_no_sense_is_said_in_a_line(
    shared: House, words: tuple[str, ...], code: int
) -> None:
    run = shared.run("flow", "move", *words)
    assert (run.code, run.out) == (code, "")
    assert 1 <= len(run.err.splitlines()) <= 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_is_whole_at_80_columns(house: House, tmp_path: Path, language: str) -> None:
    key = house.order()
    publish(house, tmp_path, RENAMED)
    screen = Screen(house, "flow", "move", "buying", SIGNOFF_LANG=language, NO_COLOR="1")
    lines = screen.end().replace("\r", "").splitlines()
    assert screen.process.returncode == 1
    table = [line for line in lines if not line.startswith("signoff:")]
    assert all(cell_width(line) <= 80 for line in table)
    assert table[1].startswith(f"{key}  1 → 2")
    # What the table has no room for follows whole.
    assert "--mapbuyer=" in "".join(screen.written.split())
