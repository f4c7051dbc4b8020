"""Rule tables in the designer: a grid, its holes closed by a key, its file kept."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import msgspec
import pytest

from core.client.drafts import Drafts
from core.rules.table_editing import TableDocument
from tests.tui.designer.conftest import Designer, Open
from tests.tui.flow_server import FLOW, TABLE
from tui.designer.grid_screen import GridScreen
from tui.designer.keeping import TABLES, Kept
from tui.designer.opening import opened
from tui.designer.program import _begun
from tui.designer.screen import DesignerScreen

CSV = """\
rules,approvers
object,purchase_order

amount,material_class,ask
under 5000,,role:buyer
5000 to 50000,production,role:buyer
over 100000,,role:owner
"""


async def close_hole(it: Designer, words: str) -> None:
    """Make a row of a hole, and say that the owner is asked."""
    rows = len(it.grid.document.rows)
    await it.press("g")
    await it.until_shown("Cases in which no row holds")
    await it.type(words)
    await it.press("enter")
    await it.until(lambda: len(it.grid.document.rows) == rows + 1)
    await it.press("enter")
    await it.until_shown("Who is asked:")
    await it.type("role:owner")
    await it.until_shown("That can be used.")
    await it.press("enter", "enter", "enter")  # of all of them, everybody
    await it.until(lambda: isinstance(it.app.screen, GridScreen))


@pytest.mark.parametrize(
    ("text", "size"), [(TABLE, (80, 24)), (CSV, (40, 16))], ids=["yaml", "csv"]
)
async def test_both_holes_of_the_worked_example_are_closed_in_its_own_file(
    designer: Open, tmp_path: Path, text: str, size: tuple[int, int]
) -> None:
    file = tmp_path / ("rules.csv" if text is CSV else "rules.yaml")
    file.write_text(text)
    async with designer(text, size=size, file=file) as it:
        await close_hole(it, "from 5000")
        await close_hole(it, "over 50000")
        await it.press("s")
        await it.until(lambda: not it.grid.kept.is_changed)
        await it.press("g")
        await it.until_shown("amount empty")
    before, after = text.splitlines(), file.read_text().splitlines()
    assert after[: len(before)] == before
    assert len(after) > len(before)


async def test_a_hole_that_is_found_late_leaves_who_went_on_where_they_are(
    designer: Open, tmp_path: Path
) -> None:
    file = tmp_path / "rules.csv"
    rows = "up to 5000,,role:buyer\nover 5000,,role:buyer\n"
    file.write_text(CSV.partition("under")[0] + rows)
    searching = ThreadPoolExecutor(1)
    asyncio.get_running_loop().set_default_executor(searching)
    released = Event()
    async with designer(file.read_text(), file=file) as it:
        await it.press("g")
        await it.until(lambda: len(it.grid.document.rows) == 3)
        assert it.grid.document.row == 2, "who waits for it is led there"
        await it.press("u")
        busy = searching.submit(released.wait, 60)
        await it.press("home", "g", "down", "right")
        released.set()
        await it.until_shown("Row 3 is new, for: amount empty")
        assert (it.grid.document.row, it.grid.document.column) == (1, 1)
        assert busy.result()


@pytest.mark.parametrize("text", [TABLE, CSV], ids=["yaml", "csv"])
async def test_of_several_people_in_a_cell_each_is_changed_with_its_options(
    designer: Open, tmp_path: Path, text: str
) -> None:
    file = tmp_path / ("rules.csv" if text is CSV else "rules.yaml")
    listed = "[{role: buyer, pick: in turn}, role:owner]"
    file.write_text(text.replace("role:owner", f'"{listed}"' if text is CSV else listed))
    async with designer(file.read_text(), size=(80, 24), file=file) as it:
        await it.press("end", "down", "right", "right", "enter")
        await it.until_shown("somebody else as well")
        assert "Enter go on" in it.text
        await it.press("enter")
        await it.until_shown("Empty: taken away.")
        await it.press("enter", "enter")
        await it.until_shown("Who is asked: role:buyer")  # answered so far
        assert "Enter take it" in it.text
        await it.press("ctrl+u")
        await it.type("least loaded\n")
        await it.until(lambda: isinstance(it.app.screen, GridScreen))
        await it.press("s")
        await it.until(lambda: not it.grid.kept.is_changed)
    kept = file.read_text()
    assert "{role: buyer, pick: least loaded}, role:owner" in kept


async def test_cells_are_changed_undone_and_done_again(designer: Open) -> None:
    async with designer(TABLE, size=(80, 24)) as it:
        await it.press("down", "right", "enter")
        await it.until_shown("Row 2, Amount")
        await it.press("ctrl+u")
        await it.type("from 5000 to 4000")
        await it.press("enter")
        assert it.grid.document.text == TABLE  # backwards: said below the line
        await it.press("ctrl+u")
        await it.type("5000 to 60000\n")
        await it.until(lambda: "5000 to 60000" in it.grid.document.text)
        await it.press("u")
        assert it.grid.document.text == TABLE
        await it.press("ctrl+y")
        assert "5000 to 60000" in it.grid.document.text


async def test_rows_and_columns_are_added_moved_and_removed(designer: Open) -> None:
    async with designer(TABLE, size=(80, 24)) as it:
        document = it.grid.document
        await it.press("A")
        await it.type("prior\n")
        await it.until(lambda: len(document.columns) == 4)
        await it.press("D", "home", "J", "c", "o")
        await it.until(lambda: document.rows[-1].otherwise)
        await it.until(lambda: (len(document.rows), document.row) == (5, 4))
        await it.press("d", "u", "d")
        await it.until(lambda: len(document.rows) == 4)
        assert document.text.count("# small things") == 2
        await it.press("up", "up", "up", "up", "up", "L")
        assert document.columns[1].name == "amount"


async def test_people_and_columns_are_said_in_the_readers_words(designer: Open) -> None:
    async with designer(TABLE, size=(80, 24), language="zh") as it:
        await it.until_shown("角色 Buyer")
        assert "物料类别" in it.text
        assert "role:buyer" not in it.text


async def test_an_arrow_in_a_long_table_draws_two_lines(designer: Open) -> None:
    head, row = CSV.split("under 5000", 1)[0], "{n},production,role:buyer\n"
    text = head + "".join(row.format(n=n) for n in range(1000))
    async with designer(text, size=(80, 24)) as it:
        drawn: list[int] = []
        draw = it.grid.grid.draw

        def noting(y: int) -> object:
            drawn.append(y)
            return draw(y)

        it.grid.grid.draw = noting  # type: ignore[method-assign,assignment]
        await it.press("down")
        assert sorted(set(drawn)) == [1, 2]
        await it.press("end")
        assert it.grid.document.row == 999
        await it.until_shown("1000")


async def test_the_table_of_a_step_is_opened_from_its_flow_and_checked_with_it(
    designer: Open,
) -> None:
    flow = FLOW.replace("by: head of requester's department", "by: table approvers")
    async with designer(flow, size=(80, 24)) as it:
        await it.press("down", "down", "down", "r")
        await it.until_shown("under 5000")
        await it.press("d", "escape")
        await it.until(lambda: isinstance(it.app.screen, DesignerScreen))
        await it.until(lambda: it.screen.found.fresh)
        asked = msgspec.json.decode(it.server.posted("flows/check")[-1])
        assert "under 5000" not in asked["files"]["rules/approvers.yaml"]
        await it.press("u", "r")
        await it.until_shown("over 100000")


async def test_a_table_and_a_flow_of_one_name_are_kept_checked_and_published_both(
    designer: Open,
) -> None:
    flow = FLOW.replace("by: head of requester's department", "by: table purchase")
    async with designer(flow, size=(80, 24)) as it:
        drafts = it.screen.services.drafts
        it.screen.document.replace(flow + "# more\n")
        it.screen.changed()
        await it.press("down", "down", "down", "r")
        await it.until_shown("under 5000")
        await it.press("d", "escape")
        await it.until(lambda: isinstance(it.app.screen, DesignerScreen))
        assert sorted(drafts.names()) == ["design/purchase", "design/rules/purchase"]
        assert "flow: purchase" in drafts.load("design/purchase")
        await it.until(lambda: it.screen.found.fresh)
        await it.press("P")
        await it.until_shown("What publishing changes")
        await it.until(lambda: getattr(it.app.screen, "listening", False))
        await it.press("right", "enter")
        await it.until_shown("is published")
        sent = msgspec.json.decode(it.server.posted("apply")[-1])["files"]
        assert sorted(sent) == ["purchase.yaml", "rules/purchase.yaml"]
        assert drafts.names() == []


async def test_cases_on_an_older_version_are_moved_to_the_step_that_takes_its_place(
    designer: Open,
) -> None:
    async with designer(size=(80, 24)) as it:
        it.server.cases = ("PO-7", "PO-9")
        await it.press("m")
        await it.until_shown("2 cases stand at gone")
        await it.type("head\n")
        await it.until_shown("gone → head")
        assert not it.server.moved
        await it.until(lambda: getattr(it.app.screen, "listening", False))
        await it.press("enter", "right", "enter")
        await it.until(lambda: it.server.moved)
        assert it.server.moved[0]["steps"] == {"gone": "head"}
        assert it.server.moved[0]["reason"]
        await it.until_shown("2 moved")


async def test_where_every_case_would_stay_enter_moves_none(designer: Open) -> None:
    async with designer(size=(80, 24)) as it:
        it.server.cases = ("PO-7",)
        it.server.at = "head"
        await it.press("m")
        await it.until_shown("1 would stay")
        await it.until(lambda: getattr(it.app.screen, "listening", False))
        await it.press("enter")
        await it.until(lambda: isinstance(it.app.screen, DesignerScreen))
        assert not it.server.moved


async def test_a_flow_is_tried_with_made_up_values_where_no_object_may_be_seen(
    designer: Open,
) -> None:
    async with designer(size=(80, 24)) as it:
        await it.press("t")
        await it.type("*")
        await it.until_shown("made-up values: you say")
        await it.press("enter")
        await it.until_shown("Submitted by:")
        await it.press("enter")
        await it.until_shown("Amount:")
        await it.type("none")
        await it.press("enter")
        assert not it.server.posted("design/try")
        await it.press("ctrl+u")
        await it.type("7,000\n")
        await it.until(lambda: it.server.posted("design/try"))
        tried = msgspec.json.decode(it.server.posted("design/try")[-1])
        assert tried["csv"] == 'requester,amount\n,"7,000"\n'
        await it.until_shown("It ends: approved.")


def test_a_table_has_one_draft_however_it_is_opened_and_a_file_one_by_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = Drafts(tmp_path / "drafts")
    inside = Kept(
        TableDocument(TABLE, "a.yaml"), None, "approvers", drafts, draft=f"{TABLES}approvers"
    )
    inside.document.remove_row()
    inside.keep()
    alone = _begun(TABLE, "approvers", drafts)
    assert alone.text == inside.text != TABLE
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "flow.yaml").write_text(FLOW)
    monkeypatch.chdir(tmp_path / "one")
    first = opened(Path("flow.yaml"), drafts)
    first.document.replace(FLOW + "# more\n")
    first.keep()
    assert opened(Path("flow.yaml"), drafts).is_changed
    monkeypatch.chdir(tmp_path / "other")
    assert not opened(Path("flow.yaml"), drafts).is_changed


async def test_choices_are_shown_by_their_titles_and_written_as_they_were(
    designer: Open,
) -> None:
    async with designer(TABLE, size=(80, 24), language="zh") as it:
        await it.until_shown("生产")
        await it.press("down", "right")
        classes = it.grid.document.columns[0]
        assert it.grid.words_of(1, classes) == "生产"
        assert it.grid.document.value(1, classes) == "production"
