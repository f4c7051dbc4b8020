"""Finding things: the filter, going to an object, one's own requests, the order, the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import SignoffError
from core.language import say
from core.tasks import Placement
from core.text import due, duration
from tui.actions import Situation
from tui.drawing.words import coded
from tui.messages import Answered, AskingFailed
from tui.screens.ask_sheet import AskSheet
from tui.screens.find_sheet import FindSheet
from tui.screens.help_sheet import HelpSheet
from tui.screens.lookups import objects
from tui.widgets.pick_list import Option
from tui.work import start

if TYPE_CHECKING:
    from datetime import datetime

    from tui.screens.desk import DeskScreen

MINE = "from:me"


def filter_inbox(desk: DeskScreen, _situation: Situation) -> None:
    """Show only the tasks that match."""

    def typed(words: str | None) -> None:
        if words is not None and words != desk.inbox.query_words:
            desk.inbox.search(words)

    sheet = AskSheet(
        heading=say("tui.filter_title"),
        verb=say("actions.filter"),
        says=(say("actions.filter.help"),),
        label=say("tui.filter_title"),
        word=desk.inbox.query_words,
        sure=desk.services.options.asks_last("filter"),
    )
    desk.app.push_screen(sheet, typed)


def go_to(desk: DeskScreen, _situation: Situation) -> None:
    """Go to an object by its key, or by words that it holds."""
    _find(desk, heading=say("tui.goto_title"), words="")


def show_mine(desk: DeskScreen, _situation: Situation) -> None:
    """What one has requested, newest first."""
    _find(desk, heading=say("tui.mine_title"), words=MINE)


def say_why(desk: DeskScreen, situation: Situation) -> None:
    """Say why the task stands where it stands."""
    task = situation.task
    if task is None:
        return
    limit, query, task_id = 20, desk.inbox.query_words, task.id

    async def ask() -> None:
        try:
            page = await desk.services.client.inbox(query, limit=limit, around=task_id, why=True)
        except SignoffError as error:
            desk.post_message(AskingFailed(error))
            return
        for place, each in enumerate(page.items, page.position + 1):
            if each.id == task_id and each.placement is not None:
                now = desk.services.clock.now()
                desk.post_message(Answered(_why(each.placement, place, now)))

    start(desk, ask, "why")


def show_unread(desk: DeskScreen, _situation: Situation) -> None:
    """To what is new in the feed."""
    desk.object.show_unread()


def show_help(desk: DeskScreen, situation: Situation) -> None:
    """The keys of what is on the screen."""
    desk.app.push_screen(HelpSheet(desk.services.options.keymap, situation))


def _find(desk: DeskScreen, *, heading: str, words: str) -> None:
    def picked(option: Option | None) -> None:
        if option is not None:
            desk.open_object(option[0])

    sheet = FindSheet(
        objects(desk.services.client),
        heading=heading,
        verb=say("actions.open"),
        label=say("tui.goto_hint"),
        words=words,
        free=True,
        says_missing=say("tui.goto_hint"),
    )
    desk.app.push_screen(sheet, picked)


def _why(placement: Placement, place: int, now: datetime) -> str:
    words = say(
        "tui.why",
        n=place,
        due=due(placement.due, now),
        assumed=say("tui.why_assumed") if placement.due_assumed else "",
        handling=duration(placement.handling),
        priority=coded("priority", placement.priority),
    )
    return words + (say("tui.why_urged", n=placement.urged) if placement.urged else "")
