"""Doing one thing to many keys: a result line for each, the highest exit code for all."""

import sys
from collections.abc import Callable, Iterator

import msgspec
import typer

from core.errors import Queued, SignoffError, UsageError
from core.language import has_text, say
from core.text import clean, one_line
from tui.commands import output
from tui.commands.exits import exit_code


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one key. outcome: `approved`, `queued`, or the code of an error."""

    key: str
    outcome: str
    detail: str = ""


def keys(words: list[str]) -> Iterator[str]:
    """The keys that the words name; `-` reads them from standard input.

    One a line; what follows a tab is left out, so that a listing can be piped in.
    """
    for word in words:
        if word != "-":
            yield word
            continue
        if sys.stdin.isatty():
            raise UsageError(say("commands.no_keys_piped"))
        for line in sys.stdin:
            key = line.partition("\t")[0].strip()
            if key:
                yield key


def for_each(words: list[str], act: Callable[[str], Result]) -> None:
    """Do it for every key. One key alone: what goes wrong is raised as it is.

    Many: each gets its line, and the highest exit code ends the command.
    """
    if len(words) == 1 and words[0] != "-":
        show(act(words[0]))
        return
    worst, any_came = 0, False
    for key in keys(words):
        any_came = True
        try:
            result = act(key)
        except SignoffError as error:
            worst = max(worst, exit_code(error))
            detail = output.joined(error.message, "" if isinstance(error, Queued) else error.hint)
            result = Result(key=key, outcome=error.code, detail=detail)
        show(result)
    if not any_came:
        output.note(say("commands.no_keys_came"))
    if worst:
        raise typer.Exit(worst)


def show(result: Result) -> None:
    """One result: words for people, columns for programs."""
    # Keys and people come from the command line as well, which no client has cleaned.
    shown, detail = (one_line(clean(text)) for text in (result.key, result.detail))
    if not output.is_terminal():
        output.line("\t".join((shown, result.outcome, detail)))
        return
    key = f"commands.outcome.{result.outcome}"
    words = say(key) if has_text(key) else ""
    output.line(" ".join(part for part in (shown, words, detail) if part))
