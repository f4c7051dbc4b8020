"""What is said of what was sent, and of what was taken back before."""

from core.api import Urged
from core.client.outbox import Sent
from core.handling import AbsenceView
from core.language import say
from tui.drawing.absence import absence_words
from tui.drawing.steered import steered
from tui.drawing.words import coded, not_urged, requester
from tui.state.held import Held, HeldDecision


def taken_back(newest: Held, count: int, late: list[str]) -> str:
    """What was taken back; `late`: what had been sent already, of `count`."""
    if not isinstance(newest, HeldDecision) and not late:
        return say("steering.not_done", key=newest.item.about)
    if not newest.batch:
        return say("tui.too_late" if late else "tui.taken_back", key=newest.item.about)
    if late:
        return say("marks.taken_back_some", n=count - len(late), keys=", ".join(late))
    return say("marks.taken_back", n=count)


def done(sent: Sent, held: Held | None, what: str) -> str:
    """What the server has taken; `what` in place of the usual words."""
    if isinstance(sent.answer, AbsenceView):
        ended = sent.item.name == "end_absence"
        return say("away.ended") if ended else absence_words(sent.answer)
    key = sent.item.about
    words = held.words if isinstance(held, HeldDecision) else ""
    if isinstance(held, HeldDecision) and words == "answer":
        what = say("tui.answered_question", who=requester(held.task))
    if isinstance(sent.answer, Urged) and sent.answer.resting:
        what = f"{coded('answered', sent.item.name)}; {not_urged(sent.answer)}"
    what = what or steered(sent.item.name, sent.answer)
    if what:
        return say("tui.sent", key=key, what=what)
    if words:
        return say("tui.sent", key=key, what=coded("decided", words))
    return say("tui.sent", key=key, what=coded("answered", sent.item.name))
