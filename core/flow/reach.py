"""What a flow reaches beyond asking people: systems, fields, other flows, and values that show.

Each *deed* is known by what has to stay as it is for it to be the same: an action by its login and
all that it sends, a value by how it is computed, a text by who gets it. When and after whom a deed
is done is no part of it: to say that is what a flow is for. What an owner may let a flow do goes by
this (`server_stub.access`); why so, `docs/why/reach.md`.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any

import msgspec

from core.flow.definition import (
    Approve,
    Call,
    Choose,
    Computed,
    Do,
    Fill,
    Flow,
    PersonOf,
    Place,
    Set,
    Step,
    SubFlow,
    Tell,
    Template,
    Value,
    Wait,
    Who,
    WhoKind,
)
from core.flow.index import index_of
from core.flow.ruled import tables_of
from core.flow.wording import value_words, who_phrase, who_words
from core.objects import ObjectType
from core.rules.expressions import holes
from core.rules.reads import fields_read
from core.rules.table import Row, Table
from core.tasks import DecisionKind

_PERHAPS_NOBODY = "whoever decided last, else the connector"


class DeedKind(StrEnum):
    """The ways in which a flow reaches beyond asking people."""

    CALL = "call"
    """An action in another system; `what` is `connector.action`."""
    UNDO = "undo"
    """Its opposite."""
    SET = "set"
    """A field changes, by `set` or by what a call answers; `what` is the field."""
    ASK = "ask"
    """People may write a field, because a step asks them for it."""
    START = "start"
    """Another flow; `what` is its id."""
    GIVE = "give"
    """A field of the object that another flow, `flow`, runs on."""
    READ = "read"
    """A field, or `table.column`, shows: in a way taken, a text, a value, a person asked."""


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a flow does; two are the same where their `key` is."""

    kind: DeedKind
    what: str
    how: str = ""
    """Everything that has to stay the same, as JSON."""
    words: str = ""
    """For people: the login of an action, who is asked, the expression in which a field is read."""
    login: str = ""
    """The one person under whose login an action is done, where one is named."""
    flow: str = ""
    file: str = ""
    place: Place = Place()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is, wherever it stands."""
        return self.kind, self.what, self.how, self.flow


def reach_of(flow: Flow, object_type: ObjectType) -> Iterator[Deed]:
    """Everything that the flow does, as it stands in it; the same thing may come twice."""
    return _Reach(flow, object_type).deeds()


def further_deeds(old: Flow, new: Flow, object_type: ObjectType) -> tuple[Deed, ...]:
    """What `new` does and `old` does not, each once."""
    known = {deed.key for deed in reach_of(old, object_type)}
    found: dict[Any, Deed] = {}
    for deed in reach_of(new, object_type):
        if deed.key not in known:
            found.setdefault(deed.key, deed)
    return tuple(found.values())


class _Reach:
    def __init__(self, flow: Flow, object_type: ObjectType) -> None:
        self.flow = flow
        self.object_type = object_type
        self.file = flow.file

    def deeds(self) -> Iterator[Deed]:
        for name in self._watched():
            yield self._deed(DeedKind.READ, name, self.flow.place, how="watch", words="watch")
        for spot in index_of(self.flow):
            yield from self._step(spot.step)
        for table in self.flow.tables.values():
            self.file = table.file
            for row in table.rows:
                yield from self._row(table, row)

    def _watched(self) -> tuple[str, ...]:
        """The fields of which a change makes approvals count no more: without `watch:` all."""
        if self.flow.watch is not None:
            return self.flow.watch
        return tuple(field.id for field in self.object_type.fields)

    def _step(self, step: Step) -> Iterator[Deed]:
        told: dict[type[Any], Callable[[Any], Iterator[Deed]]] = {
            Approve: self._asking,
            Do: self._asking,
            Fill: self._asking,
            Tell: self._tell,
            Call: self._call,
            Set: self._set,
            SubFlow: self._sub_flow,
            Choose: self._choose,
            Wait: self._wait,
        }
        return told[type(step)](step) if type(step) in told else iter(())

    def _tell(self, step: Tell) -> Iterator[Deed]:
        yield from self._people(step.to)
        yield from self._text(step.text, self._meant(step.to, step), step.place)

    def _set(self, step: Set) -> Iterator[Deed]:
        for name, value in step.fields.items():
            yield self._deed(DeedKind.SET, name, step.place, how=value_words(value))
            yield from self._value(value, f"set {name}", step.place)

    def _choose(self, step: Choose) -> Iterator[Deed]:
        for branch in step.branches:
            if branch.when is not None:
                yield from self._reads(branch.when.text, "when", branch.when.place)

    def _asking(self, step: Approve | Do | Fill) -> Iterator[Deed]:
        yield from self._people(step.by)
        meant = self._meant(step.by, step)
        yield from self._text(step.text, meant, step.place, *self._further(step))
        for name in step.asks:
            for who in meant:
                how, words = who_words(who), who_phrase(who)
                yield self._deed(DeedKind.ASK, name, step.place, how=how, words=words)

    def _further(self, step: Approve | Do | Fill) -> Iterator[Any]:
        """What may bring the step before people who are not named: being late, or nobody left."""
        if step.within is not None and step.late is not None and step.late.escalate:
            yield ["late", step.late.replace]
        if isinstance(step, Approve) and step.allow_requester:
            yield ["requester"]
        if isinstance(step, Approve) and step.exclusive:
            others = (spot.step for spot in index_of(self.flow))
            yield [
                "exclusive",
                *(
                    who_words(who)
                    for each in others
                    if isinstance(each, Approve)
                    for who in each.by
                ),
            ]

    def _wait(self, step: Wait) -> Iterator[Deed]:
        if step.until is not None:
            yield from self._reads(step.until.text, "until", step.until.place)
        if step.where is not None:
            yield from self._reads(step.where.text, ["event", step.event], step.where.place)

    def _call(self, step: Call) -> Iterator[Deed]:
        who = step.as_who
        login: Any = who_words(who) if who is not None else ""
        if step.as_decider:
            login = "whoever decided last" if self._is_decided(step.id) else _PERHAPS_NOBODY
        sent = {name: value_words(value) for name, value in sorted(step.arguments.items())}
        named = who is not None and who.kind is WhoKind.PERSON
        said: dict[str, Any] = {
            "login": who.id if who is not None and named else "",
            "words": who_phrase(who) if who is not None else login,
        }
        actions = [f"{step.connector}.{step.action}"]
        if step.table:
            rows = self._rows((step.table,))
            actions = list(dict.fromkeys(each for row in rows for each in row.calls))
        for action in actions:
            yield self._deed(DeedKind.CALL, action, step.place, how=[login, sent], **said)
        if step.undo:
            yield self._deed(DeedKind.UNDO, step.undo, step.place, how=[login, sent], **said)
        yield from self._people((who,) if who is not None else ())
        for name, value in step.arguments.items():
            yield from self._value(value, [*actions, login, name], step.place)
        for field, name in step.answer.items():
            yield self._deed(DeedKind.SET, field, step.place, how=[*actions, login, name])

    def _is_decided(self, call: str) -> bool:
        """Whether somebody has decided on every way to the call: else it is the connector's own."""
        index = index_of(self.flow)
        steps = (spot.step for spot in index if isinstance(spot.step, Approve | Do))
        return any(index.on_every_way(step.id, call) for step in steps if not _by_itself(step))

    def _sub_flow(self, step: SubFlow) -> Iterator[Deed]:
        yield self._deed(DeedKind.START, step.flow, step.place)
        for name, value in step.fields.items():
            how = value_words(value)
            yield self._deed(DeedKind.GIVE, name, step.place, how=how, flow=step.flow)
            yield from self._value(value, f"{step.flow}.{name}", step.place)

    # --- values that show ----------------------------------------------------------------------

    def _value(self, value: Value, use: Any, place: Place) -> Iterator[Deed]:
        if isinstance(value, Computed):
            yield from self._reads(value.expression.text, use, value.expression.place)
        elif isinstance(value, Template):
            for hole in holes(value.text):
                yield from self._reads(hole, use, value.place)
        elif isinstance(value, PersonOf):
            yield from self._people((value.who,), use)

    def _text(
        self, text: str, people: Iterable[Who], place: Place, *further: Any
    ) -> Iterator[Deed]:
        for hole in holes(text):
            for who in people:
                yield from self._reads(hole, ["text", who_words(who), *further], place)

    def _people(self, people: Iterable[Who], use: Any = "person") -> Iterator[Deed]:
        for who in people:
            if who.kind is WhoKind.FIELD:
                words = who_phrase(who)
                yield self._deed(DeedKind.READ, who.id, who.place, how=[use], words=words)
            if who.where is not None:
                yield from self._reads(who.where.text, use, who.where.place)

    def _reads(self, text: str, use: Any, place: Place) -> Iterator[Deed]:
        words = " ".join(text.split())
        for path in sorted(fields_read(text, self.object_type)):
            yield self._deed(DeedKind.READ, path, place, how=[use, words], words=words)

    # --- rule tables ---------------------------------------------------------------------------

    def _row(self, table: Table, row: Row) -> Iterator[Deed]:
        for path, cell in row.cells.items():
            name = path.partition(".")[2] if path.startswith("currency_of.") else path
            if self.object_type.field(name) is not None:
                how, words = [table.id, cell.text], f"{path} {cell.text}"
                yield self._deed(DeedKind.READ, name, row.place, how=how, words=words)
        if row.when is not None:
            yield from self._reads(row.when.text, "when", row.when.place)
        yield from self._people((*row.ask, *row.copy))

    def _meant(self, people: Iterable[Who], step: Step) -> tuple[Who, ...]:
        """Everybody named, with those of the rows in the place of a rule table."""
        named = [who for who in people if who.kind is not WhoKind.TABLE]
        for row in self._rows(tables_of(step)):
            named += row.copy if isinstance(step, Tell) else row.ask
        return tuple(dict.fromkeys(msgspec.structs.replace(who, place=Place()) for who in named))

    def _rows(self, names: Iterable[str]) -> Iterator[Row]:
        for name in names:
            if name in self.flow.tables:
                yield from self.flow.tables[name].rows

    def _deed(self, kind: DeedKind, what: str, place: Place, how: Any = "", **said: str) -> Deed:
        encoded = msgspec.json.encode(how, enc_hook=str).decode()
        return Deed(kind=kind, what=what, how=encoded, file=self.file, place=place, **said)


def _by_itself(step: Approve | Do) -> bool:
    """Whether the step may pass although nobody decides."""
    passes = step.late is not None and step.late.action in (DecisionKind.APPROVE, DecisionKind.DONE)
    return passes or (isinstance(step, Approve) and step.approve_if_nobody)
