"""Requests and answers for whoever designs a flow: what can be named, and one case tried out."""

from datetime import datetime

import msgspec

from core.language import Label
from core.objects import ObjectType
from core.tasks import Reason


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """Something of the company that a flow can name."""

    id: str
    title: Label = {}


class DesignWords(msgspec.Struct, frozen=True, kw_only=True):
    """GET /v1/design/words: what a flow can name, people apart (`/v1/people`)."""

    types: tuple[ObjectType, ...] = ()
    roles: tuple[Named, ...] = ()
    groups: tuple[Named, ...] = ()
    departments: tuple[Named, ...] = ()
    flows: tuple[Named, ...] = ()
    tables: tuple[Named, ...] = ()
    connectors: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    """What can be asked of a person in a condition, beside what everybody has: `classes`."""
    actions: tuple[str, ...] = ()
    """What described systems can do, as a flow calls it: `projects.create_task`."""

    def type(self, type_id: str) -> ObjectType | None:
        """The object type with this id."""
        return next((each for each in self.types if each.id == type_id), None)


class TableText(msgspec.Struct, frozen=True, kw_only=True):
    """GET /v1/design/tables/{id}: a rule table as it could be written, without its comments."""

    id: str
    text: str


class FlowTry(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/design/try: what would this flow do with this object?"""

    text: str
    object: str = ""
    csv: str = ""
    """In place of an object: made-up values, a line of fields and a line of what they hold."""
    files: dict[str, str] = {}
    """Rule tables that it names, by the names of their files."""


class TrialEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that would happen. kind: a kind of task, `call`, or `trouble`."""

    kind: str
    step: str = ""
    title: Label = {}
    person: str = ""
    because: Reason | None = None
    due: datetime | None = None
    how: str = ""
    """Where several can be asked: how it is decided, in words."""
    words: str = ""
    """The action that would be called, or what went wrong."""


class FlowTrial(msgspec.Struct, frozen=True, kw_only=True):
    """What would happen, in this order, if everybody approved. Nothing of it was written."""

    object: str
    title: str = ""
    requester: str = ""
    entries: tuple[TrialEntry, ...] = ()
    ends: str = ""
    """How it ended: a status or an outcome of a case; "" where it could not begin."""
    names: dict[str, Label] = {}
