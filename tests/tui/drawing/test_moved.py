"""What becomes of cases that are moved, in words."""

from core.moves import MOVED, AskedAnew, CaseMove
from tui.drawing.moved import counts, details


def test_who_begins_beside_is_not_said_to_be_asked_anew() -> None:
    beside = AskedAnew(step="legal", people=("li.na",))
    case = CaseMove(object="PO-1", outcome=MOVED, at=("head",), then=("head",), asked=(beside,))
    assert details(case) == ["legal begins: li.na"]
    assert counts([case]) == {"moved": 1, "anew": 0, "stay": 0}
    anew = AskedAnew(step="boss", people=("bo", "al"))
    other = CaseMove(object="PO-2", outcome=MOVED, at=("head",), then=("boss",), asked=(anew,))
    assert details(other) == ["boss is asked anew: bo, al"]
    assert counts([case, other]) == {"moved": 2, "anew": 1, "stay": 0}
