"""Reading documents: the waiting set, whole documents, what hangs on them; and their digest."""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from core.objects import FieldKind, Money
from core.text import clean, clean_all, one_line
from server_stub.connectors.tryton import errors, values
from server_stub.connectors.tryton.kinds import Kind, Part, Table
from server_stub.connectors.tryton.session import Session

_logger = logging.getLogger("signoff.tryton")

Raw = dict[str, Any]
Stamp = tuple[float, int]
"""When a record was last written, by Tryton's clock, and its id: two of one moment still differ."""
NEVER: Stamp = (0.0, 0)
_ASIDE = ("state", "_timestamp", "write_uid.rec_name", "create_uid.login", "currency.code")
"""What is read beside the parts; not shown, not in the digest (but the state)."""
_RESOURCES_AT_ONCE = 500
_STRANGE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What reading a record of an unexpected shape raises."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One document as read, in our own form, before anybody is asked about it."""

    kind: Kind
    id: int
    state: str
    state_title: str
    stamp: str
    digest: str
    fields: dict[str, object]
    amount: Money | None
    lines: Stamp
    """Its youngest line: one that is written without its document shows in this alone."""
    raw: Raw
    """What Tryton answered, for conditions and for who did what."""

    @property
    def resource(self) -> str:
        """How Tryton names the record in references."""
        return f"{self.kind.model},{self.id}"

    @property
    def waiting(self) -> bool:
        """Whether it waits for somebody."""
        return self.state in self.kind.waits_in


class Hanging(msgspec.Struct, frozen=True, kw_only=True):
    """A note or an attachment."""

    id: int
    resource: str
    stamp: str
    text: str
    """The note's message or the attachment's name."""
    at: datetime
    login: str
    author: str
    size: int = 0
    link: str = ""


