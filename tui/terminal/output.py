"""What goes to the terminal: one that takes nothing now takes it later."""

import io
import os
import select
from typing import Any


def terminal_output(descriptor: int) -> io.TextIOWrapper:
    """Text to a terminal, in UTF-8 whatever the locale says; closing it leaves the descriptor."""
    patient = io.BufferedWriter(_Patient(descriptor))
    return io.TextIOWrapper(patient, encoding="utf-8", errors="replace", newline="")


class _Patient(io.RawIOBase):
    """Waits where a write would not.

    Whoever shares the terminal (the shell, a program before this one) may have made it
    non-blocking. A writer that ends with the first EAGAIN leaves a program that shows nothing any
    more, and soon waits for its writer for good.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def writable(self) -> bool:
        """Whether it can be written to."""
        return True

    def fileno(self) -> int:
        """The terminal's descriptor."""
        return self._descriptor

    def write(self, data: Any, /) -> int:
        """Write a part of the bytes; the number of those that were taken."""
        while True:
            try:
                return os.write(self._descriptor, data)
            except BlockingIOError:
                select.select([], [self._descriptor], [])
