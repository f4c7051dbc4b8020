"""Writing a rule table as YAML: the words that `core.rules.table_reading` reads.

For tables of which nobody has the file at hand: comments and layout of that are not in here.
"""

from typing import Any

from core.flow.wording import people_words, span_words, vote_words
from core.flow.writing import label_words, record_yaml
from core.rules.table import Row, Table

Record = dict[str, Any]


def table_yaml(table: Table) -> str:
    """The table as a file of its own."""
    record: Record = {"rules": table.id}
    for key, words in (("title", table.title), ("about", table.about)):
        if words:
            record[key] = label_words(words)
    record |= {"object": table.object_type, "hit": table.hit.value}
    return record_yaml(record) + _rows(table)


def _rows(table: Table) -> str:
    if not table.rows:
        return "rows: []\n"
    lines = ["rows:"]
    for row in table.rows:
        words = record_yaml(_row(row)).rstrip("\n").split("\n")
        lines += [f"  - {words[0]}", *(f"    {each}" for each in words[1:])]
    return "\n".join(lines) + "\n"


def _row(row: Row) -> Record:
    says = _says(row)
    if row.otherwise:
        return {"otherwise": says}
    cells = {path: cell.text for path, cell in row.cells.items()}
    if row.when is None:
        return {"when": cells, **says}
    return {"when": cells, "and": row.when.text, **says} if cells else {
        "when": row.when.text, **says
    }  # fmt: skip


def _says(row: Row) -> Record:
    record: Record = {}
    if row.ask:
        record["ask"] = people_words(row.ask)
    if row.vote is not None:
        record |= dict(vote_words(row.vote, row.ask)) or {"mode": row.vote.mode.value}
    if row.within is not None:
        record["within"] = span_words(row.within)
    if row.priority is not None:
        record["priority"] = row.priority.value
    if row.copy:
        record["copy"] = people_words(row.copy)
    if row.calls:
        record["call"] = row.calls[0] if len(row.calls) == 1 else list(row.calls)
    return record
