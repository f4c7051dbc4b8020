"""Steering a case in the plain mode: what is asked, what would come of it, a yes, how it went."""

from collections.abc import Sequence

from core.client.client import Client
from core.client.drafts import Drafts
from core.errors import Queued, SignoffError
from core.language import say
from tui.actions import BY_ID, CASE, Action, Situation, key_words, possible, with_case
from tui.commands.decide import Sender
from tui.drawing.steered import (
    Place,
    foreseen_words,
    not_foreseen,
    people_with,
    place_words,
    steered,
)
from tui.line.prompt import ask, choose, tell, yes
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


def steering_keys(situation: Situation) -> dict[str, Action]:
    """What can be done with the case now, by the key that the registry gives it."""
    found = (each for each in BY_ID.values() if each.group == CASE and each.keys)
    return {key_words(each.keys[0]): each for each in found if possible(each, situation)}


class Steerer:
    """Steers the case of an object that was read."""

    def __init__(self, client: Client, sender: Sender, drafts: Drafts) -> None:
        self._client = client
        self._sender = sender
        self._drafts = drafts

    def take(self, action: Action, situation: Situation) -> bool:
        """Ask what has to be known, and do it after a yes; whether it was done."""
        if action.id == "case":
            return self._menu(situation)
        steering = self._asked(action.id, situation)
        return steering is not None and self._confirm(steering)

    def _menu(self, situation: Situation) -> bool:
        actions = [each for each in with_case(situation) if each.group == CASE]
        number = choose([f"{each.title}: {each.help}" for each in actions])
        return number is not None and self.take(actions[number], situation)

    def _asked(self, do: str, situation: Situation) -> Steering | None:
        """What is to be done, with what it takes; None where nothing was chosen."""
        key, view = situation.key, situation.view
        if do == "suspend":
            return suspending(key)
        if do == "resume":
            return resuming(key)
        if do == "end":
            number = choose([outcome_words(each) for each in OUTCOMES])
            return None if number is None else ending(key, OUTCOMES[number])
        if view is None:
            return None
        if do == "take_back":
            return taking_back(view)
        if do == "jump":
            steps = places(view)
            number = choose(list(steps.values()))
            return None if number is None else jumping(view, list(steps)[number])
        place = _person(people_with(view, do))
        if place is None or do == "remove_signer":
            return None if place is None else removing_signer(key, place)
        to = ask(say("line.reassign_to", who=place_words(place)))
        return reassigning(key, place, to.removeprefix("@")) if to else None

    def _confirm(self, steering: Steering) -> bool:
        """Show what would come of it; after a yes it is done, or waits for the server."""
        for words in steering.says:
            tell(words)
        try:
            foreseen = self._client.foresee(steering.key, steering.what)
        except SignoffError as error:
            tell(not_foreseen(error))
            return False
        for words in foreseen_words(foreseen):
            tell(words)
        reason = self._reason(steering)
        if reason is None:
            return False
        title = BY_ID[steering.what.do].title
        if not yes(say("line.steer_sure", what=title, key=steering.key)):
            tell(say("tui.draft_kept") if reason else say("line.nothing_done"))
            return False
        self._send(steering, reason, foreseen.revision)
        return True

    def _reason(self, steering: Steering) -> str | None:
        """What was typed now, or before; None where one is needed and none was given."""
        left = self._drafts.load(steering.draft)
        if left:
            tell(say("line.draft_reason", text=left))
        asked = ask(say("line.reason_needed" if steering.needs_reason else "line.reason"))
        if asked is None:
            return None
        reason = asked or left
        if steering.needs_reason and not reason:
            tell(say("tui.reason_missing"))
            return None
        self._drafts.save(steering.draft, reason)
        return reason

    def _send(self, steering: Steering, reason: str, revision: int) -> None:
        call = steering.sending(reason, revision)
        try:
            drafts = {steering.draft: reason}
            answer = self._sender.send(call, about=steering.key, drafts=drafts)
        except Queued:
            self._drafts.remove(steering.draft)
            raise
        self._drafts.remove(steering.draft)
        what = steered(call.name, answer)
        tell(say("tui.sent", key=steering.key, what=what))


def _person(found: Sequence[Place]) -> Place | None:
    """The one that was chosen; a single one is not asked about."""
    if len(found) < 2:
        return found[0] if found else None
    number = choose([place_words(each) for each in found])
    return None if number is None else found[number]
