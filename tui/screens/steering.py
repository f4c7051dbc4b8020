"""Steering a case: an approval taken back, a signer removed, and what administrators do with it.

What can be done stands in the registry; the menu is made from it. Each asks for the reason, shows
what would come of it, and is about the case as it was shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from core.language import say
from core.rounds import Outcome
from core.text import place_of
from tui.actions import BY_ID, Action, Confirm, Situation, with_case
from tui.drawing.bars import holding
from tui.drawing.steered import Place, people_with, place_words
from tui.screens.find_sheet import FindSheet
from tui.screens.lookups import Lookup, among, people
from tui.screens.steer_sheet import SteerSheet
from tui.state.steering import (
    OUTCOMES,
    Steering,
    ending,
    jumping,
    outcome_words,
    places,
    reassigning,
    removing_signer,
    resuming,
    suspending,
    taking_back,
)
from tui.widgets.pick_list import Option

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen

Perform = Callable[["DeskScreen", Action, Situation], None]


def menu(desk: DeskScreen, situation: Situation, perform: Perform) -> None:
    """Everything that can be done with the case, by number or name."""
    actions = with_case(situation)
    options = [(each.id, f"{each.title}: {each.help}", "") for each in actions]

    def picked(option: str) -> None:
        perform(desk, BY_ID[option], situation)

    _pick(desk, options, picked, heading=_menu_title(situation), label=say("steering.what"))


def suspend(desk: DeskScreen, situation: Situation) -> None:
    """The case stands still."""
    _confirm(desk, suspending(situation.key))


def resume(desk: DeskScreen, situation: Situation) -> None:
    """A suspended case goes on."""
    _confirm(desk, resuming(situation.key))


def jump(desk: DeskScreen, situation: Situation) -> None:
    """The case goes on at a step that is chosen from all of its flow."""
    view = situation.view
    if view is None or view.case is None:
        return
    options = [(step, title, "") for step, title in places(view).items()]

    def picked(step: str) -> None:
        _confirm(desk, jumping(view, step))

    _pick(desk, options, picked, heading=_title("jump", situation), label=say("steering.where"))


def end(desk: DeskScreen, situation: Situation) -> None:
    """The case ends, as if it had been decided."""
    options = [(each.value, outcome_words(each), "") for each in OUTCOMES]

    def picked(outcome: str) -> None:
        _confirm(desk, ending(situation.key, Outcome(outcome)))

    _pick(desk, options, picked, heading=_title("end", situation), label=say("steering.as_if"))


def reassign(desk: DeskScreen, situation: Situation) -> None:
    """Somebody's task goes to somebody else."""

    def whose(place: Place) -> None:
        def to_whom(option: Option | None) -> None:
            if option is not None:
                _confirm(desk, reassigning(situation.key, place, option[0], option[1]))

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
        _confirm(desk, removing_signer(situation.key, place))

    _pick_person(desk, situation, "remove_signer", picked, label=say("steering.who"))


def take_back(desk: DeskScreen, situation: Situation) -> None:
    """The person's own last approval counts no more, and they are asked again."""
    steering = taking_back(situation.view) if situation.view is not None else None
    if steering is not None:
        _confirm(desk, steering)


def _confirm(desk: DeskScreen, steering: Steering) -> None:
    """Show what would come of it; then send it, or hold it where the registry says so."""
    key, do, task = steering.key, steering.what.do, steering.what.task
    held = desk.held.about(task) if task else None
    if held is not None:
        desk.tell(say("tui.already_held", key=key, what=holding(held)))
        return
    sheet = SteerSheet(desk.services, steering, sure=desk.services.options.asks_last(do))

    def answered(reason: str | None) -> None:
        if reason is None:
            if sheet.typed():
                desk.tell(say("tui.draft_kept"))
            return
        call = steering.sending(reason, sheet.revision)
        if BY_ID[do].confirm is Confirm.UNDO:
            desk.shell.hold_call(call, key, task=task, words=do, typed=sheet.typed())
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
    numbered = [(id_, f"{n}  {words}", detail) for n, (id_, words, detail) in enumerate(options, 1)]
    by_words = among(numbered)

    async def look(words: str) -> Sequence[Option]:
        place = place_of(words, len(numbered))
        if place is not None:  # it, and not what has the digit in its words or its id
            return [numbered[place]]
        return await by_words(words)

    return look


def _menu_title(situation: Situation) -> str:
    return say("steering.menu", key=situation.key)


def _title(action: str, situation: Situation) -> str:
    return say("steering.heading", verb=say(f"actions.{action}"), key=situation.key)
