"""Why an action makes no sense on what is on the screen, and what does."""

from core.language import has_text, say
from core.tasks import DecisionKind, TaskKind
from tui.actions import BY_ID, DECISIONS, Action, Need, Situation, possible_now
from tui.drawing.words import coded
from tui.keymap import Keymap


def why_not(action: Action, situation: Situation, keymap: Keymap) -> str:
    """The reason, with the way out."""
    if action.need in (Need.HELD, Need.MARKS, Need.RESULTS):
        return _nothing_there(action.need, keymap)
    if situation.marked and action.id in DECISIONS:
        why = say("marks.why.cannot", action=action.title, kind=_kinds(situation))
        return say("marks.none_left", of=len(situation.marked), why=why)
    if action.need is Need.LIST and situation.key:
        opens, back = keymap.shown(BY_ID["open"]), keymap.shown(BY_ID["back"])
        return say("tui.cannot.list", action=action.title, open=opens, back=back)
    if not situation.key:
        return say("tui.cannot.nothing")
    if action.need in (Need.RIGHT, Need.CASE) and situation.view is None:
        opens, title = keymap.shown(BY_ID["open"]), action.title.removesuffix("…")
        return say("tui.cannot.unread", key=situation.key, open=opens, action=title)
    if action.need is not Need.TASK:
        own = f"steering.cannot.{action.id}"
        said = own if has_text(own) else "tui.cannot.right"
        return say(said, key=situation.key, action=action.title)
    if situation.task is None:
        return say("tui.cannot.no_task", key=situation.key)
    return _other_task(action, situation, keymap)


def _nothing_there(need: Need, keymap: Keymap) -> str:
    """What would be there for the action is not."""
    if need is Need.MARKS:
        return say("marks.none", key=keymap.shown(BY_ID["mark"]))
    return say("tui.cannot.undo" if need is Need.HELD else "marks.no_results")


def _kinds(situation: Situation) -> str:
    """The kinds of the marked tasks."""
    return ", ".join(dict.fromkeys(coded("kind", each.kind) for each in situation.marked))


def _other_task(action: Action, situation: Situation, keymap: Keymap) -> str:
    """The task wants something else."""
    task = situation.task
    if task is not None and task.kind is TaskKind.QUESTION and DecisionKind.DONE in task.can:
        return say("tui.cannot.question", done=keymap.shown(BY_ID["done"]))
    can = [each for each in possible_now(situation) if each.need is Need.TASK]
    keys = ", ".join(f"{keymap.shown(each)} {each.title}" for each in can)
    if not keys:
        return say("tui.cannot.right", key=situation.key, action=action.title)
    return say("tui.cannot.other", action=action.title, keys=keys)
