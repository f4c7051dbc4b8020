"""What `doctor` looks at, each finding with what to do and the exit code that it means."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec

from core.client import local
from core.client.client import Client
from core.client.connect import open_client
from core.client.paging import whole
from core.connections import ConnectorView, Finding
from core.errors import NotAllowed, SignInFirst, SignoffError, Unreachable
from core.language import label, say
from core.settings import Settings
from core.sign_in import VARIABLE, find_token
from tui.commands import exits, output, session
from tui.commands.config import all_paths
from tui.commands.words import goes_in_clear, own_version, token_place

_LOCAL_ONLY = frozenset({"database_file", "key_file", "files_folder", "log_file", "socket_file"})
"""What a server elsewhere has on its own machine."""
_SECRET = frozenset({"token_file", "key_file"})
_VARIABLES = ("HOME", "URL", "TOKEN", "AS", "LANG", "SECRET_KEY")
_TABLES = ("url", "language", "keys", "inbox", "terminal", "connectors")
_LITTLE = 200_000_000
"""Bytes of free disk space under which something is about to fail."""
_AHEAD = timedelta(days=30)
"""How long before its end a calendar should be continued."""


class Check(msgspec.Struct, frozen=True):
    """A finding, and the exit code that it means for `doctor` as a whole."""

    finding: Finding
    code: int = exits.DONE


def all_checks(settings: Settings) -> Iterator[Check]:
    """Everything that can be looked at from here, the server last but what waits for it."""
    yield from _environment(settings)
    yield from _places(settings)
    yield from _disk(settings)
    yield from _terminal()
    yield from _server(settings)
    yield from _waiting()


def _ok(subject: str, detail: str) -> Check:
    return Check(Finding(state="ok", subject=subject, detail=detail))


def _warning(subject: str, detail: str, hint: str) -> Check:
    return Check(Finding(state="warning", subject=subject, detail=detail, hint=hint))


def _error(subject: str, detail: str, hint: str, code: int) -> Check:
    return Check(Finding(state="error", subject=subject, detail=detail, hint=hint), code)


def _failed(subject: str, error: SignoffError, hint: str = "") -> Check:
    return _error(subject, error.message, hint or error.hint, exits.exit_code(error))


# --- what is set ------------------------------------------------------------------------------


def _environment(settings: Settings) -> Iterator[Check]:
    running = ".".join(str(part) for part in sys.version_info[:3])
    yield _ok(say("doctor.program"), f"signoff {own_version()}, Python {running}")
    subject = say("doctor.settings")
    for name in sorted(os.environ):
        if name.startswith("SIGNOFF_") and name.removeprefix("SIGNOFF_") not in _VARIABLES:
            known = [f"SIGNOFF_{each}" for each in _VARIABLES]
            yield _warning(subject, say("doctor.unknown", name=name), _among(name, known))
    for name in settings.values:
        if name not in _TABLES:
            words = say("doctor.unknown_setting", name=name, file=settings.config_file)
            yield _warning(subject, words, _among(name, _TABLES))
    if settings.embedded and settings.token:
        words = say("doctor.idle_token")
        yield _warning(subject, words, say("doctor.idle_token.hint"))


def _among(word: str, known: list[str] | tuple[str, ...]) -> str:
    from core.near import hint_among

    return hint_among(word, known)


# --- files ------------------------------------------------------------------------------------


def _places(settings: Settings) -> Iterator[Check]:
    for name, path in all_paths():
        if settings.embedded or name not in _LOCAL_ONLY:
            subject = say(f"doctor.path.{name}")
            try:
                yield _place(subject, path, secret=name in _SECRET)
            except OSError as error:
                hint = say("doctor.no_access.hint", user=_user())
                yield _error(subject, f"{path}: {error.strerror}", hint, exits.USAGE)
    if settings.embedded:
        yield from _key(settings)


def _place(subject: str, path: Path, *, secret: bool) -> Check:
    try:
        status = path.stat()
    except FileNotFoundError:
        return _ok(subject, say("commands.not_there_yet", path=path))
    if status.st_uid != os.getuid():
        hint = say("doctor.no_access.hint", user=_user())
        return _error(subject, say("commands.wrong_owner", path=path), hint, exits.USAGE)
    if secret and status.st_mode & 0o077:
        hint = say("commands.too_open.hint", path=path)
        return _error(subject, say("commands.too_open", path=path), hint, exits.USAGE)
    needed = os.R_OK | os.W_OK | (os.X_OK if path.is_dir() else 0)
    if not os.access(path, needed):
        hint = say("doctor.no_access.hint", user=_user())
        return _error(subject, say("doctor.no_access", path=path), hint, exits.USAGE)
    return _ok(subject, str(path))


def _key(settings: Settings) -> Iterator[Check]:
    """Whether the key can be used; one that is not there yet is made when it is needed."""
    from core.secrets import encryption_key

    try:
        if settings.key_file.exists() and settings.key_file.stat().st_size:
            encryption_key(settings)
    except SignoffError as error:
        yield _failed(say("doctor.path.key_file"), error)
    except OSError:
        return  # said with its place


def _user() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _disk(settings: Settings) -> Iterator[Check]:
    folder = settings.data_folder if settings.embedded else settings.state_folder
    while not os.path.isdir(folder) and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    detail = say("doctor.free", size=f"{free // 1_000_000:,} MB", folder=folder)
    subject = say("doctor.disk")
    if free < _LITTLE:
        yield _warning(subject, detail, say("commands.disk.hint"))
    else:
        yield _ok(subject, detail)


# --- the terminal -----------------------------------------------------------------------------


def _terminal() -> Iterator[Check]:
    subject = say("commands.terminal")
    encoding = sys.stdout.encoding or ""
    if encoding.lower().replace("-", "") != "utf8":
        yield _warning(subject, encoding, say("commands.encoding_hint"))
    term = os.environ.get("TERM", "")
    size = os.get_terminal_size() if output.is_terminal() else None
    shown = f"{size.columns}x{size.lines}" if size else say("commands.no_screen")
    detail = f"TERM={term} {shown}"
    if size and term in ("", "dumb", "unknown"):
        yield _warning(subject, detail, say("doctor.plain_terminal"))
    else:
        yield _ok(subject, detail)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    if shutil.which(editor.split()[0] if editor.split() else "") is None:
        words = say("doctor.no_editor", editor=editor)
        yield _warning(say("doctor.editor"), words, say("doctor.no_editor.hint"))


# --- the server -------------------------------------------------------------------------------


def _server(settings: Settings) -> Iterator[Check]:
    subject = say("doctor.server")
    try:
        if settings.embedded:
            yield from _started(settings)
        else:
            yield from _signed_in(settings)
        with open_client(settings) as client:
            yield from _answers(client)
            yield _company(client)
            yield from _calendars(client)
            yield from (_connector(each) for each in _connectors(client))
    except Unreachable as error:
        hint = error.hint if settings.embedded else say("doctor.unreachable.hint")
        yield _failed(subject, error, hint)
    except SignoffError as error:
        yield _failed(subject, error)
    except OSError as error:  # no server can be started on a disk that takes nothing
        words = say("commands.disk", path=error.filename, detail=error.strerror)
        yield _error(subject, words, say("commands.disk.hint"), exits.USAGE)


def _started(settings: Settings) -> Iterator[Check]:
    """Start the embedded server where it does not run; tell what a killed one left."""
    if local.is_ready(settings):
        return
    if settings.socket_file.exists() and not local.is_running(settings):
        words = say("doctor.stale_socket", path=settings.socket_file)
        yield _ok(say("doctor.path.socket_file"), words)
    local.ensure_server(settings)


def _signed_in(settings: Settings) -> Iterator[Check]:
    """Which server, by whose word, and with which token."""
    by = "SIGNOFF_URL" if os.environ.get("SIGNOFF_URL") else str(settings.config_file)
    yield _ok(say("doctor.server"), say("doctor.named_by", url=settings.url, by=by))
    if goes_in_clear(settings.url):
        hint = say("commands.unencrypted_hint")
        words = say("commands.unencrypted", url=settings.url)
        yield _warning(say("doctor.server"), words, hint)
    subject = say("commands.who.token")
    found = find_token(settings)
    if found.secret:
        where = VARIABLE if found.where == VARIABLE else token_place(found.where)
        yield _ok(subject, say("doctor.token_from", where=where))
    elif found.where:
        hint = say("doctor.keyring_silent.hint", url=settings.url)
        yield _error(subject, say("doctor.keyring_silent"), hint, exits.SIGN_IN)
    elif not settings.url.startswith("unix:"):
        yield _failed(subject, SignInFirst(say("doctor.no_token")))


def _answers(client: Client) -> Iterator[Check]:
    me = client.me()
    subject = say("doctor.server")
    yield _ok(subject, say("commands.answers", where=client.where, version=me.server))
    who = f"{label(me.name)} (@{me.person})"
    if me.acting:
        who = say("doctor.acting", who=who, acting=me.acting)
    yield _ok(say("commands.who.person"), who)
    if me.server != own_version():
        words = say("doctor.versions", server=me.server, own=own_version())
        yield _warning(subject, words, say("doctor.versions.hint"))


def _company(client: Client) -> Check:
    """Whether there is anything to decide about: a new server knows no company."""
    count = len(whole(lambda cursor: client.types(cursor=cursor)))
    subject = say("doctor.company")
    if count:
        return _ok(subject, say("doctor.types", n=count))
    hint = say("doctor.no_company.hint")
    return Check(Finding(state="ok", subject=subject, detail=say("doctor.no_company"), hint=hint))


def _calendars(client: Client) -> Iterator[Check]:
    """Calendars that will soon not know which days are worked."""
    soon = (session.now() + _AHEAD).date()
    for name, until in client.server().calendars.items():
        if until is not None and until < soon:
            words = say("doctor.calendar_ends", until=until.isoformat())
            subject = say("doctor.calendar", name=name)
            yield _warning(subject, words, say("doctor.calendar_ends.hint"))


def _connectors(client: Client) -> list[ConnectorView]:
    try:
        return whole(lambda cursor: client.connectors(cursor=cursor))
    except NotAllowed:
        return []  # they are the administrators' matter


def _connector(connector: ConnectorView) -> Check:
    state = say(f"commands.connector.{connector.state}")
    detail = " ".join(part for part in (state, connector.url, connector.detail) if part)
    if connector.state in ("ok", "off"):
        return _ok(connector.name, detail)
    hint = say("doctor.connector.hint", name=connector.name)
    if connector.state == "refused":
        return _error(connector.name, detail, hint, exits.REFUSED)
    return _warning(connector.name, detail, hint)


def _waiting() -> Iterator[Check]:
    box = session.outbox()
    subject = say("commands.outbox")
    waiting = box.waiting()
    if waiting:
        keys = ", ".join(dict.fromkeys(item.about for item in waiting))
        words = say("commands.waiting_to_be_sent", n=len(waiting), keys=keys)
        yield _warning(subject, words, say("commands.waiting_to_be_sent.hint"))
    for file in box.unreadable():
        yield _error(subject, str(file), say("commands.unreadable_item"), exits.USAGE)
