"""The one place that writes: data on stdout, people's words on stderr.

A listing is a table cut to the screen on a terminal, tab-separated and complete when piped, JSON
with `--json`.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Generic, NoReturn, TypeVar

import msgspec

from core.errors import SignoffError, UsageError, WarningUnanswered
from core.language import current_language, say
from core.text import cell_width, clean, fit, one_line

T = TypeVar("T")

_GAP = "  "
_NARROWEST = 6
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


class Column(Generic[T]):
    """One column of a listing: what a person sees, and what a program gets."""

    def __init__(
        self,
        *,
        title: str,
        show: Callable[[T], str],
        give: Callable[[T], str] | None = None,
        right: bool = False,
        shrinks: bool = False,
        spare: bool = False,
        hidden: bool = False,
    ) -> None:
        self.title = title
        self.show = show
        self.give = give or show
        """What is piped, where that differs: ids in place of names, exact times and amounts."""
        self.right = right
        self.shrinks = shrinks
        """Whether it gives way first where the screen is narrow."""
        self.spare = spare
        """Whether it is left out first where the screen is too narrow for all."""
        self.hidden = hidden
        """Piped only."""


def is_terminal() -> bool:
    """Whether a person reads stdout."""
    return sys.stdout.isatty()


def width() -> int:
    """The screen's width in cells."""
    return shutil.get_terminal_size().columns


def has_colour() -> bool:
    """Whether colours may be used; state never rests on them alone."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def line(text: str = "") -> None:
    """One line of data on stdout."""
    write(text + "\n")


def write(text: str) -> None:
    """Data on stdout; a reader that has gone away ends the command quietly."""
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        reader_gone()
    except OSError as error:
        _unwritable(error)


def finish() -> None:
    """Send what is still held back to stdout."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        reader_gone()
    except OSError as error:
        _unwritable(error)


def reader_gone() -> None:
    """End as `head` and `less` expect; nothing is left to be written at exit."""
    _let_go()
    raise SystemExit(0)


def _unwritable(error: OSError) -> NoReturn:
    """End: the file that stdout goes to takes no more."""
    _let_go()
    detail = error.strerror or str(error)
    note(say("commands.output_unwritable", detail=detail), say("commands.output_unwritable.hint"))
    raise SystemExit(2)


def _let_go() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note(message: str, hint: str = "") -> None:
    """One line for people on stderr: what, why, what to do."""
    text = one_line(clean(joined(message, hint)))
    finish()
    sys.stderr.write(f"signoff: {text}\n")


def joined(message: str, hint: str) -> str:
    """A message and its hint, told apart by a full stop."""
    if not message or not hint:
        return message or hint
    if message[-1] in ".!?:…。！？：":
        return f"{message} {hint}"
    return f"{message}。{hint}" if current_language() == "zh" else f"{message}. {hint}"


def complain(error: SignoffError) -> None:
    """Say what went wrong; what is wrong with each field or line follows, one a line."""
    hint = error.hint
    if isinstance(error, WarningUnanswered) and not hint:
        hint = say("commands.agree", warning=error.values.get("warning", ""))
    if not hint and error.message.endswith(say("flow.reason_missing")):
        hint = say("commands.reason_hint")
    note(error.message, hint)
    for each in error.errors:
        if each.message and each.message in error.message and not (each.hint or each.file):
            continue  # said already
        place = ":".join(str(part) for part in (each.file, each.line, each.column) if part)
        advice = each.hint or (say("commands.reason_hint") if each.field == "reason" else "")
        words = [word for word in (place, each.field, each.message, advice) if word]
        sys.stderr.write(f"  {one_line(clean('  '.join(words)))}\n")


# --- listings ---------------------------------------------------------------------------------


def listing(
    items: Sequence[T],
    columns: Sequence[Column[T]],
    fields: str | None = None,
    jq: str | None = None,
) -> None:
    """Show a listing as its reader needs it."""
    if fields is not None or jq is not None:
        json(list(items), fields, jq)
    elif is_terminal():
        paged(table(items, columns, width()))
    else:
        for item in items:
            line("\t".join(_given(column, item) for column in columns))


def table(items: Sequence[T], columns: Sequence[Column[T]], cells: int) -> list[str]:
    """The listing as lines of at most `cells` cells, with a head."""
    shown = [column for column in columns if not column.hidden]
    rows = [[one_line(column.show(item)) for column in shown] for item in items]
    if not rows:
        return []
    natural = [
        max(cell_width(text) for text in (column.title, *(row[number] for row in rows)))
        for number, column in enumerate(shown)
    ]
    kept = _fitting(shown, natural, cells)
    widths = _widths([shown[number] for number in kept], [natural[n] for n in kept], cells)
    rows = [[row[number] for number in kept] for row in rows]
    shown = [shown[number] for number in kept]
    heads = [column.title for column in shown]
    lines = [_row(shown, row, widths) for row in (heads, *rows)]
    if has_colour():
        lines[0] = f"{_DIM}{lines[0]}{_PLAIN}"
    return lines


