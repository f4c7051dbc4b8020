"""What a person fills in: fields with their values, what was changed, what is wrong with it."""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from core.errors import FieldError
from core.language import say
from core.objects import FieldDefinition


class _Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A form as it lies on disk."""

    nonce: str
    changed: dict[str, Any]


class Form:
    """Values of `fields` as they travel to the server, on top of those that it has (`base`)."""

    def __init__(
        self, fields: Sequence[FieldDefinition], base: Mapping[str, object] | None = None
    ) -> None:
        self.fields = tuple(fields)
        self.base = dict(base or {})
        self.values = dict(self.base)
        self.complaints: dict[str, str] = {}
        """What is wrong, by field."""
        self._nonce = os.urandom(16).hex()

    # --- filling in ------------------------------------------------------------------------------

    def give(self, field: str, value: object) -> None:
        """Set a field; an empty value empties it."""
        if is_empty(value):
            self.values.pop(field, None)
        else:
            self.values[field] = value
        self.complaints.pop(field, None)

    def changed(self) -> dict[str, object]:
        """The fields that differ from what the server has; None for an emptied one."""
        return {each: self.values.get(each) for each in self._ids() if self.is_changed(each)}

    def is_changed(self, field: str) -> bool:
        """Whether a field differs from what the server has."""
        before, now = self.base.get(field), self.values.get(field)
        return before != now and not (is_empty(before) and is_empty(now))

    def rebase(self, base: Mapping[str, object]) -> None:
        """The server has other values by now: what the person changed stays changed."""
        changed = self.changed()
        self.base = dict(base)
        self.values = dict(self.base)
        for field, value in changed.items():
            self.give(field, value)

    def reset(self) -> None:
        """Throw away what was changed."""
        self.values = dict(self.base)
        self.complaints = {}

    # --- what is wrong ---------------------------------------------------------------------------

    def find_missing(self) -> bool:
        """Complain about required fields that are empty; whether there are any."""
        missing = [
            field.id
            for field in self.fields
            if field.required and is_empty(self.values.get(field.id))
        ]
        for each in missing:
            self.complaints[each] = say("form.required")
        return bool(missing)

    def complain(self, errors: Iterable[FieldError]) -> list[str]:
        """Put what the server found wrong to the fields; the rest is answered, to be said."""
        ids, others = self._ids(), []
        for error in errors:
            words = f"{error.message} {error.hint}".strip()
            field, line, cell = _parts(error.field)
            if field not in ids:
                others.append(f"{error.field}: {words}" if error.field else words)
                continue
            place = f"{line}{cell}: " if line or cell else ""
            self.complaints.setdefault(field, place + words)
        return others

    # --- on disk and on the line -----------------------------------------------------------------

    def as_draft(self) -> str:
        """What was changed, as text; "" for nothing."""
        changed = self.changed()
        if not changed:
            return ""
        return msgspec.json.encode(_Draft(nonce=self._nonce, changed=changed)).decode()

    def take_draft(self, text: str) -> bool:
        """Go on with what an earlier session left; False for nothing, or what cannot be read."""
        try:
            draft = msgspec.json.decode(text, type=_Draft)
        except msgspec.MsgspecError:
            return False
        self._nonce = draft.nonce
        for field, value in draft.changed.items():
            if field in self._ids():
                self.give(field, value)
        return True

    def call_key(self, what: str, body: bytes) -> str:
        """The idempotency key: the same for the same form sent again, also after a restart."""
        words = b"\0".join([self._nonce.encode(), what.encode(), body])
        return hashlib.sha256(words).hexdigest()[:32]

    def _ids(self) -> list[str]:
        return [field.id for field in self.fields]


def is_empty(value: object) -> bool:
    """Whether a value says nothing."""
    return value is None or value == "" or value == [] or value == () or value == {}


def _parts(name: str) -> tuple[str, str, str]:
    """`lines[2].price` as field, line and cell."""
    head, bracket, rest = name.partition("[")
    if not bracket:
        field, _, cell = name.partition(".")
        return field, "", cell
    line, _, cell = rest.partition("]")
    return head, line, cell
