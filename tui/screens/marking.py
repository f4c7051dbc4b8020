"""Marks, and one decision about all that is marked: approve, reject, return, done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language import say
from core.tasks import DecisionKind, Task
from tui.actions import BY_ID, Situation
from tui.drawing.marked import Candidate, why_left_out
from tui.drawing.object_page import ended
from tui.drawing.words import coded
from tui.screens.bulk_sheet import BulkSheet, Decisions
from tui.screens.result_sheet import ResultSheet
from tui.state.batch import Batch, Outcome, draft_name

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

_NAMED = 5
"""Keys that are named where a word is about many tasks."""


def mark(desk: DeskScreen, situation: Situation) -> None:
    """Mark the selected task, or no longer."""
    task = situation.task
    if task is None:
        return
    gone = desk.inbox.window.gone
    if gone is not None and gone.id == task.id and task.id not in desk.inbox.marks:
        desk.tell(say("marks.is_gone", key=task.object))
        return
    desk.inbox.marks.toggle(task)
    desk.inbox.list.refresh_selected()
    desk.show_all()


def mark_all(desk: DeskScreen, _situation: Situation) -> None:
    """Mark all that is loaded and matches the filter."""
    window, marks = desk.inbox.window, desk.inbox.marks
    gone = window.gone
    marks.add(each for each in window.rows if gone is None or each.id != gone.id)
    whole = not (window.before or window.after)
    desk.tell(say("marks.all" if whole else "marks.all_loaded", n=len(marks)))
    _redraw(desk)


def unmark(desk: DeskScreen, _situation: Situation) -> None:
    """Take all marks away."""
    count = len(desk.inbox.marks)
    desk.inbox.marks.clear()
    desk.tell(say("marks.cleared", n=count))
    _redraw(desk)


def show_results(desk: DeskScreen, _situation: Situation) -> None:
    """What came of each marked task that was decided about last."""
    batch = desk.shell.batch
    if batch is not None:
        desk.app.push_screen(ResultSheet(batch))


def decide_marked(desk: DeskScreen, situation: Situation, kind: DecisionKind) -> None:
    """One dialog for all that is marked; each is then decided by itself."""
    candidates = [
        Candidate(task=each, why_not=_why_not(desk, each, kind)) for each in situation.marked
    ]
    if all(each.why_not for each in candidates):
        why = "; ".join(dict.fromkeys(each.why_not for each in candidates))
        desk.tell(say("marks.none_left", of=len(candidates), why=why))
        return
    sheet = BulkSheet(desk.services, candidates, kind, outside=desk.inbox.marks.outside)

    def collected(decisions: Decisions | None) -> None:
        if decisions is not None:
            desk.shell.hold_together(decisions, sheet.typed())
        elif sheet.typed():
            desk.tell(say("tui.draft_kept"))
        desk.inbox.check_marks([each.task.id for each in sheet.candidates if each.why_not])

    desk.app.push_screen(sheet, collected)


def show_outcome(desk: DeskScreen, batch: Batch) -> None:
    """All was answered: say it, and show what did not work, unless the person does something."""
    for each in batch.of(Outcome.DONE, Outcome.GONE):
        desk.inbox.marks.remove(each.task.id)
    _redraw(desk)
    done, failed = batch.of(Outcome.DONE), batch.failed
    what = coded("decided", batch.kind)
    key = desk.services.options.keymap.shown(BY_ID["results"])
    if not failed:
        desk.tell(say("marks.all_done", what=what, n=len(done), key=key))
        return
    if batch.of(Outcome.CHANGED, Outcome.REFUSED):  # the reason is there for another try
        again = draft_name(batch.kind, desk.inbox.marks.all())
        desk.services.drafts.save(again, batch.reason)
    of = len(batch.all())
    desk.tell(say("marks.some_done", what=what, n=len(done), of=of, failed=len(failed), key=key))
    if desk.app.screen is desk and not desk.is_reading:
        desk.app.push_screen(ResultSheet(batch))


def say_lost(desk: DeskScreen, tasks: list[Task]) -> None:
    """Marked tasks are over: say which, unless the person has decided them and knows."""
    me = desk.shell.me.person if desk.shell.me is not None else ""
    news = [
        each
        for each in tasks
        if desk.held.about(each.id) is None and (not each.decision or each.decision.by != me)
    ]
    if len(news) == 1:
        desk.tell(say("marks.lost", key=news[0].object, how=ended(news[0], {})))
    elif news:
        keys = ", ".join(each.object for each in news[:_NAMED])
        keys += "…" if len(news) > _NAMED else ""
        desk.tell(say("marks.lost_many", n=len(news), keys=keys))
    desk.show_all()


def _why_not(desk: DeskScreen, task: Task, kind: DecisionKind) -> str:
    if desk.held.about(task.id) is not None:
        return say("marks.why.held")
    return why_left_out(task, kind)


def _redraw(desk: DeskScreen) -> None:
    desk.inbox.redraw()
    desk.show_all()
