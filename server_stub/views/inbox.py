"""The inbox: what waits for a person, most urgent first.

A page is a walk along the index (person, state, rank, id) from a cursor, so it costs the same
however many tasks there are. A cursor is the place of a task in that order and not a number of
lines, so tasks that come and go before it shift nothing. Filters that the database can apply are
part of the statement; words and fields are looked at row by row, over one person's own tasks.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Literal

import msgspec
from sqlalchemy import Select, bindparam, func, literal_column, or_, select, tuple_

from core.api import InboxPage
from core.objects import ObjectType
from core.tasks import Task, TaskState
from server_stub import access
from server_stub.access import Actor
from server_stub.store.tables import objects, readers, tasks
from server_stub.store.unit import Reader
from server_stub.views import cursors, directory
from server_stub.views.comparing import matches, money_matches
from server_stub.views.directory import Configuration
from server_stub.views.query import Comparison, Query, parse
from server_stub.views.tasks import WITH_OBJECT, Known, known, shown
from server_stub.views.words import folded

COUNTED = 20_000
"""Counting stops here: `total` and `position` are at most this."""
LOOKED_AT = 20_000
"""Tasks of one person that words and fields are looked for in."""

_CONDITIONS: dict[str, Any] = {
    "kind": tasks.c.kind.in_(bindparam("kinds", expanding=True)),
    "type": tasks.c.type.in_(bindparam("types", expanding=True)),
    "priority": tasks.c.priority.in_(bindparam("priorities", expanding=True)),
    "from": or_(
        objects.c.requester.in_(bindparam("people", expanding=True)),
        tasks.c.asked_by.in_(bindparam("people", expanding=True)),
    ),
    "overdue": tasks.c.due < bindparam("now"),
    "due_before": tasks.c.due < bindparam("until"),
    "due_after": tasks.c.due > bindparam("since"),
    "urged": tasks.c.urged > 0,
    "unread": func.coalesce(readers.c.seen, 0) < objects.c.entries,
}
_place = tuple_(tasks.c.rank, tasks.c.id)
_given = tuple_(bindparam("rank"), bindparam("id"))
_rank_of = select(tasks.c.rank).where(
    tasks.c.id == bindparam("the_task"), tasks.c.person == bindparam("reader")
)

Place = tuple[int, str]
Side = Literal["first", "last", "after", "from", "before", "all"]
FORWARD, BACKWARD = ">", "<"


@cache
def statement(conditions: tuple[str, ...], side: Side) -> Select[Any]:
    """The tasks of a reader that meet the conditions, on one side of a place in the order."""
    narrowed = _narrowed(WITH_OBJECT, conditions, side)
    if side in ("before", "last"):
        return narrowed.order_by(tasks.c.rank.desc(), tasks.c.id.desc()).limit(bindparam("most"))
    return narrowed.order_by(tasks.c.rank, tasks.c.id).limit(bindparam("most"))


@cache
def counting(conditions: tuple[str, ...], side: Side) -> Select[Any]:
    """How many tasks there are, as far as counting goes."""
    whole: Select[Any] = select(literal_column("1")).select_from(tasks)
    if {"from", "unread"} & set(conditions):
        whole = WITH_OBJECT.with_only_columns(literal_column("1"), maintain_column_froms=True)
    counted = _narrowed(whole, conditions, side).limit(bindparam("most")).subquery()
    return select(func.count()).select_from(counted)


def _narrowed(whole: Select[Any], conditions: tuple[str, ...], side: Side) -> Select[Any]:
    narrowed = whole.where(
        tasks.c.person == bindparam("reader"), tasks.c.state == TaskState.OPEN.value
    )
    for name in conditions:
        narrowed = narrowed.where(_CONDITIONS[name])
    if side == "after":
        narrowed = narrowed.where(_place > _given)
    elif side == "from":
        narrowed = narrowed.where(_place >= _given)
    elif side == "before":
        narrowed = narrowed.where(_place < _given)
    return narrowed


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of an inbox is wanted: behind or before a cursor, around a task, the last."""

    cursor: str = ""
    around: str = ""
    last: bool = False
    limit: int = 50


FIRST = Wanted()


def page(
    reader: Reader,
    actor: Actor,
    q: str = "",
    *,
    now: datetime,
    wanted: Wanted = FIRST,
    why: bool = False,
) -> InboxPage:
    """A part of the actor's inbox. Raises Invalid for a query or cursor that is none."""
    configuration = directory.configuration(reader)
    listing = _Listing(reader, actor, configuration, parse(q, actor, configuration, now))
    side, place = _side(listing, wanted)
    most = cursors.limited(wanted.limit)
    if listing.looks:
        found, more, position, total = listing.look(side, place, most)
    else:
        found, more = listing.walk(side, place, most)
        position = listing.before(found)
        total = listing.count("all")
    return InboxPage(
        items=[listing.task(it, why) for it in found],
        next=_cursor(FORWARD, found[-1]) if found and more else "",
        previous=_cursor(BACKWARD, found[0]) if found and position else "",
        total=total,
        position=position,
    )


def _side(listing: "_Listing", wanted: Wanted) -> tuple[Side | Literal["around"], Place | None]:
    if wanted.cursor:
        direction, rank, id_ = cursors.parts(wanted.cursor, 3)
        if direction not in (FORWARD, BACKWARD):
            raise cursors.bad()
        return ("after" if direction == FORWARD else "before"), (cursors.whole(rank), id_)
    if wanted.around:
        place = listing.place_of(wanted.around)
        return ("around", place) if place else ("first", None)
    return ("last" if wanted.last else "first"), None


