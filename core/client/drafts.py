"""Text that is being typed, kept on disk until it is sent or thrown away."""

from pathlib import Path
from urllib.parse import quote, unquote

from core.files import read_text, replace_private

_SUFFIX = ".draft"


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
        """The names of all drafts, the oldest first."""
        if not self._folder.is_dir():
            return []
        files = [file for file in self._folder.iterdir() if file.suffix == _SUFFIX]
        files.sort(key=lambda file: file.stat().st_mtime_ns)
        return [unquote(file.name.removesuffix(_SUFFIX)) for file in files]

    def _file(self, name: str) -> Path:
        return self._folder / (quote(name, safe="") + _SUFFIX)
