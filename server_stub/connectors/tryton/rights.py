"""Who may press which button, found out before anybody tries.

As Tryton does it: a button with groups is for their members; one without is for whoever may write
the model. Rights are read by the reader's session for every mapped login at once, and by a
person's own session where the reader may not see them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from server_stub.connectors.tryton import errors, pyson
from server_stub.connectors.tryton.kinds import Kind
from server_stub.connectors.tryton.session import Identity, Session

_MODEL_BY_NAME_SINCE = (7, 2)
"""Before, a button or an access right named its model by id."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A button rule: how many different people have to press, and when it applies."""

    people: int
    condition: str


class Button(msgspec.Struct, frozen=True, kw_only=True):
    """A button and who may press it; no groups: whoever may write the model."""

    id: int
    groups: frozenset[int]
    rules: tuple[Rule, ...] = ()


class Rights(msgspec.Struct, frozen=True, kw_only=True):
    """What one reading of Tryton's rights found."""

    buttons: dict[str, dict[str, Button]] = {}
    """By kind and the button's name."""
    writers: dict[str, frozenset[int] | None] = {}
    """By kind the groups that may write; None: everybody. A kind is missing where not known."""
    people: dict[str, Identity] = {}
    """By login."""

    def may_press(self, login: str, kind: Kind) -> frozenset[str]:
        """The buttons of `kind` that `login` may press, by name."""
        identity = self.people.get(login)
        if identity is None:
            return frozenset()
        buttons = self.buttons.get(kind.id, {})
        if identity.administrator:
            return frozenset(buttons)
        groups = frozenset(identity.groups)
        writers = self.writers.get(kind.id, frozenset())
        writes = writers is None or bool(groups & writers)
        return frozenset(
            name
            for name, button in buttons.items()
            if (button.groups & groups if button.groups else writes)
        )

    def signatures(self, kind: Kind, button: str, record: Mapping[str, Any]) -> int:
        """How many people have to press `button` on `record`; 0: not known."""
        found = self.buttons.get(kind.id, {}).get(button)
        needed = 1
        for rule in found.rules if found else ():
            holds = pyson.holds(rule.condition, record)
            if holds is None:
                return 0
            if holds:
                needed = max(needed, rule.people)
        return needed


async def read_rights(
    reader: Session, kinds: Iterable[Kind], sessions: Mapping[str, Session]
) -> Rights:
    """Read the rights of all logins in `sessions` on `kinds`."""
    kinds = tuple(kinds)
    by_name = reader.rpc.series >= _MODEL_BY_NAME_SINCE
    people = await _people(reader)
    for login, session in sessions.items():
        if login not in people:
            try:
                people[login] = await session.sign_in()
            except errors.TrytonError:
                continue
    return Rights(
        buttons=await _buttons(reader, kinds, by_name),
        writers=await _writers(reader, kinds, by_name),
        people=people,
    )


async def _people(reader: Session) -> dict[str, Identity]:
    names = ["login", "groups", "employee", "company"]
    try:
        rows = await reader.call("model.res.user.search_read", [], 0, None, None, names)
    except errors.Refusal:
        return {}
    return {
        row["login"]: Identity(
            user=row["id"],
            employee=row.get("employee") or 0,
            groups=tuple(row.get("groups") or ()),
            company=row.get("company") or 0,
        )
        for row in rows
    }


async def _buttons(
    reader: Session, kinds: tuple[Kind, ...], by_name: bool
) -> dict[str, dict[str, Button]]:
    model = "model" if by_name else "model.model"
    rows = await reader.call(
        "model.ir.model.button.search_read",
        [[model, "in", [kind.model for kind in kinds]]],
        0,
        None,
        None,
        ["name", model, "groups", "rules.number_user", "rules.condition"],
    )
    found: dict[str, dict[str, Button]] = {kind.id: {} for kind in kinds}
    for row in rows:
        for kind in kinds:
            if kind.model == _model_of(row):
                found[kind.id][row["name"]] = _button(row)
    return found


def _model_of(row: dict[str, Any]) -> str:
    inner = row.get("model.")
    return str(inner["model"] if isinstance(inner, dict) else row.get("model"))


def _button(row: dict[str, Any]) -> Button:
    rules = (
        Rule(people=rule["number_user"] or 1, condition=rule["condition"] or "")
        for rule in row.get("rules.") or ()
    )
    return Button(id=row["id"], groups=frozenset(row["groups"] or ()), rules=tuple(rules))


async def _writers(
    reader: Session, kinds: tuple[Kind, ...], by_name: bool
) -> dict[str, frozenset[int] | None]:
    model = "model" if by_name else "model.model"
    domain = [[model, "in", [kind.model for kind in kinds]]]
    try:
        rows = await reader.call(
            "model.ir.model.access.search_read",
            domain,
            0,
            None,
            None,
            [model, "group", "perm_write"],
        )
    except errors.Refusal:
        return {}
    found: dict[str, frozenset[int] | None] = {}
    for kind in kinds:
        own = [row for row in rows if _model_of(row) == kind.model]
        open_to_all = not own or any(row["perm_write"] and not row["group"] for row in own)
        groups = frozenset(row["group"] for row in own if row["perm_write"] and row["group"])
        found[kind.id] = None if open_to_all else groups
    return found
