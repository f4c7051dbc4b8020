"""The tables around cases: clocks, events from outside, sub-flows, and what was configured when.

As in `tables`: plain columns, times in microseconds since 1970 UTC, documents as JSON text.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from server_stub.store.tables import metadata, row_id

timers = Table(
    "timers",  # a clock of a case; a timer that waits costs nothing but its row
    metadata,
    Column("case", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("failed", Integer, nullable=False, server_default="0"),  # how often in a row
    PrimaryKeyConstraint("case", "key"),
    Index(None, "due"),
)

listening = Table(
    "listening",  # which case waits for which event from outside
    metadata,
    Column("case", Text, nullable=False),
    Column("key", Text, nullable=False),  # of the pause
    Column("name", Text, nullable=False),  # of the event
    PrimaryKeyConstraint("case", "key"),
    Index(None, "name"),
)

signals = Table(
    "signals",  # what happened outside; told twice, it is here once
    metadata,
    Column("id", Text, primary_key=True),  # sender and the sender's id
    Column("name", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("sender", Text, nullable=False),
    Column("digest", Text, nullable=False),  # of what was told
    Column("fields", Text, nullable=False),
    Index(None, "name", "at"),
    Index(None, "at"),
)

signal_targets = Table(
    "signal_targets",  # cases that are still to be told of a signal
    metadata,
    Column("id", row_id(), primary_key=True),
    Column("signal", Text, nullable=False),
    Column("case", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("failed", Integer, nullable=False, server_default="0"),
    Index(None, "due"),
    Index(None, "case"),
)

signal_sources = Table(
    "signal_sources",  # systems that send signed webhooks
    metadata,
    Column("name", Text, primary_key=True),
    Column("secret", LargeBinary, nullable=False),  # encrypted
    Column("created", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("last", BigInteger),
)

subflows = Table(
    "subflows",  # which case started which
    metadata,
    Column("key", Text, primary_key=True),
    Column("parent", Text, nullable=False),
    Column("child", Text, nullable=False),
    Index(None, "parent"),
)

definition_history = Table(
    "definition_history",  # every definition that ever was, so that a case can be replayed
    metadata,
    # In the order of commits: whoever defines changes the stamp of the configuration as well.
    Column("number", row_id(), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("doc", Text),  # None: it was removed
    Index(None, "kind", "id", "number"),
)
