"""What each connected system can do, as far as it is known: a flow's `call` names it.

Systems that a file describes can do what it says. The others tell what can be pressed there when
somebody signs in to them; what they said last is kept beside how they are reached.
"""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace
from sqlalchemy import bindparam, select, update

from core.connections import WebhookAction
from server_stub.operations.delivery import MEANT
from server_stub.store.tables import connectors
from server_stub.store.unit import Reader, Unit

_DESCRIBED = "webhook"
"""The kind of system that a file describes."""

_all = select(connectors.c.name, connectors.c.system, connectors.c.doc).order_by(connectors.c.name)
_one = select(connectors.c.doc).where(connectors.c.name == bindparam("the_name"))
_change = update(connectors).where(connectors.c.name == bindparam("the_name"))


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The `doc` of a connector's row."""

    ways: dict[str, str] = {}
    headers: dict[str, str] = {}
    actions: dict[str, WebhookAction] = {}
    buttons: tuple[str, ...] = ()
    """What the other system said last can be pressed there."""


_options = msgspec.json.Decoder(Options)


def known_actions(reader: Reader) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The actions of every system of which they are known."""
    for name, system, doc in reader.all(_all):
        options = _options.decode(doc)
        if system == _DESCRIBED:
            yield name, tuple(options.actions)
        elif options.buttons:
            yield name, tuple(sorted({*options.buttons, *MEANT}))


def keep_buttons(unit: Unit, name: str, buttons: Iterable[str]) -> None:
    """Note what can be pressed in another system; nothing where that connector is gone."""
    row = unit.first(_one, the_name=name)
    if row is None:
        return
    options, found = _options.decode(row[0]), tuple(sorted(set(buttons)))
    if options.buttons != found:
        doc = msgspec.json.encode(replace(options, buttons=found)).decode()
        unit.run(_change, the_name=name, doc=doc)
