"""Replaying a history: what happened before, done again by the same operations at its own time.

All of it is one transaction, so a history is loaded whole or not at all, and once: its name is
remembered.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from core.api import Change, Comment, Decide, EditObject, Forward, NewObject, Seen, Steer, Urge
from core.errors import FieldError, Invalid, SignoffError
from core.flow.calendar import WorkWeek
from core.language import say
from core.located import Located
from core.people import Directory
from core.tasks import DecisionKind, TaskKind, TaskState
from server_stub.access import Actor, actor_for
from server_stub.configuration.history import ASKED, MINUTES_A_DAY, Happening, History
from server_stub.operations import cases, configuration, feed, objects, tasks, urging
from server_stub.store import tables
from server_stub.store.case_tables import subflows
from server_stub.store.unit import Reader, Unit
from server_stub.views import directory

EVERYTHING = 2**31 - 1
HISTORY = "history"
"""The kind of the definitions that remember which histories were loaded."""

_loaded = select(tables.definitions.c.id).where(tables.definitions.c.kind == HISTORY)
_open = (
    select(tables.tasks.c.id, tables.tasks.c.person, tables.tasks.c.kind)
    .join(tables.objects, tables.objects.c.id == tables.tasks.c.object)
    .where(
        tables.objects.c.key == bindparam("the_key"),
        tables.tasks.c.state == TaskState.OPEN.value,
    )
    .order_by(tables.tasks.c.created, tables.tasks.c.id)
)
_above = tables.cases.alias("above")
_asking = tables.objects.alias("asking")
_made = (
    select(tables.objects.c.key)
    .join(tables.cases, tables.cases.c.object == tables.objects.c.id)
    .join(subflows, subflows.c.child == tables.cases.c.id)
    .join(_above, _above.c.id == subflows.c.parent)
    .join(_asking, _asking.c.id == _above.c.object)
    .where(_asking.c.key == bindparam("the_key"))
    .order_by(tables.objects.c.id)
)
"""The objects that the flow of an object made for its sub-flows."""
_TODAY = re.compile(r"\{today([+-]\d+)?\}")
_KEY = re.compile(r"\{key of ([A-Za-z0-9._-]+)\}")
_DECISIONS = {
    "approve": DecisionKind.APPROVE,
    "reject": DecisionKind.REJECT,
    "return": DecisionKind.RETURN,
    "done": DecisionKind.DONE,
}
_WORK = {
    "done": (TaskKind.DO, TaskKind.FILL),
    "forward": (TaskKind.APPROVE, TaskKind.DO),
}


class Loaded(msgspec.Struct, frozen=True):
    """What is remembered of a history."""

    objects: int


def loaded(reader: Reader) -> frozenset[str]:
    """The names of the histories that were loaded."""
    return frozenset(row[0] for row in reader.all(_loaded))


def not_loaded(reader: Reader, histories: Sequence[History]) -> list[History]:
    """Those of the histories that were not loaded before."""
    before = loaded(reader)
    return [each for each in histories if each.name not in before]


def as_change(history: History) -> Change:
    """A history in a plan."""
    details = (say("configuration.history.objects", n=history.objects),)
    return Change(action="add", kind=HISTORY, id=history.name, details=details)


def replay(unit: Unit, histories: Sequence[History], week: WorkWeek) -> list[Change]:
    """Do again what the histories tell, as long before now as they say.

    Histories that were loaded before are left out. Raises Invalid with file and line where the
    rules of the company do not allow what a history tells.
    """
    fresh = not_loaded(unit, histories)
    now = unit.now
    try:
        _Replay(unit, week).run([each for history in fresh for each in history.happenings])
    finally:
        unit.now = now
    for history in fresh:
        configuration.define(unit, HISTORY, history.name, Loaded(history.objects))
    return [as_change(each) for each in fresh]


class _Replay:
    """Does one happening after the other."""

    def __init__(self, unit: Unit, week: WorkWeek) -> None:
        self.unit = unit
        self.end = unit.now
        self.week = week
        self.today: date = week.today(unit.now)
        self.directory: Directory = directory.load(unit)
        self.keys: dict[int, str] = {}
        self.named: dict[str, str] = {}
        self.verbs: dict[str, Callable[[Happening, str], None]] = {
            "forward": self._forward,
            "urge": self._urge,
            "comment": self._comment,
            "edit": self._edit,
            "follow": self._follow,
            "seen": self._seen,
            **dict.fromkeys(_DECISIONS, self._decide),
            **dict.fromkeys(("submit", "resubmit", "withdraw"), self._steer),
        }

    def run(self, happenings: list[Happening]) -> None:
        """All of them, the longest ago first."""
        moments = moments_before(self.end, {each.minutes for each in happenings}, self.week)
        for each in sorted(happenings, key=lambda each: -each.minutes):
            self.unit.now = moments[each.minutes]
            try:
                if each.begins:
                    self._begin(each)
                else:
                    self.verbs[each.verb](each, self.keys[id(each.row)])
            except SignoffError as error:
                raise _at(each.where, error) from error

    def _begin(self, each: Happening) -> None:
        new = NewObject(
            type=each.type, fields=self._filled(each.fields), submit=each.verb == "submit"
        )
        made = objects.create(self.unit, self._actor(each.by), new)
        self.keys[id(each.row)] = made.object.key
        if each.name:
            self.named[each.name] = made.object.key

    def _decide(self, each: Happening, key: str) -> None:
        task, person = self._task(each, key)
        decide = Decide(
            decision=_DECISIONS[each.verb],
            reason=self._filled(each.text),
            fields=self._filled(each.fields),
            to=each.to,
        )
        tasks.decide(self.unit, self._actor(person), task, decide, None)

    def _forward(self, each: Happening, key: str) -> None:
        task, person = self._task(each, key)
        forward = Forward(to=each.to, reason=self._filled(each.text))
        tasks.forward(self.unit, self._actor(person), task, forward, None)

    def _steer(self, each: Happening, key: str) -> None:
        act = {"submit": cases.submit, "resubmit": cases.resubmit, "withdraw": cases.withdraw}
        steer = Steer(reason=self._filled(each.text), fields=self._filled(each.fields))
        act[each.verb](self.unit, self._actor(each.by), key, steer, None)

    def _urge(self, each: Happening, key: str) -> None:
        urging.urge(self.unit, self._actor(each.by), key, Urge(text=self._filled(each.text)))

    def _comment(self, each: Happening, key: str) -> None:
        feed.comment(self.unit, self._actor(each.by), key, Comment(text=self._filled(each.text)))

    def _edit(self, each: Happening, key: str) -> None:
        edit = EditObject(fields=self._filled(each.fields))
        objects.edit(self.unit, self._actor(each.by), key, edit, None)

    def _follow(self, each: Happening, key: str) -> None:
        feed.follow(self.unit, self._actor(each.by), key)

    def _seen(self, each: Happening, key: str) -> None:
        feed.seen(self.unit, self._actor(each.by), key, Seen(entry=EVERYTHING))

    def _actor(self, person: str) -> Actor:
        if person not in self.directory.people:
            kind = say("configuration.kind_of.person")
            raise Invalid(say("configuration.not_there", kind=kind, id=person))
        return actor_for(self.directory, person)

    def _task(self, each: Happening, key: str) -> tuple[str, str]:
        """The open task that the happening is about, and whose it is: one on the object itself, or
        on one that its flow made."""
        kinds = _WORK.get(each.verb, (TaskKind.APPROVE,))
        made = [made for (made,) in self.unit.all(_made, the_key=key)]
        for one in (key, *made):
            for task, person, kind in self.unit.all(_open, the_key=one):
                if (each.by == ASKED and kind in kinds) or each.by == person:
                    return task, person
        raise Invalid(say("configuration.history.nobody_asked", verb=each.verb, by=each.by))

    def _filled(self, value: Any) -> Any:
        """The value with dates counted from today, and the keys of other objects."""
        if isinstance(value, str):
            dated = _TODAY.sub(lambda found: self._day(int(found[1] or 0)), value)
            return _KEY.sub(lambda found: self._key_of(found[1]), dated)
        if isinstance(value, dict):
            return {key: self._filled(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._filled(each) for each in value]
        return value

    def _day(self, days: int) -> str:
        return (self.today + timedelta(days=days)).isoformat()

    def _key_of(self, name: str) -> str:
        if name not in self.named:
            raise Invalid(say("configuration.history.no_object", name=name))
        return self.named[name]


def moments_before(end: datetime, minutes: set[int], week: WorkWeek) -> dict[int, datetime]:
    """For each number of working minutes the moment that lies as long before `end`."""
    share = (week.ends.hour - week.begins.hour) * 60 / MINUTES_A_DAY
    found: dict[int, datetime] = {}
    closes = _last_working(end.astimezone(week.zone), week)
    opens = _opening(closes, week)
    passed = 0.0  # working minutes between `closes` and the end
    for wanted in sorted(minutes):
        while wanted * share > passed + (today := (closes - opens).total_seconds() / 60):
            passed += today
            closes = _closing_before(opens, week)
            opens = _opening(closes, week)
        moment = closes - timedelta(minutes=wanted * share - passed)
        found[wanted] = moment.astimezone(end.tzinfo)
    return found


def _last_working(moment: datetime, week: WorkWeek) -> datetime:
    """`moment`, or when working time last ended before it."""
    opens = _opening(moment, week)
    if not week.works_on(moment.date()) or moment < opens:
        return _closing_before(opens, week)
    return min(moment, datetime.combine(moment.date(), week.ends, week.zone))


def _opening(moment: datetime, week: WorkWeek) -> datetime:
    """When working time began on the day of `moment`."""
    return datetime.combine(moment.date(), week.begins, week.zone)


def _closing_before(opening: datetime, week: WorkWeek) -> datetime:
    """When working time last ended before `opening`."""
    day = opening.date() - timedelta(days=1)
    while not week.works_on(day):
        day -= timedelta(days=1)
    return datetime.combine(day, week.ends, week.zone)


def _at(where: Located, error: SignoffError) -> Invalid:
    """The error with the place in the history that it comes from."""
    inner = [
        f"{each.field}: {each.message}" if each.field else each.message for each in error.errors
    ]
    message = "; ".join((error.message, *inner))
    place = FieldError(
        message=message, file=where.file, line=where.line, column=where.column, hint=error.hint
    )
    return Invalid(say("configuration.wrong", n=1), errors=(place,))
