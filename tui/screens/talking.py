"""Talking about an object, following it, and steering one's own requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.api import Comment, Steer
from core.client import routes
from core.errors import SignoffError
from core.language import label, say
from core.tasks import Task, TaskKind, TaskState
from tui.actions import Situation
from tui.drawing.words import requester
from tui.messages import AskingFailed, FollowChanged
from tui.screens.ask_sheet import AskSheet
from tui.work import start

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


def comment(desk: DeskScreen, situation: Situation, words: str = "") -> None:
    """Write into the feed; the draft is dropped only once the comment is safe in the outbox."""
    from tui.screens.composer import Composer  # the editor widget is needed by nobody else

    key = situation.key

    def written(text: str | None) -> None:
        if text is None:
            if desk.services.drafts.load(f"comment/{key}"):
                desk.tell(say("tui.draft_kept"))
            return
        asked = _question_about(desk, key)
        what = say("tui.answered_question", who=requester(asked)) if asked is not None else ""
        drafts = {f"comment/{key}": text}
        desk.shell.send(routes.comment(key, Comment(text=text)), key, what=what, drafts=drafts)

    desk.app.push_screen(Composer(desk.services, key, words=words), written)


def ask(desk: DeskScreen, situation: Situation) -> None:
    """A question is a comment that names somebody; the requester to begin with."""
    requester = situation.task.requester if situation.task is not None else ""
    if not requester and situation.view is not None:
        requester = situation.view.object.requester
    comment(desk, situation, words=f"@{requester} " if requester else "@")


def follow(desk: DeskScreen, situation: Situation) -> None:
    """Follow the object, or no longer."""
    key = situation.key
    follows = situation.view is not None and situation.view.feed.follows

    async def change() -> None:
        client = desk.services.client
        try:
            followed = await (client.unfollow(key) if follows else client.follow(key))
        except SignoffError as error:
            desk.post_message(AskingFailed(error))
        else:
            desk.post_message(FollowChanged(key, followed))

    start(desk, change, "follow")


def urge(desk: DeskScreen, situation: Situation) -> None:
    """Ask whoever has it to hurry."""
    key = situation.key
    drafts, draft = desk.services.drafts, f"urge/{key}"

    def answered(word: str | None) -> None:
        if word is not None:
            desk.shell.send(routes.urge(key, word), key, drafts={draft: word})

    sheet = AskSheet(
        heading=f"{say('actions.urge')}  {key}",
        verb=say("actions.urge"),
        says=_waits_for(situation),
        sure=desk.services.options.asks_last("urge"),
        label=say("tui.urge_text"),
        drafts=drafts,
        draft=draft,
    )
    desk.app.push_screen(sheet, answered)


def submit(desk: DeskScreen, situation: Situation) -> None:
    """Submit a draft."""
    _steer(desk, situation, "submit")


def resubmit(desk: DeskScreen, situation: Situation) -> None:
    """Submit again what was returned."""
    _steer(desk, situation, "resubmit")


def withdraw(desk: DeskScreen, situation: Situation) -> None:
    """Withdraw one's own request."""
    _steer(desk, situation, "withdraw")


def _steer(desk: DeskScreen, situation: Situation, verb: str) -> None:
    view = situation.view
    if view is None:
        return
    key, revision = view.object.key, view.object.revision
    drafts, draft = desk.services.drafts, f"{verb}/{key}"

    def answered(word: str | None) -> None:
        if word is not None:
            call = routes.steer(key, verb, Steer(reason=word), revision=revision)
            desk.shell.send(call, key, drafts={draft: word})

    sheet = AskSheet(
        heading=f"{say(f'actions.{verb}')}  {key}",
        verb=say(f"actions.{verb}"),
        says=(view.object.title,),
        sure=desk.services.options.asks_last(verb),
        label=say("tui.reason_optional"),
        drafts=drafts,
        draft=draft,
    )
    desk.app.push_screen(sheet, answered)


def _waits_for(situation: Situation) -> tuple[str, ...]:
    people = situation.view.waiting_for if situation.view is not None else ()
    return tuple(label(each.name) or each.person for each in people)


def _question_about(desk: DeskScreen, key: str) -> Task | None:
    """The open question to the person about an object, as far as it is known here."""
    view = desk.object.view if desk.object.key == key else None
    known = [*desk.inbox.window.rows, *(view.tasks if view is not None else ())]
    return next(
        (
            each
            for each in known
            if each.object == key
            and each.kind is TaskKind.QUESTION
            and each.state is TaskState.OPEN
        ),
        None,
    )
