"""Asking for a line."""

import sys


def ask(prompt: str) -> str | None:
    """What the person types, stripped; None at the end of input (Ctrl-D)."""
    sys.stdout.write(f"{prompt} ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None


def yes(question: str) -> bool:
    """Whether the person agrees; anything but a clear yes is a no."""
    return (ask(question) or "").lower() in ("y", "yes", "是")
