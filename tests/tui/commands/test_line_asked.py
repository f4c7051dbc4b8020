"""What a step asks for, and where to return to, in the plain mode, against the real server."""

from pathlib import Path
from shutil import copytree

import msgspec

from tests.tui.commands.conftest import COMPANY, House
from tests.tui.commands.screen import Screen

FILL = """  - fill: details
    title: {en: Details, zh: 明细}
    by: role:owner
    fields: [needed, material, rush, notes, lines]
"""


def asking(house: House, folder: Path) -> str:
    """An order that waits for Dora to fill in five fields."""
    copytree(COMPANY, folder / "company")
    flow = folder / "company/buying.yaml"
    flow.write_text(flow.read_text() + FILL)
    house.done("apply", str(folder / "company"))
    key = house.order()
    house.done("edit", key, "--field", "notes=as before", "--as", "rita")
    house.done("approve", key, "--as", "bea")
    return key


def test_fields_are_asked_for_by_title_until_they_can_be_read(house: House, tmp_path: Path) -> None:
    key = asking(house, tmp_path)
    screen = Screen(house, "--line", SIGNOFF_AS="dora", NO_COLOR="1")
    screen.until("quit:")
    screen.type(f"g {key}\n")
    screen.until("q back")
    screen.type("d\n")
    screen.until("Needed by:")
    screen.type("soon\n")
    screen.until("Needed by: “soon” cannot be read")
    screen.until("Needed by:")
    screen.type("2026-12-01\n")
    screen.until("2. Oil")
    screen.until("Material:")
    screen.type("2\n")
    screen.until("Rush:")
    screen.until("Rush:")
    screen.type("yes\n")
    screen.until("Notes (Enter: as before):")
    screen.type("\n")
    screen.until("Columns: item, quantity")
    screen.until("Lines:")
    screen.type('[{"item": "bolt", "quantity": "4"}]\n')
    screen.until("Reason")
    screen.type("\n")
    screen.until("[y/N]")
    screen.type("y\n")
    screen.until("Done.")
    screen.type("q\nq\n")
    screen.end()
    shown = house.done("show", key, "--json", "object", "--as", "rita").out
    fields = msgspec.json.decode(shown)["object"]["fields"]
    assert fields["needed"] == "2026-12-01"
    assert fields["material"] == "oil"
    assert fields["rush"] is True
    assert fields["notes"] == "as before"
    assert [line["item"] for line in fields["lines"]] == ["bolt"]


def test_without_a_field_nothing_is_done_and_one_can_say_where_to_return(
    house: House, tmp_path: Path
) -> None:
    key = asking(house, tmp_path)
    screen = Screen(house, "--line", SIGNOFF_AS="dora", NO_COLOR="1")
    screen.until("quit:")
    screen.type(f"g {key}\nd\n\n")
    screen.until("Needed by is required here.")
    screen.until("q back")
    screen.type("b\n")
    screen.until("3. Back to Buyer")
    screen.type("3\n")
    screen.until("Reason")
    screen.type("wrong supplier\n")
    screen.until("[y/N]")
    screen.type("y\n")
    screen.until("Done.")
    screen.type("q\nq\n")
    screen.end()
    assert key in house.done("inbox", "--as", "bea").out


def test_what_was_given_is_offered_anew_where_the_server_refuses_a_part_of_it(
    house: House, tmp_path: Path
) -> None:
    key = asking(house, tmp_path)
    screen = Screen(house, "--line", SIGNOFF_AS="dora", NO_COLOR="1")
    screen.until("quit:")
    screen.type(f'g {key}\nd\n2026-12-01\n2\nyes\n\n[{{"quantity": "4"}}]\n\ny\n')
    screen.until("a value is required")
    screen.until("q back")
    screen.type('d\n\n\n\n\n[{"item": "bolt"}]\n\ny\n')
    screen.until("Needed by (Enter: 2026-12-01):")
    screen.until("Lines (Enter: 1 line):")
    screen.until("Done.")
    screen.type("q\nq\n")
    screen.end()
    shown = house.done("show", key, "--json", "object", "--as", "rita").out
    fields = msgspec.json.decode(shown)["object"]["fields"]
    assert (fields["needed"], fields["material"], fields["rush"]) == ("2026-12-01", "oil", True)
    assert [line["item"] for line in fields["lines"]] == ["bolt"]
