"""`docs/reference/commands.md`, made from the help: `python -m tui.commands.reference`."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.language import say
from tui.commands.help import TOPICS, topic_page
from tui.commands.main import NOUNS, SECTIONS, root

FILE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
_COLUMNS = "90"


def reference() -> str:
    """Every command's help page, by section."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = _COLUMNS
    try:
        return "\n".join(_parts()) + "\n"
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


def _parts() -> Iterator[str]:
    yield "# Commands\n"
    yield "Made from the help texts by `python -m tui.commands.reference`; do not edit.\n"
    group = root()
    ctx = group.make_context("signoff", ["--"], resilient_parsing=True)
    yield _block(group.get_help(ctx))
    for section, names in SECTIONS.items():
        yield f"## {say(f'help.section.{section}').rstrip(':：')}\n"
        for name in names:
            yield from _pages(group, ctx, name)
    for topic in TOPICS:
        yield f"## `signoff help {topic}`\n"
        yield _block(topic_page(topic))


def _pages(group: Any, ctx: Any, name: str) -> Iterator[str]:
    command = group.get_command(ctx, name)
    inner = command.make_context(name, ["--"], parent=ctx, resilient_parsing=True)
    yield f"### `{inner.command_path}`\n"
    yield _block(command.get_help(inner))
    if name in NOUNS:
        for verb in command.list_commands(inner):
            yield from _pages(command, inner, verb)


def _block(text: str) -> str:
    return f"```text\n{text}\n```\n"


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(reference(), encoding="utf-8")
