"""Every type that the server decodes, made ready before several threads use it.

msgspec learns what a struct is made of when it is first decoded, and lets another thread see it
half learned: that one reads through a null pointer and takes the whole process with it.
"""

from collections.abc import Iterator

import msgspec

_OURS = ("core", "server_stub")


def make_types_ready() -> list[type[msgspec.Struct]]:
    """Learn every struct of ours that is loaded, and answer them. To be called by one thread."""
    ours = [each for each in _below(msgspec.Struct) if each.__module__.split(".")[0] in _OURS]
    return [each for each in ours if _is_learnt(each)]


def _is_learnt(struct: type[msgspec.Struct]) -> bool:
    """Learn a struct; False for one that is never decoded, because it says too little for that."""
    try:
        msgspec.json.Decoder(struct)
    except TypeError:
        return False
    return True


def _below(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
