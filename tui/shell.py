"""The full-screen program: connection, outbox and held decisions; the desk shows the rest."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

from core.api import Decide, Decided, Me
from core.client import routes
from core.client.call import Call
from core.client.client import new_key
from core.client.outbox import NO_DRAFTS, Item, Sent
from core.errors import Stale, UsageError, WarningUnanswered
from core.events import EventKind
from core.language import label, say
from core.tasks import Task
from tui import work
from tui.actions import words_for
from tui.drawing.sent import done, taken_back
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
from tui.screens.marking import show_outcome
from tui.services import Services
from tui.state.batch import Batch, Outcome
from tui.state.held import Held, HeldDecision, HeldDecisions
from tui.state.link import Link, LinkState
from tui.state.sent_off import SentOff

_MINUTE = 60.0
_SECOND = 1.0


class Shell(PaintedApp):
    """Owns what outlives a screen. Screens ask it to hold, send and take back."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self.link = Link()
        self.me: Me | None = None
        self.held = HeldDecisions()
        self._sent_off = SentOff()
        self.retry_now = asyncio.Event()
        self.desk = DeskScreen(services, self.held)
        self.batch: Batch | None = None
        """The marked tasks that were decided together last."""
        self._batches: dict[str, Batch] = {}
        self._what: dict[str, str] = {}
        """What a call that was sent came to, by the id of its item."""
        self._failures = 0
        self._refused = False
        """Whether the server last did not let the person in."""
        self._ticking: Timer | None = None

    def get_default_screen(self) -> Screen[Any]:
        """The desk, so that nothing else is painted before it."""
        return self.desk

    # --- starting and ending ---------------------------------------------------------------

    def on_mount(self) -> None:
        """Connect, and show what an earlier session could not send."""
        self.desk.resuming.begin()
        self._follow()
        self._start(work.learn_person, "person")
        self.desk.inbox.refresh_inbox()
        self.set_interval(_MINUTE, self.desk.time_passed)
        for notice in self.services.outbox.notices():
            self.services.drafts.give_back(notice.item.drafts)
            self.desk.tell(say("tui.refused", key=notice.item.about, message=notice.message))
            self.services.outbox.shown(notice)
        self._count_queue()

    def exit(self, *args: Any, **options: Any) -> None:
        """Leave, also where a signal or a closed terminal asks for it: the place is kept."""
        self.desk.resuming.save()
        super().exit(*args, **options)

    # --- decisions and other things to be sent -----------------------------------------------

    def hold(self, task: Task, decide: Decide, typed: Mapping[str, str]) -> None:
        """Keep a decision on disk, for the undo window where there is one, then send it.

        `typed` are the drafts that it holds: they are dropped now, and are back if it is not made.
        """
        if self._keep(task, decide, typed, self._until()) is not None:
            self._wait_or_send(typed)

    def hold_together(
        self, decisions: Sequence[tuple[Task, Decide]], typed: Mapping[str, str]
    ) -> None:
        """Keep decisions that were confirmed together: one undo window, then each for itself."""
        mark, until = new_key(), self._until()
        batch = Batch(decisions[0][1].decision, decisions[0][1].reason)
        for task, decide in decisions:
            held = self._keep(task, decide, typed, until, batch=mark)
            if held is None:
                break  # the disk is full, which was said; what is left stays marked
            batch.add(held.item, task)
        if batch.all():
            self.batch = self._batches[mark] = batch
            self._wait_or_send(typed)

    def hold_call(
        self, call: Call[Any], about: str, *, task: str, words: str, typed: Mapping[str, str]
    ) -> None:
        """Keep what is no decision about an own task, but can be taken back like one, then send it.

        `words`: what the registry calls it.
        """
        item = self._add(call, about, self._until(), typed)
        if item is not None:
            self.held.add(Held(item=item, task_id=task, words=words, typed=typed))
            self._wait_or_send(typed)

    def send(
        self, call: Call[Any], about: str, *, what: str = "", drafts: Mapping[str, str] = NO_DRAFTS
    ) -> bool:
        """Keep a call on disk and send it; it is sent later where the server does not answer.

        `what` is said once it was taken, in place of the usual; `drafts` are dropped now, for they
        are said, and are back where the call is refused. False where the disk did not take it,
        which was said.
        """
        item = self._add(call, about, None, drafts)
        if item is None:
            return False
        self._count_queue()
        if what:
            self._what[item.id] = what
        for name in drafts:
            self.services.drafts.remove(name)
        self.send_due()
        return True

    def take_back(self) -> None:
        """Take the newest held decision back."""
        newest = self.held.to_take_back(self.services.clock.now())
        if newest is None:
            return
        late: list[str] = []
        together = self.held.together(newest)
        for held in together:
            if self.services.outbox.take_back(held.item):
                self.held.remove(held.item)
                self.services.drafts.give_back(held.typed)
                self._left_batch(held)
            else:
                late.append(held.item.about)
        self.desk.tell(taken_back(newest, len(together), late))
        self._count_queue()
        self.desk.held_changed()

    def send_due(self) -> None:
        """Send what is due; one sending at a time, so nothing is cancelled half way."""
        for worker in self.workers:
            if worker.name == "outbox" and worker.is_running:
                self.set_timer(_SECOND / 5, self.send_due)
                return
        if self.link.state is LinkState.OFFLINE:
            self._count_queue()  # a server that hangs may take long to take nothing
        self._start(work.send_due, "outbox")

    def retry(self) -> None:
        """Connect, read and send now."""
        if any(worker.name == "link" and worker.is_running for worker in self.workers):
            self.retry_now.set()
        else:  # the server had refused the caller, who may have signed in meanwhile
            self._follow()
        self.desk.inbox.refresh_inbox()
        self.desk.object.reload()
        self.send_due()

    def _follow(self) -> None:
        self._start(partial(work.watch, retry_now=self.retry_now), "link")

    def _start(self, do: Callable[[Services, work.Post], Any], name: str) -> None:
        work.start(self, partial(do, self.services, self.post_message), name)

    def _until(self) -> datetime | None:
        """The end of an undo window that begins now; None without one."""
        undo = self.services.options.undo
        return self.services.clock.now() + undo if undo else None

    def _keep(
        self,
        task: Task,
        decide: Decide,
        typed: Mapping[str, str],
        until: datetime | None,
        *,
        batch: str = "",
    ) -> Held | None:
        call = routes.decide(task.id, decide, revision=task.revision)
        # What is typed for many is given back for none of them alone.
        item = self._add(call, task.object, until, NO_DRAFTS if batch else typed)
        if item is None:
            return None
        held = HeldDecision(
            item=item,
            task_id=task.id,
            words=words_for(decide.decision, task),
            task=task,
            decide=decide,
            typed=typed,
            batch=batch,
        )
        self.held.add(held)
        return held

    def _wait_or_send(self, typed: Mapping[str, str]) -> None:
        for name in typed:
            self.services.drafts.remove(name)
        undo = self.services.options.undo
        if undo:
            self.set_timer(undo.total_seconds(), self.send_due)
            self._tick()
        else:
            self.send_due()
        self._count_queue()
        self.desk.held_changed()

    def _add(
        self,
        call: Call[Any],
        about: str,
        not_before: datetime | None,
        drafts: Mapping[str, str],
    ) -> Item | None:
        try:
            return self.services.outbox.add(
                call,
                self.services.client,
                about=about,
                now=self.services.clock.now(),
                not_before=not_before,
                drafts=drafts,
            )
        except UsageError as error:
            self.desk.tell(error.message)
            return None

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
        if self._refused:
            self._refused = False
            self.desk.tell(say("tui.let_in"))
        self.desk.inbox.refresh_inbox()
        self.desk.inbox.check_unseen_marks()
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
        self._refused = True
        self._link_is(LinkState.OFFLINE)
        self.desk.tell(f"{message.error.message} {message.error.hint}".strip())

    def on_event_arrived(self, message: EventArrived) -> None:
        """Pass it on to what is shown; ring where that is wanted."""
        event = message.event
        mine = self.me is None or event.person == self.me.person
        if event.kind is EventKind.TASK_OPENED and mine and self.services.options.bell:
            self.bell()
        if mine and self._sent_off.comes_back(event):
            self.desk.tell(say("tui.comes_back", key=event.object))
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
        self._tell_batches()
        self._count_queue()
        self._tick()
        if message.sent:
            self.desk.inbox.refresh_inbox()
            self.desk.object.reload()

    def _answered(self, sent: Sent) -> None:
        held = self.held.remove(sent.item)
        if sent.error is not None:
            self.services.drafts.give_back(sent.item.drafts)
        for notice in self.services.outbox.notices() if sent.error is not None else ():
            if notice.item.id == sent.item.id:
                self.services.outbox.shown(notice)
        batch = self._batches.get(held.batch) if held is not None else None
        if isinstance(sent.answer, Decided):
            self.desk.decided(sent.answer.task)
            self._sent_off.add(sent.answer.task)
        if batch is not None:
            batch.answered(sent)
        elif sent.error is None:
            self.desk.tell(done(sent, held, self._what.pop(sent.item.id, "")))
        elif isinstance(held, HeldDecision) and isinstance(sent.error, WarningUnanswered):
            self.desk.warned(held, sent.error)
        elif held is not None and isinstance(sent.error, Stale):
            self.desk.changed_meanwhile(held)
        else:
            message = f"{sent.error.message} {sent.error.hint}".strip()
            self.desk.tell(say("tui.refused", key=sent.item.about, message=message))

    def _tell_batches(self) -> None:
        """Say of marked tasks what came of them once the last one was answered."""
        for mark, batch in list(self._batches.items()):
            if not batch.of(Outcome.WAITING):
                del self._batches[mark]
                show_outcome(self.desk, batch)

    def _left_batch(self, held: Held) -> None:
        batch = self._batches.get(held.batch)
        if batch is None:
            return
        batch.taken_back(held.item)
        if not batch.all():
            del self._batches[held.batch]
            self.batch = None if self.batch is batch else self.batch

    def _link_is(self, state: LinkState) -> None:
        self.link = self.link.became(state, self.services.clock.now())
        self._count_queue()

    def _count_queue(self) -> None:
        now = self.services.clock.now()
        queued = sum(1 for item in self.services.outbox.waiting() if item.is_due(now))
        self.link = self.link.with_queue(queued)
        self.desk.link_changed(self.link)
