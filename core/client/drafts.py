"""Text that is being typed, kept on disk until it is sent or thrown away."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote

from core.errors import UsageError
from core.files import read_text, replace_private

_SUFFIX = ".draft"
_LONGEST = 200
"""Bytes that a draft's name may have as a file: file systems take 255 with all that is added."""


class Drafts:
    """Drafts by name, for example `comment/PO-1042`. Quick enough for an event loop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, name: str) -> str:
        """The text that was last saved under `name`, or ""."""
        return read_text(self._file(name))

    def save(self, name: str, text: str) -> None:
        """Keep the text; an empty one is forgotten. A crash leaves the old text or the new."""
        if not text:
            self.remove(name)
            return
        replace_private(self._file(name), text.encode("utf-8", "replace"), durable=False)

    def remove(self, name: str) -> None:
        """Forget the text."""
        self._file(name).unlink(missing_ok=True)

    def give_back(self, typed: Mapping[str, str]) -> bool:
        """What was typed, by name of draft, for something that was not done: it is a draft again.

        False where there were no words at all, and where something newer lies under one of the
        names, which stays: the two of them mixed are what nobody meant.
        """
        if any(self.load(name) for name in typed):
            return False
        for name, words in typed.items():
            self.save(name, words)
        return any(typed.values())

    def names(self) -> list[str]:
        """The names of all drafts, the oldest first; of a very long one only the beginning."""
        if not self._folder.is_dir():
            return []
        files = [file for file in self._folder.iterdir() if file.suffix == _SUFFIX]
        files.sort(key=lambda file: file.stat().st_mtime_ns)
        return [unquote(file.name.removesuffix(_SUFFIX)) for file in files]

    def _file(self, name: str) -> Path:
        quoted = quote(name, safe="", errors="surrogateescape")
        if len(quoted) > _LONGEST:  # a path: each Chinese character takes nine
            mark = sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
            quoted = f"{quoted[: _LONGEST - len(mark) - 1]}-{mark}"
        return self._folder / (quoted + _SUFFIX)


class HeldDrafts(Drafts):
    """The drafts of a program that goes on: a disk that does not take one is no reason to stop.

    Such a text is held until the program ends, or until the disk takes the next version of it.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._held: dict[str, str] = {}
        """What the disk did not take, by name; "": what it did not let go of."""

    def load(self, name: str) -> str:
        """The text kept under the name; "" where there is none."""
        return self._held[name] if name in self._held else super().load(name)

    def save(self, name: str, text: str) -> None:
        """Keep the text, on disk if that can be; an empty one is forgotten."""
        if not text:
            self.remove(name)
            return
        try:
            super().save(name, text)
        except (OSError, UsageError):
            self._held[name] = text
        else:
            self._held.pop(name, None)

    def remove(self, name: str) -> None:
        """Forget the text."""
        try:
            super().remove(name)
        except OSError:
            self._held[name] = ""
        else:
            self._held.pop(name, None)
