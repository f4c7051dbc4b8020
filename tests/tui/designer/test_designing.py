"""The designer: edited in words, checked, undone, tried, saved and published."""

from pathlib import Path

import msgspec
import pytest
from textual.events import Key

from core.trials import FlowFindings
from tests.tui.designer.conftest import Open
from tests.tui.flow_server import FLOW, FlowServer, gap
from tui.designer.screen import DesignerScreen


async def test_a_condition_is_changed_in_words_and_comments_stay(designer: Open) -> None:
    async with designer() as it:
        await it.press("down", "down", "enter", "enter")
        await it.until_shown("That can be used.")
        await it.press("ctrl+u")
        await it.type('material_class == "offic')
        await it.until_shown("office")
        await it.press("tab")
        await it.press("enter")
        await it.until(lambda: 'when: material_class == "office"' in it.screen.document.text)
        assert it.screen.document.text.count("#") == FLOW.count("#")
        await it.press("ctrl+z")
        assert it.screen.document.text == FLOW
        await it.press("ctrl+y")
        assert "office" in it.screen.document.text


async def test_what_is_wrong_is_said_while_one_types(designer: Open) -> None:
    async with designer() as it:
        await it.press("down", "down", "enter", "enter")
        await it.press("ctrl+u")
        await it.type("amout < 1")
        await it.until_shown("There is no field or word `amout`")
        await it.press("escape")
        assert it.screen.document.text == FLOW


async def test_a_step_is_added_with_one_breath_of_typing(designer: Open) -> None:
    async with designer(size=(80, 24)) as it:
        await it.press("down", "down", "a")
        await it.type("people decide\nBoss\nmanager\n")
        await it.until(lambda: "approve: boss" in it.screen.document.text)
        assert it.screen.document.value((*it.screen.document.row.path, "by")) == "manager"


async def test_options_of_people_have_lines_of_their_own(designer: Open) -> None:
    async with designer() as it:
        it.screen.document.select(5)
        await it.press("enter")
        await it.until_shown("least loaded")
        forms = {each.name: each for each in it.screen.form}
        assert forms["by"].value == "role:buyer"
        it.screen.lines.show(it.screen._form_lines(), it.screen.form.index(forms["pick"]))
        await it.press("x")
        by = it.screen.document.value((*it.screen.document.row.path, "by"))
        assert by == {"role": "buyer", "where": '"a" in person.classes'}


async def test_of_several_people_one_gets_options_or_is_taken_away(designer: Open) -> None:
    flow = FLOW.replace("head of requester's department", "[role:buyer, 2 of role:owner]")
    owners = {"role": "owner", "at least": "2", "pick": "in turn"}
    async with designer(flow) as it:
        by = (*it.screen.document.rows[3].path, "by")
        await it.press("down", "down", "down", "enter", "down", "down", "enter")
        await it.until_shown("somebody else as well")
        await it.type("2")
        await it.press("enter", "enter", "enter")
        await it.type("in turn\n")
        await it.until(lambda: isinstance(it.app.screen, DesignerScreen))
        assert it.screen.document.value(by) == ["role:buyer", owners]
        await it.press("enter")
        await it.until_shown("somebody else as well")
        await it.press("enter")
        await it.until_shown("Empty: taken away.")
        await it.press("ctrl+u", "enter")
        await it.until(lambda: isinstance(it.app.screen, DesignerScreen))
        assert it.screen.document.value(by) == owners


async def test_of_several_people_the_number_says_which_and_each_can_be_taken_as_it_is(
    designer: Open,
) -> None:
    flow = FLOW.replace("head of requester's department", "[{manager: 2}, role:owner]")
    async with designer(flow) as it:
        by = (*it.screen.document.rows[3].path, "by")
        await it.press("down", "down", "down", "enter", "down", "down", "enter")
        await it.until_shown("somebody else as well")
        await it.type("2\n")  # which the first one has in its words
        await it.until_shown("role:owner")
        await it.press("escape", "enter")
        await it.until_shown("somebody else as well")
        await it.press("enter")
        await it.until_shown("manager 2 levels up")
        await it.press("enter")
        await it.until(lambda: isinstance(it.app.screen, DesignerScreen))
        assert it.screen.document.value(by) == ["manager 2 levels up", "role:owner"]


async def test_a_finding_leads_to_its_step(designer: Open) -> None:
    server = FlowServer()
    server.findings = FlowFindings(items=(gap(11),))
    async with designer(server=server) as it:
        await it.until_shown("No branch is taken from 5000 up.")
        await it.press("n")
        assert it.screen.document.row.id == "head"
        await it.press("P")
        await it.until_shown("Not published: 1")
        assert not it.server.posted("apply")


async def test_it_is_published_only_after_the_plan_was_seen(designer: Open) -> None:
    async with designer() as it:
        await it.press("P")
        await it.until_shown("What publishing changes")
        await it.until(lambda: getattr(it.app.screen, "listening", False))
        await it.press("enter")  # stands on "cancel"
        await it.until(lambda: isinstance(it.app.screen, DesignerScreen))
        assert len(it.server.posted("apply")) == 1
        await it.press("P")
        await it.until(lambda: getattr(it.app.screen, "listening", False))
        await it.press("right", "enter")
        await it.until_shown("is published")
        assert len(it.server.posted("apply")) == 3  # plan, plan, publish


