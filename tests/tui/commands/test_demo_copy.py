"""`signoff demo --copy`: a company begins with the demo's folder."""

from pathlib import Path

from tests.tui.commands.conftest import House


def test_a_copy_of_the_demo_is_a_company_to_change(empty_house: House, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    empty_house.done("demo", "--copy", str(ours))
    assert (ours / "people.yaml").is_file()
    assert (ours / "flows" / "purchase-approval.yaml").is_file()
    planned = empty_house.done("apply", str(ours), "--plan", "--history")
    assert "purchases now" in planned.out
    assert empty_house.run("demo", "--copy", str(ours)).code == 2  # never over somebody's work
