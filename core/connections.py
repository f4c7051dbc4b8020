"""What travels about connectors: how they are set up, how they are, what they exchanged."""

from datetime import datetime

import msgspec

SYSTEMS = ("tryton", "webhook")
"""The kinds of system that can be connected, as `connect add` names them."""


class WebhookAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one action of a flow is called in any system that speaks HTTP and JSON.

    Texts may hold `{name}` of what the flow sends (`with:`), and `{key}`, `{person}`, `{login}`,
    `{reason}`; headers `{password}`, `{user}`, too.
    """

    method: str = "POST"
    path: str = ""
    """Behind the connector's address; or a whole address on the same host."""
    headers: dict[str, str] = {}
    body: object = None
    """What is sent as JSON; a text that is one `{name}` alone stands for the value as it is.
    Without it: all that the flow sends."""
    answer: dict[str, str] = {}
    """What the flow is told: a name to the place in the answer, `data.items[0].id`."""
    key_header: str = "Idempotency-Key"
    """The header with the action's key, by which the other side does it once; "": none."""
    find: "WebhookSearch | None" = None
    """Asked before anything is sent again after an attempt of which nobody knows what it did."""


class WebhookSearch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to find out whether the action was done already, by its key."""

    path: str
    id: str
    """The place in the answer that is there exactly when it was done."""
    answer: dict[str, str] = {}
    """As for the action; without it the same."""


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of a system that speaks HTTP and JSON: `core.described` reads it."""

    actions: dict[str, WebhookAction] = {}
    headers: dict[str, str] = {}


class NewConnector(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/connectors. `password` is stored encrypted."""

    system: str
    name: str
    url: str
    user: str = ""
    password: str = ""
    ways: dict[str, str] = {}
    """Document kind to `mirror`, `flow` or `off`; what is not named: `mirror`."""
    headers: dict[str, str] = {}
    """For `webhook`: sent with every action; may hold `{user}` and `{password}`."""
    actions: dict[str, WebhookAction] = {}
    """For `webhook`: what flows can call, `NAME.ACTION`."""


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
    actions: tuple[str, ...] = ()
    """What flows can call, where that is described (webhook)."""
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
