"""The fields that a call sends, checked against the object's type: all mistakes at once.

`check` gives the values in their kept form, or raises Invalid that names each field that is wrong
(`lines[2].price` for a cell). What the actor may not see is answered like what does not exist.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from core.errors import FieldError, Invalid
from core.language import label, say
from core.objects import FieldDefinition, FieldKind, ObjectType
from server_stub import access
from server_stub.access import Actor
from server_stub.operations import values as kinds
from server_stub.store.tables import files, object_files, objects, readers
from server_stub.store.unit import Unit
from server_stub.views.directory import Configuration

_referred = (
    select(objects.c.key, objects.c.type, readers.c.takes_part)
    .select_from(
        objects.outerjoin(
            readers,
            (readers.c.object == objects.c.id) & (readers.c.person == bindparam("the_person")),
        )
    )
    .where(objects.c.key.in_(bindparam("keys", expanding=True)))
)
_uploaded = select(files.c.hash, files.c.size, files.c.media_type, files.c.by).where(
    files.c.hash.in_(bindparam("hashes", expanding=True))
)
_holding = (
    select(object_files.c.hash, objects.c.type, readers.c.takes_part)
    .select_from(object_files)
    .join(objects, objects.c.id == object_files.c.object)
    .outerjoin(
        readers,
        (readers.c.object == objects.c.id) & (readers.c.person == bindparam("the_person")),
    )
    .where(object_files.c.hash.in_(bindparam("hashes", expanding=True)))
)


MOST_TOLD = 1_000
"""Mistakes that one answer names; a table can hold a hundred thousand."""


class Checking:
    """One look over what a call sends: gathers every mistake and what the database is asked."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.errors: list[FieldError] = []
        self.references: list[tuple[str, FieldDefinition, str]] = []
        self.files: list[tuple[str, dict[str, Any]]] = []

    def wrong(self, field: str, message: str, hint: str = "") -> None:
        """Note a mistake."""
        self.errors.append(FieldError(field=field, message=message, hint=hint))

    def fields(
        self,
        known: Sequence[FieldDefinition],
        given: Mapping[str, object],
        prefix: str = "",
        may_write: Callable[[FieldDefinition], bool] = lambda _: True,
    ) -> dict[str, object]:
        """The kept form of `given`, which may name the `known` fields."""
        by_id = {field.id: field for field in known}
        kept: dict[str, object] = {}
        for name, value in given.items():
            field = by_id.get(name)
            if field is None:
                names = ", ".join(by_id)
                hint = say("operations.unknown_field.hint", fields=names) if names else ""
                self.wrong(prefix + name, say("operations.unknown_field"), hint)
            elif not may_write(field):
                self.wrong(prefix + name, say("operations.not_writable"))
            else:
                kept[name] = self.value(field, value, prefix + name)
        return kept

    def value(self, field: FieldDefinition, value: object, name: str) -> object:
        """The kept form of one value; None where it is empty or wrong."""
        try:
            kept = kinds.checked(field, value, self.configuration.directory)
        except ValueError as error:
            self.wrong(name, str(error))
            return None
        if kept is None:
            return None
        if field.kind == FieldKind.REFERENCE:
            self.references.append((name, field, str(kept)))
        elif field.kind == FieldKind.FILE and isinstance(kept, dict):
            self.files.append((name, kept))
        elif field.kind == FieldKind.TABLE and isinstance(kept, list):
            return [
                self._line(field, line, f"{name}[{number}]") for number, line in enumerate(kept, 1)
            ]
        return kept

    def _line(
        self, field: FieldDefinition, line: Mapping[str, object], name: str
    ) -> dict[str, object]:
        cells = self.fields(field.columns, line, f"{name}.")
        for column in field.columns:
            if column.required and cells.get(column.id) is None and column.id not in line:
                self.wrong(f"{name}.{column.id}", say("operations.required"))
        return {id_: cell for id_, cell in cells.items() if cell is not None}

    def ask(self, unit: Unit, actor: Actor) -> None:
        """Look up what was referred to: objects that the actor may see, and files."""
        if self.references:
            self._ask_references(unit, actor)
        if self.files:
            self._ask_files(unit, actor)

    def _ask_references(self, unit: Unit, actor: Actor) -> None:
        keys = sorted({key for _, _, key in self.references})
        rows = unit.all(_referred, keys=keys, the_person=actor.person)
        found = {
            key: type_
            for key, type_, takes_part in rows
            if access.may_see(actor, self.configuration.type(type_), bool(takes_part))
        }
        for name, field, key in self.references:
            if key not in found or field.of not in ("", found[key]):
                wanted = self.configuration.types.get(field.of)
                title = label(wanted.title) if wanted else say("operations.reference_any")
                self.wrong(name, say("operations.no_reference", type=title, value=key))

    def _ask_files(self, unit: Unit, actor: Actor) -> None:
        found = attachable(unit, actor, self.configuration, {it["hash"] for _, it in self.files})
        for name, file in self.files:
            known = found.get(file["hash"])
            if known is None:
                self.wrong(name, say("operations.no_file"))
            else:
                file["size"], file["media_type"] = known

    def raise_if_any(self) -> None:
        """Raise Invalid with every mistake noted, or the first `MOST_TOLD` of them."""
        if self.errors:
            told = tuple(self.errors[:MOST_TOLD])
            raise Invalid(wrong_fields(len(self.errors)), errors=told)


