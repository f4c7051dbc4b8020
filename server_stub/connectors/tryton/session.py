"""Sessions: each person speaks to Tryton under their own login; it knows no "act as"."""

import asyncio
import base64
from collections.abc import Callable
from typing import Any

import msgspec

from server_stub.connectors.tryton import errors
from server_stub.connectors.tryton.rpc import Rpc, Spoken

_ASKED = {"company", "employee", "language"}


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who a login is in Tryton."""

    user: int
    employee: int = 0
    groups: tuple[int, ...] = ()
    company: int = 0
    administrator: bool = False


class Session:
    """One login; logs in when needed and again when the session has ended."""

    def __init__(
        self,
        rpc: Rpc,
        login: str,
        password: str,
        *,
        log: Callable[[Spoken], None] | None = None,
    ) -> None:
        self.rpc = rpc
        self.login = login
        self._password = password
        self._log = log
        self._authorization = ""
        self.refused = ""
        """Why Tryton did not accept the login; "" while it does."""
        self._logging_in = asyncio.Lock()
        self.identity = Identity(user=0)
        self.context: dict[str, object] = {}

    async def call(
        self, method: str, *params: object, changes: bool = False, **context: object
    ) -> Any:
        """Call `method` in this person's context; `context` adds keys to it.

        Raises the kinds of `errors`. An ended session is renewed once: nothing was done then.
        """
        for again in (True, False):
            authorization = await self._signed_in()
            try:
                return await self.rpc.call(
                    method,
                    *params,
                    {**self.context, **context},
                    authorization=authorization,
                    changes=changes,
                    log=self._log,
                )
            except errors.SessionGone:
                if self._authorization == authorization:
                    self._authorization = ""
                if not again:
                    raise
        raise AssertionError("unreachable")

    async def sign_in(self) -> Identity:
        """Log in, if not done yet. Raises LoginRefused – from then on without asking again, since
        Tryton locks a login that fails too often."""
        await self._signed_in()
        return self.identity

    def try_again(self) -> None:
        """Ask Tryton about a refused login once more: somebody looks into it."""
        self.refused = ""

    async def _signed_in(self) -> str:
        async with self._logging_in:
            if self.refused:
                raise errors.LoginRefused(self.refused)
            if not self._authorization:
                await self._log_in()
            return self._authorization

    async def _log_in(self) -> None:
        try:
            found = await self.rpc.call(
                "common.db.login", self.login, {"password": self._password}, "en", log=self._log
            )
            if not found:
                raise errors.SessionGone
        except (errors.SessionGone, errors.LoginRefused) as error:
            self.refused = error.text or self.login
            raise errors.LoginRefused(self.refused) from error
        user, token, *_bus = found
        raw = f"{self.login}:{user}:{token}".encode()
        authorization = "Session " + base64.b64encode(raw).decode()
        preferences = await self.rpc.call(
            "model.res.user.get_preferences", True, {}, authorization=authorization, log=self._log
        )
        self.context = {key: preferences[key] for key in _ASKED if preferences.get(key)}
        self.identity = Identity(
            user=int(user),
            employee=preferences.get("employee") or 0,
            groups=tuple(preferences.get("groups") or ()),
            company=preferences.get("company") or 0,
            administrator=bool(preferences.get("administrator")),
        )
        self._authorization = authorization

    async def sign_out(self) -> None:
        """End the session in Tryton, if there is one; what cannot be reached ends by age."""
        authorization, self._authorization = self._authorization, ""
        if not authorization:
            return
        try:
            await self.rpc.call("common.db.logout", authorization=authorization, log=self._log)
        except errors.TrytonError:
            return
