"""The chain of a feed: each entry is hashed together with the hash of the one before it.

What is stored is the text that was hashed, so verifying needs no idea of how entries were written
in an earlier version: SHA-256 over the UTF-8 bytes of `entries.doc`, which names `previous`. The
object keeps the number and hash of its last entry, so a cut-off end shows as well.
"""

import hashlib

import msgspec

from core.feed import Entry

_entry = msgspec.json.Decoder(Entry)


class Sealed(msgspec.Struct, frozen=True):
    """An entry with its hash, and the text that was hashed."""

    entry: Entry
    doc: str


def seal(entry: Entry) -> Sealed:
    """The entry with the hash that covers it and, through `previous`, all before it."""
    doc = msgspec.json.encode(entry, order="deterministic")
    return Sealed(msgspec.structs.replace(entry, hash=digest(doc)), doc.decode())


def digest(doc: bytes) -> str:
    """The hash of an entry's text."""
    return hashlib.sha256(doc).hexdigest()


def opened(doc: str, hash_: str) -> Entry:
    """The entry that was stored as `doc`."""
    return msgspec.structs.replace(_entry.decode(doc), hash=hash_)
