"""approve, reject, return, done, abstain, skip, forward: deciding about tasks."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from core.api import Decide, Forward
from core.client import routes
from core.client.call import Call
from core.client.client import Client
from core.client.outbox import NO_DRAFTS, not_queued
from core.errors import Queued, Unreachable, UsageError
from core.language import say
from core.tasks import DecisionKind
from tui.commands import session
from tui.commands.frame import command, noun
from tui.commands.many import Result, for_each
from tui.commands.options import Fields, Keys, Message, MessageFile, whole_number
from tui.commands.words import given_fields, message_text, object_state

app = noun("signoff")

Agreed = Annotated[
    list[str] | None,
    typer.Option("--agree", metavar=say("help.metavar.warning"), help=say("help.opt.agree")),
]
Revision = Annotated[
    int | None,
    typer.Option(
        "--revision",
        parser=whole_number,
        metavar=say("help.metavar.n"),
        help=say("help.opt.revision"),
    ),
]
To = Annotated[
    str, typer.Option("--to", metavar=say("help.metavar.step"), help=say("help.opt.to_step"))
]
ToPerson = Annotated[
    str, typer.Option("--to", metavar=say("help.metavar.person"), help=say("help.opt.to_person"))
]


@command(app, "approve")
def approve(
    keys: Keys,
    message: Message = "",
    file: MessageFile = None,
    field: Fields = None,
    agree: Agreed = None,
    revision: Revision = None,
) -> None:
    """Agree to what is asked."""
    text = message_text(keys, message, file)
    _decide(keys, DecisionKind.APPROVE, text, field, agreed=agree, revision=revision)


@command(app, "reject")
def reject(
    keys: Keys,
    message: Message = "",
    file: MessageFile = None,
    field: Fields = None,
    agree: Agreed = None,
    revision: Revision = None,
) -> None:
    """Refuse what is asked."""
    text = message_text(keys, message, file)
    _decide(keys, DecisionKind.REJECT, text, field, agreed=agree, revision=revision)


@command(app, "return")
def return_(
    keys: Keys,
    message: Message = "",
    file: MessageFile = None,
    to: To = "",
    revision: Revision = None,
) -> None:
    """Send back for revision."""
    text = message_text(keys, message, file)
    _decide(keys, DecisionKind.RETURN, text, None, to=to, revision=revision)


@command(app, "done")
def done(
    keys: Keys,
    message: Message = "",
    file: MessageFile = None,
    field: Fields = None,
    revision: Revision = None,
) -> None:
    """Tick off what had to be done, answered or read."""
    text = message_text(keys, message, file)
    _decide(keys, DecisionKind.DONE, text, field, revision=revision)


@command(app, "abstain")
def abstain(
    keys: Keys, message: Message = "", file: MessageFile = None, revision: Revision = None
) -> None:
    """Answer neither for nor against."""
    text = message_text(keys, message, file)
    _decide(keys, DecisionKind.ABSTAIN, text, None, revision=revision)


@command(app, "skip")
def skip(
    keys: Keys, message: Message = "", file: MessageFile = None, revision: Revision = None
) -> None:
    """Go on without what went wrong."""
    text = message_text(keys, message, file)
    _decide(keys, DecisionKind.SKIP, text, None, revision=revision)


@command(app, "forward")
def forward(
    keys: Keys,
    to: ToPerson,
    message: Message = "",
    file: MessageFile = None,
    revision: Revision = None,
) -> None:
    """Give tasks to somebody else."""
    _require_one(keys, revision)
    body = Forward(to=to.removeprefix("@"), reason=message_text(keys, message, file))
    with session.talking() as client:
        sender = Sender(client)

        def act(key: str) -> Result:
            call = routes.forward(key, body, revision=revision or 0)
            sender.send(call, about=key, bound=_names_one(key, revision))
            return Result(key=key, outcome="forwarded", detail=f"@{body.to}")

        for_each(keys, act)


class Sender:
    """Sends what must not be lost; once the server is away, the rest goes to disk at once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._box = session.outbox()
        self._away: Unreachable | None = None

    def send(
        self,
        call: Call[Any],
        *,
        about: str,
        bound: bool = True,
        drafts: Mapping[str, str] = NO_DRAFTS,
    ) -> Any:
        """The call's answer. Raises Queued where the server cannot be reached.

        What is not `bound` to a task and its revision is not queued: Unreachable.
        """
        if self._away is not None:
            if not bound:
                raise not_queued(self._away, about)
            self._box.add(call, self._client, about=about, now=session.now(), drafts=drafts)
            raise Queued(key=about, hint=self._away.message)
        try:
            return self._box.send_now(
                call, self._client, about=about, now=session.now(), bound=bound, drafts=drafts
            )
        except (Queued, Unreachable) as error:
            cause = error if isinstance(error, Unreachable) else error.__cause__
            self._away = cause if isinstance(cause, Unreachable) else None
            raise


_OUTCOMES = {
    DecisionKind.APPROVE: "approved",
    DecisionKind.REJECT: "rejected",
    DecisionKind.RETURN: "returned",
    DecisionKind.DONE: "done",
    DecisionKind.ABSTAIN: "abstained",
    DecisionKind.SKIP: "skipped",
}


def _decide(
    keys: list[str],
    kind: DecisionKind,
    reason: str,
    fields: list[str] | None,
    *,
    to: str = "",
    agreed: list[str] | None = None,
    revision: int | None = None,
) -> None:
    _require_one(keys, revision)
    with session.talking() as client:
        sender = Sender(client)

        def act(key: str) -> Result:
            decision = Decide(
                decision=kind,
                reason=reason,
                fields=given_fields(client, key, fields),
                to=to,
                agreed=tuple(agreed or ()),
            )
            call = routes.decide(key, decision, revision=revision or 0)
            answer = sender.send(call, about=key, bound=_names_one(key, revision))
            return Result(
                key=key, outcome=_OUTCOMES[kind], detail=object_state(answer.object_state)
            )

        for_each(keys, act)


def _require_one(keys: list[str], revision: int | None) -> None:
    if revision is not None and (len(keys) != 1 or keys == ["-"]):
        raise UsageError(say("commands.revision_for_one"))


def _names_one(key: str, revision: int | None) -> bool:
    """Whether this names one task as it was seen, and so means the same later, too."""
    return "." in key and bool(revision)
