"""A change of a document, on plain data: what `core.flow.splicing` is held to."""

from typing import Any

import msgspec
import yaml

from core.flow.writing import inline_yaml

Path = tuple[str | int, ...]
"""Keys of maps and numbers of list items, from the top of the file."""
Data = Any
"""A document as maps, lists and texts: scalars as they are written, without quotes."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a document: `set`, `remove`, `insert`, `move` or `copy`."""

    kind: str
    path: Path
    value: Any = None
    to: Path = ()
    index: int = 0
    order: tuple[str, ...] = ()


def changed_data(data: Data, change: Change) -> Data:
    """The same change of plain data."""
    data = msgspec.json.decode(msgspec.json.encode(data))  # a copy
    path, last = change.path[:-1], change.path[-1]
    if change.kind == "set":
        holder = _filled(data, path, {})
        holder[last] = as_data(change.value)
    elif change.kind == "remove":
        del at(data, path)[last]
    elif change.kind == "insert":
        _filled(data, change.path, []).insert(change.index, as_data(change.value))
    elif change.kind == "copy":
        items = at(data, path)
        items.insert(int(last) + 1, as_data(items[last]))
    else:
        item = at(data, change.path)
        _filled(data, change.to, []).insert(change.index, item)
        gone = shifted(change.path, change.to, change.index, by=1)
        del at(data, gone[:-1])[gone[-1]]
    return data


def at(data: Data, path: Path) -> Any:
    """What stands at `path` in plain data. Raises LookupError where there is nothing."""
    for part in path:
        data = data[part]
    return data


def _filled(data: Data, path: Path, empty: Any) -> Any:
    """What stands at `path`, an empty collection where there is nothing yet."""
    holder = at(data, path[:-1]) if path else {"": data}
    last = path[-1] if path else ""
    if isinstance(holder, dict) and holder.get(last, "") == "":
        holder[last] = empty
    elif isinstance(holder, list) and holder[int(last)] == "":
        holder[int(last)] = empty
    return holder[last]


def shifted(path: Path, list_path: Path, index: int, *, by: int) -> Path:
    """`path` after an item was put before (`by` 1) or taken from (-1) `index` of a list."""
    depth = len(list_path)
    if len(path) <= depth or path[:depth] != list_path:
        return path
    number = path[depth]
    if not isinstance(number, int) or number < index:
        return path
    return (*list_path, number + by, *path[depth + 1 :])


def as_data(value: Any) -> Data:
    """A value to be written, as it will be read."""
    return plain(yaml.compose(inline_yaml(value), Loader=LOADER))


def plain(node: yaml.Node | None) -> Data:
    """A parsed node as maps, lists and texts."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(value) for value in node.value]
    return node.value if node is not None else ""
