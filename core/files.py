"""Small private files that survive a crash: written whole or not at all, one writer at a time."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import UsageError
from core.language import say

_PAUSE = 0.02
"""Seconds between two tries to get a lock."""


def private_folder(folder: Path) -> Path:
    """Make `folder` one that only this user can enter (0700), and return it.

    Raises UsageError where somebody else owns it: a socket or secret there would be theirs; where
    it is a link to a folder that others use, whose mode is not ours to change; and where there can
    be no such folder.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError as error:
        raise UsageError(
            say("client.folder_unusable", folder=folder, detail=error.strerror)
        ) from error
    if {status.st_uid, folder.lstat().st_uid} != {os.getuid()}:
        raise UsageError(say("client.folder_of_another", folder=folder))
    if status.st_mode & 0o077:
        if folder.is_symlink():
            raise UsageError(say("client.folder_through_link", folder=folder))
        folder.chmod(0o700)
    return folder


def read_text(file: Path) -> str:
    """What the file holds; "" where there is none."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def replace_private(file: Path, content: bytes, *, durable: bool = True) -> None:
    """Write the file (0600) in one step: a reader sees the old content or the new, never a part.

    `durable`: it has reached the disk when this returns.
    """
    private_folder(file.parent)
    fresh = file.with_name(f".{file.name}.{os.getpid()}.{time.monotonic_ns()}")
    try:
        _write(fresh, content, durable)
        fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make what was added to and removed from the folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(file: Path, seconds: float) -> Iterator[bool]:
    """Hold the lock on `file` inside the block; False where it could not be had in `seconds`.

    The lock goes with the process that holds it, however that ends. The file itself stays.
    """
    private_folder(file.parent)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _lock(descriptor, seconds)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_PAUSE)


def _write(file: Path, content: bytes, durable: bool) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        if durable:
            opened.flush()
            os.fsync(descriptor)
