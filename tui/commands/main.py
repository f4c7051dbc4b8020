"""The entry point: finds the command, runs it, turns what goes wrong into one line and a code."""

import errno
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException
from typer.main import get_command_from_info, get_group

from core.errors import SignoffError, UsageError
from core.language import say, set_language
from core.settings import load_settings
from tui.commands import exits, output, session
from tui.commands.frame import Group, as_option
from tui.commands.words import own_version

SECTIONS: dict[str, dict[str, str]] = {
    "work": {
        "inbox": "inbox",
        "show": "objects",
        "feed": "feed",
        "approve": "decide",
        "reject": "decide",
        "return": "decide",
        "done": "decide",
        "abstain": "decide",
        "skip": "decide",
        "comment": "feed",
        "forward": "decide",
        "delegate": "signers",
        "add-signer": "signers",
        "remove-signer": "signers",
        "take-back": "signers",
        "urge": "steer",
        "away": "away",
    },
    "requests": {
        "new": "edit",
        "edit": "edit",
        "submit": "steer",
        "withdraw": "steer",
        "resubmit": "steer",
        "search": "objects",
        "people": "people",
        "follow": "objects",
        "unfollow": "objects",
    },
    "business": {
        "demo": "apply",
        "apply": "apply",
        "flow": "flow",
        "case": "case",
        "hand-over": "away",
        "connect": "connect",
        "signal": "signals",
    },
    "server": {"serve": "serve", "server": "server", "token": "token", "audit": "audit"},
    "program": {
        "login": "login",
        "logout": "login",
        "whoami": "doctor",
        "doctor": "doctor",
        "config": "config",
        "completion": "guide",
        "help": "guide",
    },
}
"""Each command and the module it is in, by section of the help. A module whose name is the
command's and which holds several is a noun with verbs."""

_DISK = (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT)
"""What is wrong with a disk or a folder, not with signoff."""

COMPLETE = "_SIGNOFF_COMPLETE"
"""The variable by which a shell asks for completions."""

MODULES = {name: module for section in SECTIONS.values() for name, module in section.items()}
NOUNS = frozenset({"flow", "case", "connect", "signal", "server", "token", "audit", "config"})


class Root(Group):
    """`signoff`: imports the module of a command when it is called."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, or None."""
        module = MODULES.get(cmd_name)
        if module is None:
            return None
        app: typer.Typer = import_module(f"tui.commands.{module}").app
        if cmd_name in NOUNS:
            return get_group(app)
        for info in app.registered_commands:
            if info.name == cmd_name:
                return get_command_from_info(
                    info, pretty_exceptions_short=False, rich_markup_mode=None
                )
        return None

    def list_commands(self, ctx: Any) -> list[str]:
        """All commands, in the order of the help."""
        return list(MODULES)

    def get_help(self, ctx: Any) -> str:
        """The commands by section."""
        from tui.commands.help import group_page

        sections = [(say(f"help.section.{name}"), list(found)) for name, found in SECTIONS.items()]
        return group_page(self, ctx, sections)

    def without_arguments(self) -> list[str]:
        """`signoff` alone opens the inbox."""
        return []


