"""The one registry of what a person can do: keys, footer and help are all read from it.

An action says what it needs and how it is confirmed; the screens only carry it out. The keys of
each are changed in the configuration file (`tui.keymap`).
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from core.api import ObjectView
from core.language import say
from core.tasks import DecisionKind, Task, TaskKind, TaskState


class Need(StrEnum):
    """What has to be there for an action to make sense."""

    NOTHING = ""
    LIST = "list"
    """The inbox has a selected record."""
    TASK = "task"
    """An open task, which the server lets this person act on (`can`)."""
    OBJECT = "object"
    """An object is shown or selected."""
    RIGHT = "right"
    """The object's page is read and the server allows it (`ObjectView.can`)."""
    HELD = "held"
    """A decision is held back and can be taken back."""
    MARKS = "marks"
    """Tasks are marked."""
    RESULTS = "results"
    """Marked tasks have been decided about."""
    CASE = "case"
    """There is something that can be done with the case of the object that is read."""


class Confirm(StrEnum):
    """How an action is confirmed."""

    NOTHING = ""
    """Done at once: nothing changes, or the same key undoes it."""
    UNDO = "undo"
    """A dialog takes the reason; then the decision is held for some seconds."""
    ASK = "ask"
    """It cannot be taken back: a dialog, in which yes is not the default."""
    TEXT = "text"
    """What is typed is the confirmation: a comment, a word to look for."""


CASE = "case"
"""The group of what is done with a case; all of it stands in the menu that the action opens."""
LAST_DECIDING = 3
"""The last place in the footer of what decides or steers."""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a person can do. Keys are Textual's names; the first one stands in the footer."""

    id: str
    keys: tuple[str, ...]
    group: str
    need: Need = Need.NOTHING
    right: str = ""
    """The word in `Task.can` or `ObjectView.can` that allows it."""
    confirm: Confirm = Confirm.NOTHING
    words: str = ""
    """What it is called on this task, where that is not its id: `answer` for a question's done."""
    footer: int = 0
    """Place in the footer, the smallest first; 0: only in the help."""
    reading: str = ""
    """The action that its keys call on an object's page instead."""

    @property
    def ends_it(self) -> bool:
        """Whether it decides or steers: these share the first place in the footer."""
        return 0 < self.footer <= LAST_DECIDING

    def asks_last(self, *, undo: bool) -> bool:
        """Whether its dialog ends in a question that stands on no; `undo`: there is a window."""
        return self.confirm is Confirm.ASK or (self.confirm is Confirm.UNDO and not undo)

    @property
    def title(self) -> str:
        """A word or two."""
        return say(f"actions.{self.words or self.id}")

    @property
    def help(self) -> str:
        """One line for the help."""
        return say(f"actions.{self.words or self.id}.help")


