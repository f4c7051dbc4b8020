"""What has to be said to Textual before it is imported: it reads these once, at import.

Nothing moves by itself on a terminal that may hang on a slow link, an arrow key that arrives in
pieces stays an arrow key, and the colours are the sixteen of the person's own terminal.
"""

import os
from collections.abc import MutableMapping

SWITCHES = {
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "TEXTUAL_THEME": "ansi-dark",
    "TEXTUAL_FPS": "250",
    "ESCDELAY": "300",
}
"""`ESCDELAY` is in milliseconds: how long an ESC waits for the rest of an arrow key. `TEXTUAL_FPS`
is how long a change waits to be painted with others (1/60 s is felt; what is equal is not sent)."""


def set_switches(environment: MutableMapping[str, str] | None = None) -> None:
    """Set what the person has not set; takes effect only if Textual is not imported yet."""
    environment = os.environ if environment is None else environment
    for name, value in SWITCHES.items():
        environment.setdefault(name, value)
    if not has_colours(environment):
        environment["NO_COLOR"] = "1"


def has_colours(environment: MutableMapping[str, str]) -> bool:
    """Whether colours are wanted (no-color.org) and the terminal has any (terminfo)."""
    if environment.get("NO_COLOR"):
        return False
    import curses

    try:
        curses.setupterm(environment.get("TERM", ""), 1)
        return curses.tigetnum("colors") != -1
    except (curses.error, ValueError):
        return True
