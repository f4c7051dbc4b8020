"""The statements of an inbox: places in its order, how many there are, and the tasks there.

A place is (rank, id). All that conditions ask of a task stands in the index behind its place, so
looking for places reads no rows: a million open tasks of which none meets the conditions cost a
walk along one index. The rows are read of what is shown.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from sqlalchemy import Select, bindparam, func, literal_column, or_, select, tuple_

from core.tasks import TaskState
from server_stub.store.tables import tasks
from server_stub.store.unit import Reader
from server_stub.views.tasks import WITH_OBJECT, Known, known

CONDITIONS: dict[str, Any] = {
    "kind": tasks.c.kind.in_(bindparam("kinds", expanding=True)),
    "type": tasks.c.type.in_(bindparam("types", expanding=True)),
    "priority": tasks.c.priority.in_(bindparam("priorities", expanding=True)),
    "from": or_(
        tasks.c.requester.in_(bindparam("people", expanding=True)),
        tasks.c.asked_by.in_(bindparam("people", expanding=True)),
    ),
    "overdue": tasks.c.due < bindparam("now"),
    "due_before": tasks.c.due < bindparam("until"),
    "due_after": tasks.c.due > bindparam("since"),
    "urged": tasks.c.urged > 0,
}
"""What the database can tell of a task by the index alone."""

Place = tuple[int, str]
Side = Literal["first", "last", "after", "from", "before", "all"]
BACKWARD: tuple[Side, ...] = ("before", "last")
"""Sides on which the nearest place is the last one in the order."""

_place = tuple_(tasks.c.rank, tasks.c.id)
_given = tuple_(bindparam("rank"), bindparam("id"))
_mine = (tasks.c.person == bindparam("reader"), tasks.c.state == TaskState.OPEN.value)
_rank_of = select(tasks.c.rank).where(
    tasks.c.id == bindparam("the_task"), tasks.c.person == bindparam("reader")
)
_by_id = WITH_OBJECT.where(tasks.c.id.in_(bindparam("ids", expanding=True)))


@cache
def _about(conditions: tuple[str, ...]) -> Select[Any]:
    """Tasks about some objects. Written so that no database thinks of walking the inbox."""
    narrowed = WITH_OBJECT.where(
        tasks.c.object.in_(bindparam("objects", expanding=True)),
        tasks.c.person.concat("") == bindparam("reader"),
        tasks.c.state.concat("") == TaskState.OPEN.value,
    )
    for name in conditions:
        narrowed = narrowed.where(CONDITIONS[name])
    return narrowed


@cache
def statement(conditions: tuple[str, ...], side: Side) -> Select[Any]:
    """The places of a reader's tasks that meet the conditions, on one side of a place."""
    narrowed = _narrowed(select(tasks.c.rank, tasks.c.id), conditions, side)
    if side in BACKWARD:
        return narrowed.order_by(tasks.c.rank.desc(), tasks.c.id.desc()).limit(bindparam("most"))
    return narrowed.order_by(tasks.c.rank, tasks.c.id).limit(bindparam("most"))


@cache
def counting(conditions: tuple[str, ...], side: Side) -> Select[Any]:
    """How many tasks there are, as far as counting goes."""
    whole: Select[Any] = select(literal_column("1")).select_from(tasks)
    counted = _narrowed(whole, conditions, side).limit(bindparam("most")).subquery()
    return select(func.count()).select_from(counted)


def _narrowed(whole: Select[Any], conditions: tuple[str, ...], side: Side) -> Select[Any]:
    narrowed = whole.where(*_mine)
    for name in conditions:
        narrowed = narrowed.where(CONDITIONS[name])
    if side == "after":
        narrowed = narrowed.where(_place > _given)
    elif side == "from":
        narrowed = narrowed.where(_place >= _given)
    elif side == "before":
        narrowed = narrowed.where(_place < _given)
    return narrowed


class Order:
    """One person's open tasks that meet some conditions, in the order of their inbox."""

    def __init__(
        self, reader: Reader, person: str, conditions: dict[str, dict[str, object]]
    ) -> None:
        self._reader = reader
        self._person = person
        self._names = tuple(sorted(conditions))
        self._values: dict[str, object] = {"reader": person}
        for values in conditions.values():
            self._values |= values

    def place_of(self, task: str) -> Place | None:
        """Where a task of the person stands, or stood before it ended."""
        row = self._reader.first(_rank_of, the_task=task, reader=self._person)
        return (row[0], task) if row else None

    def places(self, side: Side, place: Place | None, most: int) -> list[Place]:
        """The nearest places on one side of a place, the nearest first."""
        rows = self._reader.all(
            statement(self._names, side), most=most, **self._values, **_bound(place)
        )
        return [(rank, id_) for rank, id_ in rows]

    def count(self, side: Side, place: Place | None, most: int) -> int:
        """How many tasks there are on one side of a place; counting ends at `most`."""
        row = self._reader.first(
            counting(self._names, side), most=most, **self._values, **_bound(place)
        )
        return int(row[0]) if row else 0

    def at(self, places: Sequence[Place]) -> list[Known]:
        """The tasks at these places."""
        if not places:
            return []
        rows = self._reader.all(_by_id, ids=[id_ for _, id_ in places], reader=self._person)
        found = {it.task.id: it for it in map(known, rows)}
        return [found[id_] for _, id_ in places if id_ in found]

    def about(self, objects: Sequence[int]) -> list[Known]:
        """The tasks about these objects, in their order."""
        if not objects:
            return []
        rows = self._reader.all(_about(self._names), objects=objects, **self._values)
        return sorted(map(known, rows), key=place_of)


def place_of(it: Known) -> Place:
    """Where a task stands."""
    return it.task.rank, it.task.id


def _bound(place: Place | None) -> dict[str, object]:
    return {} if place is None else {"rank": place[0], "id": place[1]}
