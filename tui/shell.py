"""The full-screen program: connection, outbox and held decisions; the desk shows the rest."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

from core.api import Decide, Decided, Me
from core.client import routes
from core.client.call import Call
from core.client.outbox import Item, Sent
from core.errors import Stale, UsageError, WarningUnanswered
from core.events import EventKind
from core.language import label, say
from core.tasks import Task
from tui import work
from tui.actions import words_for
from tui.drawing.words import coded, requester
from tui.messages import (
    EventArrived,
    LinkLost,
    LinkMade,
    LinkRefused,
    OutboxSent,
    PersonLearnt,
)
from tui.painted import PaintedApp
from tui.screens.desk import DeskScreen
from tui.services import Services
from tui.state.held import Held, HeldDecisions
from tui.state.link import Link, LinkState

_MINUTE = 60.0
_SECOND = 1.0


class Shell(PaintedApp, inherit_bindings=False):
    """Owns what outlives a screen. Screens ask it to hold, send and take back."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self.link = Link()
        self.me: Me | None = None
        self.held = HeldDecisions()
        self.retry_now = asyncio.Event()
        self.desk = DeskScreen(services, self.held)
        self._what: dict[str, str] = {}
        """What a call that was sent came to, by the id of its item."""
        self._failures = 0
        self._ticking: Timer | None = None

    def get_default_screen(self) -> Screen[Any]:
        """The desk, so that nothing else is painted before it."""
        return self.desk

    # --- starting and ending ---------------------------------------------------------------

    def on_mount(self) -> None:
        """Connect, and show what an earlier session could not send."""
        self._start(partial(work.watch, retry_now=self.retry_now), "link")
        self._start(work.learn_person, "person")
        self.desk.inbox.refresh_inbox()
        self.set_interval(_MINUTE, self.desk.time_passed)
        for notice in self.services.outbox.notices():
            self.desk.tell(say("tui.refused", key=notice.item.about, message=notice.message))
            self.services.outbox.shown(notice)
        self._count_queue()

    # --- decisions and other things to be sent -----------------------------------------------

    def hold(self, task: Task, decide: Decide) -> None:
        """Keep a decision on disk, for the undo window where there is one, then send it."""
        now = self.services.clock.now()
        undo = self.services.options.undo
        call = routes.decide(task.id, decide, revision=task.revision)
        item = self._add(call, task.object, now + undo if undo else None)
        if item is None:
            return
        self.held.add(Held(item=item, task=task, decide=decide))
        if undo:
            self.set_timer(undo.total_seconds(), self.send_due)
            self._tick()
        else:
            self.send_due()
        self.desk.held_changed()

    def send(self, call: Call[Any], about: str, *, what: str = "") -> bool:
        """Keep a call on disk and send it; it is sent later where the server does not answer.

        `what` is said once it was taken, in place of the usual. False where the disk did not take
        it, which was said.
        """
        item = self._add(call, about, None)
        if item is None:
            return False
        if what:
            self._what[item.id] = what
        self.send_due()
        return True

    def take_back(self) -> None:
        """Take the newest held decision back."""
        held = self.held.to_take_back(self.services.clock.now())
        if held is None:
            return
        taken = self.services.outbox.take_back(held.item)
        if taken:
            self.held.remove(held.item)
        key = "tui.taken_back" if taken else "tui.too_late"
        self.desk.tell(say(key, key=held.task.object))
        self._count_queue()
        self.desk.held_changed()

    def send_due(self) -> None:
        """Send what is due; one sending at a time, so nothing is cancelled half way."""
        for worker in self.workers:
            if worker.name == "outbox" and worker.is_running:
                self.set_timer(_SECOND / 5, self.send_due)
                return
        self._start(work.send_due, "outbox")

    def retry(self) -> None:
        """Connect, read and send now."""
        self.retry_now.set()
        self.desk.inbox.refresh_inbox()
        self.desk.object.reload()
        self.send_due()

    def _start(self, do: Callable[[Services, work.Post], Any], name: str) -> None:
        work.start(self, partial(do, self.services, self.post_message), name)

    def _add(self, call: Call[Any], about: str, not_before: Any) -> Item | None:
        try:
            item = self.services.outbox.add(
                call,
                self.services.client,
                about=about,
                now=self.services.clock.now(),
                not_before=not_before,
            )
        except UsageError as error:
            self.desk.tell(error.message)
            return None
        self._count_queue()
        return item

    def _tick(self) -> None:
        """Count down while something is held, and not a second longer."""
        now = self.services.clock.now()
        counting = self.held.to_take_back(now) is not None
        if counting and self._ticking is None:
            self._ticking = self.set_interval(_SECOND, self._tick)
        elif not counting and self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        self.desk.held_changed()

    # --- what has happened -------------------------------------------------------------------

    def on_link_made(self, _message: LinkMade) -> None:
        """Connected: read what was missed, send what waited."""
        self._failures = 0
        self._link_is(LinkState.ONLINE)
        self.desk.inbox.refresh_inbox()
        self.desk.object.reload()
        if self.me is None:
            self._start(work.learn_person, "person")
        self.send_due()

    def on_link_lost(self, message: LinkLost) -> None:
        """Not connected. The first failure may only mean that the local server starts."""
        self._failures += 1
        if self.link.state is LinkState.ONLINE or self._failures > 1:
            self._link_is(LinkState.OFFLINE)
            if not self.desk.inbox.loaded:
                self.desk.tell(message.error.message)

    def on_link_refused(self, message: LinkRefused) -> None:
        """The server does not let the caller in."""
        self._link_is(LinkState.OFFLINE)
        self.desk.tell(f"{message.error.message} {message.error.hint}".strip())

    def on_event_arrived(self, message: EventArrived) -> None:
        """Pass it on to what is shown; ring where that is wanted."""
        event = message.event
        mine = self.me is None or event.person == self.me.person
        if event.kind is EventKind.TASK_OPENED and mine and self.services.options.bell:
            self.bell()
        self.desk.event_arrived(event)

    def on_person_learnt(self, message: PersonLearnt) -> None:
        """Say who one is."""
        self.me = message.me
        who = label(message.me.name) or message.me.person
        if message.me.acting:
            who = say("tui.acting_for", who=message.me.acting, person=who)
        self.desk.person_learnt(who, message.me.person)

    def on_outbox_sent(self, message: OutboxSent) -> None:
        """Say what came of each; what could not be sent stays in the queue."""
        for sent in message.sent:
            self._answered(sent)
        self._count_queue()
        self._tick()
        if message.sent:
            self.desk.inbox.refresh_inbox()
            self.desk.object.reload()

    def _answered(self, sent: Sent) -> None:
        held = self.held.remove(sent.item)
        for notice in self.services.outbox.notices() if sent.error is not None else ():
            if notice.item.id == sent.item.id:
                self.services.outbox.shown(notice)
        if sent.error is None:
            if isinstance(sent.answer, Decided):
                self.desk.decided(sent.answer.task)
            self.desk.tell(_done(sent, held, self._what.pop(sent.item.id, "")))
        elif held is not None and isinstance(sent.error, WarningUnanswered):
            self.desk.warned(held, sent.error)
        elif held is not None and isinstance(sent.error, Stale):
            self.desk.changed_meanwhile(held)
        else:
            message = f"{sent.error.message} {sent.error.hint}".strip()
            self.desk.tell(say("tui.refused", key=sent.item.about, message=message))

    def _link_is(self, state: LinkState) -> None:
        self.link = self.link.became(state, self.services.clock.now())
        self._count_queue()

    def _count_queue(self) -> None:
        now = self.services.clock.now()
        queued = sum(1 for item in self.services.outbox.waiting() if item.is_due(now))
        self.link = self.link.with_queue(queued)
        self.desk.link_changed(self.link)


def _done(sent: Sent, held: Held | None, what: str) -> str:
    key = sent.item.about
    if held is not None and words_for(held.decide.decision, held.task) == "answer":
        what = say("tui.answered_question", who=requester(held.task))
    if what:
        return say("tui.sent", key=key, what=what)
    if held is not None:
        return say("tui.sent", key=key, what=coded("decided", held.decide.decision))
    return say("tui.sent", key=key, what=coded("answered", sent.item.name))
