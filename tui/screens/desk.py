"""The desk: the inbox beside the object it is about, or one of them at a time on small screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key, Resize
from textual.screen import Screen
from textual.timer import Timer

from core.errors import WarningUnanswered
from core.events import Event
from core.language import say
from core.tasks import Task, TaskState
from tui.actions import BY_ID, Action, Need, Situation, possible
from tui.drawing.bars import held_words
from tui.drawing.object_page import ended
from tui.drawing.refusals import why_not
from tui.messages import Answered, AskingFailed, FollowChanged
from tui.screens.deciding import ask_about_warning
from tui.screens.drawn_case import CaseRead, show
from tui.screens.frame import Frame
from tui.screens.marking import say_lost
from tui.screens.performing import perform
from tui.screens.restoring import MarksRead
from tui.screens.resuming import Resuming
from tui.screens.sheet import Sheet
from tui.services import Services
from tui.state.held import Held, HeldDecision, HeldDecisions
from tui.state.link import Link
from tui.widgets.divider import Divider
from tui.widgets.inbox_pane import InboxPane
from tui.widgets.object_pane import ObjectPane
from tui.widgets.task_list import TaskList

if TYPE_CHECKING:
    from tui.shell import Shell

WIDE = 120
_PREVIEW_SECONDS = 0.12
"""How long the selection rests before the object beside it is read."""
_GATHER_SECONDS = 0.1
"""Events that arrive together are answered with one reading."""


class DeskScreen(Screen[None], inherit_bindings=False):
    """Wires the panes, the bars and the keys; state changes in its handlers only."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    AUTO_FOCUS = "#tasks"

    def __init__(self, services: Services, held: HeldDecisions) -> None:
        super().__init__()
        self.services = services
        self.held = held
        self.inbox = InboxPane(services, id="inbox")
        self.object = ObjectPane(services, id="object")
        self._divider = Divider(id="divider")
        self.frame = Frame(self)
        self.resuming = Resuming(self)
        self._preview: Timer | None = None
        self._gathering: set[str] = set()

    def compose(self) -> ComposeResult:
        """Title, panes, status, keys."""
        yield self.frame.title
        with Horizontal(id="panes"):
            yield self.inbox
            yield self._divider
            yield self.object
        yield self.frame.status
        yield self.frame.keys

    # --- what is on the screen --------------------------------------------------------------

    @property
    def shell(self) -> Shell:
        """The program, which holds and sends."""
        from tui.shell import Shell

        assert isinstance(self.app, Shell)
        return self.app

    @property
    def is_wide(self) -> bool:
        """Whether inbox and object stand side by side."""
        return self.app.size.width >= WIDE

    @property
    def is_reading(self) -> bool:
        """Whether the keys go to the object."""
        return self.object.has_focus

    @property
    def is_open(self) -> bool:
        """Whether an object was opened, also where a dialog lies over it."""
        return self.has_class("-reading")

    @property
    def situation(self) -> Situation:
        """What actions depend on: the record that the keys are about."""
        held = self.held.to_take_back(self.services.clock.now()) is not None
        if self.is_reading:
            return Situation(
                task=self.object.record, view=self.object.view, key=self.object.key, held=held
            )
        task = self.object.asked_now(self.inbox.window.selected)
        key = task.object if task is not None else ""
        view = self.object.view if key and self.object.key == key else None
        return Situation(
            task=task,
            view=view,
            key=key,
            listing=task is not None,
            held=held,
            marked=tuple(self.inbox.marks.all()),
            results=self.shell.batch is not None,
        )

    def tell(self, words: str) -> None:
        """Say something in the status line, until there is something else to say."""
        self.frame.tell(words)

    # --- keys -------------------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        """A key calls what the registry, or the person, has given it."""
        self.resuming.acted()
        above = self.app.screen
        if isinstance(above, Sheet):  # opened by the key before this one
            event.stop()
            above.type_ahead(event)
            return
        keymap = self.services.options.keymap
        action = keymap.action(event.key) or keymap.action(event.character or "")
        if action is None:
            return
        event.stop()
        event.prevent_default()
        if self.frame.told and not self._moves(action):
            self.tell("")
        self.take(action)

    def take(self, action: Action) -> None:
        """Carry out an action, or say why not."""
        if self.is_reading and action.reading:
            action = BY_ID[action.reading]
        pane = self.object if self.is_reading else self.inbox.list
        if pane.move(action.id):
            self.resuming.changed()
            return
        self.inbox.list.stay()
        situation = self.situation
        if possible(action, situation):
            perform(self, action, situation)
        else:
            self.tell(self._why_not(action, situation))

    def _moves(self, action: Action) -> bool:
        return action.group == "move"

    def _why_not(self, action: Action, situation: Situation) -> str:
        task = situation.task
        if action.need is Need.TASK and task is not None and task.state is not TaskState.OPEN:
            return say("tui.already_gone", key=task.object, how=self._ended(task))
        if action.need is Need.TASK and task is not None and task.cannot:
            return task.cannot
        return why_not(action, situation, self.services.options.keymap)

    def _ended(self, task: Task) -> str:
        view = self.object.view if self.object.key == task.object else None
        return ended(task, view.names if view is not None else {})

    # --- going from one to the other ---------------------------------------------------------

    def open_selected(self) -> None:
        """Read the selected record's object."""
        task = self.inbox.window.selected
        if task is not None:
            self.open_object(task.object, via_task=True)

    def open_object(self, key: str, *, via_task: bool = False) -> None:
        """Read an object; it fills a small screen."""
        task = self.inbox.window.selected if via_task else None
        if not via_task or self.object.key != key or self.object.record is None:
            self.object.look_at(key, task)
        self.add_class("-reading")
        self.object.focus()
        self.object.mark_seen()
        self.show_all()

    def go_back(self) -> None:
        """From the object to the list; in a filtered list to the whole inbox."""
        if self.is_reading:
            self.go_to_list()
        elif self.inbox.query_words:
            self.inbox.search("")

    def go_to_list(self) -> None:
        """The keys go to the list again."""
        self.remove_class("-reading")
        self.inbox.list.focus()
        self._look_at_selected()
        self.show_all()

    def switch(self) -> None:
        """To the other pane."""
        if self.is_reading:
            self.go_back()
        else:
            self.open_selected()

    def _look_at_selected(self) -> None:
        """Show the selected record's object beside the list."""
        self._preview = None
        task = self.inbox.window.selected
        if not self.is_wide or self.is_open:  # whose focus may still be on its way
            return
        if task is None:
            self.object.look_at("")
        elif self.object.key != task.object or self._is_other(task):
            self.object.look_at(task.object, task)
        self._tell_object()

    def _is_other(self, task: Task) -> bool:
        """Whether the object is looked at through another task, or one that has not been read."""
        record, now = self.object.record, self.object.asked_now(task)
        return record is None or now is None or record.id != now.id

    # --- what has happened -----------------------------------------------------------------

    def on_task_list_selection_moved(self, message: TaskList.SelectionMoved) -> None:
        """Another record is selected."""
        message.stop()
        self._selection_changed()

    def on_inbox_pane_changed(self, message: InboxPane.Changed) -> None:
        """Other rows have come; the selected record may be another revision of itself."""
        message.stop()
        self._selection_changed()
        self.resuming.list_shown()

    def _selection_changed(self) -> None:
        task = self.inbox.window.selected
        if task is not None:
            self.object.record_changed(task)
        if self._preview is not None:
            self._preview.stop()
        self._preview = self.set_timer(_PREVIEW_SECONDS, self._look_at_selected)
        self.show_all()

    def on_inbox_pane_selected_left(self, message: InboxPane.SelectedLeft) -> None:
        """Say how the selected task ended, unless the person did it and knows."""
        message.stop()
        task = message.task
        me = self.shell.me
        did_it = task.decision.by if task.decision is not None else task.closed_by
        if me is None or did_it != me.person:
            self.tell(say("tui.already_gone", key=task.object, how=self._ended(task)))

    def on_inbox_pane_marks_lost(self, message: InboxPane.MarksLost) -> None:
        """Marked tasks are over."""
        message.stop()
        say_lost(self, message.tasks)

    def on_inbox_pane_failed(self, message: InboxPane.Failed) -> None:
        """The inbox could not be read; what is shown stays."""
        message.stop()
        self.tell(f"{message.error.message} {message.error.hint}".strip())

    def on_object_pane_shown(self, message: ObjectPane.Shown) -> None:
        """The object's page has changed: other actions may be possible."""
        message.stop()
        if self.is_reading:
            self.object.mark_seen()
        self.show_all()

    def event_arrived(self, event: Event) -> None:
        """Something changed on the server: read what is shown again, soon and once."""
        kind = event.kind.partition(".")[0]
        whole = kind in ("resync", "configuration")
        if whole or kind in ("task", "feed", "object"):
            self._soon("inbox")
            self.inbox.marks_concerned(event)
        if whole or event.object == self.object.key:
            self._soon("object")

    def link_changed(self, link: Link) -> None:
        """The connection stands otherwise."""
        self.frame.link = link
        self.frame.show_title()

    def person_learnt(self, who: str, person: str) -> None:
        """The server said who one is."""
        self.resuming.person_learnt(person)
        self.frame.who = who
        self.object.reader = person
        self.object.redraw()
        self.frame.show_title()

    def held_changed(self) -> None:
        """A decision was held, counted down, sent or taken back."""
        statuses = {each.task_id: self._held_words(each) for each in self.held.all()}
        if statuses != self.inbox.list.statuses:
            self.inbox.list.statuses = statuses
            self.inbox.redraw()
        self._tell_object()
        self.show_all()

    def decided(self, task: Task) -> None:
        """The server took a decision: the task is over, before anything is read again."""
        self.inbox.decided(task)
        self.object.record_changed(task)
        self.show_all()

    def warned(self, held: HeldDecision, error: WarningUnanswered) -> None:
        """Another system warns before it carries out a decision: ask the person."""
        ask_about_warning(self, held, error)

    def changed_meanwhile(self, held: Held) -> None:
        """The object changed before the decision arrived: show what, and let decide again."""
        self.tell(say("tui.changed_first", key=held.item.about))
        self.open_object(held.item.about)

    def on_asking_failed(self, message: AskingFailed) -> None:
        """Say why it did not work."""
        self.tell(f"{message.error.message} {message.error.hint}".strip())

    def on_answered(self, message: Answered) -> None:
        """Say it."""
        self.tell(message.words)

    def on_marks_read(self, message: MarksRead) -> None:
        """Mark again what was marked in an earlier session."""
        message.stop()
        self.resuming.marks.read(message)

    def on_case_read(self, message: CaseRead) -> None:
        """Draw it."""
        message.stop()
        show(self, message)

    def on_follow_changed(self, message: FollowChanged) -> None:
        """Say it, and show it where the object is shown."""
        if message.key == self.object.key:
            self.object.followed(message.followed)
        key = "tui.followed" if message.followed.follows else "tui.unfollowed"
        self.tell(say(key, key=message.key))

    def time_passed(self) -> None:
        """A minute is over: relative times are drawn again, and only changed cells are sent."""
        self.inbox.redraw()
        self.object.redraw()
        self.frame.show_title()

    def on_resize(self, _event: Resize) -> None:
        """Another size: one pane or two."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        if self.is_wide:
            self._look_at_selected()
        self.show_all()

    def _soon(self, what: str) -> None:
        if not self._gathering:
            self.set_timer(_GATHER_SECONDS, self._read_gathered)
        self._gathering.add(what)

    def _read_gathered(self) -> None:
        gathered, self._gathering = self._gathering, set()
        if "inbox" in gathered:
            self.inbox.refresh_inbox()
        if "object" in gathered:
            self.object.reload()

    # --- around the panes ----------------------------------------------------------------------

    def on_descendant_focus(self) -> None:
        """Other keys are possible."""
        self.show_all()

    def show_all(self) -> None:
        """Something changed on which the bars, or what can be done, depend."""
        self._divider.point(to_right=self.is_reading)
        self.frame.show()
        self.resuming.changed()

    def _held_words(self, held: Held) -> str:
        return held_words(held, self.services.clock.now())

    def _tell_object(self) -> None:
        task = self.object.record
        held = self.held.about(task.id) if task is not None else None
        status = self._held_words(held) if held is not None else ""
        if status != self.object.status:
            self.object.status = status
            self.object.redraw()
