"""What every command is built on: Typer without rich markup, help in two languages, `--as`."""

from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from core.errors import UsageError
from core.language import say
from tui.commands import output, session

F = TypeVar("F", bound=Callable[..., Any])


class Command(TyperCommand):
    """A command whose help is written by `tui.commands.help`."""

    def get_help(self, ctx: Any) -> str:
        """The help page in the current language."""
        from tui.commands.help import command_page

        return command_page(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`."""
        return _written_here(super().get_help_option(ctx))


class TalkingCommand(Command):
    """A command that talks to the server, and so can act as somebody else."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.params.append(as_option())


class Group(TyperGroup):
    """A noun with verbs; without a verb it shows its help."""

    def __init__(self, *args: Any, **values: Any) -> None:
        values["no_args_is_help"] = False
        super().__init__(*args, **values)

    def get_help(self, ctx: Any) -> str:
        """The help page in the current language."""
        from tui.commands.help import group_page

        return group_page(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`."""
        return _written_here(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does; no arguments mean `--help`."""
        return super().parse_args(ctx, args or self.without_arguments())

    def without_arguments(self) -> list[str]:
        """What is meant by the noun alone."""
        return ["--help"]

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The verb named first. Raises UsageError with the nearest ones for an unknown verb."""
        command = self.get_command(ctx, args[0])
        if command is not None:
            return args[0], command, args[1:]
        from core.near import did_you_mean

        if args[0].startswith("-"):
            raise UsageError(say("commands.no_such_option", option=args[0]), hint=see_help(ctx))
        hint = did_you_mean(args[0], self.list_commands(ctx)) or see_help(ctx)
        raise UsageError(say("commands.no_such_command", name=args[0]), hint=hint)


def noun(name: str, group: type[Group] = Group) -> typer.Typer:
    """A module's commands. `help.<name>` is what they are for."""
    return typer.Typer(
        name=name,
        cls=group,
        help=say(f"help.{name}"),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def command(app: typer.Typer, name: str, *, text: str = "", talks: bool = True) -> Callable[[F], F]:
    """Register a function as the command `name`; its help is the text `help.<text or name>`."""
    return app.command(
        name,
        cls=TalkingCommand if talks else Command,
        help=say(f"help.{text or name}"),
    )


def as_option() -> TyperOption:
    """`--as PERSON`."""
    return TyperOption(
        param_decls=["--as"],
        metavar=say("help.metavar.person"),
        help=say("help.opt.as"),
        expose_value=False,
        callback=_act_as,
    )


def see_help(ctx: Any) -> str:
    """Where to read more about the command."""
    return say("commands.see_help", command=ctx.command_path)


def _written_here(option: Any) -> Any:
    """The option, which writes like all else: an output that takes no more is called that."""
    option.callback = _help
    return option


def _help(ctx: Any, param: Any, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        output.line(ctx.get_help())
        ctx.exit()


def _act_as(ctx: Any, param: Any, value: str | None) -> None:
    if value:
        session.act_as(value.removeprefix("@"))
