"""Writing to a terminal that somebody has made non-blocking."""

import os
from threading import Thread

from tui.terminal.output import terminal_output


def test_all_arrives_where_a_non_blocking_terminal_is_read_late() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    words, read = "屏幕 " * 100_000, []

    def read_all() -> None:
        while data := os.read(reading, 65536):
            read.append(data)

    out, reader = terminal_output(writing), Thread(target=read_all)
    filled = False
    while not filled:  # nobody reads yet
        try:
            os.write(writing, b"." * 4096)
        except BlockingIOError:
            filled = True
    reader.start()
    out.write(words)
    out.flush()
    os.close(writing)
    reader.join()
    os.close(reading)
    assert b"".join(read).decode().lstrip(".") == words
