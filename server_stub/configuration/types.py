"""Reading object types: fields, rights, and what stands for an object in a list."""

import re

from core.language import say
from core.located import Located, near_or_known
from core.near import nearest
from core.objects import Choice, FieldDefinition, FieldKind, ObjectType
from core.reading import Reading
from server_stub.configuration.company import Company
from server_stub.configuration.named import Named, read_named, title_of

FIRST_KEYS = ("object",)
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{0,7}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_FIELD_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def read_type(node: Located, company: Company) -> None:
    """Add the object type that a document defines."""
    reading = Reading(node, company.problems)
    where = reading.get("object") or node
    type_id = _field_id(reading, where, reading.identifier("object"))
    object_type = ObjectType(
        id=type_id,
        title=reading.label("title", required=True),
        prefix=_prefix(reading, company),
        name=reading.text("name"),
        amount=reading.text("amount"),
        fields=_fields(reading, "fields", company, type_id),
        flow=_flow(reading, company),
        read=_roles(reading, "read", company),
        create=_roles(reading, "create", company),
        write=_roles(reading, "write", company) or (),
    )
    _check_name(reading, object_type)
    if object_type.id not in company.unclear:
        _check_amount(reading, object_type)
    reading.done()
    if company.claim("type", object_type.id, where):
        company.types[object_type.id] = object_type


def _field_id(reading: Reading, where: Located, word: str) -> str:
    """Ids that conditions name (`amount < 5000`) hold only letters, digits and `_`."""
    if word and not _FIELD_ID.fullmatch(word):
        hint = say("configuration.field_id.hint", word=re.sub(r"\W", "_", word))
        reading.problems.add(where, say("configuration.identifier", word=word), hint=hint)
        return ""
    return word


def _prefix(reading: Reading, company: Company) -> str:
    where = reading.get("prefix", required=True)
    if where is None:
        return ""
    if not _PREFIX.fullmatch(where.raw):
        hint = say("configuration.prefix.hint")
        reading.problems.add(where, say("configuration.prefix", prefix=where.raw), hint=hint)
        return ""
    company.claim("prefix", where.raw, where)
    return where.raw


def _flow(reading: Reading, company: Company) -> str:
    where = reading.get("flow")
    if where is None or not reading.as_identifier(where, "flow"):
        return ""
    return company.refer("flow", where)[0]


def _roles(reading: Reading, key: str, company: Company) -> tuple[str, ...] | None:
    """The roles at `key`; None where the key is missing, () for an empty list: nobody."""
    if reading.get(key) is None:
        return None
    return tuple(sorted(set(company.refer("role", *reading.names(key)))))


def _fields(
    reading: Reading, key: str, company: Company, type_id: str
) -> tuple[FieldDefinition, ...]:
    found: dict[str, FieldDefinition] = {}
    for named in read_named(reading, key):
        if named.id in found:
            message = say("configuration.defined_twice", id=named.id, place=key)
            reading.problems.add(named.where, message)
        elif _field_id(reading, named.where, named.id):
            found[named.id] = _field(named, company, type_id, inside=key == "columns")
    return tuple(found.values())


def _field(named: Named, company: Company, type_id: str, *, inside: bool) -> FieldDefinition:
    reading = Reading(named.body, company.problems)
    kind = reading.get("kind", required=True)
    kinds = [kind.value for kind in FieldKind if not (inside and kind is FieldKind.TABLE)]
    misspelt = kind is not None and kind.is_scalar and kind.raw not in kinds
    meant = nearest(kind.raw, kinds) if kind is not None and misspelt else []
    field = FieldDefinition(
        id=named.id,
        kind=FieldKind(reading.one_of("kind", kinds, default=meant[0] if meant else "text")),
        title=reading.label("title", required=True),
        help=reading.label("help"),
        required=reading.flag("required"),
        choices=_choices(reading),
        currency=_currency(reading),
        of=_of(reading, company),
        columns=() if inside else _fields(reading, "columns", company, type_id),
        read=None if inside else _roles(reading, "read", company),
        write=None if inside else _roles(reading, "write", company),
        multiline=reading.flag("multiline"),
    )
    reading.done(also=("id",))
    if kind is not None and kind.raw == field.kind.value:
        _check_kind(reading, field)
    elif not meant:  # that is complained about; what follows from it is no mistake of its own
        company.unclear.add(type_id)
    return field


def _choices(reading: Reading) -> tuple[Choice, ...]:
    choices: dict[str, Choice] = {}
    for named in read_named(reading, "choices"):
        if named.id in choices:
            message = say("configuration.defined_twice", id=named.id, place="choices")
            reading.problems.add(named.where, message)
        choices[named.id] = Choice(id=named.id, title=title_of(named, reading))
    return tuple(choices.values())


def _currency(reading: Reading) -> str:
    where = reading.get("currency")
    if where is not None and not _CURRENCY.fullmatch(where.raw):
        hint = say("configuration.currency.hint")
        reading.problems.add(where, say("configuration.currency", currency=where.raw), hint=hint)
        return ""
    return where.raw if where is not None else ""


def _of(reading: Reading, company: Company) -> str:
    where = reading.get("of")
    if where is None or not reading.as_identifier(where, "of"):
        return ""
    return company.refer("type", where)[0]


_ONLY_FOR = {
    "choices": FieldKind.CHOICE,
    "currency": FieldKind.MONEY,
    "of": FieldKind.REFERENCE,
    "columns": FieldKind.TABLE,
    "multiline": FieldKind.TEXT,
}
_NEEDS = {FieldKind.CHOICE: "choices", FieldKind.TABLE: "columns"}


def _check_kind(reading: Reading, field: FieldDefinition) -> None:
    """Each kind has what it needs and nothing that means nothing to it."""
    if not reading.node.is_map:
        return
    for key, kind in _ONLY_FOR.items():
        if reading.has(key) and field.kind is not kind:
            message = say("configuration.only_for", key=key, kind=kind.value)
            reading.problems.add(reading.node.keys[key], message)
    needed = _NEEDS.get(field.kind)
    if needed and not reading.has(needed):
        message = say("configuration.kind_needs", kind=field.kind.value, key=needed)
        reading.problems.add(reading.node, message)


def _check_name(reading: Reading, object_type: ObjectType) -> None:
    where = reading.get("name")
    if where is None:
        return
    names = [field.id for field in object_type.fields]
    for name in _PLACEHOLDER.findall(object_type.name):
        if name not in names:
            message = say("configuration.no_field", field=name)
            reading.problems.add(where, message, hint=near_or_known(name, names))
    if set(_PLACEHOLDER.sub("", object_type.name)) & set("{}"):
        reading.problems.add(where, say("configuration.braces"))


def _check_amount(reading: Reading, object_type: ObjectType) -> None:
    where = reading.get("amount")
    if where is None:
        return
    money = [field.id for field in object_type.fields if field.kind is FieldKind.MONEY]
    if object_type.amount not in money:
        message = say("configuration.no_money_field", field=object_type.amount)
        reading.problems.add(where, message, hint=near_or_known(object_type.amount, money))
