"""Decisions and comments on disk until the server has answered them.

One file each (0600), written whole, named so that they sort by age. Whoever sends one holds a lock
on its file, which goes with the process: after a kill the next process sends it, under the same
idempotency key, so the server does it once. One that the server refuses becomes a notice, which
stays until somebody has been shown it.

    decided = outbox.send_now(routes.decide(task, decision), client, about="PO-1042", now=now)
    item = outbox.add(routes.decide(task, decision), client, about=…, now=now, not_before=…)
    for sent in outbox.send_due(client, now): …
"""

import fcntl
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from core.client.call import USUAL_SECONDS, Call
from core.client.client import AsyncClient, Client, Routes
from core.client.items import NO_DRAFTS, Item, Notice, Sent, file_name, item_of
from core.errors import Queued, SignInFirst, SignoffError, Unreachable, UsageError
from core.files import private_folder, replace_private, sync_folder
from core.language import say

__all__ = ["NO_DRAFTS", "Item", "Notice", "Outbox", "Sent", "not_queued"]

T = TypeVar("T")

_WAITS = (Unreachable, SignInFirst)
"""What waiting, or signing in again, can cure; anything else is the item's own end."""


class Outbox:
    """What one user's processes have to send. Several of them may work on it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._notices = folder / "notices"

    # --- putting in, taking back ---------------------------------------------------------------

    def add(
        self,
        call: Call[Any],
        client: Routes,
        *,
        about: str,
        now: datetime,
        not_before: datetime | None = None,
        drafts: Mapping[str, str] = NO_DRAFTS,
    ) -> Item:
        """Keep a call, durably. With `not_before` it is held until then and can be taken back.

        `drafts`: what was typed for it, which whoever shows its refusal gives back.
        """
        item = item_of(call, client, about, now, not_before, drafts)
        os.close(self._put(item))
        return item

    def take_back(self, item: Item) -> bool:
        """Remove an item that was not sent; False: too late, it is being sent or was."""
        with self._claim(item) as mine:
            if mine:
                self._file(item).unlink(missing_ok=True)
            return mine

    def release(self, item: Item) -> bool:
        """End an item's undo window; False where it is being sent already."""
        with self._claim(item) as mine:
            if mine:
                self._change(item, not_before=None)
            return mine

    def hand_on(self, where: str, marks: Collection[str], identity: str) -> int:
        """Let what waits under the `marks` of older tokens go under the newest one of the same
        person; returns how many items that were."""
        moved = 0
        for item in self._items():
            if item.where != where or item.identity == identity or item.identity not in marks:
                continue
            with self._claim(item) as mine:
                if mine:
                    self._change(item, identity=identity)
                    moved += 1
        return moved

    def waiting(self) -> list[Item]:
        """All that is not answered yet, the oldest first."""
        return list(self._items())

    def is_empty(self) -> bool:
        """Whether nothing waits and nothing has to be told."""
        return not self._names(self._folder) and not self._names(self._notices)

    # --- sending ------------------------------------------------------------------------------

    def send_now(
        self,
        call: Call[T],
        client: Client,
        *,
        about: str,
        now: datetime,
        bound: bool = True,
        drafts: Mapping[str, str] = NO_DRAFTS,
    ) -> T:
        """Keep a call, send it, give its answer.

        Raises Queued where the server cannot be reached: then it stays. Any other error ends it,
        Ctrl-C too. One that is not `bound` to what it is about would later mean something else:
        it stays only where it may have arrived, and raises Unreachable where it cannot have.
        """
        item = item_of(call, client, about, now, None, drafts)
        # It is on disk already locked, so that no other process takes it in between.
        descriptor = self._put(item)
        keep = False
        try:
            return client.send(item.call)  # type: ignore[no-any-return]
        except Unreachable as error:
            if not bound and error.values.get("unsent"):
                raise not_queued(error, about) from error
            keep = True
            raise Queued(key=about, hint=error.message) from error
        finally:
            if not keep:
                self._file(item).unlink(missing_ok=True)
            os.close(descriptor)

    def send_due(
        self, client: Client, now: datetime, *, seconds: float = USUAL_SECONDS
    ) -> Iterator[Sent]:
        """Send what is due, in order, until the server cannot be reached or the token is refused.

        The server may take at most so many `seconds` for each.
        What is refused is kept as a notice as well, until `shown`; where the disk takes no notice,
        it stays here and is refused again: a refusal that nobody was told of would be lost.
        """
        for item in self._due(client, now):
            with self._claim(item) as mine:
                if not mine:
                    continue
                call = msgspec.structs.replace(item.call, seconds=seconds)
                try:
                    answer = client.send(call, acting=item.acting)
                except _WAITS:
                    return
                except SignoffError as error:
                    refused = self._refused(item, error, now)
                    if refused is None:
                        return
                    yield refused
                else:
                    yield self._answered(item, answer)

    async def send_due_async(self, client: AsyncClient, now: datetime) -> list[Sent]:
        """The same for asyncio."""
        sent: list[Sent] = []
        for item in self._due(client, now):
            with self._claim(item) as mine:
                if not mine:
                    continue
                try:
                    answer = await client.send(item.call, acting=item.acting)
                except _WAITS:
                    break
                except SignoffError as error:
                    refused = self._refused(item, error, now)
                    if refused is None:
                        break
                    sent.append(refused)
                else:
                    sent.append(self._answered(item, answer))
        return sent

    # --- notices ------------------------------------------------------------------------------

    def notices(self) -> list[Notice]:
        """Refusals that nobody has been shown yet, the oldest first."""
        return list(self._read_all(self._notices, Notice))

    def shown(self, notice: Notice) -> None:
        """Forget a refusal that was shown."""
        (self._notices / file_name(notice.item)).unlink(missing_ok=True)

    def unreadable(self) -> list[Path]:
        """Files that hold no item that this program could send."""
        sound = {file_name(item) for item in self._items()}
        names = self._names(self._folder)
        return [self._folder / name for name in names if name not in sound]

    # --- files --------------------------------------------------------------------------------

    def _due(self, client: Routes, now: datetime) -> Iterator[Item]:
        blocked: set[str] = set()
        for item in self._items():
            if (item.where, item.identity) != (client.where, client.identity):
                continue
            if not item.is_due(now):
                continue
            # What could not be sent holds back what is due behind it on the same object. What is
            # still in its undo window holds back nothing: a comment may overtake a decision.
            if item.about in blocked:
                continue
            yield item
            if self._file(item).exists():
                blocked.add(item.about)

    def _answered(self, item: Item, answer: Any) -> Sent:
        self._file(item).unlink(missing_ok=True)
        return Sent(item=item, answer=answer)

    def _refused(self, item: Item, error: SignoffError, now: datetime) -> Sent | None:
        """Make it a notice; None, and it stays, where the disk takes none."""
        notice = Notice(item=item, at=now, code=error.code, message=error.message, hint=error.hint)
        try:
            replace_private(self._notices / file_name(item), msgspec.json.encode(notice))
        except (OSError, UsageError):
            return None
        self._file(item).unlink(missing_ok=True)
        return Sent(item=item, error=error)

    @contextmanager
    def _claim(self, item: Item) -> Iterator[bool]:
        """Hold the item's file inside the block; False where another holds it or it is gone."""
        file = self._file(item)
        try:
            descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            yield False
            return
        try:
            yield _lock(descriptor) and _is_still(file, descriptor)
        finally:
            os.close(descriptor)

    def _change(self, item: Item, **changes: Any) -> None:
        """Change a claimed item as it lies there: others may have changed it since it was read."""
        kept = msgspec.json.decode(self._file(item).read_bytes(), type=Item)
        os.close(self._put(msgspec.structs.replace(kept, **changes)))

    def _put(self, item: Item) -> int:
        """Write the item durably; returns its file, open and locked.

        Raises UsageError where the disk does not take it.
        """
        try:
            private_folder(self._folder)
            return self._written(item)
        except OSError as error:
            raise UsageError(
                say("client.not_kept", key=item.about, detail=error.strerror)
            ) from error

    def _written(self, item: Item) -> int:
        file = self._file(item)
        fresh = file.with_suffix(f".{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            _lock(descriptor)
            content = memoryview(msgspec.json.encode(item))
            while content:  # a disk that is nearly full takes a part of it and says so to nobody
                content = content[os.write(descriptor, content) :]
            os.fsync(descriptor)
            fresh.replace(file)
            sync_folder(self._folder)
        except BaseException:
            fresh.unlink(missing_ok=True)
            os.close(descriptor)
            raise
        return descriptor

    def _file(self, item: Item) -> Path:
        return self._folder / file_name(item)

    def _items(self) -> Iterator[Item]:
        return self._read_all(self._folder, Item)

    def _read_all(self, folder: Path, kind: type[T]) -> Iterator[T]:
        for name in self._names(folder):
            try:
                yield msgspec.json.decode((folder / name).read_bytes(), type=kind)
            except FileNotFoundError:
                continue  # another process was faster
            except (msgspec.DecodeError, msgspec.ValidationError):
                continue  # not ours; `signoff doctor` names it

    @staticmethod
    def _names(folder: Path) -> list[str]:
        try:
            return sorted(name for name in os.listdir(folder) if name.endswith(".json"))
        except FileNotFoundError:
            return []


def not_queued(error: Unreachable, about: str) -> Unreachable:
    """The error for a call that was neither sent nor kept."""
    hint = say("client.not_queued", key=about)
    return Unreachable(error.detail, hint=hint, **_where(error))


def _where(error: Unreachable) -> dict[str, Any]:
    return {name: value for name, value in error.values.items() if name != "detail"}


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(file: Path, descriptor: int) -> bool:
    try:
        return file.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False
