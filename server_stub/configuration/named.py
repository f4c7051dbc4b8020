"""Things with ids, as files list them: a map from id to definition, or a list of maps with `id`."""

from collections.abc import Iterator

import msgspec

from core.language import LANGUAGES, Label, say
from core.located import Located
from core.reading import Reading, read_label


class Named(msgspec.Struct, eq=False):
    """One such thing: its id, where the id stands, and what is said about it."""

    id: str
    where: Located
    body: Located


def read_named(reading: Reading, key: str) -> Iterator[Named]:
    """The things under `key`: `buyer: {…}`, `- {id: buyer, …}` or `- buyer: {…}`."""
    found = reading.get(key)
    if found is None:
        return
    if found.is_map:
        for name, body in found.value.items():
            yield from _named(reading, key, found.keys[name], body)
    else:
        for item in reading.items(key):
            yield from _from_list(reading, key, item)


def _from_list(reading: Reading, key: str, item: Located) -> Iterator[Named]:
    if item.is_map and "id" not in item.value and len(item.value) == 1:
        (name,) = item.value
        yield from _named(reading, key, item.keys[name], item.value[name])
    elif item.is_map and item.value.get("id") is not None:
        yield from _named(reading, key, item.value["id"], item)
    else:
        reading.problems.add(
            item,
            say("configuration.missing", key="id"),
            hint=say("configuration.named.hint", key=key),
        )


def _named(reading: Reading, key: str, where: Located, body: Located) -> Iterator[Named]:
    identifier = reading.as_identifier(where, key)
    if identifier:
        yield Named(identifier, where, body)


def title_of(named: Named, reading: Reading) -> Label:
    """The title of something that has little else: `buyer: {en: Buyer, zh: 采购员}`."""
    body = named.body
    if body.is_scalar or set(body.value) & set(LANGUAGES):
        return read_label(body, named.id, reading.problems)
    inner = Reading(body, reading.problems)
    title = inner.label("title", required=True)
    inner.done(also=("id",))
    return title
