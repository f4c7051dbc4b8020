"""Whether a vote can be won, and a ladder climbed."""

from fractions import Fraction
from itertools import pairwise

from core.flow.checking.report import FlowReport, Report
from core.flow.definition import (
    Approve,
    Do,
    Fill,
    Ladder,
    Mode,
    Pick,
    Place,
    Vote,
    Who,
    WhoKind,
)
from core.people import Directory
from core.tasks import DecisionKind


def check_vote(report: Report, vote: Vote, people: tuple[Who, ...], place: Place) -> None:
    """Note a share or number of votes that these people can never reach, or always have."""
    share = Fraction(vote.share) if vote.share else None
    if share is not None and (share > 100 or (share == 100 and vote.mode is Mode.MORE_THAN)):
        report.error("share_too_high", place, share=vote.share, mode=vote.mode.value)
    elif share is not None and share == 0 and vote.mode is Mode.AT_LEAST:
        report.error("share_nothing", place, mode=f"{vote.mode} {vote.share}%")
    elif vote.mode is Mode.AT_LEAST and share is None and vote.count == 0:
        report.error("share_nothing", place, mode=f"{vote.mode} 0")
    elif vote.mode is Mode.AT_LEAST and share is None:
        most = most_people(people, report.directory)
        if most is not None and most < vote.count:
            report.error("never_so_many", place, wanted=vote.count, most=most)
    for who in people:
        most = most_people((who,), report.directory) if who.quorum else None
        if most is not None and most < who.quorum:
            report.error("never_so_many", who.place, wanted=who.quorum, most=most)


def most_people(people: tuple[Who, ...], directory: Directory) -> int | None:
    """How many people can be found at the most, as the company is now; None: it depends."""
    found: set[str] = set()
    others = 0
    for who in people:
        if who.kind is WhoKind.TABLE or (who.kind is WhoKind.MANAGERS and who.id):
            return None
        if who.kind is WhoKind.MANAGERS:
            others += who.levels
        elif who.kind in (WhoKind.ROLE, WhoKind.GROUP) and who.pick is Pick.EVERYBODY:
            found |= _pool(who, directory)
        elif who.kind is WhoKind.PERSON:
            found.add(who.id)
        else:
            others += 1
    return len(found) + others


def _pool(who: Who, directory: Directory) -> set[str]:
    """Everybody in a role or group; inside whichever department or region it is no more."""
    pool = directory.with_role(who.id) if who.kind is WhoKind.ROLE else directory.in_group(who.id)
    return {person.id for person in pool}


# --- time ------------------------------------------------------------------------------------


def check_time(report: FlowReport, step: Approve | Do | Fill) -> None:
    """Note a ladder that has nothing to climb, is out of order, or approves by itself."""
    ladder = step.late
    if ladder is None:
        return
    if step.within is None and not any(who.kind is WhoKind.TABLE for who in step.by):
        report.error("late_without_within", ladder.place)
    check_ladder(report, ladder)
    if ladder.action is DecisionKind.APPROVE and not report.flow.automatic_approval:
        report.error("automatic_approval", ladder.place, what=f"final: approve at {ladder.final}%")


def check_ladder(report: Report, ladder: Ladder) -> None:
    """Note stages of a ladder that are out of order."""
    stages = [(f"remind {share}%", share) for share in ladder.remind]
    if ladder.escalate:
        stages.append((f"escalate {ladder.escalate}%", ladder.escalate))
    if ladder.action is not None:
        stages.append((f"{ladder.action} at {ladder.final}%", ladder.final))
    for (before, first), (after, second) in pairwise(stages):
        if second <= first:
            report.error("ladder_order", ladder.place, before=before, after=after)
    if stages and stages[0][1] <= 0:
        report.error("ladder_zero", ladder.place, stage=stages[0][0])
    if ladder.replace and not ladder.escalate:
        report.error("replace_without_escalate", ladder.place)
    elif not stages:
        report.error("ladder_empty", ladder.place)
