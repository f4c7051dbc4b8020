"""What was found out about rules, kept.

The same rules are looked at when they are planned, and once more when they are published.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

import msgspec

from core.language import current_language

T = TypeVar("T")

_MOST = 64
_lock = Lock()
_kept: OrderedDict[bytes, Any] = OrderedDict()


def kept(find: Callable[..., T], *said: Any) -> T:
    """`find(*said)`, or what it gave for the same in the same language; only for pure functions."""
    what = (find.__module__, find.__qualname__, current_language(), *said)
    key = hashlib.sha256(msgspec.json.encode(what, enc_hook=str)).digest()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            known: T = _kept[key]
            return known
    found = find(*said)
    with _lock:
        _kept[key] = found
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return found
