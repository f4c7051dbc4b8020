"""Help pages in the reader's language, laid out by cells, and the help topics."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.language import say
from core.text import cell_width, fit

TOPICS = ("environment", "exit-codes", "formatting")
_WIDEST = 100
_LABELS = 28
"""The most cells that names of options take before their text."""


def command_page(command: Any, ctx: Any) -> str:
    """What a command does, its arguments and options."""
    parts = [_usage(command, ctx), _text(command.help)]
    arguments, options = _parameters(command, ctx)
    parts += _section(say("help.arguments"), arguments)
    parts += _section(say("help.options"), options)
    return "\n\n".join(part for part in parts if part)


def group_page(group: Any, ctx: Any, sections: Sequence[tuple[str, list[str]]] = ()) -> str:
    """What a group of commands is for, and its commands, in sections where there are any."""
    parts = [_usage(group, ctx), _text(group.help)]
    named = sections or [(say("help.commands"), group.list_commands(ctx))]
    for title, names in named:
        parts += _section(title, [(name, short(_help_of(group, ctx, name))) for name in names])
    parts += _section(say("help.options"), _parameters(group, ctx)[1])
    parts.append(_text(say("help.more", command=ctx.command_path, topics=", ".join(TOPICS))))
    return "\n\n".join(part for part in parts if part)


def topic_page(topic: str) -> str:
    """A help topic: each line `name<TAB>text` is laid out in two columns."""
    rows = [line.partition("\t") for line in say(f"topics.{topic.replace('-', '_')}").splitlines()]
    room = max(cell_width(name) for name, tab, _ in rows if tab)
    lines = []
    for name, tab, words in rows:
        if tab:
            lines += _pair(name, words, room)
        else:
            # An indented line is a command: it is shown as it is.
            lines += [name] if name.startswith(" ") else list(wrap(name, _width()))
    return "\n".join(lines)


def short(text: str) -> str:
    """The first line of a help text."""
    return text.partition("\n")[0]


def wrap(text: str, cells: int) -> Iterator[str]:
    """Lines of at most `cells` cells, broken at spaces and between wide characters."""
    line = ""
    for piece in _pieces(text):
        if line and cell_width(line + piece.rstrip()) > cells:
            yield line.rstrip()
            line = ""
        line += piece.lstrip() if not line else piece
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    # A piece is what must not be broken: a word with the space after it, or one wide character.
    word = ""
    for character in text:
        if cell_width(character) == 2:
            # What follows stays with closing punctuation: a line does not begin with it.
            if word and character not in "，。；：、）”":
                yield word
                word = ""
            word += character
        elif character == " ":
            yield word + character
            word = ""
        else:
            word += character
    yield word


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _usage(command: Any, ctx: Any) -> str:
    pieces = [ctx.command_path]
    for param in command.params:
        if param.param_type_name == "argument":
            pieces.append(param.metavar if param.required else f"[{param.metavar}]")
    pieces.append(say("help.usage_options"))
    if hasattr(command, "list_commands"):
        pieces.append(say("help.usage_command"))
    return say("help.usage", line=" ".join(pieces))


def _text(text: str | None) -> str:
    paragraphs = (text or "").split("\n")
    return "\n".join(
        "\n".join(f"  {line}".rstrip() for line in wrap(each, _width() - 2)) for each in paragraphs
    )


def _help_of(group: Any, ctx: Any, name: str) -> str:
    command = group.get_command(ctx, name)
    return str(command.help or "")


def _parameters(command: Any, ctx: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    arguments, options = [], []
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            arguments.append((param.metavar, param.help or ""))
        elif not param.hidden:
            options.append((_names(param), _option_help(param)))
    return arguments, options


def _names(param: Any) -> str:
    # Short forms first, as everywhere.
    names = ", ".join(sorted(param.opts, key=len))
    return names if param.is_flag else f"{names} {param.metavar or ''}".rstrip()


def _option_help(param: Any) -> str:
    if param.name == "help":
        return say("help.opt.help")
    return param.help or ""


def _section(title: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    found = list(rows)
    if not found:
        return []
    room = min(max(cell_width(name) for name, _ in found), _LABELS)
    lines = [title]
    for name, words in found:
        lines += _pair(name, words, room)
    return ["\n".join(lines)]


def _pair(name: str, words: str, room: int) -> list[str]:
    parts = list(wrap(words, max(20, _width() - room - 4)))
    indent = " " * (room + 4)
    if cell_width(name) > room:
        return [f"  {name}", *(f"{indent}{part}" for part in parts)]
    first = f"  {fit(name, room)}  {parts[0]}".rstrip()
    return [first, *(f"{indent}{part}" for part in parts[1:])]
