"""What the expressions of a flow see of a case."""

from collections.abc import Mapping
from functools import partial

from core.cases import Facts
from core.flow.calendar import Calendar
from core.rules.context import Context, person_words


def context_of(
    facts: Facts, requester: str, key: str, fields: Mapping[str, object], calendar: Calendar
) -> Context:
    """The fields as they are now, and the words; `key` is the object's."""
    # The words do not hold the case: a context that did would only go with the garbage collector.
    return Context(fields, facts.object_type, partial(_words, facts, requester, key, calendar))


def _words(facts: Facts, requester: str, key: str, calendar: Calendar) -> dict[str, object]:
    """What expressions may speak of beside the object's fields."""
    return {
        "requester": partial(person_words, facts.directory.people.get(requester)),
        "object": {"key": key, "title": facts.object_title, "type": facts.object_type.id},
        "today": calendar.today(facts.now),
        "now": facts.now,
    }
