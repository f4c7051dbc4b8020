"""case: what administrators do with running cases, and replaying them."""

from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from core.api import ObjectView
from core.client.client import Client
from core.errors import UsageError
from core.handling import End, Jump, Reassign, Rebuilt
from core.language import say
from core.rounds import Outcome
from tui.commands import exits, output, session
from tui.commands.frame import command, noun
from tui.commands.many import Result, for_each
from tui.commands.options import All, Jq, Json, Keys, Message, MessageFile
from tui.commands.output import Column
from tui.commands.words import message_text, object_key, object_state

app = noun("case")

Step = Annotated[
    str, typer.Option("--to", metavar=say("help.metavar.step"), help=say("help.opt.jump_to"))
]
Ending = Annotated[
    str, typer.Option("--as-if", metavar=say("help.metavar.outcome"), help=say("help.opt.ending"))
]
Whose = Annotated[
    str, typer.Option("--from", metavar=say("help.metavar.person"), help=say("help.opt.whose"))
]
To = Annotated[
    str, typer.Option("--to", metavar=say("help.metavar.person"), help=say("help.opt.to_person"))
]
MaybeKeys = Annotated[
    list[str] | None, typer.Argument(metavar="[KEY…]", help=say("help.arg.rebuild"))
]
_OUTCOMES = (Outcome.APPROVED, Outcome.REJECTED, Outcome.WITHDRAWN)


@command(app, "suspend", text="case.suspend")
def suspend(keys: Keys, message: Message = "", file: MessageFile = None) -> None:
    """The case stands still, and its clocks with it."""
    reason = message_text(keys, message, file)
    _each(keys, "suspended", lambda client, key: client.suspend(key, reason))


@command(app, "resume", text="case.resume")
def resume(keys: Keys, message: Message = "", file: MessageFile = None) -> None:
    """A case that was suspended goes on."""
    reason = message_text(keys, message, file)
    _each(keys, "resumed", lambda client, key: client.resume(key, reason))


@command(app, "jump", text="case.jump")
def jump(keys: Keys, to: Step, message: Message = "", file: MessageFile = None) -> None:
    """The case goes on at another step."""
    body = Jump(to=to, reason=message_text(keys, message, file))
    _each(keys, "jumped", lambda client, key: client.jump(key, body))


@command(app, "end", text="case.end")
def end(keys: Keys, as_if: Ending, message: Message = "", file: MessageFile = None) -> None:
    """The case ends as the administrator says."""
    if as_if not in _OUTCOMES:
        raise UsageError(say("commands.not_an_ending", word=as_if, words=", ".join(_OUTCOMES)))
    body = End(outcome=Outcome(as_if), reason=message_text(keys, message, file))
    _each(keys, "ended", lambda client, key: client.end(key, body))


@command(app, "reassign", text="case.reassign")
def reassign(
    keys: Keys, to: To, whose: Whose = "", message: Message = "", file: MessageFile = None
) -> None:
    """Give somebody's task to somebody else."""
    body = Reassign(
        to=to.removeprefix("@"),
        whose=whose.removeprefix("@"),
        reason=message_text(keys, message, file),
    )
    with session.talking() as client:

        def act(key: str) -> Result:
            task = key if "." in key or body.whose else _only_task(client, key)
            client.reassign(task, body)
            return Result(key=key, outcome="reassigned", detail=f"@{body.to}")

        for_each(keys, act)


@command(app, "rebuild", text="case.rebuild")
def rebuild(
    keys: MaybeKeys = None, everything: All = False, json: Json = None, jq: Jq = None
) -> None:
    """Replay cases from their events and compare them with what is stored."""
    if output.names_fields(Rebuilt, json):
        return
    if bool(keys) == everything:
        raise UsageError(say("commands.keys_or_all"))
    with session.talking() as client:
        found = list(_all(client) if everything else _of(client, keys or []))
    different = [each for each in found if each.differences]
    columns: list[Column[Rebuilt]] = [
        Column(title=say("columns.id"), show=lambda each: each.case),
        Column(title=say("columns.events"), show=lambda each: str(each.events)),
        Column(
            title=say("columns.state"),
            show=lambda each: say("commands.differs" if each.differences else "commands.same"),
            give=lambda each: "differs" if each.differences else "same",
        ),
        Column(
            title=say("columns.details"),
            show=lambda each: "; ".join(each.differences),
            shrinks=True,
        ),
    ]
    output.listing(found if keys or json is not None else different, columns, json, jq)
    output.note(say("commands.rebuilt", n=len(found), different=len(different)))
    if different:
        raise typer.Exit(exits.REFUSED)


def _only_task(client: Client, key: str) -> str:
    """The only task of a case. Raises UsageError where there are several, or none."""
    from tui.drawing.steered import people_with

    view = client.view(key)
    open_ = [each for _, each in people_with(view, "reassign")] or view.waiting_for
    waiting = {each.task: each.person for each in open_}
    if len(waiting) == 1:
        return next(iter(waiting))
    people = " ".join(f"@{person}" for person in waiting.values())
    if not people:
        raise UsageError(say("commands.waits_for_nobody", key=key))
    hint = say("commands.whose.hint")
    raise UsageError(say("commands.whose", key=key, people=people), hint=hint)


def _all(client: Client) -> Iterator[Rebuilt]:
    cursor = ""
    while True:
        page = client.rebuild(cursor=cursor)
        yield from page.items
        cursor = page.next
        if not cursor:
            return


def _of(client: Client, keys: list[str]) -> Iterator[Rebuilt]:
    for key in keys:
        yield from client.rebuild(object_key(client, key)).items


def _each(keys: list[str], outcome: str, do: Callable[[Client, str], ObjectView]) -> None:
    with session.talking() as client:

        def act(key: str) -> Result:
            answer = do(client, object_key(client, key))
            return Result(key=key, outcome=outcome, detail=object_state(answer.object.state))

        for_each(keys, act)
