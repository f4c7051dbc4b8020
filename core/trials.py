"""Requests and answers about flows that are tried before they are published: tests, differences."""

import msgspec

from core.errors import FieldError


class FlowFindings(msgspec.Struct, frozen=True, kw_only=True):
    """What the check found; with `items` a flow is not published, `warnings` do not stop it."""

    items: tuple[FieldError, ...] = ()
    warnings: tuple[FieldError, ...] = ()


class FlowFiles(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/flows/test: files of flows, rules and tests, by name; the rest is the company's."""

    files: dict[str, str]


class FlowVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """How one case of a flow's tests went."""

    flow: str
    case: str
    passed: bool
    message: str = ""
    """Where it went another way."""
    file: str = ""
    line: int = 0
    column: int = 0


class FlowSide(msgspec.Struct, frozen=True, kw_only=True):
    """A flow to compare: a text, or a published one; version 0 is the newest."""

    flow: str = ""
    version: int = 0
    text: str = ""


class FlowCompare(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/flows/diff: what is other in the new one?"""

    old: FlowSide
    new: FlowSide


class FlowDiff(msgspec.Struct, frozen=True, kw_only=True):
    """One line for each thing that is other; none: both mean the same."""

    lines: tuple[str, ...]
