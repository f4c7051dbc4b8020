"""Text that is being typed, kept on disk until it is sent or thrown away."""

from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote

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
