"""How the terminal stands with the server."""

from datetime import datetime
from enum import StrEnum

import msgspec


class LinkState(StrEnum):
    """Whether events arrive."""

    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """The connection and since when it is so; `queued`: what waits on disk to be sent."""

    state: LinkState = LinkState.CONNECTING
    since: datetime | None = None
    queued: int = 0

    def became(self, state: LinkState, now: datetime) -> "Link":
        """The link in another state; staying in one does not change since when."""
        if state is self.state:
            return self
        return Link(state=state, since=now, queued=self.queued)

    def with_queue(self, queued: int) -> "Link":
        """The link with so many items waiting."""
        return Link(state=self.state, since=self.since, queued=queued)
