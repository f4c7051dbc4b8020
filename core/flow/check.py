"""The check before publishing: everything a flow names exists, and every case is covered."""

from collections.abc import Collection

import msgspec

from core.errors import FieldError
from core.flow.definition import Flow
from core.objects import ObjectType
from core.people import Directory


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What the check found: with errors a flow is not published; warnings do not stop it."""

    errors: tuple[FieldError, ...] = ()
    warnings: tuple[FieldError, ...] = ()


def check(
    flow: Flow,
    object_type: ObjectType | None,
    directory: Directory,
    connectors: Collection[str] = (),
) -> Findings:
    """Everything that speaks against publishing `flow`; `object_type` None: there is no such type.

    A connector that is not connected yet is a warning: at run time its calls raise an incident.
    """
    raise NotImplementedError
