"""Requests and answers about running cases that are moved to another version of their flow."""

import msgspec

MOVED, THERE, REFUSED = "moved", "there", "refused"
"""What becomes of a case: it goes on in the other version, is there already, or stays."""


class FlowMove(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/flows/{flow}/move, and /move/trial, which changes nothing: a part of the cases."""

    version: int = 0
    """To which; 0: the newest."""
    steps: dict[str, str] = {}
    """Steps to those that take their place; the others stay where id and kind are the same."""
    objects: tuple[str, ...] = ()
    """Only the cases of these objects, by key; (): of all."""
    reason: str = ""
    cursor: str = ""
    limit: int = 100


class AskedAnew(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asked at a step because of the move."""

    step: str
    people: tuple[str, ...]


class CaseMove(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one case, or would."""

    object: str
    """The key of its object."""
    case: str = ""
    old: int = 0
    """The version on which it runs, or ran."""
    new: int = 0
    outcome: str
    """`moved`, `there` or `refused`."""
    at: tuple[str, ...] = ()
    """Where it stands."""
    then: tuple[str, ...] = ()
    """The steps in their place, in the same order."""
    asked: tuple[AskedAnew, ...] = ()
    """Who is asked by the move: anew where it stands, or at steps that begin with it."""
    missed: tuple[str, ...] = ()
    """Steps that the new version adds where the case has been already: it does not go there."""
    message: str = ""
    """Why it stays."""
    hint: str = ""
