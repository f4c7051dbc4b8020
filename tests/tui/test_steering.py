"""Steering a case: what is offered, what is shown before it is done, what is sent, how it went."""

import asyncio

import msgspec
import pytest

from core.api import CasePlace, ObjectView, StepProgress
from core.handling import End, Foresee, Foreseen, Involved, Jump, Reason, Reassign, RemoveSigner
from core.rounds import Outcome
from core.tasks import TaskKind, TaskState
from tests.tui import company
from tests.tui.conftest import Desk, OpenDesk
from tests.tui.stand_in import StandIn, problem
from tui.screens.sheet import GRACE_SECONDS

STEERING = ("suspend", "jump", "reassign", "end")
LI_NA = Involved(
    task="c0.2", person="li.na", name=company.NAMES["li.na"], step="director", title={"en": "Boss"}
)
CHEN = Involved(
    task="c0.1",
    person="chen.jing",
    name=company.NAMES["chen.jing"],
    step="buyer",
    title={"en": "Buyer", "zh": "采购员"},
)


def steerable(can: tuple[str, ...] = STEERING, **rights: tuple[str, ...]) -> StandIn:
    """A server with one order, with whose case and people (by task) so much may be done."""
    server = StandIn(3)
    view = company.view(0)
    assert view.case is not None
    steps = tuple(_with_rights(step, rights) for step in view.case.steps)
    places = (
        CasePlace(step="requester", title={}),
        *(CasePlace(step=each.step, title=each.title) for each in view.case.steps),
    )
    case = msgspec.structs.replace(view.case, steps=steps, places=places, revision=7)
    server.views["PO-1000"] = msgspec.structs.replace(
        view, case=case, can=("comment", *can), waiting_for=case.steps[1].people
    )
    server.foreseen = Foreseen(revision=7, status="running", asked=(LI_NA,), ended=(CHEN,))
    return server


def _with_rights(step: StepProgress, rights: dict[str, tuple[str, ...]]) -> StepProgress:
    people = tuple(
        msgspec.structs.replace(each, can=rights.get(each.task.replace(".", "_"), ()))
        for each in step.people
    )
    return msgspec.structs.replace(step, people=people)


async def read(desk: Desk) -> None:
    """Open the page of the first order."""
    await desk.press("enter")
    await desk.until(lambda: desk.shell.desk.object.view is not None)


