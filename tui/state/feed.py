"""The part of a feed that the terminal holds: its end, and as far back as the reader went.

A feed may have any length; the window keeps at most `MAX_PAGES` pages of it. Pages are added at
either end, and dropped at the other one.
"""

from collections import deque

import msgspec

from core.api import FeedPage
from core.feed import Entry
from core.language import Label

MAX_PAGES = 5


class FeedWindow:
    """Entries of one object, oldest first, without a gap."""

    def __init__(self) -> None:
        self._pages: deque[FeedPage] = deque()
        self._names: dict[str, Label] = {}
        self.was_longer = False
        """Whether there ever was more of it than one reading brings."""

    @property
    def older(self) -> str:
        """The cursor of the page before, "" at the beginning of the feed."""
        return self._pages[0].previous if self._pages else ""

    @property
    def newer(self) -> str:
        """The cursor of the page after, "" at the end of the feed."""
        return self._pages[-1].next if self._pages else ""

    @property
    def page(self) -> FeedPage | None:
        """All that is held as one page; None before anything was read."""
        if not self._pages:
            return None
        items = [entry for page in self._pages for entry in page.items]
        return FeedPage(items=items, previous=self.older, next=self.newer, names=self._names)

    @property
    def last(self) -> int:
        """The number of the newest entry held, 0 where there is none."""
        return max((page.items[-1].number for page in self._pages if page.items), default=0)

    # --- what arrives --------------------------------------------------------------------------

    def take_end(self, page: FeedPage) -> None:
        """The end of the feed was read again: what is new is added where it joins on.

        A reader far back keeps what they read; what came since is read when they come near it.
        """
        news = [entry for entry in page.items if entry.number > self.last]
        if not self._pages:
            self._learn(page)
            self._pages.append(page)
        elif self.newer or not news:
            self._learn(page)
        elif not self._joins(page, news):
            self._pages = deque([page])
            self._learn(page)
        else:
            self._learn(page)
            self._append(news)

    def restart(self, page: FeedPage) -> None:
        """Hold this page alone."""
        self._pages = deque([page])
        self._learn(page)

    def add_older(self, page: FeedPage, cursor: str) -> bool:
        """Put the page that `cursor` led to before the others; False where it no longer fits."""
        if not cursor or cursor != self.older:
            return False
        self._learn(page)
        self._pages.appendleft(page)
        if len(self._pages) > MAX_PAGES:
            self._pages.pop()
        return True

    def add_newer(self, page: FeedPage, cursor: str) -> bool:
        """Put the page that `cursor` led to behind the others; False where it no longer fits."""
        if not cursor or cursor != self.newer:
            return False
        self._learn(page)
        self._pages.append(page)
        if len(self._pages) > MAX_PAGES:
            self._pages.popleft()
        return True

    # --- inside --------------------------------------------------------------------------------

    def _learn(self, page: FeedPage) -> None:
        self._names = {**self._names, **page.names}
        self.was_longer = self.was_longer or bool(page.previous or page.next)

    def _joins(self, page: FeedPage, news: list[Entry]) -> bool:
        """Whether nothing can be missing between what is held and the news, nor too much be held.

        Numbers may have gaps, where entries are hidden from the reader.
        """
        whole = not page.previous or len(news) < len(page.items)
        return whole and len(self._pages[-1].items) + len(news) <= 2 * max(50, len(page.items))

    def _append(self, news: list[Entry]) -> None:
        end = self._pages[-1]
        self._pages[-1] = msgspec.structs.replace(end, items=[*end.items, *news])
