"""The first start: whoever starts an empty server becomes its first person."""

from sqlalchemy import select

from core.people import Person
from server_stub.api.identity import login
from server_stub.operations import configuration
from server_stub.store.tables import definitions
from server_stub.store.unit import Unit

_ANYBODY = select(definitions.c.id).where(definitions.c.kind == "person").limit(1)


def first_start(unit: Unit) -> None:
    """Make the operating system's user a person, where there is nobody yet."""
    if unit.first(_ANYBODY) is not None:
        return
    name = login()
    configuration.define(unit, "person", name, Person(id=name, name={"": name}))
    configuration.changed(unit)