class Library:
    """Reads documents under the reader's session."""

    def __init__(self, reader: Session) -> None:
        self._reader = reader
        self._paths: dict[str, list[str]] = {}
        self.left_out: dict[str, list[str]] = {}
        """For each kind the fields that this Tryton lacks or keeps from the reader."""
        self.missing: set[str] = set()
        """Kinds whose model is not installed."""
        self.strange: dict[str, str] = {}
        """Documents (`model,id`) whose records are of an unexpected shape, each with what was
        wrong: they are left out, the others come in."""

    async def waiting(self, kind: Kind, since: datetime | None = None) -> dict[int, str]:
        """Ids and stamps of the documents that wait now, or of those written `since`."""
        domain = _waits(kind) + ([_written_since(since)] if since else [])
        rows = await self._search(kind.model, domain, ["_timestamp"])
        return {row["id"]: str(row["_timestamp"]) for row in rows if row.get("_timestamp")}

    async def read(self, kind: Kind, ids: Sequence[int]) -> dict[int, Found]:
        """The documents with `ids`, whole; one that is gone or `strange` is left out."""
        if not ids:
            return {}
        rows = await self._search(kind.model, [["id", "in", list(ids)]], await self._fields(kind))
        files = await self.attachments([f"{kind.model},{row['id']}" for row in rows])
        for id_ in set(ids) - {row["id"] for row in rows}:
            self.strange.pop(f"{kind.model},{id_}", None)
        understood: dict[int, Found] = {}
        for row in rows:
            resource = f"{kind.model},{row['id']}"
            try:
                understood[row["id"]] = found(kind, row, files)
                self.strange.pop(resource, None)
            except _STRANGE as error:
                self._leave_out(resource, error)
        return understood

    def _leave_out(self, resource: str, error: Exception) -> None:
        if resource not in self.strange:
            _logger.warning("%s cannot be read", resource, exc_info=error)
        self.strange[resource] = one_line(clean(f"{type(error).__name__}: {error}"))[:200]

    async def attachments(self, resources: Sequence[str]) -> list[Hanging]:
        """The attachments of documents, without their content."""
        names = ["name", "type", "link", "data_size", "_timestamp", "resource", "create_date"]
        rows = await self._hanging("ir.attachment", resources, names)
        return [_hanging(row, row["name"]) for row in rows]

    async def notes(self, resources: Sequence[str]) -> list[Hanging]:
        """The notes on documents, oldest first."""
        names = ["message", "_timestamp", "resource", "create_date"]
        rows = await self._hanging("ir.note", resources, names)
        return [_hanging(row, row["message"] or "") for row in rows]

    async def hanging_since(
        self, model: str, resources: Iterable[str], names: list[str], since: datetime
    ) -> list[Hanging]:
        """Notes or attachments of documents, written since."""
        domain = [["resource", "in", list(resources)], _written_since(since)]
        rows = await self._search(model, domain, [*names, "_timestamp", "resource"])
        return [_hanging(row, row[names[0]] or "") for row in rows]

    async def touched_lines(self, kind: Kind, since: datetime) -> dict[int, Stamp]:
        """Documents whose lines were written since, each with its youngest line.

        A line can be written without its document's stamp moving (Tryton 7.0, other programs).
        """
        touched: dict[int, Stamp] = {}
        for table in kind.tables:
            # A reference, which may point to several models, is followed with the model's name.
            to = [kind.model] if table.by_reference else []
            waits = [[f"{table.parent}.{name}", op, value, *to] for name, op, value in _waits(kind)]
            domain = [*waits, _written_since(since)]
            for row in await self._search(table.model, domain, [table.parent, "_timestamp"]):
                parent = _parent(row[table.parent])
                touched[parent] = max(touched.get(parent, NEVER), _stamp(row))
        return touched

    async def _search(self, model: str, domain: list[Any], names: Sequence[str]) -> list[Raw]:
        found: list[Raw] = await self._reader.call(
            f"model.{model}.search_read", domain, 0, None, [["id", "ASC"]], list(names)
        )
        return found

    async def _hanging(self, model: str, resources: Sequence[str], names: list[str]) -> list[Raw]:
        rows: list[Raw] = []
        for start in range(0, len(resources), _RESOURCES_AT_ONCE):
            part = list(resources[start : start + _RESOURCES_AT_ONCE])
            who = ["create_uid.login", "create_uid.rec_name"]
            rows += await self._search(model, [["resource", "in", part]], names + who)
        return rows

    async def _fields(self, kind: Kind) -> list[str]:
        if kind.id not in self._paths:
            self._paths[kind.id] = await self._prepare(kind)
        return self._paths[kind.id]

    async def prepare(self, kinds: Iterable[Kind]) -> None:
        """Find out once which models and fields this Tryton has and shows to the reader."""
        for kind in kinds:
            try:
                await self._fields(kind)
                self.missing.discard(kind.id)
            except errors.Misunderstood:
                self.missing.add(kind.id)

    async def _prepare(self, kind: Kind) -> list[str]:
        header = await self._known(kind.model)
        deciders = [f"{name}.rec_name" for name in set(kind.decided_by.values())]
        wanted = [part.path for part in kind.parts] + deciders
        paths = [path for path in wanted if _first(path) in header]
        left_out = [path for path in wanted if _first(path) not in header]
        for table in kind.tables:
            if table.path not in header:
                left_out.append(table.path)
                continue
            line = await self._known(table.model)
            paths.append(f"{table.path}._timestamp")
            for column in table.columns:
                path = f"{table.path}.{column.path}"
                (paths if _first(column.path) in line else left_out).append(path)
        aside = [path for path in _ASIDE if _first(path) in header or path.startswith("_")]
        whole = list(dict.fromkeys([*paths, *aside, "state:string"]))
        readable = await self._readable(kind, whole)
        self.left_out[kind.id] = sorted({*left_out, *(set(whole) - set(readable))})
        return readable

    async def _known(self, model: str) -> dict[str, Any]:
        known: dict[str, Any] = await self._reader.call(f"model.{model}.fields_get", None, 0)
        return {**known, "write_uid": {}, "create_uid": {}}

    async def _readable(self, kind: Kind, paths: list[str]) -> list[str]:
        """`paths` without those that the reader is refused; all at once where none is."""
        try:
            await self._probe(kind, paths)
        except errors.Refusal:
            kept = []
            for path in paths:
                try:
                    await self._probe(kind, [path])
                except errors.Refusal:
                    continue
                kept.append(path)
            return kept
        return paths

    async def _probe(self, kind: Kind, paths: list[str]) -> None:
        await self._reader.call(
            f"model.{kind.model}.search_read", [], 0, 1, [["id", "DESC"]], paths
        )


