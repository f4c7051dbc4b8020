"""Cases that start others: a sub-flow runs on an object of its own, in the same transaction."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select

from core.cases import AnyCommand, CaseState, CaseStatus, FlowEnded, Stop, Submit
from core.effects import StartFlow, StopFlow, TellParent
from core.errors import Invalid
from core.language import say
from core.objects import ObjectState, ObjectType
from server_stub.access import SYSTEM
from server_stub.operations import fields, subject
from server_stub.operations.family import Family
from server_stub.operations.subject import Subject
from server_stub.store.case_tables import subflows
from server_stub.store.tables import cases
from server_stub.store.unit import Unit

Move = Callable[[Subject, AnyCommand, str], Any]
"""Moves the case of an object; the last is the flow that a Submit starts."""
Load = Callable[[Subject], CaseState | None]

_remember = insert(subflows)
_parent = (
    select(subflows.c.parent, cases.c.object)
    .join(cases, cases.c.id == subflows.c.parent)
    .where(subflows.c.key == bindparam("the_key"))
)
_child = (
    select(subflows.c.child, cases.c.object)
    .join(cases, cases.c.id == subflows.c.child)
    .where(subflows.c.key == bindparam("the_key"))
)


class Subflows:
    """Carries out what one case wants of another, once it is written down itself."""

    def __init__(self, it: Subject, family: Family, move: Move, load: Load) -> None:
        self._unit: Unit = it.unit
        self._it = it
        self._family = family
        self._move = move
        self._load = load

    def queue(self, effect: StartFlow | StopFlow | TellParent, case: CaseState) -> None:
        """Do it when the case is written down."""
        if isinstance(effect, StartFlow):
            self._family.later(lambda: self._start(effect, case.id))
        elif isinstance(effect, StopFlow):
            self._family.later(lambda: self._tell(_child, effect.key, Stop(by="")))
        else:
            ended = FlowEnded(
                by="", key=effect.key, outcome=effect.outcome, irrevocable=effect.irrevocable
            )
            self._family.later(lambda: self._tell(_parent, effect.key, ended))

    def _start(self, effect: StartFlow, parent: str) -> None:
        parent_object = self._family.subject(self._it.id)
        known = parent_object.configuration
        version = known.newest.get(effect.flow)
        if version is None:
            raise Invalid(say("operations.no_such_flow", flow=effect.flow))
        object_type = known.type(known.flow(self._unit, effect.flow, version).object_type)
        usable, left = _usable(parent_object, object_type, effect.fields)
        with subject.creating(
            self._unit,
            SYSTEM,
            object_type,
            usable,
            requester=effect.requester,
            state=ObjectState.DRAFT,
        ) as child:
            self._family.hold(child)
            child.post("operations.started_by", object=parent_object.key)
            if left:
                child.post("operations.fields_left", fields=", ".join(left))
            self._unit.run(_remember, key=effect.key, parent=parent, child=child.key)
            self._move(child, Submit(by=effect.requester, parent=effect.key), effect.flow)
        self._family.let_go(child)
        parent_object.post("operations.started", object=child.key)

    def _tell(self, whom: Any, key: str, command: AnyCommand) -> None:
        """Give the command to the other case, where that still runs.

        Of a case that has ended a `Stop` undoes what it did.
        """
        row = self._unit.first(whom, the_key=key)
        if row is None:
            return
        case, object_id = row
        it = self._family.subject(object_id)
        state = self._load(it)
        if state is None or state.id != case:
            return
        if state.status is not CaseStatus.ENDED or isinstance(command, Stop):
            self._move(it, command, "")


def _usable(
    it: Subject, object_type: ObjectType, given: Mapping[str, object]
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Those of the values that the object can have, and the names of the others.

    A value that does not fit must not keep somebody from deciding: the feed says that it is left.
    """
    rest = {name: value for name, value in given.items() if value is not None}
    while True:
        try:
            checked = fields.check(it.unit, SYSTEM, it.configuration, object_type, rest)
        except Invalid as error:
            wrong = {each.field.partition("[")[0].partition(".")[0] for each in error.errors}
            if not wrong & rest.keys():
                raise
            rest = {name: value for name, value in rest.items() if name not in wrong}
        else:
            return checked, tuple(name for name in given if name not in rest)
