"""What a connector is: one small interface, however different the systems behind it."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Protocol

import msgspec

from core.connections import Finding, WebhookAction
from core.objects import ObjectType
from server_stub.operations.calls import Call
from server_stub.operations.delivery import Delivery
from server_stub.store.unit import Store


class Login(msgspec.Struct, frozen=True, kw_only=True):
    """How a person is known in the other system; no password: they decide there only."""

    person: str
    login: str
    password: str = ""


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """One connector as it is configured, with its secrets in clear: for memory only."""

    name: str
    url: str
    user: str
    password: str
    ways: dict[str, str] = {}
    people: tuple[Login, ...] = ()
    headers: dict[str, str] = {}
    actions: dict[str, WebhookAction] = {}


class Connector(Protocol):
    """One connected system."""

    system: ClassVar[str]
    """What `connect add` calls the kind of system."""

    def __init__(self, setup: Setup, store: Store, *, holder: str) -> None:
        """Raises ValueError for an address that cannot be one. Asks nobody anything yet."""
        ...

    @classmethod
    def check_address(cls, url: str) -> None:
        """Raise ValueError for an address that cannot be one."""
        ...

    @classmethod
    def kinds(cls) -> Sequence[str]:
        """The kinds of document it knows, as `connect ways` names them."""
        ...

    @classmethod
    def types(cls, name: str, taken: Sequence[str]) -> Sequence[ObjectType]:
        """The object types of its kinds; no prefix is among those `taken`."""
        ...

    async def poll(self) -> None:
        """Read what waits there, again and again, until cancelled; failures are reported."""
        ...

    def meet(self, people: Iterable[Login]) -> None:
        """Other people are mapped now, or they sign in differently."""
        ...

    async def sync(self) -> None:
        """Read everything that waits there again, now; failures are reported."""
        ...

    async def deliver(self, call: Call) -> Delivery:
        """Carry out one action. Never raises for what the other system does."""
        ...

    async def test(self) -> list[Finding]:
        """What works and what is missing, in the current language."""
        ...

    async def close(self) -> None:
        """End sessions and connections."""
        ...
