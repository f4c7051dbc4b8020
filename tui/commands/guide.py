"""help, completion: finding out, and less typing."""

from typing import Annotated, Any

import typer

from core.errors import UsageError
from core.language import say
from core.near import did_you_mean
from tui.commands import output
from tui.commands.frame import command, noun
from tui.commands.help import TOPICS, topic_page

app = noun("signoff")

_SHELLS = ("bash", "zsh", "fish")

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar=say("help.metavar.topic"), help=say("help.arg.topic")),
]
Shell = Annotated[str, typer.Argument(metavar="SHELL", help=say("help.arg.shell"))]


@command(app, "help", talks=False)
def help_(ctx: typer.Context, words: Words = None) -> None:
    """Show help on a topic or a command."""
    if words and words[0] in TOPICS:
        output.paged(topic_page(words[0]).split("\n"))
        return
    output.paged(_page(ctx.parent, words or []).split("\n"))


def _page(ctx: Any, words: list[str]) -> str:
    for word in words:
        group = ctx.command
        found = group.get_command(ctx, word) if hasattr(group, "get_command") else None
        if found is None:
            raise UsageError(
                say("commands.no_such_topic", name=" ".join(words)),
                hint=did_you_mean(word, [*TOPICS, *_names(ctx)])
                or say("commands.no_such_topic.hint", topics=", ".join(TOPICS)),
            )
        ctx = found.make_context(word, ["--"], parent=ctx, resilient_parsing=True)
    return str(ctx.get_help())


def _names(ctx: Any) -> list[str]:
    group = ctx.command
    return group.list_commands(ctx) if hasattr(group, "list_commands") else []


_ZSH_READY = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }"
"""A shell whose own completion was not begun before ours knows no `compdef`."""


@command(app, "completion", talks=False)
def completion(shell: Shell) -> None:
    """Print the completion script of a shell."""
    if shell not in _SHELLS:
        raise UsageError(
            say("commands.no_such_shell", shell=shell),
            hint=say("commands.no_such_shell.hint", shells=", ".join(_SHELLS)),
        )
    from typer._completion_shared import get_completion_script

    from tui.commands.main import COMPLETE

    script = get_completion_script(prog_name="signoff", complete_var=COMPLETE, shell=shell)
    if shell == "zsh":
        script = script.replace("#compdef signoff\n", f"#compdef signoff\n\n{_ZSH_READY}\n", 1)
    output.line(script)
