"""Which way a case takes if everybody approves: who is asked at which steps, told, and called."""

from msgspec.structs import replace

from core.cases import CaseStatus, OpenTask
from core.errors import SignoffError
from core.flow.bench import Bench, EndlessError
from core.flow.definition import Approve, Do, Fill
from core.flow.index import index_of
from core.flow.ruled import held_rows, settled
from core.flow.terms import Pick, Who
from core.flow.voting import demands
from core.language import say
from core.rules.assignment import Search, find
from core.rules.context import Context, UnclearError, person_words
from core.tasks import TaskKind
from core.trials import Stop, Way

_CHANCE = (Pick.LEAST_LOADED, Pick.IN_TURN)
"""Strategies by which it depends on the moment who of several is asked."""


def way_of(bench: Bench) -> Way:
    """Run a case to its end and say which way it went."""
    problem = ""
    try:
        bench.submit()
        bench.finish()
    except SignoffError as error:
        problem = error.message
    except EndlessError:
        problem = say("simulating.endless")
    if bench.state is None:
        return Way(problem=problem)
    state = bench.case
    ends = state.outcome.value if state.status is CaseStatus.ENDED else state.status.value
    return Way(
        stops=tuple(_stops(bench)),
        told=tuple(bench.told()),
        calls=tuple(f"{each.connector}.{each.action}" for each in bench.called),
        ends=ends,
        problem=problem,
    )


def _stops(bench: Bench) -> list[Stop]:
    found: dict[tuple[str, int], list[OpenTask]] = {}
    for task in bench.opened:
        if task.kind in (TaskKind.APPROVE, TaskKind.DO, TaskKind.FILL):
            found.setdefault((task.step, task.round), []).append(task)
    return [_stop(bench, step, tasks) for (step, _), tasks in found.items()]


def _stop(bench: Bench, step_id: str, tasks: list[OpenTask]) -> Stop:
    round_ = next(
        each for each in bench.case.rounds if (each.step, each.number) == (step_id, tasks[0].round)
    )
    people = tuple(task.person for task in tasks)
    if len(tasks) == 1 and tasks[0].because.key in ("reason.least_loaded", "reason.in_turn"):
        pool = _pool(bench, step_id)
        if len(pool) > 1:
            return Stop(step=step_id, people=pool, one_of=True, mode=round_.mode)
    step = index_of(bench.flow).spots[step_id].step
    demanded = demands(round_, step) if isinstance(step, Approve | Do | Fill) else ()
    return Stop(step=step_id, people=people, mode=round_.mode, demands=demanded)


def _pool(bench: Bench, step_id: str) -> tuple[str, ...]:
    """Everybody of whom one was chosen."""
    step = index_of(bench.flow).spots[step_id].step
    facts = bench.facts
    words = {"requester": person_words(facts.directory.people.get(bench.requester))}
    context = Context(facts.fields, facts.object_type, words)
    try:
        step = settled(bench.flow, step, held_rows(bench.flow, step, context))
    except UnclearError:
        return ()
    search = Search(
        directory=facts.directory,
        requester=bench.requester,
        context=context,
        now=facts.now,
        requester_may=not isinstance(step, Approve) or step.allow_requester,
    )
    people: dict[str, None] = {}
    for who in step.by if isinstance(step, Approve | Do | Fill) else ():
        if who.pick in _CHANCE:
            everybody: Who = replace(who, pick=Pick.EVERYBODY)
            people |= {asked.person: None for asked in find(everybody, search)}
    return tuple(people)
