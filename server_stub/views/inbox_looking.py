"""What no index knows of a task: its words, its object's fields, whether it was read."""

from core.objects import ObjectType
from server_stub import access
from server_stub.access import Actor
from server_stub.views.comparing import matches, money_matches
from server_stub.views.directory import Configuration
from server_stub.views.query import UNREAD, Comparison, Query
from server_stub.views.tasks import Known
from server_stub.views.words import folded


class Looking:
    """Looks at tasks, one after the other, as one reader may see them."""

    def __init__(self, actor: Actor, configuration: Configuration, query: Query) -> None:
        self._actor = actor
        self._configuration = configuration
        self._query = query
        self._unread = UNREAD in query.conditions

    @property
    def needed(self) -> bool:
        """Whether the query asks for more than the database can tell."""
        return bool(self._unread or self._query.words or self._query.comparisons)

    def fits(self, it: Known) -> bool:
        """Whether the task is one of those that the query asks for."""
        if self._unread and it.seen >= it.object.entries:
            return False
        if self._query.words:
            line = self._line(it)
            if not all(word in line for word in self._query.words):
                return False
        return all(self._compare(it, each) for each in self._query.comparisons)

    def type(self, type_id: str) -> ObjectType:
        """The type as the reader may see it."""
        return self._configuration.visible_type(self._actor, type_id)

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
            *(name for person in people for name in self._configuration.name(person).values()),
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
        whole = self._configuration.type(it.task.type)
        if comparison.field != "amount" or whole.field("amount") is not None:
            return False
        if whole.amount and object_type.field(whole.amount) is None:
            return False
        return money_matches(it.object.amount, comparison.operator, comparison.value)
