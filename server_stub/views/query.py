"""The query language of the inbox, read.

    steel type:purchase_order from:li.wei is:overdue due<2d amount>5000 "exact words"

Words are looked for in what the line of a task says; `is:`, `type:` and `from:` may be given more
than once, which widens them. Every other `name:value` or `name<value` is about a field of the
object: `:` finds a part of a text, `<` `<=` `>` `>=` `=` `!=` compare. Fields that the reader may
not see are unknown to the query as well.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import cast

import msgspec

from core.errors import Invalid
from core.language import say
from core.objects import FieldDefinition, FieldKind
from core.people import Directory
from core.tasks import TaskKind
from server_stub import access
from server_stub.access import Actor
from server_stub.store.moments import to_micros
from server_stub.views.comparing import comparable
from server_stub.views.directory import Configuration
from server_stub.views.order import LEVELS
from server_stub.views.words import folded

LONGEST = 1_000

_PART = re.compile(
    r"""\s*(?:
        (?P<name>[^\W\d][\w.-]*)(?P<operator><=|>=|!=|[:<>=])(?:"(?P<quoted_value>[^"]*)"|(?P<value>[^\s"]+))
      | "(?P<quoted>[^"]*)"
      | (?P<word>[^\s"]+)
    )""",
    re.VERBOSE,
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LENGTH = re.compile(r"(-?\d+)(min|h|d|w)")
_UNITS = {"min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_KINDS = {kind.value for kind in TaskKind}
UNREAD = "unread"
"""The condition that only looking at a task can tell; the others are of `views.inbox_order`."""
_STATES = ("overdue", UNREAD, "urged")
_PRIORITIES = {priority.value: level for priority, level in LEVELS.items()}
_AMOUNT = FieldDefinition(id="amount", kind=FieldKind.MONEY, title={})
"""What `amount` means where no type has a field of that name."""
IS = (*sorted(_KINDS), *_STATES, *_PRIORITIES)
"""What may follow `is:`."""


class Comparison(msgspec.Struct, frozen=True):
    """What a field has to be; an object whose type has no such field does not match."""

    field: str
    operator: str
    value: str


class Query(msgspec.Struct, kw_only=True):
    """A query as understood: conditions for the database, and what is looked at row by row."""

    conditions: dict[str, dict[str, object]] = {}
    """Name of a condition (`views.inbox_order`) to the values that it takes."""
    words: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()

    def need(self, condition: str, **values: object) -> None:
        """Add a condition; lists of the same one are joined, so that any of them will do."""
        known = self.conditions.setdefault(condition, {})
        for name, value in values.items():
            before = known.get(name)
            if isinstance(before, list) and isinstance(value, list):
                known[name] = [*before, *value]
            else:
                known[name] = value


class _Parsing:
    """One reading of a query, for one reader, at one time."""

    def __init__(self, actor: Actor, configuration: Configuration, now: datetime) -> None:
        self.actor = actor
        self.configuration = configuration
        self.now = now
        self.query = Query()
        self.words: list[str] = []
        self.comparisons: list[Comparison] = []
        self.named: Mapping[str, Callable[[str, str, str], None]] = {
            "is": self._is,
            "type": self._type,
            "from": self._from,
            "due": self._due,
        }

    def part(self, match: re.Match[str]) -> None:
        name = match["name"]
        if name is None:
            self.words.append(folded(match["quoted"] or match["word"] or ""))
            return
        value = match["value"] if match["value"] is not None else match["quoted_value"]
        self.named.get(name.lower(), self._field)(name, match["operator"], value)

    def _is(self, _: str, operator: str, value: str) -> None:
        word = value.lower()
        if operator != ":" or word not in IS:
            hint = say("operations.query_is", values=", ".join(IS))
            raise _wrong(f"is{operator}{value}", hint)
        if word in _KINDS:
            self.query.need("kind", kinds=[word])
        elif word in _PRIORITIES:
            self.query.need("priority", priorities=[_PRIORITIES[word]])
        elif word == "overdue":
            self.query.need("overdue", now=to_micros(self.now))
        else:
            self.query.need(word)

    def _type(self, _: str, operator: str, value: str) -> None:
        wanted = folded(value)
        known = self.configuration.types
        found = [
            type_id
            for type_id, each in known.items()
            if wanted in (folded(type_id), folded(each.prefix), *map(folded, each.title.values()))
        ]
        if operator != ":" or not found:
            seen = [id_ for id_, each in known.items() if access.knows_type(self.actor, each)]
            hint = say("operations.query_type.hint", values=", ".join(sorted(seen)))
            raise Invalid(say("operations.query_type", value=value), hint=hint)
        self.query.need("type", types=found)

    def _from(self, _: str, operator: str, value: str) -> None:
        people = people_named(value, self.actor, self.configuration.directory)
        if operator != ":" or not people:
            message = say("operations.unknown_person", person=value)
            raise _wrong(f"from{operator}{value}", message)
        self.query.need("from", people=people)

    def _due(self, _: str, operator: str, value: str) -> None:
        span = _span(value, self.now)
        if span is None or operator in (":", "=", "!="):
            raise _wrong(f"due{operator}{value}", say("operations.query_due"))
        begin, end = span
        if operator in ("<", "<="):
            until = begin if operator == "<" else end
            known = self.query.conditions.get("due_before", {}).get("until", until)
            self.query.need("due_before", until=min(until, cast(int, known)))
        else:
            since = (begin if operator == ">=" else end) - 1
            known = self.query.conditions.get("due_after", {}).get("since", since)
            self.query.need("due_after", since=max(since, cast(int, known)))

    def _field(self, name: str, operator: str, value: str) -> None:
        fields = list(self._fields(name))
        if not fields and name != "amount":
            raise Invalid(
                say("operations.query_field", field=name), hint=say("operations.query_hint")
            )
        if not fields:
            fields = [_AMOUNT]
        if not any(comparable(field, operator, value) for field in fields):
            raise Invalid(say("operations.query_value", field=name, value=value))
        if operator != ":" and all(field.kind is FieldKind.TIME for field in fields):
            moment = _moment(value, self.now)  # a clock shows the time of where it hangs
            value = moment.isoformat() if moment else value
        self.comparisons.append(Comparison(name, operator, value))

    def _fields(self, name: str) -> Iterable[FieldDefinition]:
        for object_type in self.configuration.types.values():
            field = object_type.field(name)
            if field is not None and access.sees_field(self.actor, field):
                yield field


def parse(text: str, actor: Actor, configuration: Configuration, now: datetime) -> Query:
    """The query as understood; days and times without an offset are those of the zone of `now`.

    Raises Invalid with a hint where it is not understood.
    """
    if len(text) > LONGEST:
        raise Invalid(say("operations.too_long", n=LONGEST))
    parsing = _Parsing(actor, configuration, now)
    place, text = 0, text.rstrip()
    while place < len(text):
        match = _PART.match(text, place)
        if match is None:
            raise _wrong(text[place:].strip(), say("operations.query_quote"))
        parsing.part(match)
        place = match.end()
    parsing.query.words = tuple(word for word in parsing.words if word)
    parsing.query.comparisons = tuple(parsing.comparisons)
    return parsing.query


def people_named(value: str, actor: Actor, directory: Directory) -> list[str]:
    """The ids of the people whom `me`, an id or a part of a name means."""
    if value.lower() == "me":
        return [actor.person]
    wanted = folded(value.removeprefix("@"))
    exact = [id_ for id_ in directory.people if folded(id_) == wanted]
    return exact or [
        id_
        for id_, person in directory.people.items()
        if any(wanted in folded(name) for name in person.name.values())
    ]


def _moment(value: str, now: datetime) -> datetime | None:
    length = _LENGTH.fullmatch(value)
    try:
        if length:  # by the clock in UTC, which is never put forward or back
            return now.astimezone(UTC) + timedelta(**{_UNITS[length[2]]: int(length[1])})
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    except (ValueError, OverflowError):
        return None


def _span(value: str, now: datetime) -> tuple[int, int] | None:
    """Where what `value` names begins, and where it is over: a day, however long, or a moment."""
    moment = _moment(value, now)
    if moment is None:
        return None
    begin = to_micros(moment)
    if not _DAY.fullmatch(value) or moment.date() == date.max:
        return begin, begin + 1
    return begin, to_micros(datetime.combine(moment.date() + timedelta(days=1), moment.timetz()))


def _wrong(part: str, hint: str) -> Invalid:
    return Invalid(say("operations.query", part=part), hint=hint)
