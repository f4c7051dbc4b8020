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


def _decision(id: DecisionKind, *keys: str, footer: int = 0) -> Action:
    """Decides about an open task, and can be taken back for some seconds."""
    return Action(
        id=id.value,
        keys=keys,
        group="decide",
        need=Need.TASK,
        right=id,
        confirm=Confirm.UNDO,
        footer=footer,
    )


def _right(
    id: str, *keys: str, group: str, confirm: Confirm = Confirm.ASK, footer: int = 0
) -> Action:
    """Takes a right that the object's page names, by the action's own id."""
    return Action(
        id=id, keys=keys, group=group, need=Need.RIGHT, right=id, confirm=confirm, footer=footer
    )


def _typed(id: str, *keys: str, group: str, need: Need = Need.NOTHING, footer: int = 0) -> Action:
    """Is confirmed by what is typed for it."""
    return Action(id=id, keys=keys, group=group, need=need, confirm=Confirm.TEXT, footer=footer)


def _moves(id: str, *keys: str, need: Need = Need.NOTHING, footer: int = 0) -> Action:
    """Changes what is looked at, and nothing else."""
    return Action(id=id, keys=keys, group="move", need=need, footer=footer)


def _at_once(
    id: str, *keys: str, group: str, need: Need = Need.NOTHING, footer: int = 0, reading: str = ""
) -> Action:
    """Done at once."""
    return Action(id=id, keys=keys, group=group, need=need, footer=footer, reading=reading)


ACTIONS: tuple[Action, ...] = (
    _decision(DecisionKind.APPROVE, "a", "f2", footer=1),
    _decision(DecisionKind.REJECT, "r", "f3", footer=2),
    _decision(DecisionKind.RETURN, "b", "f4", footer=3),
    _decision(DecisionKind.DONE, "d", "f5", footer=1),
    _decision(DecisionKind.ABSTAIN, "z"),
    _decision(DecisionKind.SKIP, "x", footer=3),
    _at_once("undo", "u", "f9", group="decide", need=Need.HELD),
    _at_once("mark", "space", "f12", group="mark", need=Need.LIST, footer=8, reading="page_down"),
    _at_once("mark_all", "A", group="mark", need=Need.LIST),
    _at_once("unmark", "X", group="mark", need=Need.MARKS, footer=7),
    _at_once("results", "o", group="mark", need=Need.RESULTS, footer=7),
    Action(
        id="forward",
        keys=("f", "f7"),
        group="decide",
        need=Need.TASK,
        right="forward",
        confirm=Confirm.ASK,
        footer=9,
    ),
    _typed("comment", "c", "f6", group="talk", need=Need.OBJECT, footer=4),
    _typed("ask", "at", "i", group="talk", need=Need.OBJECT, footer=7),
    _at_once("follow", "F", group="talk", need=Need.OBJECT),
    _right("urge", "exclamation_mark", group="talk", footer=8),
    _right("edit", "e", group="own", confirm=Confirm.TEXT, footer=8),
    _right("submit", "s", group="own", footer=1),
    _right("resubmit", "R", group="own", footer=1),
    _right("withdraw", "W", group="own", footer=2),
    _right("take_back", "U", group=CASE, confirm=Confirm.UNDO, footer=5),
    _right("remove_signer", "minus", group=CASE, confirm=Confirm.UNDO, footer=9),
    _at_once("case", "S", group=CASE, need=Need.CASE, footer=9),
    *(_right(each, group=CASE) for each in ("suspend", "resume", "jump", "reassign", "end")),
    _typed("away", "O", group="own"),
    _typed("new", "N", group="own", footer=11),
    _moves("open", "enter", "l", "right", need=Need.LIST, footer=5),
    _moves("back", "escape", "h", "left"),
    _moves("down", "down", "j"),
    _moves("up", "up", "k"),
    _moves("page_down", "pagedown"),
    _moves("page_up", "pageup", "backspace"),
    _moves("first", "home", "less_than_sign"),
    _moves("last", "end", "G", "greater_than_sign"),
    _at_once("drawn", "v", group="find", need=Need.OBJECT),
    _moves("unread", "n", need=Need.OBJECT),
    _moves("switch", "tab", "shift+tab"),
    _typed("filter", "slash", "f8", group="find", footer=6),
    _typed("goto", "g", group="find", footer=10),
    _at_once("mine", "m", group="find", footer=11),
    _at_once("why", "w", group="find", need=Need.LIST),
    _at_once("retry", "ctrl+r", "f11", group="program"),
    _at_once("redraw", "ctrl+l", group="program"),
    _at_once("help", "question_mark", "f1", group="program", footer=12),
    _at_once("quit", "q", "f10", "ctrl+c", group="program", footer=13),
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