def check(
    unit: Unit,
    actor: Actor,
    configuration: Configuration,
    object_type: ObjectType,
    given: Mapping[str, object],
    besides: Sequence[str] = (),
) -> dict[str, object]:
    """The kept form of the fields that the actor sends; None empties one. Raises Invalid.

    `besides` names fields that the actor may change now whatever their `write` says, because a
    task asks for them.
    """
    if not given:
        return {}
    checking = Checking(configuration)

    def may_write(field: FieldDefinition) -> bool:
        return field.id in besides or access.writes_field(actor, field)

    known = configuration.visible_type(actor, object_type.id).fields
    kept = checking.fields(known, given, may_write=may_write)
    checking.ask(unit, actor)
    checking.raise_if_any()
    return kept


def require_complete(object_type: ObjectType, fields: Mapping[str, object]) -> None:
    """Raise Invalid that names every required field without a value."""
    missing = tuple(
        FieldError(field=field.id, message=say("operations.required"))
        for field in object_type.fields
        if field.required and fields.get(field.id) in (None, "", [])
    )
    if missing:
        raise Invalid(wrong_fields(len(missing)), errors=missing)


def hashes(object_type: ObjectType, fields: Mapping[str, object]) -> set[str]:
    """The hashes of all files that the fields hold."""
    found: set[str] = set()
    for field in object_type.fields:
        value = fields.get(field.id)
        if field.kind == FieldKind.FILE and isinstance(value, dict):
            found.add(str(value["hash"]))
        elif field.kind == FieldKind.TABLE and isinstance(value, list):
            columns = msgspec.structs.replace(object_type, fields=field.columns)
            for line in value:
                found |= hashes(columns, line)
    return found


def attachable(
    unit: Unit, actor: Actor, configuration: Configuration, wanted: Collection[str]
) -> dict[str, tuple[int, str]]:
    """Size and media type of those files that the actor may refer to, by hash.

    These are the files that they may also download: whoever knows a hash has not seen the file.
    """
    rows = unit.all(_uploaded, hashes=sorted(wanted))
    known = {hash_: (size, media_type) for hash_, size, media_type, _ in rows}
    if actor.system or access.administers(actor):
        return known
    seen = {hash_ for hash_, _, _, by in rows if by == actor.person}
    others = sorted(known.keys() - seen)
    if others:
        seen |= {
            hash_
            for hash_, type_, takes_part in unit.all(
                _holding, hashes=others, the_person=actor.person
            )
            if access.may_see(actor, configuration.type(type_), bool(takes_part))
        }
    return {hash_: known[hash_] for hash_ in seen}


def wrong_fields(count: int) -> str:
    """How many fields are wrong, in words."""
    return say("operations.field") if count == 1 else say("operations.fields", n=count)
