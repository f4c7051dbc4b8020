"""Small things that several commands do with keys, texts and codes."""

import codecs
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from core.errors import UsageError
from core.language import has_text, say
from tui.commands import output

if TYPE_CHECKING:
    from core.client.client import Client


def object_key(client: "Client", key: str) -> str:
    """The key of the object that `key` names: a key, or the id of a task (those hold a dot)."""
    return client.task(key).object if "." in key else key


def given_fields(client: "Client", key: str, words: list[str] | None) -> dict[str, object]:
    """The values of `--field` for the object that `key` names, or whose task it names."""
    if not words:
        return {}
    from tui.commands.fields import parse_fields

    return parse_fields(client, client.view(object_key(client, key)).type, words)


def message_text(keys: list[str], message: str, file: Path | None) -> str:
    """What was given with -m or -F, where `-` is standard input unless the keys come from there."""
    if message and file is not None:
        raise UsageError(say("commands.message_twice"))
    if "-" in keys and "-" in (message, str(file)):
        raise UsageError(say("commands.stdin_twice"))
    if file is None:
        return piped().strip() if message == "-" else message
    return text_of(file).strip()


def text_of(file: Path) -> str:
    """What a file holds, `-` being standard input. Raises UsageError where it cannot be read."""
    if str(file) == "-":
        return piped()
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(str(file), error) from None
    except OSError as error:
        detail = error.strerror or str(error)
        raise UsageError(say("commands.unreadable", file=file, detail=detail)) from None


def table_of(file: Path) -> str:
    """What a CSV file holds; spreadsheets save GB 18030 in Chinese offices, and UTF-16 as what they
    call Unicode. Raises UsageError."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(
            say("commands.unreadable", file=file, detail=error.strerror or str(error))
        ) from None
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError:
            raise _not_utf8(str(file), error) from None


def piped() -> str:
    """What stands on standard input. Raises UsageError where it is not UTF-8."""
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(say("commands.standard_input"), error) from None


def _not_utf8(where: str, error: UnicodeDecodeError) -> UsageError:
    line = error.object.count(b"\n", 0, error.start) + 1
    return UsageError(
        say("commands.not_utf8_at", where=where, line=line), hint=say("commands.not_utf8.hint")
    )


def object_state(code: str) -> str:
    """The state of an object: a word for people, the code for programs."""
    if not output.is_terminal():
        return code
    key = f"tui.state.{code}"
    return f"({say(key) if has_text(key) else code})"


def confirmed(question: str, *, yes: bool) -> bool:
    """Whether the person agrees; `--yes` answers beforehand.

    Raises UsageError where there is nobody to ask.
    """
    if yes:
        return True
    if not somebody_there():
        raise UsageError(say("commands.nobody_to_ask"), hint=say("commands.nobody_to_ask.hint"))
    return ask(question)


def ask(question: str) -> bool:
    """Whether the person says yes; where nobody is at the terminal, nobody did."""
    if not somebody_there():
        return False
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def somebody_there() -> bool:
    """Whether a person can be asked: both the question and the answer have a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def goes_in_clear(url: str) -> bool:
    """Whether what is sent to this address can be read on the way."""
    from urllib.parse import urlsplit

    here = ("localhost", "127.0.0.1", "::1")
    return url.startswith("http://") and urlsplit(url).hostname not in here


def token_place(where: str) -> str:
    """In words where a token was found or is kept (`core.sign_in`)."""
    return say("commands.in_keyring") if where == "keyring" else where


def secret(variable: str, kind: str) -> str:
    """A `password` or `token` from the variable, or typed without echo where somebody sits there.

    Never an argument: those are seen by everybody on the machine. Raises UsageError where there is
    none.
    """
    if variable:
        found = os.environ.get(variable, "").strip()
        if not found:
            raise UsageError(say("commands.empty_variable", variable=variable))
        return found
    if not somebody_there():
        raise UsageError(say(f"commands.no_{kind}"), hint=say(f"commands.no_{kind}.hint"))
    import getpass

    try:
        return getpass.getpass(say(f"commands.{kind}_prompt") + " ", stream=sys.stderr)
    except EOFError:
        raise typer.Abort from None


def own_version() -> str:
    """The version of this program."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("signoff")
    except PackageNotFoundError:  # run from a copy that was not installed
        return "0"
