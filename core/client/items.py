"""What waits on disk to be sent, and what became of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from core.client.call import Call
from core.client.client import Routes, new_key
from core.client.routes import ANSWERS
from core.errors import SignoffError

NO_DRAFTS: Mapping[str, str] = {}


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One call that waits. `id` is its idempotency key."""

    id: str
    about: str
    """What it is about, for people: an object's key."""
    where: str
    acting: str
    identity: str
    """The server, the person acted as and the mark of the token: it is sent under these only."""
    created: datetime
    not_before: datetime | None = None
    """The end of the undo window."""
    name: str
    method: str
    path: str
    body: str
    revision: int
    drafts: Mapping[str, str] = {}
    """What the person typed for it, by name of draft: it is theirs again where it is refused."""

    @property
    def call(self) -> Call[Any]:
        """The call as it is sent."""
        return Call(
            name=self.name,
            method=self.method,
            path=self.path,
            answer=ANSWERS[self.name],
            body=self.body.encode(),
            revision=self.revision,
            key=self.id,
        )

    def is_due(self, now: datetime) -> bool:
        """Whether its undo window is over.

        A clock that was set back makes no window longer than it was.
        """
        if self.not_before is None or self.not_before <= now:
            return True
        return now < self.created


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an item that the server refused; shown once, then removed."""

    item: Item
    at: datetime
    code: str
    message: str
    hint: str = ""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """An item that was answered: with `answer`, or refused with `error`."""

    item: Item
    answer: Any = None
    error: SignoffError | None = None


def item_of(
    call: Call[Any],
    client: Routes,
    about: str,
    now: datetime,
    not_before: datetime | None,
    drafts: Mapping[str, str],
) -> Item:
    """The call as it waits for this client's server, person and token."""
    return Item(
        id=call.key or new_key(),
        about=about,
        where=client.where,
        acting=client.acting,
        identity=client.identity,
        created=now,
        not_before=not_before,
        name=call.name,
        method=call.method,
        path=call.path,
        body=call.body.decode(),
        revision=call.revision,
        drafts=dict(drafts),
    )


def file_name(item: Item) -> str:
    """Its name on disk; they sort by age."""
    moment = int(item.created.astimezone(UTC).timestamp() * 1_000_000)
    return f"{moment:017d}-{item.id}.json"