async def choose(desk: Desk, words: str, then: str) -> None:
    """Pick something from a list, and wait for what it opens."""
    await desk.press(*words)
    await desk.until_shown(words)
    await desk.press("enter")
    await desk.until_shown(then)
    await desk.until(lambda: getattr(desk.shell.screen, "listening", False))


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 16)])
async def test_a_jump_says_who_is_asked_then_before_it_is_confirmed(
    open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    server = steerable()
    async with open_desk(server=server, size=size) as desk:
        await read(desk)
        await desk.dialog("S")
        for action in ("suspend", "put at a step", "reassign", "end"):
            assert action in desk.text
        assert "resume" not in desk.text
        await choose(desk, "put", "Where to")
        await choose(desk, "director", "No longer asked")
        flat = " ".join(desk.text.split())
        assert "The case goes on at: Purchasing director." in flat
        assert "No longer asked: Chen Jing (Buyer)." in flat
        assert "Asked then: Li Na (Boss)." in flat
        foresee = msgspec.json.decode(server.posted("/foresee")[0], type=Foresee)
        assert foresee == Foresee(do="jump", to="director")
        await desk.press("enter")
        await desk.until_shown("A reason is required here.")
        await desk.press(*"urgent", "enter", "enter")  # the last question stands on cancel
        assert server.posted("/jump") == []


async def test_what_was_shown_is_what_is_sent_and_how_it_went_is_said(
    open_desk: OpenDesk,
) -> None:
    server = steerable()
    async with open_desk(server=server) as desk:
        await read(desk)
        await desk.dialog("S")
        await choose(desk, "put", "Where to")
        await choose(desk, "director", "Asked then")
        await desk.press(*"urgent", "enter", "right", "enter")
        await desk.until_shown("put at another step. It waits for Chen Jing now.")
        (body,) = server.posted("/jump")
        sent = msgspec.json.decode(body, type=Jump)
        assert sent == Jump(to="director", reason="urgent", case_revision=7)
        assert desk.shell.services.drafts.names() == []


async def test_a_number_chooses_where_there_are_no_letters(open_desk: OpenDesk) -> None:
    server = steerable()
    async with open_desk(server=server) as desk:
        await read(desk)
        await desk.dialog("S")
        await desk.press("4", "enter")
        await desk.until_shown("As if")
        await choose(desk, "1", "The case ends as if rejected.")
        await desk.press(*"a mistake", "enter", "right", "enter")
        await desk.until(lambda: server.posted("/end"))
        sent = msgspec.json.decode(server.posted("/end")[0], type=End)
        assert sent == End(outcome=Outcome.REJECTED, reason="a mistake", case_revision=7)


async def test_a_number_is_that_of_the_line_also_where_another_line_has_it_in_its_words(
    open_desk: OpenDesk,
) -> None:
    server = steerable()
    view = server.views["PO-1000"]
    assert view.case is not None
    titles = {"offers": "At least 2 offers", "boss": "Boss"}
    places = tuple(CasePlace(step=step, title={"en": each}) for step, each in titles.items())
    case = msgspec.structs.replace(view.case, places=places)
    server.views["PO-1000"] = msgspec.structs.replace(view, case=case)
    async with open_desk(server=server) as desk:
        await read(desk)
        await desk.dialog("S")
        await choose(desk, "put", "2  Boss")
        await desk.press("2")
        await desk.until_shown("Where to: 2")
        await desk.until(lambda: "offers" not in desk.text)
        await desk.press("enter")
        await desk.until_shown("The case goes on at: Boss.")


async def test_a_task_is_given_to_somebody_else(open_desk: OpenDesk) -> None:
    server = steerable(STEERING, c0_1=("reassign",))
    async with open_desk(server=server) as desk:
        await read(desk)
        await desk.dialog("S")
        await choose(desk, "reassign", "To whom")
        await desk.press(*"li.na")
        await desk.until_shown("Li Na")
        await desk.press("enter")
        await desk.until_shown("The task of Chen Jing (Buyer) goes to Li Na.")
        await desk.until_shown("Enter asks once more")
        await desk.until(lambda: getattr(desk.shell.screen, "listening", False))
        await desk.press(*"ill", "enter", "right", "enter")
        await desk.until(lambda: server.posted("/c0.1/reassign"))
        sent = msgspec.json.decode(server.posted("/reassign")[0], type=Reassign)
        assert sent == Reassign(to="li.na", reason="ill", case_revision=7)


async def test_an_approval_is_taken_back_after_an_undo_window(open_desk: OpenDesk) -> None:
    server = steerable(("take_back",), x_1=("take_back",), c0_1=())
    async with open_desk(server=server, undo=60) as desk:
        await read(desk)
        await desk.until_shown("U take back")
        await desk.dialog("U")
        await desk.until_shown("Your approval counts no more")
        await desk.press(*"too fast", "enter")
        await desk.until_shown("take back PO-1000 in 60 s")
        assert server.posted("/take-back") == []
        await desk.press("U")
        await desk.until_shown("PO-1000 is decided already")
        assert desk.shell.screen is desk.shell.desk
        await desk.press("u")
        await desk.until_shown("Undone: nothing was changed about PO-1000.")
        await desk.dialog("U")
        assert "too fast" in desk.text
        assert desk.shell.services.outbox.waiting() == []


async def test_a_signer_is_removed_once_the_window_is_over(open_desk: OpenDesk) -> None:
    server = steerable(("remove_signer",), c0_1=("remove_signer",))
    incident = msgspec.structs.replace(LI_NA, kind=TaskKind.INCIDENT)
    server.foreseen = Foreseen(revision=7, status="running", asked=(incident,), ended=(CHEN,))
    async with open_desk(server=server) as desk:
        await read(desk)
        await desk.dialog("minus")
        await desk.until_shown("Chen Jing (Buyer) need not sign any more.")
        await desk.until_shown("Asked then: Li Na (Boss: incident).")
        await desk.press("enter")
        await desk.until_shown("a signer was removed")
        sent = msgspec.json.decode(server.posted("/c0.1/remove-signer")[0], type=RemoveSigner)
        assert sent == RemoveSigner(case_revision=7)


async def test_what_the_server_would_refuse_is_said_before_anything_is_sent(
    open_desk: OpenDesk,
) -> None:
    server = steerable()
    async with open_desk(server=server) as desk:
        await read(desk)
        await desk.dialog("S")
        server.foreseen = problem(403, "not_allowed", detail="erp.confirm is on its way.")
        await choose(desk, "suspend", "It would be refused")
        assert "erp.confirm is on its way." in desk.text
        await desk.press(*"why", "enter", "enter")
        assert desk.shell.screen is not desk.shell.desk
        await desk.press("escape")
        await desk.until_shown("The draft is kept.")
        assert server.posted("/suspend") == []


async def test_a_server_that_does_not_answer_is_no_refusal(open_desk: OpenDesk) -> None:
    async with open_desk(server=steerable()) as desk:
        await read(desk)
        desk.server.down = True
        await desk.dialog("S")
        await choose(desk, "suspend", "cannot be reached")
        assert "would be refused" not in " ".join(desk.text.split())
        await desk.press(*"audit", "enter")
        assert desk.shell.services.outbox.waiting() == []


async def test_enter_confirms_only_what_could_be_read_before_it(open_desk: OpenDesk) -> None:
    server = steerable(("remove_signer",), c0_1=("remove_signer",))
    server.gates["foresee"] = gate = asyncio.Event()
    async with open_desk(server=server) as desk:
        await read(desk)
        desk.stop_seconds()
        await desk.press("minus")
        await desk.until(lambda: desk.shell.screen is not desk.shell.desk)
        desk.pass_seconds(GRACE_SECONDS)
        await desk.until(lambda: desk.shell.screen.listening)  # type: ignore[attr-defined]
        await desk.press(*"oops")
        gate.set()
        await desk.until_shown("Asked then")
        await desk.press("enter")
        await desk.until_shown("What is shown has just changed: read it")
        assert desk.shell.services.outbox.waiting() == []
        desk.pass_seconds(GRACE_SECONDS)
        await desk.press("enter")
        await desk.until(lambda: server.posted("/remove-signer"))


async def test_where_the_case_has_moved_meanwhile_nothing_is_done(open_desk: OpenDesk) -> None:
    server = steerable()
    async with open_desk(server=server) as desk:
        await read(desk)
        await desk.dialog("S")
        await choose(desk, "suspend", "nobody can decide")
        server.refusals.append(problem(412, "stale", key="PO-1000", detail="its case has moved"))
        await desk.press(*"audit", "enter", "right", "enter")
        await desk.until_shown("its case has moved")
        (body,) = server.posted("/suspend")
        assert msgspec.json.decode(body, type=Reason) == Reason(reason="audit", case_revision=7)
        await desk.dialog("S")
        await choose(desk, "suspend", "nobody can decide")
        assert "audit" in desk.text  # what was typed for it need not be typed again


async def test_what_may_not_be_done_is_neither_offered_nor_taken(open_desk: OpenDesk) -> None:
    server = steerable(())
    async with open_desk(server=server) as desk:
        await read(desk)
        for key, words in (
            ("U", "There is no approval of yours"),
            ("minus", "There is nobody whom you could"),
            ("S", "There is nothing that you could do"),
        ):
            await desk.press(key)
            await desk.until_shown(words)
            assert desk.shell.screen is desk.shell.desk
        await desk.press("question_mark")
        await desk.until_shown("Esc")
        assert "The case" not in desk.text
        assert "take back" not in desk.text


async def test_the_help_names_what_the_menu_holds(open_desk: OpenDesk) -> None:
    server = steerable((*STEERING, "take_back"), x_1=("take_back",))
    async with open_desk(server=server, size=(100, 60)) as desk:
        await read(desk)
        await desk.press("question_mark")
        await desk.until_shown("take your approval back")
        await desk.until_shown("the case goes on at another step")


async def test_what_went_wrong_is_seen_to_from_the_menu_too(open_desk: OpenDesk) -> None:
    server = StandIn(2)
    can = ("approve", "skip", "done")
    server.tasks[0] = company.task(0, kind=TaskKind.INCIDENT, can=can)
    view: ObjectView = company.view(0)
    server.views["PO-1000"] = msgspec.structs.replace(view, tasks=(server.tasks[0],))
    async with open_desk(server=server) as desk:
        await read(desk)
        await desk.dialog("S")
        for words in ("try again", "done by hand", "skip"):
            assert words in desk.text
        await choose(desk, "skip", "Reason")
        await desk.press("enter")
        await desk.until_shown("PO-1000: skipped")


async def test_it_is_steered_in_chinese(open_desk: OpenDesk) -> None:
    server = steerable()
    async with open_desk(server=server, size=(40, 16), language="zh") as desk:
        await read(desk)
        await desk.dialog("S")
        await desk.press("2", "enter")
        await desk.until_shown("跳转到")
        await desk.press("4", "enter")
        await desk.until_shown("流程跳转到：采购总监")
        await desk.until_shown("届时由其处理")
        assert "Chen" not in desk.text


@pytest.mark.parametrize("by", [company.ME, "li.na"])
async def test_what_one_ended_oneself_is_no_news(open_desk: OpenDesk, by: str) -> None:
    server = steerable()
    async with open_desk(server=server) as desk:
        desk.shell.desk.tell("It was ended.")
        server.close_task("c0.1", TaskState.CANCELLED, by)
        window = desk.shell.desk.inbox.window
        await desk.until(lambda: window.gone is not None)
        await desk.until(lambda: window.gone and window.gone.state is TaskState.CANCELLED)
        await desk.pilot.pause()
        shown = "It was ended." if by == company.ME else "is no longer in your inbox"
        await desk.until_shown(shown)
