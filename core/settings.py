"""Where things lie and what a person has set: environment first, then the configuration file.

`SIGNOFF_HOME` puts everything in one folder; otherwise the folders are those of the XDG
specification (on macOS those of the platform). Nothing here creates or touches a file; whoever
writes into one of the folders asks `core.files.private_folder` first.

Environment: SIGNOFF_HOME, SIGNOFF_URL, SIGNOFF_TOKEN, SIGNOFF_AS, SIGNOFF_LANG.
Configuration file (`config.toml`): `url`, `language`, and tables for the parts that read their own
(`[keys]`, `[inbox]`, `[terminal]`: `tui.services`; `[connectors]`: `server_stub.options`).
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from core.errors import UsageError
from core.language import say

MAX_SOCKET_PATH = 100
"""Bytes that a Unix socket's path may take everywhere (Linux 107, macOS 103), with room."""

DEFAULT_PORT = 8710
"""Where a server for many people listens if nothing else is said."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What one process goes by. `url` "" means the embedded server of this user."""

    config_folder: Path
    data_folder: Path
    state_folder: Path
    url: str = ""
    token: str = ""
    """From the environment only; what is stored is read by `core.sign_in`."""
    acting: str = ""
    """The person to act as (`--as`, SIGNOFF_AS)."""
    language: str = "en"
    own_language: str = ""
    """What the company's files say of the caller (`core.client.own_language`); "" if unknown."""
    values: dict[str, Any] = {}
    """The configuration file as it is."""

    @property
    def embedded(self) -> bool:
        """Whether the server is this user's own, started when it is needed."""
        return not self.url

    @property
    def config_file(self) -> Path:
        """The configuration file, which need not exist."""
        return self.config_folder / "config.toml"

    @property
    def token_file(self) -> Path:
        """The stored tokens, or that they are in the keyring, by server (mode 0600)."""
        return self.config_folder / "token"

    @property
    def key_file(self) -> Path:
        """The server's encryption key, where there is no keyring (mode 0600)."""
        return self.data_folder / "secret.key"

    @property
    def database_file(self) -> Path:
        """The embedded server's SQLite database; copies from before an upgrade lie beside it."""
        return self.data_folder / "signoff.db"

    @property
    def files_folder(self) -> Path:
        """Attached files by the hash of their content."""
        return self.data_folder / "files"

    @property
    def outbox_folder(self) -> Path:
        """Decisions and comments that were not sent yet."""
        return self.state_folder / "outbox"

    @property
    def places_folder(self) -> Path:
        """Where a person was when a session ended, for each server and person."""
        return self.state_folder / "places"

    @property
    def drafts_folder(self) -> Path:
        """Text that is being typed."""
        return self.state_folder / "drafts"

    @property
    def marks_file(self) -> Path:
        """Whose tokens were used here, by their marks."""
        return self.state_folder / "marks"

    @property
    def language_file(self) -> Path:
        """The caller's own language, as the server last said."""
        return self.state_folder / "language"

    @property
    def log_file(self) -> Path:
        """What the embedded server writes."""
        return self.state_folder / "server.log"

    @property
    def run_folder(self) -> Path:
        """Socket, lock and state of the embedded server; only its user may enter (0700)."""
        return self.state_folder / "run"

    @property
    def start_lock(self) -> Path:
        """Locked (flock) by whoever starts the embedded server."""
        return self.run_folder / "start.lock"

    @property
    def server_lock(self) -> Path:
        """Locked (flock) by the embedded server for as long as it runs."""
        return self.run_folder / "server.lock"

    @property
    def server_file(self) -> Path:
        """What the running embedded server says of itself: JSON with `pid`, `address`, …"""
        return self.run_folder / "server.json"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket: `run_folder`, or a private one in /tmp where that is too long.

        It does not depend on the session (XDG_RUNTIME_DIR is missing in cron), so there is one
        server for one database.
        """
        if len(os.fsencode(self.run_folder / "server.sock")) <= MAX_SOCKET_PATH:
            return self.run_folder
        import hashlib

        mark = hashlib.sha256(os.fsencode(self.run_folder)).hexdigest()[:16]
        return Path(f"/tmp/signoff-{os.getuid()}-{mark}")

    @property
    def socket_file(self) -> Path:
        """The embedded server's Unix socket."""
        return self.socket_folder / "server.sock"

    def owners_door(self, port: int) -> Path:
        """The Unix socket beside a port, for whoever started `signoff serve` there."""
        return self.socket_folder / f"port-{port}.sock"

    @property
    def local_url(self) -> str:
        """The embedded server's address, `unix:///…`."""
        return f"unix://{self.socket_file}"


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises UsageError where the configuration file is wrong."""
    environment = os.environ if environment is None else environment
    config, data, state = _folders(environment)
    values = _read_config(config / "config.toml")
    own = _own_language(state / "language")
    return Settings(
        config_folder=config,
        data_folder=data,
        state_folder=state,
        url=environment.get("SIGNOFF_URL") or _text(values, "url"),
        token=environment.get("SIGNOFF_TOKEN", ""),
        acting=environment.get("SIGNOFF_AS", ""),
        language=_language(environment, _text(values, "language"), own),
        own_language=own,
        values=values,
    )


def _folders(environment: Mapping[str, str]) -> tuple[Path, Path, Path]:
    home = environment.get("SIGNOFF_HOME")
    if home:
        base = Path(home).expanduser().absolute()
        return base / "config", base / "data", base / "state"
    if sys.platform == "darwin":
        from platformdirs import PlatformDirs

        folders = PlatformDirs("signoff", appauthor=False)
        return folders.user_config_path, folders.user_data_path, folders.user_state_path
    return (
        _xdg(environment, "XDG_CONFIG_HOME", ".config"),
        _xdg(environment, "XDG_DATA_HOME", ".local/share"),
        _xdg(environment, "XDG_STATE_HOME", ".local/state"),
    )


def _xdg(environment: Mapping[str, str], variable: str, usual: str) -> Path:
    # The specification: a relative path in these variables is ignored.
    value = environment.get(variable, "")
    base = Path(value) if value.startswith("/") else Path.home() / usual
    return base / "signoff"


def _read_config(file: Path) -> dict[str, Any]:
    try:
        text = file.read_bytes().decode()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(say("client.config_unreadable", file=file, detail=error)) from None
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(say("client.config_unreadable", file=file, detail=error)) from None


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise UsageError(say("client.config_not_text", key=key))
    return value


def _own_language(file: Path) -> str:
    try:
        found = file.read_bytes()
    except OSError:
        return ""
    return {b"en": "en", b"zh": "zh"}.get(found.strip(), "")


def _language(environment: Mapping[str, str], configured: str, own: str) -> str:
    for word in (
        environment.get("SIGNOFF_LANG"),
        configured,
        own,
        environment.get("LC_ALL"),
        environment.get("LC_MESSAGES"),
        environment.get("LANG"),
    ):
        if word:
            return "zh" if word.lower().startswith("zh") else "en"
    return "en"
