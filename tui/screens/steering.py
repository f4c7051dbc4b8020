"""Steering a case: an approval taken back, a signer removed, and what administrators do with it.

What can be done stands in the registry; the menu is made from it. Each asks for the reason, shows
what would come of it, and is about the case as it was shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from core.api import ObjectView
from core.client import case_routes
from core.client.call import Call
from core.flow.definition import REQUESTER
from core.handling import End, Foresee, Jump, Reassign, RemoveSigner
from core.language import label, say
from core.rounds import Outcome
from tui.actions import BY_ID, Action, Confirm, Situation, with_case
from tui.drawing.bars import holding
from tui.drawing.steered import Place, people_with, place_words, standing_at, step_words
from tui.screens.find_sheet import FindSheet
from tui.screens.lookups import Lookup, among, people
from tui.screens.steer_sheet import SteerSheet
from tui.widgets.pick_list import Option

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

Perform = Callable[["DeskScreen", Action, Situation], None]
Sending = Callable[[str, int], Call[Any]]
"""The call for a reason and the case's revision that was shown."""

_MAY_BE_EMPTY = ("take_back", "remove_signer")
"""What needs no reason."""
_OUTCOMES = (Outcome.REJECTED, Outcome.WITHDRAWN, Outcome.APPROVED)


def menu(desk: DeskScreen, situation: Situation, perform: Perform) -> None:
    """Everything that can be done with the case, by number or name."""
    actions = with_case(situation)
    options = [(each.id, f"{each.title}: {each.help}", "") for each in actions]

    def picked(option: str) -> None:
        perform(desk, BY_ID[option], situation)

    _pick(desk, options, picked, heading=_menu_title(situation), label=say("steering.what"))


def suspend(desk: DeskScreen, situation: Situation) -> None:
    """The case stands still."""
    key = situation.key
    says = (say("steering.says.suspend"),)

    def sending(reason: str, seen: int) -> Call[Any]:
        return case_routes.suspend(key, reason, case_revision=seen)

    _confirm(desk, situation, Foresee(do="suspend"), says, sending)


def resume(desk: DeskScreen, situation: Situation) -> None:
    """A suspended case goes on."""
    key = situation.key
    says = (say("steering.says.resume"),)

    def sending(reason: str, seen: int) -> Call[Any]:
        return case_routes.resume(key, reason, case_revision=seen)

    _confirm(desk, situation, Foresee(do="resume"), says, sending)


def jump(desk: DeskScreen, situation: Situation) -> None:
    """The case goes on at a step that is chosen from all of its flow."""
    view = situation.view
    if view is None or view.case is None:
        return
    titles = {
        each.step: say("steering.requester")
        if each.step == REQUESTER
        else label(each.title) or each.step
        for each in view.case.places
    }
    options = [(step, title, "") for step, title in titles.items()]

    def picked(step: str) -> None:
        says = (_stands_at(view), say("steering.says.jump", step=titles[step]))

        def sending(reason: str, seen: int) -> Call[Any]:
            return case_routes.jump(situation.key, Jump(to=step, reason=reason, case_revision=seen))

        _confirm(desk, situation, Foresee(do="jump", to=step), says, sending)

    _pick(desk, options, picked, heading=_title("jump", situation), label=say("steering.where"))


def end(desk: DeskScreen, situation: Situation) -> None:
    """The case ends, as if it had been decided."""
    names = {each.value: say(f"steering.outcome.{each.value}") for each in _OUTCOMES}

    def picked(outcome: str) -> None:
        says = (say("steering.says.end", outcome=names[outcome]),)

        def sending(reason: str, seen: int) -> Call[Any]:
            what = End(outcome=Outcome(outcome), reason=reason, case_revision=seen)
            return case_routes.end(situation.key, what)

        what = Foresee(do="end", outcome=Outcome(outcome))
        _confirm(desk, situation, what, says, sending)

    options = [(each, words, "") for each, words in names.items()]
    _pick(desk, options, picked, heading=_title("end", situation), label=say("steering.as_if"))


def reassign(desk: DeskScreen, situation: Situation) -> None:
    """Somebody's task goes to somebody else."""

    def whose(place: Place) -> None:
        def to_whom(option: Option | None) -> None:
            if option is not None:
                _reassign(desk, situation, place, option)

        sheet = FindSheet(
            people(desk.services.client, situation.key),
            heading=_title("reassign", situation) + f"  {place_words(place)}",
            verb=say("steering.choose"),
            label=say("steering.to_whom"),
            says_missing=say("tui.forward_nobody"),
        )
        desk.app.push_screen(sheet, to_whom)

    _pick_person(desk, situation, "reassign", whose, label=say("steering.whose"))


