"""inbox: what waits for a person, most urgent first."""

from datetime import datetime
from typing import Annotated

import typer

from core.client.client import Client
from core.language import say
from core.tasks import Placement, Task
from core.text import due, duration, money, one_line
from tui.commands import output, session
from tui.commands.frame import command, noun
from tui.commands.options import All, Jq, Json, Limit
from tui.commands.output import Column
from tui.drawing.line import wrap
from tui.drawing.task_row import is_urgent
from tui.drawing.words import coded, moment, requester, requester_id

app = noun("signoff")

_PAGE = 200
_SCREENFUL = 50
_INDENT = "    "

Query = Annotated[
    list[str] | None,
    typer.Argument(metavar=say("help.metavar.query"), help=say("help.arg.query")),
]
Why = Annotated[bool, typer.Option("--why", help=say("help.opt.why"))]


@command(app, "inbox")
def inbox(
    query: Query = None,
    json: Json = None,
    jq: Jq = None,
    why: Why = False,
    limit: Limit = None,
    all_: All = False,
) -> None:
    """List the tasks that wait."""
    if output.names_fields(Task, json):
        return
    wanted = limit
    if wanted is None and not all_ and output.is_terminal():
        wanted = _SCREENFUL
    explained = why or "placement" in (json or "")
    with session.talking() as client:
        tasks, total = _read(client, " ".join(query or ()), wanted, explained)
    columns = _columns(session.now(), why)
    if why and output.is_terminal() and json is None and jq is None:
        _explained(tasks, columns)
    else:
        output.listing(tasks, columns, json, jq)
    if output.is_terminal() and json is None and jq is None:
        _closing(len(tasks), total, bool(query))


def _read(client: Client, q: str, wanted: int | None, why: bool) -> tuple[list[Task], int]:
    """The first `wanted` tasks (None: all), and how many there are."""
    tasks: list[Task] = []
    cursor = ""
    while True:
        size = _PAGE if wanted is None else min(_PAGE, max(1, wanted - len(tasks)))
        page = client.inbox(q, limit=size, cursor=cursor, why=why)
        tasks += page.items
        cursor = page.next
        if not cursor or (wanted is not None and len(tasks) >= wanted):
            return tasks[:wanted], page.total


def _columns(now: datetime, why: bool) -> list[Column[Task]]:
    columns: list[Column[Task]] = [
        Column(title=say("columns.key"), show=lambda task: task.object),
        Column(title="", show=lambda task: task.id, hidden=True),
        Column(
            title=say("columns.kind"),
            show=lambda task: f"{_signs(task)} {coded('kind', task.kind)}",
            give=lambda task: task.kind,
            spare=True,
        ),
        Column(title=say("columns.title"), show=_title, shrinks=True),
        Column(
            title=say("columns.amount"),
            show=lambda task: money(task.amount),
            give=lambda task: f"{task.amount.amount} {task.amount.currency}" if task.amount else "",
            right=True,
        ),
        Column(
            title=say("columns.from"),
            show=requester,
            give=requester_id,
            spare=True,
        ),
        Column(
            title=say("columns.due"),
            show=lambda task: due(task.due, now),
            give=lambda task: task.due.isoformat() if task.due else "",
        ),
    ]
    if why:
        columns.append(
            Column(
                title=say("columns.why"),
                show=lambda task: _reason(task.placement, now),
                hidden=True,
            )
        )
    return columns


def _explained(tasks: list[Task], columns: list[Column[Task]]) -> None:
    """The listing with the reason below each task."""
    head, *rows = output.table(tasks, columns, output.width()) or [""]
    lines = [head] if rows else []
    for task, row in zip(tasks, rows, strict=True):
        reason = _reason(task.placement, session.now())
        room = max(1, output.width() - len(_INDENT))
        lines += [row, *(f"{_INDENT}{part}" for part in wrap(one_line(reason), room))]
    output.paged(lines)


def _signs(task: Task) -> str:
    """Unread, and urgent, as in the inbox of the terminal."""
    return ("*" if task.unread else " ") + ("!" if is_urgent(task) else " ")


def _title(task: Task) -> str:
    return task.text if task.kind == "question" and task.text else task.title


def _reason(placement: Placement | None, now: datetime) -> str:
    """Why a task stands where it stands, in words."""
    if placement is None:
        return ""
    words = say(
        "commands.why_due_assumed" if placement.due_assumed else "commands.why_due",
        due=moment(placement.due),
        handling=duration(placement.handling),
    )
    if placement.priority_shift:
        sooner = placement.priority_shift > 0
        words += say(
            "commands.why_sooner" if sooner else "commands.why_later",
            span=duration(placement.priority_shift),
            priority=say(f"commands.priority.{placement.priority}"),
        )
    if placement.urged:
        words += say("commands.why_urged", n=placement.urged)
    return words


def _closing(shown: int, total: int, filtered: bool) -> None:
    if not shown:
        output.note(say("commands.inbox_nothing_found" if filtered else "commands.inbox_empty"))
    elif total > shown:
        output.note(say("commands.more", shown=shown, total=total))
