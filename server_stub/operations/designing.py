"""What whoever designs a flow asks: what it can name, and what it would do with one object."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from core.cases import AnyCommand, AnyEffect, CaseStatus, MakeCall, OpenTask
from core.design import DesignWords, FlowTrial, FlowTry, Named, TableText, TrialEntry
from core.errors import Invalid, NotFound, SignoffError
from core.flow.bench import Bench, EndlessError, World
from core.flow.definition import Approve, Do, Flow
from core.flow.drawing.notes import mode_words
from core.flow.index import index_of
from core.flow.simulating_files import read_past
from core.language import label, say
from core.located import Problems
from core.near import did_you_mean
from core.objects import ObjectType
from core.rules.table_writing import table_yaml
from server_stub import access
from server_stub.access import Actor
from server_stub.configuration.folder import read_company
from server_stub.configuration.references import read_references
from server_stub.operations.apply import known_company
from server_stub.store.unit import Reader
from server_stub.views import directory, flows
from server_stub.views.lookup import find


def words(reader: Reader, actor: Actor) -> DesignWords:
    """What a flow can name; types with the fields that the actor may see, those of the actor's own
    flows whole."""
    now = directory.configuration(reader)
    known = known_company(reader)
    owned = {
        flow.object_type
        for flow in known.flows.values()
        if access.owns_flow(actor, flow, now.directory)
    }
    return DesignWords(
        types=tuple(
            each if each.id in owned else now.visible_type(actor, each.id)
            for each in now.types.values()
            if each.id in owned or access.sees_type(actor, each)
        ),
        roles=_named(now.directory.roles),
        groups=_named(now.directory.groups),
        departments=_named(now.directory.departments),
        flows=tuple(Named(id=each.id, title=each.title) for each in flows.listing(reader).items),
        tables=_named(known.tables),
        connectors=tuple(sorted(now.connectors)),
        attributes=tuple(
            sorted({name for each in now.directory.people.values() for name in each.attributes})
        ),
        actions=tuple(
            f"{name}.{action}"
            for name, actions in sorted(known.actions.items())
            for action in sorted(actions)
        ),
    )


def _named(things: Mapping[str, Any]) -> tuple[Named, ...]:
    return tuple(Named(id=key, title=each.title) for key, each in sorted(things.items()))


def table(reader: Reader, table_id: str) -> TableText:
    """A rule table that flows use, as it could be written. Raises NotFound."""
    known = known_company(reader).tables
    found = known.get(table_id)
    if found is None:
        what = say("configuration.kind_of.rules")
        near = did_you_mean(table_id, known)
        raise NotFound(kind="rules", what=what, key=table_id, near=near)
    return TableText(id=table_id, text=table_yaml(found))


def trial(reader: Reader, actor: Actor, asked: FlowTry, now: datetime) -> FlowTrial:
    """Run the flow on the bench with what the actor may see of an object, or with made-up values
    in its place, which the actor submits; nothing is written.

    Raises NotFound for the object, and Invalid for a text that is no flow of its type.
    """
    configuration = directory.configuration(reader)
    flow = _flow(reader, asked)
    if asked.csv:
        tried = _made_up(reader, actor, asked, flow)
    else:
        tried = _seen(reader, actor, asked.object, flow)
    object_type = tried.type
    world = World(
        directory=configuration.directory,
        object_type=object_type,
        calendar=configuration.calendar,
    )
    bench = _Noting(flow, world, tried.requester, tried.fields, now)
    ends = bench.run()
    people = {each.person for each in bench.entries if each.person} | {tried.requester}
    people |= {each for entry in bench.entries for each in _values(entry)}
    return FlowTrial(
        object=tried.key,
        title=tried.title,
        requester=tried.requester,
        entries=tuple(bench.entries),
        ends=ends,
        names={each: name for each in sorted(people) if (name := configuration.name(each))},
    )


class _Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What a flow is tried on."""

    type: ObjectType
    requester: str
    fields: dict[str, Any]
    key: str = ""
    title: str = ""


def _seen(reader: Reader, actor: Actor, key: str, flow: Flow) -> _Tried:
    found = find(reader, actor, key)
    object_type = directory.configuration(reader).visible_type(actor, found.row.type)
    if flow.object_type != object_type.id:
        other = {"key": key, "type": object_type.id, "flow": flow.object_type}
        raise Invalid(say("designer.other_type", **other))
    return _Tried(
        type=object_type,
        requester=found.row.requester,
        fields=access.visible_values(object_type.fields, found.row.fields),
        key=found.row.key,
        title=found.row.title,
    )


def _made_up(reader: Reader, actor: Actor, asked: FlowTry, flow: Flow) -> _Tried:
    """Values of the fields that the actor knows of: `words` names the same."""
    known = next((each for each in words(reader, actor).types if each.id == flow.object_type), None)
    if known is None:
        what = say("configuration.kind_of.type")
        raise NotFound(kind="type", what=what, key=flow.object_type)
    problems = Problems()
    company = directory.configuration(reader)
    parts = (known, company.directory, actor.person)
    found = read_past(asked.csv, "", *parts, problems, local=company.calendar.local)
    problems.raise_if_any()
    if not found:
        raise Invalid(say("simulating.empty"))
    return _Tried(type=known, requester=found[0].requester, fields=dict(found[0].fields))


def _values(entry: TrialEntry) -> Iterable[str]:
    """What may have a name in the reason of an entry; of `role:buyer` its id."""
    values = entry.because.values.values() if entry.because is not None else ()
    return (each.rpartition(":")[2] for each in values)


def _flow(reader: Reader, asked: FlowTry) -> Flow:
    """The flow of a text, with the company's rule tables and those beside it; Invalid names what
    cannot be read."""
    company = read_company({**asked.files, "flow.yaml": asked.text})
    read_references(company, known_company(reader))
    company.problems.raise_if_any()
    if not company.flows:
        raise Invalid(say("configuration.not_a_flow"))
    return next(iter(company.flows.values())).flow


class _Noting(Bench):
    """Notes what happens, in its order."""

    def run(self) -> str:
        """Everybody approves; how it ends."""
        self.entries: list[TrialEntry] = []
        try:
            self.submit()
            self.finish()
        except SignoffError as error:
            self.entries.append(TrialEntry(kind="trouble", words=error.message))
        except EndlessError:
            self.entries.append(TrialEntry(kind="trouble", words=say("designer.endless")))
        if self.state is None:
            return ""
        ended = self.case.status is CaseStatus.ENDED
        return self.case.outcome.value if ended else self.case.status.value

    def send(self, command: AnyCommand) -> tuple[AnyEffect, ...]:
        """As on any bench."""
        effects = super().send(command)
        for effect in effects:
            if isinstance(effect, OpenTask):
                self.entries.append(_asked(effect, self.flow))
            elif isinstance(effect, MakeCall) and effect.attempt == 1:
                action = f"{effect.connector}.{effect.action}"
                told = ", ".join(f"{key}: {value}" for key, value in effect.arguments.items())
                words = f"{action}  {told}".rstrip()
                self.entries.append(TrialEntry(kind="call", step=effect.step, words=words))
        return effects


def _asked(task: OpenTask, flow: Flow) -> TrialEntry:
    spot = index_of(flow).spots.get(task.step)
    step = spot.step if spot is not None else None
    return TrialEntry(
        kind=task.kind.value,
        step=task.step,
        title={} if not label(task.step_title) else task.step_title,
        person=task.person,
        because=task.because,
        due=task.due,
        how=mode_words(step.vote) if isinstance(step, Approve | Do) else "",
    )
