"""Deciding: what is sent is what was seen, only when it was meant, and it can be taken back."""

import time

import msgspec
import pytest

from core.api import Decide, Forward
from core.objects import FieldChange
from core.tasks import DecisionKind, TaskKind, TaskState
from tests.tui import company
from tests.tui.conftest import Desk, OpenDesk
from tests.tui.stand_in import StandIn, problem
from tui.screens.sheet import GRACE_SECONDS


async def test_approving_sends_the_reason_and_the_revisions_that_were_seen(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.dialog("down", "a")
        await desk.press(*"fine", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))
        (body,) = desk.server.posted("/decide")
        decide = msgspec.json.decode(body, type=Decide)
        assert decide == Decide(decision=DecisionKind.APPROVE, reason="fine", object_revision=3)
        await desk.until_shown("PO-1001: approved")
        assert desk.selected == "PO-1001"


async def test_keys_that_were_under_way_do_not_confirm_a_dialog(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        desk.stop_seconds()
        await desk.press("a", "enter", "enter", "y", "enter")
        await desk.until(lambda: desk.shell.screen is not desk.shell.desk)
        desk.pass_seconds(GRACE_SECONDS)
        await desk.until(lambda: desk.shell.screen.listening)  # type: ignore[attr-defined]
        assert desk.shell.held.all() == []
        assert "Reason (may be empty): " in desk.text
        await desk.until_shown("What was typed before this was shown is left out")
        await desk.press("f")
        await desk.until_shown("Enter approve")
        await desk.press("escape")
        assert desk.shell.held.all() == []


async def test_a_key_that_is_held_down_does_not_confirm_a_dialog(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        desk.stop_seconds()
        await desk.press("a")
        await desk.until(lambda: desk.shell.screen is not desk.shell.desk)
        end = time.monotonic() + 1.5 * GRACE_SECONDS  # so that the dialog's timer has rung
        while time.monotonic() < end:
            await desk.press("enter")
            desk.pass_seconds(0.9 * GRACE_SECONDS)
        assert desk.shell.screen is not desk.shell.desk
        assert desk.shell.services.outbox.waiting() == []
        desk.pass_seconds(0.1 * GRACE_SECONDS)
        await desk.until(lambda: desk.shell.screen.listening)  # type: ignore[attr-defined]
        await desk.press("enter")
        await desk.until(lambda: desk.server.posted("/decide"))


async def typed_ahead(desk: Desk, opens: str, *keys: str, pause: float = 0.1) -> None:
    """Open a dialog and type on before it listens, `pause` seconds from key to key."""
    desk.stop_seconds()
    await desk.press(opens)
    await desk.until(lambda: desk.shell.screen is not desk.shell.desk)
    for key in keys:
        desk.pass_seconds(pause)
        await desk.press(key)
        assert not desk.shell.screen.listening  # type: ignore[attr-defined]
    desk.pass_seconds(GRACE_SECONDS)
    await desk.until(lambda: desk.shell.screen.listening)  # type: ignore[attr-defined]


@pytest.mark.parametrize("last", [(), ("enter",)])
async def test_words_typed_by_hand_before_a_dialog_listens_are_its_reason(
    open_desk: OpenDesk, last: tuple[str, ...]
) -> None:
    async with open_desk() as desk:
        await typed_ahead(desk, "a", *"fime", "backspace", "backspace", *"ne", *last)
        await desk.until_shown("Reason (may be empty): fine")
        assert ("Enter came before this was shown" in desk.text) is bool(last)
        assert desk.shell.services.outbox.waiting() == []
        await desk.press("enter")
        await desk.until(lambda: desk.server.posted("/decide"))
        (body,) = desk.server.posted("/decide")
        assert msgspec.json.decode(body, type=Decide).reason == "fine"


@pytest.mark.parametrize(
    ("keys", "pause"),
    [
        ("rt-42", 0.004),  # a scanner, a paste, or a link that delivers late
        ("aaaaaaa", 0.05),  # the key that opened it, held down
        (["a", "enter", "y", "y", "n"], 0.1),
        (["n", "o", "escape"], 0.1),
    ],
)
async def test_what_may_not_be_words_is_left_out_with_a_word(
    open_desk: OpenDesk, keys: list[str], pause: float
) -> None:
    async with open_desk() as desk:
        await typed_ahead(desk, "a", *("minus" if key == "-" else key for key in keys), pause=pause)
        await desk.until_shown("What was typed before this was shown is left out")
        assert desk.shell.services.drafts.names() == []
        assert desk.shell.services.outbox.waiting() == []


async def test_words_typed_blindly_are_in_no_field_that_nobody_had_seen(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("supplier",))
    async with open_desk(server=server) as desk:
        await typed_ahead(desk, "a", *"fine")
        await desk.until_shown("What was typed before this was shown is left out")
        await desk.press("escape")
        await typed_ahead(desk, "b", *"no")  # which asks first where to
        await desk.until_shown("What was typed before this was shown is left out")
        assert desk.shell.services.drafts.names() == []


async def test_nothing_is_decided_where_the_terminal_cannot_show_it(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.pilot.resize_terminal(8, 3)
        await desk.dialog("a")
        await desk.press("enter")
        assert desk.shell.services.outbox.waiting() == []
        await desk.pilot.resize_terminal(80, 24)
        await desk.until(lambda: "approve  PO-1000" in desk.text)
        await desk.press("enter")
        await desk.until(lambda: desk.server.posted("/decide"))


async def test_a_held_decision_is_taken_back_with_one_key(open_desk: OpenDesk) -> None:
    async with open_desk(undo=60) as desk:
        await desk.dialog("a")
        await desk.press("enter")
        await desk.until_shown("approve PO-1000 in 60 s")
        assert "approving" in desk.lines[2]
        await desk.press("u")
        await desk.until_shown("Taken back: PO-1000 is not decided.")
        assert "approving" not in desk.text
        assert desk.shell.services.outbox.waiting() == []
        assert desk.server.posted("/decide") == []


async def test_a_reason_outlives_the_dialog_and_the_program_but_is_for_its_own_decision_only(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.dialog("r")
        await desk.press(*"too dear")
    async with open_desk() as desk:
        await desk.dialog("a")
        assert "too dear" not in desk.text
        await desk.press("escape")
        await desk.dialog("r")
        assert "too dear" in desk.text
        await desk.press("escape")
        await desk.until_shown("The draft is kept.")
        await desk.dialog("r")
        await desk.press(*" by half", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))
        (body,) = desk.server.posted("/decide")
        assert msgspec.json.decode(body, type=Decide).reason == "too dear by half"
        assert desk.shell.services.drafts.names() == []


async def test_a_reason_is_there_again_when_its_decision_is_taken_back_or_refused(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(undo=30) as desk:
        await desk.dialog("a")
        await desk.press(*"all fine", "enter")
        assert desk.shell.services.drafts.names() == []
        await desk.press("u")
        await desk.dialog("a")
        assert "all fine" in desk.text
    async with open_desk() as desk:
        await desk.dialog("a")
        assert "all fine" in desk.text
        desk.server.refusals.append(
            problem(409, "already_decided", who="Li Na", when="9:12", decision="reject")
        )
        await desk.press("enter")
        await desk.until_shown("Li Na has already decided this")
        (name,) = desk.shell.services.drafts.names()
        assert desk.shell.services.drafts.load(name) == "all fine"


async def test_the_same_task_is_not_decided_twice(open_desk: OpenDesk) -> None:
    async with open_desk(undo=60) as desk:
        await desk.dialog("a")
        await desk.press("enter")
        await desk.until(lambda: desk.shell.held.all())
        await desk.press("r")
        assert desk.shell.screen is desk.shell.desk
        await desk.until_shown("PO-1000 is decided already")


async def test_without_an_undo_window_enter_leads_to_a_question_that_stands_on_cancel(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(undo=0) as desk:
        await desk.dialog("a")
        await desk.press("enter", "enter")
        assert desk.shell.screen is desk.shell.desk
        assert desk.shell.services.outbox.waiting() == []
        await desk.dialog("a")
        await desk.press("enter", "right", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))


async def test_a_reason_is_demanded_where_the_step_demands_it(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("r")
        await desk.press("enter")
        await desk.until_shown("A reason is required here.")
        await desk.press(*"no", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))


async def test_what_changed_since_the_last_look_is_shown_before_deciding(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(5)
    change = FieldChange(
        field="amount",
        title={"en": "Amount"},
        old={"amount": "100.00", "currency": "CNY"},
        new={"amount": "900.00", "currency": "CNY"},
    )
    server.views["PO-1000"] = company.view(0, changed_since_seen=(change,))
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until_shown("Changed since you looked")
        assert "- 100.00 CNY" in desk.text
        assert "+ 900.00 CNY" in desk.text


async def test_a_decision_on_an_old_revision_shows_what_changed_and_asks_again(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.dialog("a")
        newer = msgspec.structs.replace(desk.server.tasks[0], revision=2)
        desk.server.tasks[0] = newer
        await desk.press("enter")
        await desk.until_shown("PO-1000 changed meanwhile")
        assert desk.shell.desk.is_reading
        assert newer.state is TaskState.OPEN
        await desk.until(lambda: desk.shell.desk.object.view is not None)
        await desk.until_shown("Your task")


async def test_a_decision_that_came_too_late_says_who_was_faster(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("a")
        desk.server.refusals.append(
            problem(409, "already_decided", who="Li Na", when="9:12", decision="reject")
        )
        await desk.press("enter")
        await desk.until_shown("Li Na has already decided this")
        assert desk.shell.services.outbox.is_empty()


async def test_a_warning_of_another_system_is_asked_and_no_is_the_default(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        warning = problem(
            422, "warning_unanswered", system="erp", warning="w-7", detail="no more budget"
        )
        desk.server.refusals.append(warning)
        await desk.dialog("a")
        await desk.press("enter")
        await desk.until_shown("no more budget")
        await desk.until(lambda: getattr(desk.shell.screen, "listening", False))
        await desk.press("enter")
        assert len(desk.server.posted("/decide")) == 1
        desk.server.refusals.append(warning)
        await desk.dialog("a")
        await desk.press("enter")
        await desk.until_shown("no more budget")
        await desk.until(lambda: getattr(desk.shell.screen, "listening", False))
        await desk.press("right", "enter")
        await desk.until(lambda: len(desk.server.posted("/decide")) == 3)
        last = msgspec.json.decode(desk.server.posted("/decide")[-1], type=Decide)
        assert last.agreed == ("w-7",)


async def test_returning_asks_where_to(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.press("enter")
        await desk.until(lambda: desk.shell.desk.object.view is not None)
        await desk.dialog("b")
        assert "the requester" in desk.text
        await desk.press("right", "right", "tab", *"price", "enter")
        await desk.until(lambda: desk.server.posted("/decide"))
        decide = msgspec.json.decode(desk.server.posted("/decide")[0], type=Decide)
        assert (decide.decision, decide.to) == (DecisionKind.RETURN, "head")


async def test_fields_that_the_step_asks_for_are_given_as_values_of_their_kind(
    open_desk: OpenDesk,
) -> None:
    server = StandIn(3)
    server.tasks[0] = company.task(0, asks=("amount",))
    async with open_desk(server=server) as desk:
        await desk.dialog("a")
        await desk.until(lambda: desk.shell.screen.view is not None)  # type: ignore[attr-defined]
        await desk.press(*"abc", "enter")
        await desk.until_shown("cannot be read")
        await desk.press("backspace", "backspace", "backspace", *"1,200.50", "enter")
        await desk.until(lambda: server.posted("/decide"))
        decide = msgspec.json.decode(server.posted("/decide")[0], type=Decide)
        assert decide.fields == {"amount": {"amount": "1200.50", "currency": "CNY"}}


async def test_what_cannot_be_done_with_a_task_is_not_offered(open_desk: OpenDesk) -> None:
    server = StandIn(2)
    server.tasks[0] = company.task(0, kind=TaskKind.COPY, can=("done",))
    async with open_desk(server=server) as desk:
        await desk.until_shown("d done")
        assert "approve" not in desk.lines[-1]
        await desk.press("a")
        await desk.until_shown("This task does not ask you to approve. Possible here: d done.")


@pytest.mark.parametrize("by", ["d", "c"])
async def test_a_question_is_answered_in_words(open_desk: OpenDesk, by: str) -> None:
    server = StandIn(2)
    can = ("done", "forward", "comment")
    server.tasks[0] = company.task(0, kind=TaskKind.QUESTION, can=can, text="Which hall?")
    async with open_desk(server=server) as desk:
        await desk.until_shown("d answer")
        await desk.press("a")
        await desk.until_shown("This is a question: d answers it.")
        await desk.dialog(by)
        if by == "d":
            await desk.press("enter")
            await desk.until_shown("Type the answer")
            assert server.posted("/decide") == []
        await desk.press(*"Hall 3", "enter" if by == "d" else "ctrl+s")
        await desk.until_shown("PO-1000: answered Wang Li's question")


async def test_what_is_for_the_list_says_how_to_get_there(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.press("enter")
        await desk.until(lambda: desk.shell.desk.object.view is not None)
        await desk.press("w")
        await desk.until_shown("why is for the list: Esc goes back there")


async def test_a_decision_made_offline_is_sent_when_the_server_is_back(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        await desk.until_shown("online")
        desk.server.drop_link()
        await desk.until_shown("OFFLINE")
        await desk.dialog("a")
        await desk.until_shown("cannot be reached")
        await desk.press("enter")
        await desk.until_shown("1 queued")
        desk.server.down = False
        await desk.press("ctrl+r")
        await desk.until(lambda: desk.server.posted("/decide"))
        await desk.until(lambda: desk.shell.services.outbox.is_empty())


async def test_forwarding_needs_a_person_and_a_yes(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.dialog("f")
        await desk.press(*"zzz", "enter")
        await desk.until_shown("Nothing found.")
        await desk.press("backspace", "backspace", "backspace", *"li.na")
        await desk.until_shown("Li Na")
        await desk.press("enter", "enter")
        assert desk.server.posted("/forward") == []
        await desk.dialog("f")
        await desk.press(*"li.na")
        await desk.until_shown("Li Na")
        await desk.press("enter", "right", "enter")
        await desk.until(lambda: desk.server.posted("/forward"))
        (body,) = desk.server.posted("/forward")
        assert msgspec.json.decode(body, type=Forward).to == "li.na"


@pytest.mark.parametrize(
    ("steps", "path", "words", "where"),
    [
        (1, "/delegate", "delegate", None),
        (2, "/signers", "add a signer", "before"),
        (4, "/signers", "add a signer", "after"),
    ],
)
async def test_others_are_asked_in_the_way_that_was_chosen(
    open_desk: OpenDesk, steps: int, path: str, words: str, where: str | None
) -> None:
    server = StandIn(2)
    can = ("approve", "forward", "delegate", "add_signer")
    server.tasks[0] = company.task(0, can=can)
    async with open_desk(server=server) as desk:
        await desk.dialog("f")
        await desk.until_shown("Who else is asked about PO-1000")
        await desk.press(*"li.na")
        await desk.until_shown("Li Na")
        await desk.press("tab", *["right"] * steps, "enter")
        await desk.until_shown(words)
        assert server.posted(path) == []
        await desk.press("right", "enter")
        await desk.until(lambda: server.posted(path))
        (body,) = server.posted(path)
        sent = msgspec.json.decode(body)
        if where is None:
            assert sent["to"] == "li.na"
        else:
            assert (sent["people"], sent["where"]) == (["li.na"], where)


async def test_the_last_line_says_what_enter_really_does_next(open_desk: OpenDesk) -> None:
    async with open_desk(undo=0) as desk:
        await desk.dialog("a")
        await desk.until_shown("Enter asks once more, then approve")
        await desk.press("enter")
        await desk.until_shown("Enter cancel  arrows choose approve")
        await desk.press("right")
        await desk.until_shown("Enter approve  arrows choose Cancel")
        assert desk.server.posted("/decide") == []
        await desk.press("enter")
        await desk.until(lambda: desk.server.posted("/decide"))


@pytest.mark.parametrize(
    ("key", "decision", "footer", "sent"),
    [
        ("a", DecisionKind.APPROVE, "a try again", "PO-1000: tried again"),
        ("d", DecisionKind.DONE, "d done by hand", "PO-1000: done by hand"),
        ("x", DecisionKind.SKIP, "x skip", "PO-1000: skipped"),
    ],
)
async def test_an_action_that_went_wrong_is_tried_again_skipped_or_was_done_by_hand(
    open_desk: OpenDesk, key: str, decision: DecisionKind, footer: str, sent: str
) -> None:
    server = StandIn(2)
    can = ("approve", "skip", "done")
    server.tasks[0] = company.task(0, kind=TaskKind.INCIDENT, can=can)
    async with open_desk(server=server) as desk:
        await desk.until_shown(footer)
        await desk.dialog(key)
        await desk.press("enter")
        await desk.until_shown(sent)
        (body,) = server.posted("/decide")
        assert msgspec.json.decode(body, type=Decide).decision is decision


async def test_somebody_abstains(open_desk: OpenDesk) -> None:
    server = StandIn(2)
    server.tasks[0] = company.task(0, can=("approve", "reject", "abstain"))
    async with open_desk(server=server) as desk:
        await desk.dialog("z")
        await desk.press(*"not mine", "enter")
        await desk.until_shown("PO-1000: abstained")
        (body,) = server.posted("/decide")
        expected = Decide(decision=DecisionKind.ABSTAIN, reason="not mine", object_revision=3)
        assert msgspec.json.decode(body, type=Decide) == expected
