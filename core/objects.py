"""Business objects and their types: what a purchase order is made of, and one purchase order."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

import msgspec

from core.language import Label


class FieldKind(StrEnum):
    """What a field holds, and how it travels in JSON."""

    TEXT = "text"
    """A string."""
    NUMBER = "number"
    """A decimal string, exact: `"12.50"`."""
    MONEY = "money"
    """`{"amount": "1250.00", "currency": "EUR"}`, exact."""
    DATE = "date"
    """`2026-11-22`."""
    TIME = "time"
    """A moment, ISO 8601 with offset."""
    FLAG = "flag"
    """true or false."""
    CHOICE = "choice"
    """The id of one of the field's choices."""
    PERSON = "person"
    """A person's id."""
    REFERENCE = "reference"
    """The key of another object."""
    FILE = "file"
    """`{"hash": …, "name": …, "size": …}`."""
    TABLE = "table"
    """A list of lines, each a map from column id to value."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One of the values that a choice field may take."""

    id: str
    title: Label


class FieldDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """One field of an object type."""

    id: str
    kind: FieldKind
    title: Label
    help: Label = {}
    required: bool = False
    choices: tuple[Choice, ...] = ()
    currency: str = ""
    """For money: the currency where the value names none."""
    of: str = ""
    """For a reference: the object type it points to ("" for any)."""
    columns: tuple["FieldDefinition", ...] = ()
    """For a table: what each line holds (no tables inside tables)."""
    read: tuple[str, ...] | None = None
    """Roles that may see the field; None: whoever may see the object."""
    write: tuple[str, ...] | None = None
    """Roles that may change the field; None: whoever may change the object."""
    multiline: bool = False

    def open_to(self, roles: Collection[str]) -> bool:
        """Whether holders of these roles may see the field on an object that they see."""
        return self.read is None or any(role in roles for role in self.read)


class ObjectType(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What one kind of business object is made of, and who may do what with it."""

    id: str
    title: Label
    prefix: str
    """What keys begin with: `PO` gives `PO-1`, `PO-2` …"""
    name: str = ""
    """Template of an object's own title: `{supplier}, {material}`."""
    amount: str = ""
    """The money field that stands for the whole object in lists."""
    fields: tuple[FieldDefinition, ...] = ()
    flow: str = ""
    """The flow that a submitted object goes through; "": none."""
    read: tuple[str, ...] | None = None
    """Roles that may see every object of the type; None: everybody. Whoever takes part in an
    object (requester, asked, mentioned, follower) sees it in any case."""
    create: tuple[str, ...] | None = None
    """Roles that may make one; None: everybody; (): nobody but connectors."""
    write: tuple[str, ...] = ()
    """Roles that may change any object of the type; its requester may while it is a draft or has
    been returned."""

    def field(self, field_id: str) -> FieldDefinition | None:
        """The field with this id."""
        kept: dict[str, dict[str, FieldDefinition]] = self.__dict__
        if "by_id" not in kept:
            kept["by_id"] = {field.id: field for field in self.fields}
        return kept["by_id"].get(field_id)


class ObjectState(StrEnum):
    """Where an object stands with its flow."""

    DRAFT = "draft"
    RUNNING = "running"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RECORD = "record"
    """Not decided about here: a customer, a machine."""
    GONE = "gone"
    """It no longer exists in the system it came from."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where an object that came from another system has its original."""

    connector: str
    kind: str
    """The document's kind there, for example `purchase.purchase`."""
    id: str
    state: str = ""
    """The document's state there, in that system's own words."""
    url: str = ""
    """A link that a person can open."""
    decides: str = ""
    """`mirror`: the document is decided there, here or there; `flow`: a flow here decides."""


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """An exact amount: a decimal string and an ISO 4217 code."""

    amount: str
    currency: str = ""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file, known by the hash of its content (SHA-256, hexadecimal); size in bytes."""

    hash: str
    name: str
    size: int = 0
    media_type: str = ""


class BusinessObject(msgspec.Struct, frozen=True, kw_only=True):
    """One object as a reader may see it: fields the reader may not see are left out."""

    key: str
    type: str
    type_title: Label
    title: str
    revision: int
    state: ObjectState
    requester: str
    fields: dict[str, object]
    amount: Money | None = None
    source: Source | None = None
    created: datetime
    changed: datetime


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field's old and new value; None: there was or is none."""

    field: str
    title: Label
    old: object = None
    new: object = None


class FieldVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One step in a field's history."""

    revision: int
    at: datetime
    by: str
    change: FieldChange
