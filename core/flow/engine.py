"""The engine: what a command makes of a case. Pure: no clock, no database, no network."""

from core.cases import AnyCommand, AnyEffect, CaseState, Facts
from core.flow.definition import Flow


def handle(
    flow: Flow,
    state: CaseState | None,
    command: AnyCommand,
    facts: Facts,
    *,
    case: str = "",
    object: str = "",
    version: int = 0,
) -> tuple[CaseState, tuple[AnyEffect, ...]]:
    """The case after `command`, and what has to become true outside it in the same transaction.

    `state` is None for Submit, which takes the new case's id, the object's key and the flow's
    version. Raises `AlreadyDecided`, `NoLongerYours`, `NotAllowed`, `NotFound` or `Invalid`, and
    then changes nothing.
    """
    raise NotImplementedError