def _least(number: int, column: Column[T], natural: int, cells: int) -> int:
    """How narrow a column may become: half an amount is another amount, half a key none."""
    if column.right:
        return natural
    return min(natural, cells // 2 if number == 0 else _NARROWEST)


def _fitting(columns: Sequence[Column[T]], natural: Sequence[int], cells: int) -> list[int]:
    """The numbers of the columns that have room side by side; the first one always has."""
    kept = list(range(len(columns)))
    while len(kept) > 1:
        least = sum(_least(each, columns[each], natural[each], cells) for each in kept)
        if least + len(_GAP) * (len(kept) - 1) <= cells:
            break
        spare = [each for each in kept[1:] if columns[each].spare]
        kept.remove(spare[-1] if spare else kept[-1])
    return kept


def _given(column: Column[T], item: T) -> str:
    return one_line(column.give(item))


def _widths(columns: Sequence[Column[T]], natural: Sequence[int], cells: int) -> list[int]:
    """How wide each is: those that may shrink first, the widest down to the next widest."""
    widths = list(natural)
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - cells
    least = [_least(n, column, natural[n], cells) for n, column in enumerate(columns)]
    for willing in (True, False):
        while over > 0:
            able = [
                n for n, c in enumerate(columns) if c.shrinks is willing and widths[n] > least[n]
            ]
            if not able:
                break
            widths[max(able, key=lambda n: widths[n])] -= 1
            over -= 1
    return widths


def _row(columns: Sequence[Column[T]], row: list[str], widths: Sequence[int]) -> str:
    cells = (
        fit(text, size, right=column.right)
        for column, text, size in zip(columns, row, widths, strict=True)
    )
    return _GAP.join(cells).rstrip()


# --- one thing --------------------------------------------------------------------------------


def pairs(rows: Iterable[tuple[str, str]]) -> None:
    """Names and values, a pair a line: aligned and wrapped for people, tab-separated when piped."""
    found = [(name, one_line(value)) for name, value in rows if value]
    if not is_terminal():
        for name, value in found:
            line(f"{name}\t{value}")
        return
    room = max((cell_width(name) for name, _ in found), default=0)
    indent = " " * (room + len(_GAP))
    for name, value in found:
        # Whole: half a path or an address is of no use.
        for number, part in enumerate(_parts(value, max(_NARROWEST, width() - len(indent)))):
            line((indent if number else fit(name, room) + _GAP) + part)


def explained(things: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Each thing's words whole below its place, for people: a table has no room for them."""
    for place, words in things:
        line(place)
        for text in filter(None, words):
            for part in _parts(one_line(text), max(_NARROWEST, width() - len(_GAP))):
                line(_GAP + part)


def _parts(text: str, cells: int) -> list[str]:
    from tui.drawing.line import wrap

    return list(wrap(text, cells))


def paged(lines: Sequence[str]) -> None:
    """Lines for people, through PAGER where they are more than the screen holds."""
    command = os.environ.get("PAGER", "")
    many = is_terminal() and len(lines) >= shutil.get_terminal_size().lines
    if command and many and _through(command, lines):
        return
    for each in lines:
        line(each)


def _through(command: str, lines: Sequence[str]) -> bool:
    """Show the lines in a pager; False where there is no such program."""
    import shlex
    import subprocess

    environment = {"LESS": "FRX", **os.environ}
    try:
        pager = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, env=environment)
    except (OSError, ValueError):
        return False
    with pager, suppress(BrokenPipeError):
        pager.communicate(("\n".join(lines) + "\n").encode())
    return True


# --- JSON -------------------------------------------------------------------------------------


def json(value: Any, fields: str | None, jq: str | None = None) -> None:
    """The value as JSON with the named fields, filtered by a jq program."""
    data = msgspec.to_builtins(value)
    if fields:
        data = _selected(data, [name for name in fields.split(",") if name])
    if jq is not None:
        _filtered(data, jq)
        return
    encoded = msgspec.json.encode(data)
    if is_terminal():
        encoded = msgspec.json.format(encoded, indent=2)
    line(encoded.decode())


def names_fields(kind: type, fields: str | None, extra: Sequence[str] = ()) -> bool:
    """Whether `--json` came without fields; then they were named, one a line.

    Raises UsageError for a field that a `kind` does not have.
    """
    return names_known([*kind.__struct_fields__, *extra], fields)  # type: ignore[attr-defined]


def names_known(known: Sequence[str], fields: str | None) -> bool:
    """The same for fields that no struct names. Raises UsageError for one that is not `known`."""
    if fields is None:
        return False
    if not fields:
        for name in known:
            line(name)
        return True
    unknown = [name for name in fields.split(",") if name and name not in known]
    if unknown:
        from core.near import hint_among

        raise UsageError(
            say("commands.unknown_field", field=", ".join(unknown)),
            hint=hint_among(unknown[0], known, len(known)),
        )
    return False


def _selected(data: Any, names: list[str]) -> Any:
    if isinstance(data, list):
        return [_selected(each, names) for each in data]
    return {name: data.get(name) for name in names}


def _filtered(data: Any, program: str) -> None:
    import jq

    try:
        results = jq.compile(program).input_value(data).all()
    except ValueError as error:
        raise UsageError(say("commands.bad_jq", detail=str(error))) from None
    for result in results:
        # As `jq -r`: a text by itself, ready for the next command.
        line(result if isinstance(result, str) else msgspec.json.encode(result).decode())
