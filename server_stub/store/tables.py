"""The tables.

Plain column types only, so that rows need no conversion on either database and statements can be
compiled once: times are microseconds since 1970 UTC, documents are JSON text, flags are 0 or 1.
What a query filters or sorts by is a column; the rest is in the `doc` of the row.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> TypeEngine[int]:
    """SQLite makes a growing id only of INTEGER, PostgreSQL needs BIGINT for a million a day."""
    return BigInteger().with_variant(Integer(), "sqlite")


_Id = row_id()
# Compared byte by byte on both, so that a range finds the words with one beginning.
_Word = Text().with_variant(Text(collation="C"), "postgresql")

definitions = Table(
    "definitions",
    metadata,
    Column("kind", Text, nullable=False),  # person, department, role, group, type
    Column("id", Text, nullable=False),
    Column("doc", Text, nullable=False),
    Column("changed", BigInteger, nullable=False),
    PrimaryKeyConstraint("kind", "id"),
)

flows = Table(
    "flows",
    metadata,
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("object_type", Text, nullable=False),
    Column("text", Text, nullable=False),  # as written
    Column("doc", Text, nullable=False),  # as understood
    Column("published", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    PrimaryKeyConstraint("id", "version"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),  # key:PO, configuration, …
    Column("value", BigInteger, nullable=False),
)

objects = Table(
    "objects",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("requester", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("fields", Text, nullable=False),
    Column("amount", Text, nullable=False, server_default=""),
    Column("currency", Text, nullable=False, server_default=""),
    Column("source", Text),  # JSON of core.objects.Source
    Column("created", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("entries", Integer, nullable=False, server_default="0"),  # number of the last entry
    Column("chain", Text, nullable=False, server_default=""),  # its hash
    Index(None, "type", "id"),
    Index(None, "requester", "id"),
)

field_history = Table(
    "field_history",
    metadata,
    Column("object", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("old", Text),
    Column("new", Text),
    PrimaryKeyConstraint("object", "revision", "field"),
)

entries = Table(
    "entries",
    metadata,
    Column("object", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("doc", Text, nullable=False),  # the entry, exactly as hashed
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("object", "number"),
)

readers = Table(
    "readers",
    metadata,
    Column("object", BigInteger, nullable=False),
    Column("person", Text, nullable=False),
    Column("takes_part", Integer, nullable=False, server_default="0"),
    Column("follows", Integer, nullable=False, server_default="0"),
    Column("seen", Integer, nullable=False, server_default="0"),  # entry number
    Column("seen_revision", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("object", "person"),
    Index(None, "person", "object"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("object", BigInteger, nullable=False),
    Column("flow", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False),
    Column("started", BigInteger, nullable=False),
    Column("ended", BigInteger),
    Index(None, "object"),
    Index(None, "flow", "status"),
)

case_events = Table(
    "case_events",
    metadata,
    Column("case", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("doc", Text, nullable=False),  # the command and what the engine was told
    PrimaryKeyConstraint("case", "number"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", _Word, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("object", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("case", Text, nullable=False, server_default=""),
    Column("step", Text, nullable=False, server_default=""),
    Column("round", Integer, nullable=False, server_default="0"),
    Column("requester", Text, nullable=False, server_default=""),  # the object's, which stays
    Column("asked_by", Text, nullable=False, server_default=""),
    Column("connector", Text, nullable=False, server_default=""),
    Column("doc", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("due", BigInteger),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("handling", Integer, nullable=False, server_default="0"),  # seconds
    Column("rank", BigInteger, nullable=False),  # due − handling − priority, see views.inbox
    Column("urged", Integer, nullable=False, server_default="0"),
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("closed", BigInteger),
    Column("closed_by", Text, nullable=False, server_default=""),
    Column("decision", Text),
    # The order of an inbox, then all that its filters ask: a page that finds little reads no rows.
    Index(
        "ix_tasks_inbox",
        *("person", "state", "rank", "id"),
        *("kind", "type", "priority", "urged", "due", "requester", "asked_by"),
    ),
    Index(None, "object", "person", "state"),
    Index(None, "case"),
    Index(None, "person", "created"),
)

calls = Table(
    "calls",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # case + step + round + action
    Column("object", BigInteger, nullable=False),
    Column("case", Text, nullable=False, server_default=""),
    Column("task", Text, nullable=False, server_default=""),
    Column("connector", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("person", Text, nullable=False, server_default=""),
    Column("doc", Text, nullable=False),
    Column("state", Text, nullable=False),  # waiting, sending, done, failed, asking
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try", BigInteger, nullable=False),
    Column("leased_until", BigInteger, nullable=False, server_default="0"),
    Column("leased_by", Text, nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default=""),
    Column("created", BigInteger, nullable=False),
    Column("answered", BigInteger),
    Index(None, "state", "next_try"),
    Index(None, "object"),
)

events = Table(
    "events",
    metadata,
    # In the order in which events became visible: see store.events.
    Column("id", _Id, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("object", BigInteger, nullable=False, server_default="0"),
    Column("object_key", Text, nullable=False, server_default=""),
    Column("task", Text, nullable=False, server_default=""),
    Column("person", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False, server_default=""),
    Column("entry", Integer, nullable=False, server_default="0"),
    Column("about", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)

answers = Table(
    "answers",  # what a changing call was answered, by its idempotency key
    metadata,
    Column("person", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("request", Text, nullable=False),  # hash of route and body
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("person", "key"),
    Index(None, "at"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("label", Text, nullable=False, server_default=""),
    Column("hash", Text, nullable=False, unique=True),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger),
    Column("used", BigInteger),
)

files = Table(
    "files",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False, server_default=""),
    Column("created", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
)

object_files = Table(
    "object_files",
    metadata,
    Column("object", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("object", "hash"),
    Index(None, "hash"),
)

search = Table(
    "search",  # where each word stands: an index that works the same on both databases
    metadata,
    Column("word", _Word, nullable=False),
    Column("object", BigInteger, nullable=False),
    Column("entry", Integer, nullable=False),  # the feed's entry, 0: title, key and fields
    PrimaryKeyConstraint("word", "object", "entry"),
    sqlite_with_rowid=False,
)

field_values = Table(
    "field_values",  # which objects have which value: see views.field_index
    metadata,
    Column("field", _Word, nullable=False),
    Column("text", _Word, nullable=False),  # its folded beginning; "" for a number
    Column("number", Double, nullable=False),
    Column("object", BigInteger, nullable=False),
    PrimaryKeyConstraint("field", "text", "number", "object"),
    sqlite_with_rowid=False,
)

connectors = Table(
    "connectors",
    metadata,
    Column("name", Text, primary_key=True),
    Column("system", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("user", Text, nullable=False, server_default=""),
    Column("secret", LargeBinary),
    Column("doc", Text, nullable=False),  # ways for each kind, options
    Column("state", Text, nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
    Column("since", BigInteger),
    Column("last_contact", BigInteger),
)

connector_people = Table(
    "connector_people",
    metadata,
    Column("connector", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("login", Text, nullable=False),
    Column("secret", LargeBinary),
    Column("doc", Text, nullable=False, server_default="{}"),  # user id and rights found there
    PrimaryKeyConstraint("connector", "person"),
)

documents = Table(
    "documents",  # what a connector knows of each document it brought
    metadata,
    Column("connector", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("object", BigInteger, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("stamp", Text, nullable=False, server_default=""),
    Column("digest", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default=""),
    Column("doc", Text, nullable=False),  # as last read, for telling what changed
    PrimaryKeyConstraint("connector", "kind", "id"),
    Index(None, "object"),
    Index(None, "connector", "kind", "waiting"),
)

exchanges = Table(
    "exchanges",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("connector", Text, nullable=False),
    Column("person", Text, nullable=False, server_default=""),
    Column("what", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
    Column("milliseconds", Integer, nullable=False, server_default="0"),
    Column("object", Text, nullable=False, server_default=""),
    Index(None, "connector", "id"),
)

leases = Table(
    "leases",  # who does what only one server may do
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
)
