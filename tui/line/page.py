"""One object in the plain mode: read it, decide, comment, steer its case."""

import msgspec

from core.api import Comment, Decide, FeedPage, Forward, ObjectView
from core.client import routes
from core.client.client import Client
from core.client.drafts import HeldDrafts
from core.errors import Queued, SignoffError, WarningUnanswered
from core.language import say
from core.tasks import DecisionKind, Task
from tui.actions import Situation, words_for
from tui.commands import output, session
from tui.commands.decide import Sender
from tui.commands.drawn import older_words, plain, width_of_text
from tui.drawing.object_page import Page as Drawing
from tui.drawing.object_page import page_lines
from tui.line.asked import asked_fields, where_to
from tui.line.prompt import ask, yes
from tui.line.steering import Steerer, steering_keys
from tui.state.own_task import own_task

_ENTRIES = 20
_DECISIONS = {
    "a": DecisionKind.APPROVE,
    "r": DecisionKind.REJECT,
    "b": DecisionKind.RETURN,
    "d": DecisionKind.DONE,
    "z": DecisionKind.ABSTAIN,
    "x": DecisionKind.SKIP,
}


class Page:
    """What the person sees of one object, and does about it."""

    def __init__(self, client: Client, key: str, task: Task | None = None) -> None:
        """`task`: the one that is decided about; without it the person's only one, if any."""
        self._client = client
        self._key = key
        self._task = task
        self._sender = Sender(client)
        self._view: ObjectView | None = None
        self._given: dict[str, object] = {}
        """Fields that were given for the step; kept while the decision is not through."""
        self._drafts = HeldDrafts(session.settings().drafts_folder)
        self._steerer = Steerer(client, self._sender, self._drafts)

    def run(self) -> None:
        """Read and obey until Enter or `q`, the end of input, or a decision."""
        self._show()
        if self._task is None and self._view is None:
            return  # nothing to read, which was said, and nothing to do
        while True:
            word = ask(say("line.page_prompt", can=", ".join(self._choices())))
            if word in ("", "q", None):
                return
            try:
                if self._obey(word or ""):
                    return
            except SignoffError as error:
                output.complain(error)

    @property
    def _situation(self) -> Situation:
        return Situation(task=self._task, view=self._view, key=self._key)

    @property
    def _can(self) -> tuple[str, ...]:
        return self._task.can if self._task is not None else ()

    def _choices(self) -> list[str]:
        keys = [
            key if (words := words_for(kind, self._task)) == kind else words
            for key, kind in _DECISIONS.items()
            if self._task is not None and kind in self._can
        ]
        if "forward" in self._can:
            keys.append("f")
        steering = steering_keys(self._situation).items()
        return [
            *(say(f"line.key.{key}") for key in (*keys, "c")),
            *(f"{key} {action.title}" for key, action in steering),
            say("line.key.q"),
        ]

    def _obey(self, word: str) -> bool:
        """Do what a letter stands for; True: the task is no longer here to be decided."""
        task = self._task
        if task is not None and word in _DECISIONS and _DECISIONS[word] in task.can:
            return self._decide(task, _DECISIONS[word])
        if task is not None and word == "f" and "forward" in task.can:
            return self._forward(task)
        steering = steering_keys(self._situation).get(word)
        if steering is not None:
            if self._steerer.take(steering, self._situation):
                self._read_again()
        elif word == "c":
            self._comment()
        elif word == "s":
            self._show()
        else:
            output.line(say("line.page_help"))
        return False

    def _show(self) -> None:
        try:
            view = self._read()
            feed = self._client.feed(self._key, limit=_ENTRIES, last=True)
        except SignoffError as error:
            output.complain(error)
            return
        self._draw(view, feed)
        if feed.items:
            self._client.seen(self._key, feed.items[-1].number)

    def _read(self) -> ObjectView:
        """The object, and the person's task as it is now."""
        view = self._view = self._client.view(self._key)
        mine = own_task(view, self._task)
        if mine is None and self._task is not None:
            mine = self._client.task(self._task.id)
        self._task = mine
        return view

    def _read_again(self) -> None:
        """After the case was steered. What others changed meanwhile is shown: what is decided next
        would else be about what the person has not read."""
        before = self._view
        view = self._read()
        if before is None or before.object.revision != view.object.revision:
            self._show()

    def _draw(self, view: ObjectView, feed: FeedPage) -> None:
        drawing = Drawing(
            view=view,
            feed=feed,
            task=self._task,
            seen=view.feed.seen,
            reader=self._task.person if self._task else self._client.me().person,
            before=older_words(feed),
        )
        drawn = page_lines(drawing, session.now(), width_of_text())
        for line in plain(drawn.lines):
            output.line(line)

    def _decide(self, task: Task, kind: DecisionKind) -> bool:
        words = words_for(kind, task)
        if self._view and not asked_fields(self._client, self._view, task, kind, self._given):
            return False
        to = where_to(self._view) if kind is DecisionKind.RETURN and task.flow else ""
        if to is None:
            return False
        reason = ask(say("line.answer" if words == "answer" else "line.reason"))
        if words == "answer" and not reason:
            output.line(say("tui.answer_missing"))
            return False
        if reason is None or not self._agreed(say(f"line.sure.{words}")):
            return False
        decision = Decide(
            decision=kind,
            reason=reason,
            fields=self._fields(task, kind),
            object_revision=self._view.object.revision if self._view else 0,
        )
        if to:
            decision = msgspec.structs.replace(decision, to=to)
        try:
            self._send_decision(task, decision)
        except WarningUnanswered as warning:
            if not yes(say("line.agree", warning=warning.message)):
                return False
            name = str(warning.values.get("warning", ""))
            self._send_decision(task, msgspec.structs.replace(decision, agreed=(name,)))
        return True

    def _fields(self, task: Task, kind: DecisionKind) -> dict[str, object]:
        """What was given of that which the step asks for with such a decision."""
        asks = task.asks if kind in (DecisionKind.APPROVE, DecisionKind.DONE) else ()
        return {name: value for name, value in self._given.items() if name in asks}

    def _send_decision(self, task: Task, decision: Decide) -> None:
        call = routes.decide(task.id, decision, revision=task.revision)
        self._sender.send(call, about=self._key)
        output.line(say("line.decided"))

    def _forward(self, task: Task) -> bool:
        to = ask(say("line.forward_to"))
        if not to:
            return False
        reason = ask(say("line.reason")) or ""
        body = Forward(to=to.removeprefix("@"), reason=reason)
        call = routes.forward(task.id, body, revision=task.revision)
        self._sender.send(call, about=self._key)
        output.line(say("line.forwarded"))
        return True

    def _comment(self) -> None:
        draft = f"comment/{self._key}"
        left = self._drafts.load(draft)
        if left:
            output.line(say("line.draft", text=left))
        text = ask(say("line.comment")) or left
        if not text:
            return
        self._drafts.save(draft, text)
        call = routes.comment(self._key, Comment(text=text))
        try:
            self._sender.send(call, about=self._key, drafts={draft: text})
        except Queued:  # kept already, and sent later: as a draft it would be said twice
            self._drafts.remove(draft)
            raise
        self._drafts.remove(draft)
        output.line(say("line.said"))

    def _agreed(self, question: str) -> bool:
        """Whether the person confirms: here a question stands in place of the undo window."""
        return yes(say("line.sure", question=question, key=self._key))
