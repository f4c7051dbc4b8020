"""delegate, add-signer, remove-signer, take-back: who else answers, and the own word taken back."""

from typing import Annotated

import typer

from core.api import Forward
from core.errors import UsageError
from core.handling import AddSigner, RemoveSigner
from core.language import say
from tui.commands import session
from tui.commands.frame import command, noun
from tui.commands.many import Result, for_each
from tui.commands.options import Keys, Message, MessageFile
from tui.commands.words import message_text, object_state

app = noun("signoff")

Helper = Annotated[
    str, typer.Option("--to", metavar=say("help.metavar.person"), help=say("help.opt.helper"))
]
Signers = Annotated[
    list[str],
    typer.Option("--to", metavar=say("help.metavar.people"), help=say("help.opt.signers")),
]
Before = Annotated[bool, typer.Option("--before", help=say("help.opt.before"))]
After = Annotated[bool, typer.Option("--after", help=say("help.opt.after"))]
Beside = Annotated[bool, typer.Option("--beside", help=say("help.opt.beside"))]


@command(app, "delegate")
def delegate(keys: Keys, to: Helper, message: Message = "", file: MessageFile = None) -> None:
    """Have somebody answer first; then the task comes back."""
    body = Forward(to=to.removeprefix("@"), reason=message_text(keys, message, file))
    with session.talking() as client:

        def act(key: str) -> Result:
            client.delegate(key, body)
            return Result(key=key, outcome="delegated", detail=f"@{body.to}")

        for_each(keys, act)


@command(app, "add-signer", text="add_signer")
def add_signer(
    keys: Keys,
    to: Signers,
    before: Before = False,
    after: After = False,
    beside: Beside = False,
    message: Message = "",
    file: MessageFile = None,
) -> None:
    """Have further people sign."""
    if before + after + beside > 1:
        raise UsageError(say("commands.one_place"))
    where = "before" if before else "after" if after else "beside"
    people = _people(to)
    body = AddSigner(people=people, where=where, reason=message_text(keys, message, file))
    with session.talking() as client:

        def act(key: str) -> Result:
            client.add_signer(key, body)
            return Result(key=key, outcome="signers_added", detail=_names(people))

        for_each(keys, act)


@command(app, "remove-signer", text="remove_signer")
def remove_signer(keys: Keys, to: Signers, message: Message = "", file: MessageFile = None) -> None:
    """People who have not acted need not sign."""
    people = _people(to)
    body = RemoveSigner(people=people, reason=message_text(keys, message, file))
    with session.talking() as client:

        def act(key: str) -> Result:
            client.remove_signer(key, body)
            return Result(key=key, outcome="signers_removed", detail=_names(people))

        for_each(keys, act)


@command(app, "take-back", text="take_back")
def take_back(keys: Keys, message: Message = "", file: MessageFile = None) -> None:
    """Take the own decision back, until the next person acted."""
    reason = message_text(keys, message, file)
    with session.talking() as client:

        def act(key: str) -> Result:
            answer = client.take_back(key, reason)
            state = object_state(answer.object.state)
            return Result(key=key, outcome="taken_back", detail=state)

        for_each(keys, act)


def _people(words: list[str]) -> tuple[str, ...]:
    found = (each.strip().removeprefix("@") for word in words for each in word.split(","))
    return tuple(dict.fromkeys(each for each in found if each))


def _names(people: tuple[str, ...]) -> str:
    return " ".join(f"@{person}" for person in people)
