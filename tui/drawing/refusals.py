"""Why an action makes no sense on what is on the screen, and what does."""

from core.language import say
from core.tasks import DecisionKind, TaskKind
from tui.actions import BY_ID, DECISIONS, Action, Keymap, Need, Situation, possible_now
from tui.drawing.words import coded


def why_not(action: Action, situation: Situation, keymap: Keymap) -> str:
    """The reason, with the way out."""
    if action.need is Need.HELD:
        return say("tui.cannot.undo")
    if action.need is Need.MARKS:
        return say("marks.none", key=keymap.shown(BY_ID["mark"]))
    if action.need is Need.RESULTS:
        return say("marks.no_results")
    if situation.marked and action.id in DECISIONS:
        why = say("marks.why.cannot", action=action.title, kind=_kinds(situation))
        return say("marks.none_left", of=len(situation.marked), why=why)
    if action.need is Need.LIST and situation.key:
        opens, back = keymap.shown(BY_ID["open"]), keymap.shown(BY_ID["back"])
        return say("tui.cannot.list", action=action.title, open=opens, back=back)
    if not situation.key:
        return say("tui.cannot.nothing")
    if action.need is Need.RIGHT and situation.view is None:
        opens = keymap.shown(BY_ID["open"])
        return say("tui.cannot.unread", key=situation.key, open=opens, action=action.title)
    if action.need is not Need.TASK:
        return say("tui.cannot.right", key=situation.key, action=action.title)
    if situation.task is None:
        return say("tui.cannot.no_task", key=situation.key)
    return _other_task(action, situation, keymap)


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
