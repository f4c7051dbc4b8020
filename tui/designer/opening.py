"""Finding and opening what is designed: a file of a flow or rule table, or what is published."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from core.client.drafts import Drafts
from core.flow.editing import FlowDocument
from core.located import MOST_BYTES
from core.rules.sheets import csv_head, csv_rows, is_csv_rules, key_name
from core.rules.table_editing import TableDocument
from tui.designer.keeping import Kept

_MOST_FILES = 2000
_RULES = re.compile(r"^(?:---\s*)?(?:\s*#[^\n]*\n|\s*\n)*rules:\s*['\"]?([\w.\-]+)", re.MULTILINE)
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def opened(file: Path, drafts: Drafts) -> Kept[Any]:
    """A file to be edited, with what an earlier session did not save of it.

    Raises OSError, and Invalid where it is neither a flow nor a rule table.
    """
    text, encoding = decoded(file.read_bytes())
    document = _table(text, file.name) if table_id(text, file) else FlowDocument(text, str(file))
    draft = str(file.resolve())  # a file of this name in another folder is another file
    return Kept(document, file, str(file), drafts, draft=draft, encoding=encoding)


def _table(text: str, name: str) -> TableDocument:
    return TableDocument(text, name)


def decoded(content: bytes) -> tuple[str, str]:
    """A file's text, and how it is encoded: spreadsheets save GB 18030 and UTF-16, too."""
    wide = _WIDE.get(content[:2])
    for encoding in (wide,) if wide else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace"), "utf-8"


def table_id(text: str, file: Path) -> str:
    """The id of the rule table in a file; "" where it holds none."""
    if file.suffix == ".csv":
        if not is_csv_rules(text):
            return ""
        head = [(line, cells) for line, cells in islice(csv_rows(text[:4000]), 8) if any(cells)]
        found, _ = csv_head(head, "")
        return next((each.raw for key, each in found.value.items() if key == key_name("rules")), "")
    match = _RULES.match(text.removeprefix("\ufeff"))
    return match[1] if match else ""


def find_table(wanted: str, beside: Path | None) -> Path | None:
    """The file of a rule table in the company's folder of a flow's file, or of this folder."""
    folder = beside.absolute().parent if beside is not None else Path.cwd()
    if folder.name == "flows":
        folder = folder.parent
    for file in islice(_files(folder), _MOST_FILES):
        try:
            if file.stat().st_size <= MOST_BYTES:
                text, _ = decoded(file.read_bytes())
                if table_id(text, file) == wanted:
                    return file
        except OSError:
            continue
    return None


def _files(folder: Path) -> Iterator[Path]:
    """Files that may hold a table: of the folder, and of the folders in it."""
    for pattern in ("*.csv", "*.yaml", "*.yml", "*/*.csv", "*/*.yaml", "*/*.yml"):
        yield from sorted(folder.glob(pattern))