def root() -> Root:
    """The whole command line in the current language."""
    app = typer.Typer(
        cls=Root,
        help=say("help.signoff"),
        invoke_without_command=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def signoff(
        ctx: typer.Context,
        line: Annotated[bool, typer.Option("--line", help=say("help.opt.line"))] = False,
        version: Annotated[bool, typer.Option("--version", help=say("help.opt.version"))] = False,
    ) -> None:
        if version:
            output.line(f"signoff {own_version()}")
        elif ctx.invoked_subcommand is None:
            from tui.commands.start import open_inbox

            raise typer.Exit(open_inbox(in_lines=line))

    group = get_group(app)
    group.params.append(as_option())
    return group  # type: ignore[return-value]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit code."""
    _prepare_streams()
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        output.finish()
    except KeyboardInterrupt:
        code = exits.INTERRUPTED
    return code


def _prepare_streams() -> None:
    # Closed by the caller (`signoff … <&-`): Python then has no stream at all.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        # A terminal in an old encoding shows a sign in place of what it has no letter for.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if isinstance(sys.stdin, TextIOWrapper):
        # What is piped in is UTF-8 whatever the locale says; `words.piped` refuses what is not.
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")


def _run(arguments: list[str]) -> int:
    try:
        settings = load_settings()
        set_language(settings.language)
        session.begin(settings)
        if COMPLETE in os.environ:
            from typer._completion_classes import completion_init

            completion_init()
        done = root().main(_with_bare_json(arguments), prog_name="signoff", standalone_mode=False)
        return done if isinstance(done, int) else exits.DONE
    except SignoffError as error:
        output.complain(error)
        return exits.exit_code(error)
    except TyperException as error:
        output.complain(_usage_error(error))
        return exits.USAGE
    except typer.Abort:
        return exits.INTERRUPTED
    except UnicodeEncodeError as error:
        # Only a command line holds what no text can: bytes that are not UTF-8.
        output.complain(_not_utf8(error.object))
        return exits.USAGE
    except OSError as error:
        if error.errno not in _DISK:
            return _defect(error)
        path = error.filename or session.settings().data_folder
        detail = error.strerror or str(error)
        output.note(say("commands.disk", path=path, detail=detail), say("commands.disk.hint"))
        return exits.USAGE
    except Exception as error:
        # A defect: people get one line, whoever repairs it gets everything.
        return _defect(error)


def _not_utf8(text: str) -> UsageError:
    shown = text.encode(errors="surrogateescape").decode(errors="replace")[:40]
    return UsageError(say("commands.not_utf8", text=shown), hint=say("commands.not_utf8.hint"))


def _defect(error: Exception) -> int:
    import traceback
    from tempfile import mkstemp

    handle, file = mkstemp(prefix="signoff-", suffix=".txt")
    with open(handle, "w", encoding="utf-8", errors="replace") as report:
        traceback.print_exception(error, file=report)
    output.note(say("commands.defect", kind=type(error).__name__, detail=error, file=file))
    return exits.REFUSED


def _with_bare_json(arguments: list[str]) -> list[str]:
    """`--json` without fields, as Typer can read it: `--json=`."""
    found = []
    for number, word in enumerate(arguments):
        following = arguments[number + 1] if number + 1 < len(arguments) else "-"
        bare = word == "--json" and following.startswith("-")
        found.append("--json=" if bare else word)
    return found


def _usage_error(error: Any) -> UsageError:
    """What Typer has against the command line, in the reader's language."""
    ctx = getattr(error, "ctx", None)
    from core.near import did_you_mean

    hint = say("commands.see_help", command=ctx.command_path if ctx else "signoff")
    if type(error).__name__ == "NoSuchOption" and ctx is not None:
        options = [name for param in ctx.command.get_params(ctx) for name in param.opts]
        hint = f"{did_you_mean(error.option_name, options)} {hint}".strip()
    return UsageError(_usage_words(error), hint=hint)


def _usage_words(error: Any) -> str:
    kind = type(error).__name__
    param = getattr(error, "param", None)
    name = (param.metavar or param.name) if param is not None else ""
    if param is not None and param.param_type_name == "option":
        name = max(param.opts, key=len)
    if kind == "NoSuchOption":
        return say("commands.no_such_option", option=error.option_name)
    if kind == "BadOptionUsage":
        wants = "requires" in error.message  # else it takes no value, and was given one
        key = "commands.option_needs_value" if wants else "commands.option_takes_none"
        return say(key, option=error.option_name)
    if kind == "MissingParameter":
        return say("commands.missing", name=name)
    if kind == "BadParameter":
        return say("commands.bad_value", name=name, detail=error.message)
    # Click says argument, arguments or argument(s), by its version.
    if extra := re.match(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)\.?$", error.message):
        return say("commands.extra_argument", words=extra[1])
    return say("commands.usage", detail=error.message)


if __name__ == "__main__":
    sys.exit(main())
