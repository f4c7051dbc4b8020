"""Lines about marked tasks: how many there are, which of them a decision leaves out and why."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from core.api import ObjectView
from core.errors import SignoffError
from core.language import label, say
from core.tasks import DecisionKind, Task, TaskKind, TaskState
from core.text import cell_width, money, one_line
from tui.drawing.fields import change_lines
from tui.drawing.line import ACCENT, BOLD, DIM, HEADING, PLAIN, SOON, Line, text, wrap
from tui.drawing.words import coded
from tui.state.batch import Batch, Outcome, Result

_GIVES_FIELDS = (DecisionKind.APPROVE, DecisionKind.DONE)


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A marked task for a decision: as it was marked, as it was read, why it is left out."""

    task: Task
    view: ObjectView | None = None
    why_not: str = ""
    changed: bool = False
    """It is another revision than the one that was marked."""

    def read(self, answer: ObjectView | SignoffError | None, kind: DecisionKind) -> "Candidate":
        """The candidate with what the server says now; without an answer, as the list showed it."""
        if answer is None:
            return self
        if isinstance(answer, SignoffError):
            return msgspec.structs.replace(self, why_not=answer.message)
        fresh = next((each for each in answer.tasks if each.id == self.task.id), None)
        if fresh is None:
            return msgspec.structs.replace(self, view=answer, why_not=say("marks.why.over"))
        return Candidate(
            task=fresh,
            view=answer,
            why_not=why_left_out(fresh, kind, answer),
            changed=fresh.revision != self.task.revision
            or answer.object.revision != self.task.object_revision,
        )


def marks_words(cells: int, *, count: int, out: int, whole: bool) -> str:
    """How many are marked, and how many of them outside the filter, in at most `cells`.

    `whole`: all that matches the filter is loaded, so what was not seen in it is outside.
    """
    if not count:
        return ""
    long = "marks.count_outside" if whole else "marks.count_unseen"
    keys = (long, "marks.count_short") if out else ("marks.count",)
    words = [say(key, n=count, out=out) for key in keys]
    shortest = say("marks.count_shortest", n=count)
    return next((each for each in words if cell_width(each) <= cells), shortest)


def why_left_out(task: Task, kind: DecisionKind, view: ObjectView | None = None) -> str:
    """Why a decision about all that is marked leaves this one out; "" where it does not."""
    if task.state is not TaskState.OPEN:
        return say("marks.why.over")
    if task.kind is TaskKind.QUESTION and kind in (*_GIVES_FIELDS, DecisionKind.REJECT):
        return say("marks.why.question")
    if kind not in task.can:
        action = say(f"actions.{kind}")
        return task.cannot or say("marks.why.cannot", action=action, kind=coded("kind", task.kind))
    if task.asks and kind in _GIVES_FIELDS:
        return say("marks.why.fields", fields=", ".join(_titles(task.asks, view)))
    return ""


def candidate_lines(
    candidates: Sequence[Candidate], cells: int, *, action: str, outside: int
) -> Iterator[Line]:
    """Which are left out and why, then all that it applies to, with what changed about each."""
    left_out = [each for each in candidates if each.why_not]
    included = [each for each in candidates if not each.why_not]
    if outside:
        yield from _wrapped(say("marks.outside", n=outside), cells, "")
    if left_out:
        yield [text(say("marks.left_out", n=len(left_out)), HEADING)]
    for each in left_out:
        yield from _wrapped(f"{each.task.object}  {each.why_not}", cells, "  ")
    yield [text(say("marks.included", action=action, n=len(included)), HEADING)]
    for each in included:
        yield from _included(each, cells)


def result_lines(batch: Batch, cells: int) -> Iterator[Line]:
    """What came of each: first what did not work."""
    done = batch.of(Outcome.DONE)
    for each in [*batch.failed, *batch.of(Outcome.WAITING), *done]:
        words = _result_words(each, batch.kind)
        style = DIM if each.outcome is Outcome.DONE else BOLD
        yield [text(each.task.object, ACCENT), text("  " + one_line(each.task.title), style)]
        yield from _wrapped(words, cells, "    ")


def _result_words(result: Result, kind: DecisionKind) -> str:
    if result.outcome is Outcome.DONE:
        return coded("decided", kind)
    key = f"marks.outcome.{result.outcome}"
    error = result.error
    return say(key, message=f"{error.message} {error.hint}".strip() if error else "")


def _included(candidate: Candidate, cells: int) -> Iterator[Line]:
    task = candidate.task
    amount = money(task.amount)
    yield [
        text(f"  {task.object}", ACCENT),
        *([text("  " + amount, BOLD)] if amount else []),
        text("  " + one_line(task.title or label(task.type_title)), PLAIN),
    ]
    view = candidate.view
    if view is not None and view.changed_since_seen:
        yield [text("    " + say("tui.part_changed"), SOON)]
        for line in change_lines(view.changed_since_seen, view, view.names, cells - 4):
            yield [text("    "), *line]
    elif candidate.changed:
        yield [text("    " + say("marks.changed"), SOON)]


def _titles(fields: Iterable[str], view: ObjectView | None) -> Iterator[str]:
    for each in fields:
        field = view.type.field(each) if view is not None else None
        yield (label(field.title) if field is not None else "") or each


def _wrapped(words: str, cells: int, indent: str) -> Iterator[Line]:
    for part in wrap(words, cells - len(indent)):
        yield [text(indent + part)]