async def test_it_is_tried_on_one_object(designer: Open) -> None:
    async with designer() as it:
        await it.press("t")
        await it.until_shown("PO-1000")
        await it.press("enter")
        await it.until_shown("nothing was written")
        assert "li.na decides: buyer" in it.text


async def test_whoever_types_a_key_means_that_object(designer: Open) -> None:
    server = FlowServer()
    server.tasks[0] = msgspec.structs.replace(server.tasks[0], title="instead of PO-1003")
    async with designer(server=server) as it:
        await it.press("t")
        await it.until_shown("PO-1000")
        await it.type("PO-1003")
        await it.until_shown("instead of PO-1003")
        await it.until(lambda: "PO-1004" not in it.text)
        await it.press("enter")
        await it.until_shown("nothing was written")
        assert "PO-1003" in str(server.posted("design/try"))


async def test_it_is_tried_on_the_past_down_to_each_object(designer: Open) -> None:
    async with designer() as it:
        await it.press("T")
        await it.until_shown("5 objects, 2 would go another way.")
        # The edited flow has no step `quality`; `head` has no title anywhere.
        await it.until_shown("采购员审批 (Li Na), Quality check (Li Na) → head (wang.li)")
        await it.press("enter")
        await it.until_shown("PO-7, PO-9")
        await it.press("escape")
        await it.until_shown("how often each person is asked")
        await it.type("each person\n")
        await it.until_shown("wang.li     0     2    +2")
        await it.press("escape", "escape")
        await it.until(lambda: isinstance(it.app.screen, DesignerScreen))


async def test_keys_typed_right_after_the_one_that_leads_to_the_form_are_the_forms(
    designer: Open,
) -> None:
    async with designer() as it:
        for key in ("enter", "down"):
            it.screen.on_key(Key(key, None))
        assert it.screen.document.number == 0
        assert it.screen.lines.index == 1


async def test_less_than_typed_whole_stays_what_it_is_where_enter_completes(designer: Open) -> None:
    async with designer() as it:
        await it.press("down", "down", "enter", "enter")
        await it.until_shown("That can be used.")
        await it.press("ctrl+u")
        await it.type("amount <\n")
        await it.type("7\n")
        await it.until(lambda: "when: amount < 7" in it.screen.document.text)


async def test_a_branch_is_added_from_the_step_inside_one(designer: Open) -> None:
    async with designer() as it:
        await it.press("down", "down", "down", "b")
        await it.until_shown("When (nothing: otherwise)")
        await it.type("amount > 7\n")
        await it.until(lambda: "when: amount > 7" in it.screen.document.text)
        assert it.screen.document.value(("steps", 0, "choose", 1, "when")) == "amount > 7"


async def test_what_is_not_saved_is_there_after_a_crash_and_can_be_undone(
    designer: Open, tmp_path: Path
) -> None:
    file = tmp_path / "purchase.yaml"
    file.write_text(FLOW)
    async with designer(file=file) as it:
        await it.press("down", "down", "down", "d")
        left = it.screen.document.text
        assert "approve: head" not in left
    async with designer(file=file) as it:
        assert it.screen.document.text == left
        await it.until_shown("not save")
        await it.press("s")
        await it.until_shown("Saved:")
        assert file.read_text() == left
        await it.press("u")
        assert it.screen.document.text == FLOW


async def test_a_file_that_somebody_else_changed_is_not_overwritten(
    designer: Open, tmp_path: Path
) -> None:
    file = tmp_path / "purchase.yaml"
    file.write_text(FLOW)
    async with designer(file=file) as it:
        await it.press("down", "down", "down", "d")
        file.write_text("flow: other\n")
        await it.press("s")
        await it.until_shown("changed by somebody else")
        assert file.read_text() == "flow: other\n"


async def test_a_new_flow_asks_three_things(designer: Open) -> None:
    async with designer(None) as it:
        await it.until_shown("It is for")
        await it.type("order\nBuying\n")
        await it.until_shown("Responsible")
        await it.type("role:owner\n")
        await it.until(lambda: it.app.kept is not None)
        assert it.app.kept is not None
        assert it.app.kept.document.text.startswith("flow: buying\n")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (40, 16)])
async def test_it_speaks_chinese_at_every_size(designer: Open, size: tuple[int, int]) -> None:
    async with designer(size=size, language="zh") as it:
        await it.until_shown("采购")
        await it.press("enter")
        await it.until_shown("标题（英文）"[:4])
        await it.press("question_mark")
        await it.until_shown("修改")
        assert all(len(line) <= size[0] for line in it.text.split("\n"))


async def test_hostile_names_are_shown_as_they_are(designer: Open) -> None:
    hostile = FLOW.replace("采购员审批", "'[@click=app.quit]x[/] \u202e'").replace("\u202e", "")
    async with designer(hostile) as it:
        await it.until_shown("[@click=app.quit]x[/]")
