"""The table of routes, continued: further signers, administrators, absences, replays, signals."""

import msgspec

from core.api import Forward, ObjectView, Page
from core.client.call import Call, path
from core.client.routes import LONG_SECONDS, _get, _send
from core.handling import (
    AbsenceView,
    AddSigner,
    End,
    Foresee,
    Foreseen,
    HandedOver,
    HandOver,
    Jump,
    NewAbsence,
    NewSignal,
    NewSource,
    Reason,
    Reassign,
    Rebuilt,
    RemoveSigner,
    SignalTaken,
    Source,
)
from core.tasks import Task

# --- tasks -----------------------------------------------------------------------------------


def delegate(task: str, forward: Forward, *, revision: int = 0) -> Call[Task]:
    """Have somebody answer first; the task comes back."""
    route = path("tasks", task, "delegate")
    return _send("delegate", "POST", route, Task, forward, revision=revision)


def add_signer(task: str, new: AddSigner, *, revision: int = 0) -> Call[Task]:
    """Have further people sign: before, after or beside the caller."""
    route = path("tasks", task, "signers")
    return _send("add_signer", "POST", route, Task, new, revision=revision)


def remove_signer(task: str, remove: RemoveSigner) -> Call[ObjectView]:
    """People who have not acted need not sign."""
    return _send("remove_signer", "POST", path("tasks", task, "remove-signer"), ObjectView, remove)


def take_back(task: str, reason: str = "", *, case_revision: int = 0) -> Call[ObjectView]:
    """Take the own decision back, until the next person acted."""
    body = Reason(reason=reason, case_revision=case_revision)
    return _send("take_back", "POST", path("tasks", task, "take-back"), ObjectView, body)


def reassign(task: str, reassign: Reassign) -> Call[ObjectView]:
    """Give somebody's task to somebody else; administrators."""
    return _send("reassign", "POST", path("tasks", task, "reassign"), ObjectView, reassign)


# --- cases -----------------------------------------------------------------------------------


def suspend(key: str, reason: str, *, case_revision: int = 0) -> Call[ObjectView]:
    """The case stands still; administrators."""
    body = Reason(reason=reason, case_revision=case_revision)
    return _send("suspend", "POST", path("objects", key, "suspend"), ObjectView, body)


def resume(key: str, reason: str = "", *, case_revision: int = 0) -> Call[ObjectView]:
    """A case that was suspended goes on; administrators."""
    body = Reason(reason=reason, case_revision=case_revision)
    return _send("resume", "POST", path("objects", key, "resume"), ObjectView, body)


def jump(key: str, jump: Jump) -> Call[ObjectView]:
    """The case goes on at another step; administrators."""
    return _send("jump", "POST", path("objects", key, "jump"), ObjectView, jump)


def end(key: str, end: End) -> Call[ObjectView]:
    """The case ends as the administrator says."""
    return _send("end", "POST", path("objects", key, "end"), ObjectView, end)


def foresee(key: str, what: Foresee) -> Call[Foreseen]:
    """What would come of steering a case; nothing is changed."""
    return _send("foresee", "POST", path("objects", key, "foresee"), Foreseen, what)


def rebuild(object: str = "", *, cursor: str = "") -> Call[Page[Rebuilt]]:
    """Replay the cases of an object, or a part of all, beside what is stored; administrators."""
    found = _get("rebuild", path("cases", "rebuild"), Page[Rebuilt], object=object, cursor=cursor)
    return msgspec.structs.replace(found, seconds=LONG_SECONDS)


# --- people ----------------------------------------------------------------------------------


def hand_over(person: str, what: HandOver) -> Call[HandedOver]:
    """Whatever waits in flows for somebody who leaves goes to another; administrators."""
    route = path("people", person, "hand-over")
    return _send("hand_over", "POST", route, HandedOver, what, seconds=LONG_SECONDS)


def absences(person: str = "", *, cursor: str = "") -> Call[Page[AbsenceView]]:
    """Absences that are not over, of one person or of all."""
    return _get("absences", path("absences"), Page[AbsenceView], person=person, cursor=cursor)


def add_absence(person: str, new: NewAbsence) -> Call[AbsenceView]:
    """Somebody will be away."""
    return _send("add_absence", "POST", path("people", person, "absences"), AbsenceView, new)


def end_absence(absence: str) -> Call[AbsenceView]:
    """An absence ends now, or does not begin."""
    return _send("end_absence", "DELETE", path("absences", absence), AbsenceView)


# --- signals ---------------------------------------------------------------------------------


def send_signal(new: NewSignal) -> Call[SignalTaken]:
    """Something happened outside that a case may wait for."""
    return _send("send_signal", "POST", path("signals"), SignalTaken, new)


def sources(*, cursor: str = "") -> Call[Page[Source]]:
    """The systems that send signed webhooks."""
    return _get("sources", path("signals", "sources"), Page[Source], cursor=cursor)


def add_source(new: NewSource) -> Call[Source]:
    """Let a system send signed webhooks; its secret is in this answer only."""
    return _send("add_source", "POST", path("signals", "sources"), Source, new)


def remove_source(name: str) -> Call[None]:
    """Take no more webhooks from a system."""
    return _send("remove_source", "DELETE", path("signals", "sources", name), type(None))