ACTIONS: tuple[Action, ...] = (
    Action(
        id="approve",
        keys=("a", "f2"),
        group="decide",
        need=Need.TASK,
        right=DecisionKind.APPROVE,
        confirm=Confirm.UNDO,
        footer=1,
    ),
    Action(
        id="reject",
        keys=("r", "f3"),
        group="decide",
        need=Need.TASK,
        right=DecisionKind.REJECT,
        confirm=Confirm.UNDO,
        footer=2,
    ),
    Action(
        id="return",
        keys=("b", "f4"),
        group="decide",
        need=Need.TASK,
        right=DecisionKind.RETURN,
        confirm=Confirm.UNDO,
        footer=3,
    ),
    Action(
        id="done",
        keys=("d", "f5"),
        group="decide",
        need=Need.TASK,
        right=DecisionKind.DONE,
        confirm=Confirm.UNDO,
        footer=1,
    ),
    Action(
        id="abstain",
        keys=("z",),
        group="decide",
        need=Need.TASK,
        right=DecisionKind.ABSTAIN,
        confirm=Confirm.UNDO,
    ),
    Action(
        id="skip",
        keys=("x",),
        group="decide",
        need=Need.TASK,
        right=DecisionKind.SKIP,
        confirm=Confirm.UNDO,
        footer=3,
    ),
    Action(id="undo", keys=("u", "f9"), group="decide", need=Need.HELD),
    Action(
        id="mark",
        keys=("space", "f12"),
        group="mark",
        need=Need.LIST,
        footer=8,
        reading="page_down",
    ),
    Action(id="mark_all", keys=("A",), group="mark", need=Need.LIST),
    Action(id="unmark", keys=("X",), group="mark", need=Need.MARKS, footer=7),
    Action(id="results", keys=("o",), group="mark", need=Need.RESULTS, footer=7),
    Action(
        id="forward",
        keys=("f", "f7"),
        group="decide",
        need=Need.TASK,
        right="forward",
        confirm=Confirm.ASK,
        footer=9,
    ),
    Action(
        id="comment",
        keys=("c", "f6"),
        group="talk",
        need=Need.OBJECT,
        confirm=Confirm.TEXT,
        footer=4,
    ),
    Action(
        id="ask", keys=("at", "i"), group="talk", need=Need.OBJECT, confirm=Confirm.TEXT, footer=7
    ),
    Action(id="follow", keys=("F",), group="talk", need=Need.OBJECT),
    Action(
        id="urge",
        keys=("exclamation_mark",),
        group="talk",
        need=Need.RIGHT,
        right="urge",
        confirm=Confirm.ASK,
        footer=8,
    ),
    Action(
        id="edit",
        keys=("e",),
        group="own",
        need=Need.RIGHT,
        right="edit",
        confirm=Confirm.TEXT,
        footer=8,
    ),
    Action(
        id="submit",
        keys=("s",),
        group="own",
        need=Need.RIGHT,
        right="submit",
        confirm=Confirm.ASK,
        footer=1,
    ),
    Action(
        id="resubmit",
        keys=("R",),
        group="own",
        need=Need.RIGHT,
        right="resubmit",
        confirm=Confirm.ASK,
        footer=1,
    ),
    Action(
        id="withdraw",
        keys=("W",),
        group="own",
        need=Need.RIGHT,
        right="withdraw",
        confirm=Confirm.ASK,
        footer=2,
    ),
    Action(
        id="take_back",
        keys=("U",),
        group=CASE,
        need=Need.RIGHT,
        right="take_back",
        confirm=Confirm.UNDO,
        footer=5,
    ),
    Action(
        id="remove_signer",
        keys=("minus",),
        group=CASE,
        need=Need.RIGHT,
        right="remove_signer",
        confirm=Confirm.UNDO,
        footer=9,
    ),
    Action(id="case", keys=("S",), group=CASE, need=Need.CASE, footer=9),
    *(
        Action(id=each, keys=(), group=CASE, need=Need.RIGHT, right=each, confirm=Confirm.ASK)
        for each in ("suspend", "resume", "jump", "reassign", "end")
    ),
    Action(id="away", keys=("O",), group="own", confirm=Confirm.TEXT),
    Action(id="new", keys=("N",), group="own", confirm=Confirm.TEXT, footer=11),
    Action(id="open", keys=("enter", "l", "right"), group="move", need=Need.LIST, footer=5),
    Action(id="back", keys=("escape", "h", "left"), group="move"),
    Action(id="down", keys=("down", "j"), group="move"),
    Action(id="up", keys=("up", "k"), group="move"),
    Action(id="page_down", keys=("pagedown",), group="move"),
    Action(id="page_up", keys=("pageup", "backspace"), group="move"),
    Action(id="first", keys=("home", "less_than_sign"), group="move"),
    Action(id="last", keys=("end", "G", "greater_than_sign"), group="move"),
    Action(id="drawn", keys=("v",), group="find", need=Need.OBJECT),
    Action(id="unread", keys=("n",), group="move", need=Need.OBJECT),
    Action(id="switch", keys=("tab", "shift+tab"), group="move"),
    Action(id="filter", keys=("slash", "f8"), group="find", confirm=Confirm.TEXT, footer=6),
    Action(id="goto", keys=("g",), group="find", confirm=Confirm.TEXT, footer=10),
    Action(id="mine", keys=("m",), group="find", footer=11),
    Action(id="why", keys=("w",), group="find", need=Need.LIST),
    Action(id="retry", keys=("ctrl+r", "f11"), group="program"),
    Action(id="redraw", keys=("ctrl+l",), group="program"),
    Action(id="help", keys=("question_mark", "f1"), group="program", footer=12),
    Action(id="quit", keys=("q", "f10", "ctrl+c"), group="program", footer=13),
)

