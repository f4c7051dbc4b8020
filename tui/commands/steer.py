"""submit, withdraw, resubmit, urge: what a requester does with an object."""

from core.api import Steer
from core.client import routes
from tui.commands import output, session
from tui.commands.decide import Sender
from tui.commands.frame import command, noun
from tui.commands.many import Result, for_each
from tui.commands.options import Fields, Keys, Message, MessageFile
from tui.commands.words import given_fields, message_text, object_key, object_state

app = noun("signoff")

_OUTCOMES = {"submit": "submitted", "withdraw": "withdrawn", "resubmit": "resubmitted"}


@command(app, "submit")
def submit(
    keys: Keys, message: Message = "", file: MessageFile = None, field: Fields = None
) -> None:
    """Send drafts on their way."""
    _steer(keys, "submit", message_text(keys, message, file), field)


@command(app, "withdraw")
def withdraw(keys: Keys, message: Message = "", file: MessageFile = None) -> None:
    """Take back what was submitted."""
    _steer(keys, "withdraw", message_text(keys, message, file), None)


@command(app, "resubmit")
def resubmit(
    keys: Keys, message: Message = "", file: MessageFile = None, field: Fields = None
) -> None:
    """Send what was returned on its way again."""
    _steer(keys, "resubmit", message_text(keys, message, file), field)


@command(app, "urge")
def urge(keys: Keys, message: Message = "", file: MessageFile = None) -> None:
    """Ask whoever it waits for to hurry."""
    text = message_text(keys, message, file)
    with session.talking() as client:
        sender = Sender(client)

        def act(key: str) -> Result:
            named = object_key(client, key)
            answer = sender.send(routes.urge(named, text), about=key)
            people = " ".join(f"@{person}" for person in answer.people)
            if answer.resting:
                from tui.drawing.words import not_urged

                output.note(f"{key}: {not_urged(answer)}")
            return Result(key=key, outcome="urged", detail=people)

        for_each(keys, act)


def _steer(keys: list[str], verb: str, reason: str, fields: list[str] | None) -> None:
    with session.talking() as client:
        sender = Sender(client)

        def act(key: str) -> Result:
            named = object_key(client, key)
            body = Steer(reason=reason, fields=given_fields(client, named, fields))
            answer = sender.send(routes.steer(named, verb, body), about=named)
            state = object_state(answer.object.state)
            return Result(key=key, outcome=_OUTCOMES[verb], detail=state)

        for_each(keys, act)