def remove_signer(desk: DeskScreen, situation: Situation) -> None:
    """Somebody who has not acted need not sign."""

    def picked(place: Place) -> None:
        task = place[1].task
        says = (say("steering.says.remove_signer", who=place_words(place)),)

        def sending(reason: str, seen: int) -> Call[Any]:
            return case_routes.remove_signer(task, RemoveSigner(reason=reason, case_revision=seen))

        _confirm(desk, situation, Foresee(do="remove_signer", task=task), says, sending)

    _pick_person(desk, situation, "remove_signer", picked, label=say("steering.who"))


def take_back(desk: DeskScreen, situation: Situation) -> None:
    """The person's own last approval counts no more, and they are asked again."""
    view = situation.view
    found = people_with(view, "take_back") if view is not None else []
    if not found:
        return
    step, person = max(found, key=lambda each: each[1].ended or each[1].since)
    says = (say("steering.says.take_back", step=step_words(step)),)

    def sending(reason: str, seen: int) -> Call[Any]:
        return case_routes.take_back(person.task, reason, case_revision=seen)

    _confirm(desk, situation, Foresee(do="take_back", task=person.task), says, sending)


def _reassign(desk: DeskScreen, situation: Situation, place: Place, option: Option) -> None:
    to, task = option[0], place[1].task
    says = (say("steering.says.reassign", who=place_words(place), to=option[1] or to),)

    def sending(reason: str, seen: int) -> Call[Any]:
        what = Reassign(to=to, reason=reason, case_revision=seen)
        return case_routes.reassign(task, what)

    _confirm(desk, situation, Foresee(do="reassign", to=to, task=task), says, sending)


def _confirm(
    desk: DeskScreen,
    situation: Situation,
    what: Foresee,
    says: Sequence[str],
    sending: Sending,
) -> None:
    """Show what would come of it; then send it, or hold it where the registry says so."""
    services, key, do = desk.services, situation.key, what.do
    held = desk.held.about(what.task) if what.task else None
    if held is not None:
        desk.tell(say("tui.already_held", key=key, what=holding(held)))
        return
    sheet = SteerSheet(
        services,
        key,
        what,
        says=[each for each in says if each],
        sure=services.options.asks_last(do),
        demanded=do not in _MAY_BE_EMPTY,
    )

    def answered(reason: str | None) -> None:
        if reason is None:
            if sheet.typed():
                desk.tell(say("tui.draft_kept"))
            return
        call = sending(reason, sheet.revision)
        if BY_ID[do].confirm is Confirm.UNDO:
            desk.shell.hold_call(call, key, task=what.task, words=do, typed=sheet.typed())
        else:
            desk.shell.send(call, key, drafts=sheet.typed())

    desk.app.push_screen(sheet, answered)


def _pick_person(
    desk: DeskScreen,
    situation: Situation,
    word: str,
    then: Callable[[Place], None],
    *,
    label: str,
) -> None:
    """Choose among the people with whom it can be done; a single one is not asked about."""
    found = people_with(situation.view, word) if situation.view is not None else []
    by_task = {place[1].task: place for place in found}
    if len(found) == 1:
        then(found[0])
        return
    options = [(task, place_words(place), "") for task, place in by_task.items()]
    _pick(
        desk,
        options,
        lambda task: then(by_task[task]),
        heading=_title(word, situation),
        label=label,
    )


def _pick(
    desk: DeskScreen,
    options: Sequence[Option],
    then: Callable[[str], None],
    *,
    heading: str,
    label: str,
) -> None:
    def picked(option: Option | None) -> None:
        if option is not None:
            then(option[0])

    sheet = FindSheet(
        _numbered(options),
        heading=heading,
        verb=say("steering.choose"),
        label=label,
        says_missing=say("steering.pick"),
        ids=False,
    )
    desk.app.push_screen(sheet, picked)


def _numbered(options: Sequence[Option]) -> Lookup:
    """The options with a number each, which finds them as well: a hand-held has no letters."""
    return among(
        [(id_, f"{n}  {words}", detail) for n, (id_, words, detail) in enumerate(options, 1)]
    )


def _menu_title(situation: Situation) -> str:
    return say("steering.menu", key=situation.key)


def _title(action: str, situation: Situation) -> str:
    return say("steering.heading", verb=say(f"actions.{action}"), key=situation.key)


def _stands_at(view: ObjectView) -> str:
    steps = standing_at(view)
    return say("steering.says.from", steps=steps) if steps else ""
