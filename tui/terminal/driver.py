"""Textual's driver for Linux and macOS, made tolerant: bad bytes, closed terminals, odd locales."""

import os
import selectors
import signal
import sys
import threading
from codecs import getincrementaldecoder
from typing import Any

from textual._parser import ParseError
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.terminal.escapes import TwoKeysParser
from tui.terminal.output import terminal_output
from tui.terminal.pasting import Pastes


class PasteHangs(Message):
    """Nothing more comes of a paste that has not ended; or, if not `hangs`, it has now."""

    def __init__(self, hangs: bool) -> None:
        super().__init__()
        self.hangs = hangs


_LAST_WAY_OUT = 3.0
"""Seconds that the program has to end by itself once its terminal is gone."""


class TerminalDriver(LinuxDriver):
    """Reads keys and writes to the terminal, whatever comes through the line.

    A byte that is not UTF-8 becomes U+FFFD instead of ending the input thread (textual#6668).
    Nothing in a paste acts as a key; one whose end got lost ends with Ctrl-C, which is said. Esc
    and a letter soon after it are two keys.
    A terminal that is gone (end of input, EIO, SIGHUP) ends the program. Output goes to standard
    output in UTF-8 whatever the locale says.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._file = terminal_output(sys.__stdout__.fileno() if sys.__stdout__ else 1)
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, self._ended_from_outside)

    def run_input_thread(self) -> None:
        """Read until the driver is stopped or the terminal is gone."""
        parser = TwoKeysParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        pastes = Pastes()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    data = self._read()
                    if not data:
                        self._leave(128 + signal.SIGHUP)
                        return
                    text = pastes.cleaned(decode(data))
                    if text:  # not half a character, nor a part of a paste: "" ends the parser
                        self._handle(parser, text)
                for event in parser.tick():
                    self.process_message(event)
                if pastes.look():
                    self.process_message(PasteHangs(pastes.hangs))
        try:
            self._handle(parser, "")
        except (EOFError, ParseError):
            return

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _handle(self, parser: TwoKeysParser, text: str) -> None:
        for event in parser.feed(text):
            self.process_message(event)

    def _ended_from_outside(self, number: int, _frame: object) -> None:
        self._leave(128 + number)

    def _leave(self, code: int) -> None:
        """Ask the app to end; where it cannot (a write that hangs), end the process."""
        last_way_out = threading.Timer(_LAST_WAY_OUT, os._exit, (code,))
        last_way_out.daemon = True
        last_way_out.start()
        app = self._app
        self._loop.call_soon_threadsafe(lambda: app.exit(return_code=code))
