"""Changing one setting in the configuration file, and nothing else that a person wrote there."""

import json
import re
import tomllib
from pathlib import Path

from core.errors import UsageError
from core.files import read_text, replace_private
from core.language import say


def set_text(file: Path, key: str, value: str) -> None:
    """Set a top-level text; "" takes it out. Comments, order and tables stay.

    Raises UsageError where the file is written in a way that cannot be changed safely.
    """
    before = read_text(file)
    after = _with(before, key, value)
    wanted = {name: each for name, each in tomllib.loads(before).items() if name != key}
    if value:
        wanted[key] = value
    if _read(after) != wanted:
        line = f"{key} = {json.dumps(value)}"
        raise UsageError(say("client.config_by_hand", file=file, line=line))
    if after != before:
        replace_private(file, after.encode())


def _with(text: str, key: str, value: str) -> str:
    lines = text.splitlines(keepends=True)
    # Keys after the first table's head belong to a table.
    end = next((n for n, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    ours = re.compile(rf"\s*(?:{key}|\"{key}\"|'{key}')\s*=")
    found = [number for number in range(end) if ours.match(lines[number])]
    # A JSON string is a TOML string as well.
    fresh = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n"] if value else []
    if found:
        lines[found[0] : found[0] + 1] = fresh
    else:
        if end and not lines[end - 1].endswith("\n"):
            lines[end - 1] += "\n"
        lines[end:end] = fresh
    return "".join(lines)


def _read(text: str) -> object:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
