"""Steps that leave what they do to a rule table: settled by the rows that hold when they begin."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from core.flow.definition import (
    Approve,
    Call,
    Do,
    Fill,
    Flow,
    Mode,
    Step,
    Tell,
    Vote,
    Who,
    WhoKind,
)
from core.rules.context import Context
from core.rules.table import Row, rows_for
from core.tasks import Priority

Held = tuple[tuple[str, str], ...]
"""Rows that held: id of the table, name of the row."""


def tables_of(step: Step) -> tuple[str, ...]:
    """The rule tables that a step names, each once."""
    named: Iterable[str] = ()
    if isinstance(step, Approve | Do | Fill):
        named = (who.id for who in step.by if who.kind is WhoKind.TABLE)
    elif isinstance(step, Tell):
        named = (who.id for who in step.to if who.kind is WhoKind.TABLE)
    elif isinstance(step, Call) and step.table:
        named = (step.table,)
    return tuple(dict.fromkeys(named))


def held_rows(flow: Flow, step: Step, context: Context) -> Held:
    """The rows that hold for an object now, of every table that the step names.

    Raises UnclearError where only one row of a table may hold and several do.
    """
    return tuple(
        (name, row.name) for name in tables_of(step) for row in rows_for(flow.tables[name], context)
    )


def settled(flow: Flow, step: Step, held: Held) -> Step:
    """The step with what these rows say in the place of its tables.

    Where no row of a table holds, the table stays named: nobody is found by it.
    """
    if isinstance(step, Approve | Do | Fill):
        rows = list(_rows(flow, held))
        people = tuple(_people(step.by, flow, held))
        step = replace(step, by=people)
        within = next((row.within for row in rows if row.within is not None), step.within)
        priority = next((row.priority for row in rows if row.priority is not None), step.priority)
        step = replace(step, within=within, priority=Priority(priority))
        return step if isinstance(step, Fill) else replace(step, vote=_vote(step, rows))
    if isinstance(step, Tell):
        return replace(step, to=tuple(_copies(step.to, flow, held)))
    return step


def actions(flow: Flow, held: Held) -> tuple[str, ...]:
    """The actions of the rows that hold, in the order of the rows."""
    return tuple(action for row in _rows(flow, held) for action in row.calls)


def one_action(step: Call, action: str) -> Call:
    """The step as if it named this action itself."""
    connector, _, name = action.partition(".")
    return replace(step, connector=connector, action=name)


def _rows(flow: Flow, held: Held) -> Iterator[Row]:
    for name, row_name in held:
        table = flow.tables.get(name)
        row = table.row(row_name) if table is not None else None
        if row is not None:
            yield row


def _people(named: Iterable[Who], flow: Flow, held: Held) -> Iterator[Who]:
    for who in named:
        rows = _rows(flow, tuple(each for each in held if each[0] == who.id))
        found = [person for row in rows for person in row.ask] if who.kind is WhoKind.TABLE else []
        yield from dict.fromkeys(found) or (who,)


def _copies(named: Iterable[Who], flow: Flow, held: Held) -> Iterator[Who]:
    for who in named:
        if who.kind is not WhoKind.TABLE:
            yield who
            continue
        rows = _rows(flow, tuple(each for each in held if each[0] == who.id))
        yield from dict.fromkeys(person for row in rows for person in row.copy)


def _vote(step: Approve | Do, rows: Iterable[Row]) -> Vote:
    said = next((row.vote for row in rows if row.vote is not None), None)
    if said is not None:
        return replace(
            said,
            rejected_by_all=step.vote.rejected_by_all and said.mode is Mode.ANY,
            wait_for_all=step.vote.wait_for_all and said.mode is Mode.ALL,
        )
    in_turn = any(who.kind is WhoKind.MANAGERS for who in step.by)
    return Vote(mode=Mode.IN_ORDER) if in_turn and step.vote == Vote() else step.vote
