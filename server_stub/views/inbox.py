"""The inbox: what waits for a person, most urgent first.

A cursor is the place of a task in that order and not a number of lines, so tasks that come and go
before it shift nothing. Conditions that the database can tell are a walk along one index
(`inbox_order`). Words and fields are looked at task by task (`inbox_looking`): over all tasks where
they are few, over those about the objects that `field_index` names where these are few; else a page
looks through so many tasks at most and its cursor goes on from there. Such a page may hold less
than was asked for, even nothing, and be followed by others.
"""

from typing import TYPE_CHECKING

import msgspec

from core.api import InboxPage
from core.tasks import Task
from server_stub.access import Actor
from server_stub.store.unit import Reader
from server_stub.views import cursors, directory, field_index
from server_stub.views.inbox_looking import Looking
from server_stub.views.inbox_order import BACKWARD, Order, Place, Side, place_of
from server_stub.views.query import UNREAD, parse
from server_stub.views.tasks import Known, shown

if TYPE_CHECKING:
    from datetime import datetime

COUNTED = 50_000
"""Counting stops here: `total` and `position` are at most this."""
WHOLE = 2_000
"""An inbox of so many tasks is looked through as a whole."""
LOOKED_AT = 2_500
"""So many tasks are looked at for one page of a longer one."""
AT_ONCE = 250
"""Tasks read by one statement while looking."""

_AFTER, _BEFORE = ">", "<"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of an inbox is wanted: behind or before a cursor, around a task, the last."""

    cursor: str = ""
    around: str = ""
    last: bool = False
    limit: int = 50


FIRST = Wanted()


class _Start(msgspec.Struct, frozen=True):
    """Where a part begins: on one side of a place; before it are `position` tasks, if known."""

    side: Side
    place: Place | None = None
    position: int = 0
    around: bool = False


class _Part(msgspec.Struct, kw_only=True):
    """A part of an inbox. `next` and `previous` are the places from which others go on."""

    found: list[Known]
    next: Place | None = None
    previous: Place | None = None
    position: int = 0
    total: int = 0
    counted: bool = True


def page(
    reader: Reader,
    actor: Actor,
    q: str = "",
    *,
    now: "datetime",
    wanted: Wanted = FIRST,
    why: bool = False,
) -> InboxPage:
    """A part of the actor's inbox. Raises Invalid for a query or cursor that is none."""
    configuration = directory.configuration(reader)
    query = parse(q, actor, configuration, now)
    looking = Looking(actor, configuration, query)
    told = {name: each for name, each in query.conditions.items() if name != UNREAD}
    order = Order(reader, actor.person, told)
    start, most = _start(order, wanted), cursors.limited(wanted.limit)
    if not looking.needed:
        part = _by_index(order, start, most)
    else:
        among = field_index.fewest(reader, actor, configuration, query.comparisons)
        few = _few(order) if among is None else order.about(among)
        if few is not None:
            part = _of_few([it for it in few if looking.fits(it)], start, most)
        else:
            part = _by_looking(order, looking, start, most)

    def task(it: Known) -> Task:
        return shown(it, actor, configuration, looking.type(it.task.type), why=why)

    return InboxPage(
        items=[task(it) for it in part.found],
        next=_cursor(_AFTER, part.next, part.position + len(part.found)),
        previous=_cursor(_BEFORE, part.previous, part.position),
        total=part.total,
        position=part.position,
        counted=part.counted,
    )


def _start(order: Order, wanted: Wanted) -> _Start:
    if wanted.cursor:
        direction, rank, id_, position = cursors.parts(wanted.cursor, 4)
        if direction not in (_AFTER, _BEFORE):
            raise cursors.bad()
        side: Side = "after" if direction == _AFTER else "before"
        return _Start(side, (cursors.whole(rank), id_), max(0, cursors.whole(position)))
    if wanted.around:
        place = order.place_of(wanted.around)
        return _Start("from", place, around=True) if place else _Start("first")
    return _Start("last" if wanted.last else "first")


def _cursor(direction: str, place: Place | None, position: int) -> str:
    return "" if place is None else cursors.of(direction, *place, position)


# --- by the index --------------------------------------------------------------------------------


def _by_index(order: Order, start: _Start, most: int) -> _Part:
    places, more = _places(order, start, most)
    part = _Part(found=order.at(places))
    if not places:
        part.total = order.count("all", None, COUNTED) if start.place else 0
        return part
    if start.side != "first":
        part.position = order.count("before", places[0], COUNTED)
    behind = order.count("after", places[-1], COUNTED) if more else 0
    part.total = min(COUNTED, part.position + len(places) + behind)
    part.counted = part.total < COUNTED
    part.next = places[-1] if more else None
    part.previous = places[0] if part.position else None
    return part