GROUPS = ("decide", "mark", "talk", "own", CASE, "move", "find", "program")
BY_ID = {action.id: action for action in ACTIONS}
DECISIONS = ("approve", "reject", "return", "done", "abstain", "skip")


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """What is on the screen, as far as actions depend on it."""

    task: Task | None = None
    """The selected task, or the one through which the object is looked at."""
    view: ObjectView | None = None
    key: str = ""
    """The object shown or selected."""
    listing: bool = False
    """The keys go to a list that has records."""
    held: bool = False
    marked: tuple[Task, ...] = ()
    """The marked tasks, where the keys go to the list: they are what is decided about."""
    results: bool = False
    """Marked tasks were decided about, and how it went can be shown."""


def possible(action: Action, situation: Situation) -> bool:
    """Whether the action makes sense now; the server has the last word."""
    if action.need is Need.LIST:
        return situation.listing
    if action.need is Need.TASK:
        one = () if situation.task is None else (situation.task,)
        tasks = situation.marked if situation.marked and action.id in DECISIONS else one
        return any(each.state is TaskState.OPEN and action.right in each.can for each in tasks)
    if action.need is Need.OBJECT:
        return bool(situation.key)
    if action.need is Need.RIGHT:
        return situation.view is not None and action.right in situation.view.can
    if action.need is Need.HELD:
        return situation.held
    if action.need is Need.MARKS:
        return bool(situation.marked)
    if action.need is Need.CASE:
        return bool(with_case(situation))
    return situation.results if action.need is Need.RESULTS else True


def words_for(kind: str, task: Task) -> str:
    """What a decision is called on a task: who is done with a question has answered it; an action
    that went wrong is tried again, or was done by hand."""
    if task.kind is TaskKind.QUESTION and kind == DecisionKind.DONE:
        return "answer"
    if task.kind is TaskKind.INCIDENT and kind == DecisionKind.APPROVE:
        return "try_again"
    if (
        task.kind is TaskKind.INCIDENT
        and kind == DecisionKind.DONE
        and DecisionKind.SKIP in task.can
    ):
        return "by_hand"
    return kind


def possible_now(situation: Situation) -> list[Action]:
    """The actions that make sense now, under the names that they have here."""
    return [
        msgspec.structs.replace(each, words=words_for(each.id, situation.task))
        if situation.task is not None and not situation.marked
        else each
        for each in ACTIONS
        if possible(each, situation)
    ]


def with_case(situation: Situation) -> list[Action]:
    """What can be done with the case: what its menu offers. To it belongs an action that went
    wrong, where that is the person's to see to."""
    task = situation.task
    incident = task is not None and task.kind is TaskKind.INCIDENT
    mine = incident and situation.view is not None and not situation.marked
    decides = ("approve", "done", "skip") if mine else ()
    found = (each for each in ACTIONS if each.group == CASE and each.need is not Need.CASE)
    return [
        msgspec.structs.replace(each, words=words_for(each.id, task)) if task is not None else each
        for each in (*(BY_ID[name] for name in decides), *found)
        if possible(each, situation)
    ]


def in_footer(situation: Situation) -> list[Action]:
    """The actions that can be taken now, the most important first."""
    found = [each for each in possible_now(situation) if each.footer]
    return sorted(found, key=lambda each: each.footer)


_KEY_WORDS = {
    "question_mark": "?",
    "slash": "/",
    "at": "@",
    "exclamation_mark": "!",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "backspace": "BkSp",
}
SIGNS = {words: name for name, words in _KEY_WORDS.items() if len(words) == 1}
"""Signs as they are written, and the names of their keys."""


def key_words(key: str) -> str:
    """A key as it is printed on a keyboard: `ctrl+r` is `^R`, `f2` is `F2`."""
    if key.startswith("ctrl+"):
        return "^" + key_words(key[5:]).upper()
    if key in _KEY_WORDS:
        return _KEY_WORDS[key]
    return key if len(key) == 1 else key.replace("shift+", "Shift+").capitalize()


def by_group(actions: Iterable[Action]) -> list[tuple[str, list[Action]]]:
    """The actions under the titles of their groups, in the order of the help."""
    found = list(actions)
    groups = [(group, [each for each in found if each.group == group]) for group in GROUPS]
    return [(say(f"actions.group.{group}"), members) for group, members in groups if members]
