"""The values that a flow writes: into fields of the object, into the arguments of a call."""

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from core.flow.course import Course
from core.flow.definition import Literal, PersonOf, Set, Template, Value, Who
from core.rules.assignment import describe, find
from core.rules.context import UnclearError
from core.rules.expressions import LONGEST_FILLED, evaluate, fill
from core.rules.stored import stored


def compute(course: Course, value: Value) -> object:
    """What `value` is now: text, flag, exact Decimal, date, or what a field stores.

    Raises UnclearError where an expression needs something that is missing.
    """
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, Template):
        return fill(value.text, course.context)
    if isinstance(value, PersonOf):
        return somebody(course, value.who)
    return evaluate(value.expression.text, course.context)


def new_fields(course: Course, step: Set) -> dict[str, object]:
    """The fields that a `set` writes, as stored. Raises UnclearError, also where one is unknown."""
    return {
        name: fitting(course, name, compute(course, value)) for name, value in step.fields.items()
    }


def fitting(course: Course, name: str, value: object) -> object:
    """`value` as the field `name` stores it."""
    definition = course.facts.object_type.field(name)
    if definition is None:
        raise UnclearError(name)
    if isinstance(value, str) and len(value) > LONGEST_FILLED:
        raise UnclearError(f"{name}: {len(value)} > {LONGEST_FILLED}")
    return stored(value, definition, course.fields.get(name), course.calendar.local)


def argument(course: Course, value: Value) -> object:
    """`value` as a call sends it: numbers as decimal strings, dates in ISO 8601.

    Raises UnclearError where something it needs is missing.
    """
    found = compute(course, value)
    if isinstance(found, Decimal):
        return f"{found:f}"
    if isinstance(found, date):
        return found.isoformat()
    return found


def somebody(course: Course, who: Who) -> str:
    """The id of the person whom `who` names, away or not.

    Raises UnclearError where there is nobody.
    """
    found = find(who, replace(course.search(requester_may=True), absences=()))
    if not found:
        raise UnclearError(f"nobody found: {describe(who)}")
    return found[0].person
