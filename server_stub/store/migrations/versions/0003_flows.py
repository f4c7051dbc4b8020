"""Clocks, events from outside, sub-flows, and what was configured when."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables around cases."""
    _clocks()
    _signals()
    _configurations()


def _clocks() -> None:
    op.create_table(
        "timers",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("case", "key", name=op.f("pk_timers")),
    )
    op.create_index(op.f("ix_timers_due"), "timers", ["due"], unique=False)
    op.create_table(
        "subflows",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.Column("child", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_subflows")),
    )
    op.create_index(op.f("ix_subflows_parent"), "subflows", ["parent"], unique=False)


def _signals() -> None:
    op.create_table(
        "listening",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case", "key", name=op.f("pk_listening")),
    )
    op.create_index(op.f("ix_listening_name"), "listening", ["name"], unique=False)
    op.create_table(
        "signals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
    )
    op.create_index(op.f("ix_signals_name_at"), "signals", ["name", "at"], unique=False)
    op.create_index(op.f("ix_signals_at"), "signals", ["at"], unique=False)
    op.create_table(
        "signal_targets",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_targets")),
    )
    op.create_index(op.f("ix_signal_targets_due"), "signal_targets", ["due"], unique=False)
    op.create_index(op.f("ix_signal_targets_case"), "signal_targets", ["case"], unique=False)
    op.create_table(
        "signal_sources",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_signal_sources")),
    )


def _configurations() -> None:
    op.create_table(
        "definition_history",
        sa.Column("number", ROW_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_definition_history")),
    )
    op.create_index(
        op.f("ix_definition_history_kind_id_number"),
        "definition_history",
        ["kind", "id", "number"],
        unique=False,
    )
    op.execute(
        "INSERT INTO definition_history (kind, id, doc)"
        " SELECT kind, id, doc FROM definitions ORDER BY changed, kind, id"
    )