class _Listing:
    """One reader's inbox under one query."""

    def __init__(
        self, reader: Reader, actor: Actor, configuration: Configuration, query: Query
    ) -> None:
        self.reader = reader
        self.actor = actor
        self.configuration = configuration
        self.query = query
        self.conditions = tuple(sorted(query.conditions))
        self.values: dict[str, object] = {"reader": actor.person}
        for values in query.conditions.values():
            self.values |= values
        self.looks = bool(query.words or query.comparisons)

    def type(self, type_id: str) -> ObjectType:
        """The type as the reader may see it."""
        return self.configuration.visible_type(self.actor, type_id)

    def task(self, it: Known, why: bool) -> Task:
        """The task as the reader may see it."""
        return shown(it, self.actor, self.configuration, self.type(it.task.type), why=why)

    def place_of(self, task: str) -> Place | None:
        """Where a task of the reader stands, or stood before it ended."""
        row = self.reader.first(_rank_of, the_task=task, reader=self.actor.person)
        return (row[0], task) if row else None

    # --- by the index --------------------------------------------------------------------

    def walk(
        self, side: Side | Literal["around"], place: Place | None, most: int
    ) -> tuple[list[Known], bool]:
        """A page in order, and whether there is more behind it."""
        if side == "around":
            before, _ = self.walk("before", place, max(1, most // 2))
            rest, more = self.walk("from", place, most - len(before))
            return before + rest, more
        rows = [known(row) for row in self._rows(side, place, most + 1)]
        if side in ("before", "last"):
            return rows[:most][::-1], side == "before"
        return rows[:most], len(rows) > most

    def before(self, found: Sequence[Known]) -> int:
        """How many tasks stand before the first of those found."""
        return self.count("before", _of(found[0])) if found else 0

    def count(self, side: Side, place: Place | None = None) -> int:
        """How many tasks there are on one side of a place."""
        row = self.reader.first(
            counting(self.conditions, side), most=COUNTED, **self.values, **_bound(place)
        )
        return int(row[0]) if row else 0

    def _rows(self, side: Side, place: Place | None, most: int) -> Sequence[Any]:
        return self.reader.all(
            statement(self.conditions, side), most=most, **self.values, **_bound(place)
        )

    # --- row by row ----------------------------------------------------------------------

    def look(
        self, side: Side | Literal["around"], place: Place | None, most: int
    ) -> tuple[list[Known], bool, int, int]:
        """A page of what words and fields match, more?, its position, and how many match."""
        fits = self._filter()
        found = [it for row in self._rows("all", None, LOOKED_AT) if fits(it := known(row))]
        start = _start(found, side, place, most)
        if side == "before":
            end = _index(found, place, inclusive=False)
            return found[start:end], True, start, len(found)
        end = start + most
        return found[start:end], end < len(found), start, len(found)

    def _filter(self) -> Callable[[Known], bool]:
        words, comparisons = self.query.words, self.query.comparisons

        def fits(it: Known) -> bool:
            if words:
                line = self._line(it)
                if not all(word in line for word in words):
                    return False
            return all(self._compare(it, each) for each in comparisons)

        return fits

    def _line(self, it: Known) -> str:
        """What a task says of itself, in both languages."""
        people = (it.object.requester, it.task.asked_by)
        texts = [
            it.object.key,
            it.object.title,
            it.task.doc.text,
            *it.task.doc.step_title.values(),
            *self.type(it.task.type).title.values(),
            *people,
            *(name for person in people for name in self.configuration.name(person).values()),
        ]
        return folded("\n".join(texts))

    def _compare(self, it: Known, comparison: Comparison) -> bool:
        object_type = self.type(it.task.type)
        field = object_type.field(comparison.field)
        if field is not None:
            return matches(
                field,
                access.visible_value(field, it.object.fields.get(field.id)),
                comparison.operator,
                comparison.value,
            )
        whole = self.configuration.type(it.task.type)
        if comparison.field != "amount" or whole.field("amount") is not None:
            return False
        if whole.amount and object_type.field(whole.amount) is None:
            return False
        return money_matches(it.object.amount, comparison.operator, comparison.value)


def _start(
    found: Sequence[Known], side: Side | Literal["around"], place: Place | None, most: int
) -> int:
    if side == "last":
        return max(0, len(found) - most)
    if side == "after":
        return _index(found, place, inclusive=True)
    if side == "before":
        return max(0, _index(found, place, inclusive=False) - most)
    if side == "around":
        return max(0, _index(found, place, inclusive=False) - max(1, most // 2))
    return 0


def _index(found: Sequence[Known], place: Place | None, *, inclusive: bool) -> int:
    """How many of those found stand before the place, with `inclusive` at it as well."""
    if place is None:
        return 0
    return sum(_of(it) < place or (inclusive and _of(it) == place) for it in found)


def _of(it: Known) -> Place:
    return it.task.rank, it.task.id


def _bound(place: Place | None) -> dict[str, object]:
    return {} if place is None else {"rank": place[0], "id": place[1]}


def _cursor(direction: str, it: Known) -> str:
    return cursors.of(direction, *_of(it))