def _places(order: Order, start: _Start, most: int) -> tuple[list[Place], bool]:
    """The places of a part in their order, and whether there may be more behind it."""
    if start.around:
        before = order.places("before", start.place, max(1, most // 2))
        rest = order.places("from", start.place, most - len(before) + 1)
        room = most - len(before)
        return before[::-1] + rest[:room], len(rest) > room
    found = order.places(start.side, start.place, most + 1)
    if start.side in BACKWARD:
        return found[:most][::-1], start.side == "before"
    return found[:most], len(found) > most


# --- by looking at few ---------------------------------------------------------------------------


def _few(order: Order) -> list[Known] | None:
    """All tasks, where they are few enough to look at each."""
    places = order.places("all", None, WHOLE + 1)
    return order.at(places) if len(places) <= WHOLE else None


def _of_few(found: list[Known], start: _Start, most: int) -> _Part:
    places = [place_of(it) for it in found]
    begin = _begin(places, start, most)
    end = _index(places, start.place) if start.side == "before" else begin + most
    part = found[begin:end]
    return _Part(
        found=part,
        next=place_of(part[-1]) if part and begin + len(part) < len(found) else None,
        previous=place_of(part[0]) if part and begin else None,
        position=begin,
        total=len(found),
    )


def _begin(places: list[Place], start: _Start, most: int) -> int:
    if start.around:
        return max(0, _index(places, start.place) - max(1, most // 2))
    if start.side == "after":
        return _index(places, start.place, inclusive=True)
    if start.side == "before":
        return max(0, _index(places, start.place) - most)
    return max(0, len(places) - most) if start.side == "last" else 0


def _index(places: list[Place], place: Place | None, *, inclusive: bool = False) -> int:
    """How many of the places stand before `place`, with `inclusive` at it as well."""
    if place is None:
        return 0
    return sum(each < place or (inclusive and each == place) for each in places)


# --- by looking through a part of many -----------------------------------------------------------


class _Walk(msgspec.Struct):
    """What a walk in one direction found, nearest first, and where it can be gone on with."""

    found: list[Known]
    stopped: Place | None
    """The last place looked at; None: there are no more."""


def _by_looking(order: Order, looking: Looking, start: _Start, most: int) -> _Part:
    if start.around:
        return _around(order, looking, start, most)
    walk = _walk(order, looking, start.side, start.place, most, LOOKED_AT)
    if start.side in BACKWARD:
        found = walk.found[::-1]
        position = max(0, start.position - len(found)) if walk.stopped else 0
        behind = start.place and (place_of(found[-1]) if found else start.place)
        return _walked(found, position, next_=behind, previous=walk.stopped)
    before = start.place and (place_of(walk.found[0]) if walk.found else start.place)
    return _walked(walk.found, start.position, next_=walk.stopped, previous=before)


def _around(order: Order, looking: Looking, start: _Start, most: int) -> _Part:
    # All that are found before the place, because so many stand before what is shown.
    before = _walk(order, looking, "before", start.place, LOOKED_AT, LOOKED_AT // 2)
    near = before.found[: max(1, most // 2)][::-1]
    after = _walk(order, looking, "from", start.place, most - len(near), LOOKED_AT // 2)
    first = place_of(near[0]) if len(near) < len(before.found) else before.stopped
    position = len(before.found) - len(near)
    return _walked(near + after.found, position, next_=after.stopped, previous=first)


def _walked(
    found: list[Known], position: int, *, next_: Place | None, previous: Place | None
) -> _Part:
    return _Part(
        found=found,
        next=next_,
        previous=previous,
        position=position,
        total=position + len(found) + (next_ is not None),
        counted=next_ is None,
    )


def _walk(
    order: Order, looking: Looking, side: Side, place: Place | None, most: int, budget: int
) -> _Walk:
    """Look at tasks from a place on, until `most` are found or `budget` are looked at."""
    found: list[Known] = []
    onward: Side = "before" if side in BACKWARD else "after"
    while budget > 0:
        places = order.places(side, place, min(AT_ONCE, budget))
        for it in order.at(places):
            if looking.fits(it):
                found.append(it)
                if len(found) == most:
                    return _Walk(found, place_of(it))
        if len(places) < min(AT_ONCE, budget):
            return _Walk(found, None)
        side, place, budget = onward, places[-1], budget - len(places)
    return _Walk(found, place)
