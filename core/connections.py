"""What travels about connectors: how they are set up, how they are, what they exchanged."""

from datetime import datetime

import msgspec


class NewConnector(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/connectors. `password` is stored encrypted."""

    system: str
    name: str
    url: str
    user: str = ""
    password: str = ""
    ways: dict[str, str] = {}
    """Document kind to `mirror`, `flow` or `off`; what is not named: `mirror`."""


class ConnectorPerson(msgspec.Struct, frozen=True, kw_only=True):
    """PUT /v1/connectors/{name}/people/{person}."""

    login: str
    password: str = ""


class ConnectorView(msgspec.Struct, frozen=True, kw_only=True):
    """One connector as the listing shows it; state: `ok`, `down`, `refused`, `off`."""

    name: str
    system: str
    url: str
    user: str
    state: str
    detail: str = ""
    since: datetime | None = None
    last_contact: datetime | None = None
    ways: dict[str, str] = {}
    people: dict[str, str] = {}
    """Person to login there."""
    waiting: int = 0
    """Documents that wait for a decision."""
    queued: int = 0
    """Actions that were not delivered yet."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `connect test` or `doctor`; state: `ok`, `warning`, `error`."""

    state: str
    subject: str
    detail: str
    hint: str = ""


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One request and its answer in `connect log`, without secrets."""

    id: int
    at: datetime
    connector: str
    person: str
    what: str
    outcome: str
    detail: str = ""
    milliseconds: int = 0
    object: str = ""