def _waits(kind: Kind) -> list[Any]:
    return [["state", "in", list(kind.waits_in)], *(list(clause) for clause in kind.only)]


def _written_since(since: datetime) -> list[Any]:
    naive = since.astimezone(UTC).replace(tzinfo=None)
    return ["OR", [["write_date", ">=", naive]], [["create_date", ">=", naive]]]


def moment(stamp: str) -> float:
    """A record's `_timestamp` as seconds; 0 for one that is no number."""
    try:
        return float(stamp)
    except ValueError:
        return 0.0


def _stamp(row: Raw) -> Stamp:
    return moment(row.get("_timestamp") or ""), int(row["id"])


def _youngest_line(kind: Kind, row: Raw) -> Stamp:
    lines = (line for table in kind.tables for line in row.get(f"{table.path}.") or ())
    return max((_stamp(line) for line in lines), default=NEVER)


def _parent(value: Any) -> int:
    """The id in a many-to-one (a number) or in a reference (`model,id`)."""
    return int(value.rpartition(",")[2]) if isinstance(value, str) else int(value)


def _first(path: str) -> str:
    return path.partition(".")[0].partition(":")[0]


def at(row: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path; None where a step of it is empty."""
    first, _, rest = path.partition(".")
    if not rest:
        return row.get(first)
    inner = row.get(f"{first}.")
    return at(inner, rest) if isinstance(inner, dict) else None


def found(kind: Kind, row: Raw, files: Iterable[Hanging]) -> Found:
    """A record as Tryton answered it, in our own form."""
    currency = at(row, "currency.code") or ""
    fields: dict[str, object] = {}
    for part in kind.parts:
        fields[part.id] = _value(part, at(row, part.path), currency)
    for table in kind.tables:
        fields[table.id] = _lines(table, row, currency)
    resource = f"{kind.model},{row['id']}"
    own = [file for file in files if file.resource == resource]
    fields["attachments"] = [
        {"name": file.text, "size": str(file.size), "link": file.link} for file in own
    ]
    shown = {key: clean_all(value) for key, value in fields.items() if value not in (None, "", [])}
    seen = [row["state"], shown, sorted((file.id, file.stamp) for file in own)]
    amount = shown.get(kind.amount) if kind.amount else None
    return Found(
        kind=kind,
        id=row["id"],
        state=row["state"],
        state_title=clean_all(row.get("state:string") or row["state"]),
        stamp=row["_timestamp"],
        digest=_digest(seen),
        fields=shown,
        amount=Money(**amount) if isinstance(amount, dict) else None,
        lines=_youngest_line(kind, row),
        raw=row,
    )


def _lines(table: Table, row: Raw, currency: str) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = []
    for line in row.get(f"{table.path}.") or []:
        cells = {part.id: _value(part, at(line, part.path), currency) for part in table.columns}
        lines.append({key: value for key, value in cells.items() if value is not None})
    return lines


def _value(part: Part, value: Any, currency: str) -> object:
    if value is None:
        return None
    if part.kind is FieldKind.MONEY:
        return {"amount": values.exact(value), "currency": currency}
    return values.plain(value)


def _digest(seen: object) -> str:
    text = json.dumps(seen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _hanging(row: Raw, text: str) -> Hanging:
    created = row.get("create_date")
    return Hanging(
        id=row["id"],
        resource=row["resource"],
        stamp=row["_timestamp"],
        text=clean_all(text),
        at=created.replace(tzinfo=UTC) if created else datetime.fromtimestamp(0, UTC),
        login=at(row, "create_uid.login") or "",
        author=clean_all(at(row, "create_uid.rec_name") or ""),
        size=row.get("data_size") or 0,
        link=clean_all(row.get("link") or ""),
    )
