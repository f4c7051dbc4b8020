"""login, logout: which server is used, and the token to sign in with there."""

import os
from contextlib import suppress
from typing import Annotated

import msgspec
import typer

from core.api import Me
from core.client import marks
from core.client.connect import open_client
from core.client.own_language import remember
from core.config_file import set_text
from core.errors import SignInFirst, UsageError
from core.language import label, say
from core.settings import Settings
from core.sign_in import VARIABLE, forget_token, store_token
from tui.commands import output, session
from tui.commands.frame import command, noun
from tui.commands.words import ask, goes_in_clear, secret, token_place

app = noun("signoff")

Url = Annotated[str, typer.Argument(metavar="URL", help=say("help.arg.server_url"))]
TokenEnv = Annotated[
    str, typer.Option("--token-env", metavar="VAR", help=say("help.opt.token_env"))
]
InFile = Annotated[bool, typer.Option("--in-file", help=say("help.opt.in_file"))]


@command(app, "login", talks=False)
def login(url: Url, token_env: TokenEnv = "", in_file: InFile = False) -> None:
    """Use a server from here on, and keep the token for it."""
    there = _at(url)
    if goes_in_clear(there.url):
        output.note(say("commands.unencrypted", url=there.url), say("commands.unencrypted_hint"))
    token = ""
    if token_env or not there.url.startswith("unix:"):
        if not token_env:
            _require_answer(there)
        token = secret(token_env, "token")
    me, mark = _checked(msgspec.structs.replace(there, token=token))
    where = _kept(there, token, in_file=in_file) if token else say("commands.token_needless")
    set_text(there.config_file, "url", there.url)
    remember(there, me)
    older = marks.marks_of(there, there.url, me.person)
    session.outbox().hand_on(there.url, older, mark)
    marks.remember(there, there.url, me.person, mark)
    who = f"{label(me.name)} (@{me.person})"
    output.note(say("commands.signed_in", url=there.url, who=who, where=where))
    _warn_of_environment(there.url)


@command(app, "logout", talks=False)
def logout() -> None:
    """Forget the token, and the server that `login` named."""
    settings = session.settings()
    if settings.embedded:
        output.note(say("commands.not_signed_in"))
        return
    had = forget_token(settings)
    if _plain(str(settings.values.get("url", ""))) == _plain(settings.url):
        set_text(settings.config_file, "url", "")
    key = "commands.signed_out" if had else "commands.signed_out_tokenless"
    output.note(say(key, url=settings.url))
    if waiting := len(session.outbox().waiting()):
        output.note(say("commands.still_waiting", n=waiting))
    _warn_of_environment("")


def _at(url: str) -> Settings:
    """This machine's settings with another server. Raises UsageError for what is no address."""
    from urllib.parse import urlsplit

    plain = _plain(url)
    parts = urlsplit(plain)
    try:
        sound = bool(parts.hostname) or (parts.scheme == "unix" and parts.path.startswith("/"))
        parts.port  # noqa: B018 - reading it checks its range
    except ValueError as error:
        raise UsageError(say("commands.bad_address", url=url, detail=error)) from None
    if not sound or parts.scheme not in ("http", "https", "unix") or parts.username:
        hint = say("commands.login_address.hint")
        raise UsageError(say("client.bad_url", url=url), hint=hint)
    return msgspec.structs.replace(session.settings(), url=plain, token="", acting="")


def _plain(url: str) -> str:
    return url.strip().rstrip("/").removesuffix("/v1")


def _require_answer(there: Settings) -> None:
    """Raise Unreachable before anybody is asked for a token that cannot be tried."""
    with suppress(SignInFirst), open_client(there) as client:
        client.me()


def _checked(there: Settings) -> tuple[Me, str]:
    """Who the server takes the token for, and the token's mark; nothing is kept of a token that it
    does not take."""
    try:
        with open_client(there) as client:
            return client.me(), client.identity
    except SignInFirst as error:
        raise SignInFirst(
            said=say(
                "commands.token_refused", url=there.url, detail=error.values["detail"].rstrip(".。")
            ),
            hint=say("commands.token_refused.hint"),
        ) from None


def _kept(there: Settings, token: str, *, in_file: bool) -> str:
    """Where the token is kept from now on: in a file only with the person's word."""
    try:
        kept = store_token(there, token, in_file=in_file)
    except UsageError:
        if in_file or not ask(say("commands.in_file_question", file=there.token_file)):
            raise
        kept = store_token(there, token, in_file=True)
    return say("commands.token_kept", where=token_place(kept))


def _warn_of_environment(url: str) -> None:
    """What the environment says goes before what was kept."""
    given = os.environ.get("SIGNOFF_URL", "")
    if given and _plain(given) != url:
        output.note(say("commands.goes_before", variable="SIGNOFF_URL", value=given))
    if os.environ.get(VARIABLE):
        output.note(say("commands.goes_before", variable=VARIABLE, value=say("commands.is_set")))
