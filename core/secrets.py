"""Secrets: the person's token and the server's encryption key.

The environment comes first, then the keyring with a time limit (on a host without a desktop it
fails or hangs), then a file with mode 0600: for the token only with the person's word, for the
server's key because the server has nobody to ask.
"""

import base64
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from core.errors import UsageError
from core.files import locked, read_text, replace_private
from core.language import say
from core.settings import Settings

KEYRING_SECONDS = 2.0
"""How long the keyring may take to answer."""

_SERVICE = "signoff"
_KEY_VARIABLE = "SIGNOFF_SECRET_KEY"
_IN_KEYRING = "keyring"
"""What the key file says where the key itself is in the keyring: a keyring that does not answer
today must not lead to a second key, which could not read what the first one wrote."""

T = TypeVar("T")


def find_token(settings: Settings) -> str:
    """The bearer token for `settings.url`: environment, keyring, file; "" where there is none."""
    if settings.token or settings.embedded:
        return settings.token
    stored = read_text(settings.token_file).strip()
    if stored and stored != _IN_KEYRING:
        return stored
    return _keyring_get(_token_name(settings)) if stored == _IN_KEYRING else ""


def store_token(settings: Settings, secret: str, *, in_file: bool = False) -> str:
    """Keep the token for later commands; returns where: `keyring`, or the file's path.

    Raises UsageError where the keyring cannot keep it and `in_file` does not allow the file.
    """
    if not in_file and _keyring_set(_token_name(settings), secret):
        _keep(settings.token_file, _IN_KEYRING)
        return _IN_KEYRING
    if not in_file:
        raise UsageError(
            say("client.no_keyring"), hint=say("client.no_keyring.hint", file=settings.token_file)
        )
    _keep(settings.token_file, secret)
    return str(settings.token_file)


def forget_token(settings: Settings) -> None:
    """Remove the stored token."""
    if read_text(settings.token_file).strip() == _IN_KEYRING:
        _keyring_delete(_token_name(settings))
    settings.token_file.unlink(missing_ok=True)


def encryption_key(settings: Settings) -> bytes:
    """The key for other systems' passwords on the server, made at the first call.

    32 random bytes in URL-safe base64, as `cryptography.fernet.Fernet` takes them. Many server
    processes on one database share it through SIGNOFF_SECRET_KEY. Blocks for `KEYRING_SECONDS` at
    most. Raises UsageError where the key is in a keyring that does not answer.
    """
    given = os.environ.get(_KEY_VARIABLE)
    if given:
        return _checked(given, _KEY_VARIABLE)
    stored = read_text(settings.key_file).strip() or _make_key(settings)
    if stored != _IN_KEYRING:
        return _checked(stored, str(settings.key_file))
    found = _keyring_get(_key_name(settings))
    if not found:
        raise UsageError(
            say("client.key_unreachable", file=settings.key_file),
            hint=say("client.key_unreachable.hint", variable=_KEY_VARIABLE),
        )
    return _checked(found, _IN_KEYRING)


def _make_key(settings: Settings) -> str:
    fresh = base64.urlsafe_b64encode(os.urandom(32)).decode()
    # One at a time: of two servers that start, the second takes what the first one made.
    with locked(settings.key_file.with_suffix(".lock"), 3 * KEYRING_SECONDS):
        stored = read_text(settings.key_file).strip()
        if not stored:
            stored = _IN_KEYRING if _keyring_set(_key_name(settings), fresh) else fresh
            _keep(settings.key_file, stored)
        return stored


def _keep(file: Path, text: str) -> None:
    replace_private(file, text.encode() + b"\n")


def _checked(text: str, where: str) -> bytes:
    try:
        sound = len(base64.urlsafe_b64decode(text)) == 32
    except ValueError:
        sound = False
    if not sound:
        raise UsageError(say("client.key_broken", where=where))
    return text.encode()


def _token_name(settings: Settings) -> str:
    return f"token {settings.url}"


def _key_name(settings: Settings) -> str:
    return f"server key {settings.data_folder}"


# --- keyring ----------------------------------------------------------------------------------


def _keyring_get(name: str) -> str:
    def get(keyring: Any) -> str:
        return keyring.get_password(_SERVICE, name) or ""

    return _with_keyring(get, "")


def _keyring_set(name: str, secret: str) -> bool:
    def store(keyring: Any) -> bool:
        keyring.set_password(_SERVICE, name, secret)
        # Some backends accept and forget; what cannot be read back was not kept.
        return bool(keyring.get_password(_SERVICE, name) == secret)

    return _with_keyring(store, False)


def _keyring_delete(name: str) -> None:
    def delete(keyring: Any) -> None:
        keyring.delete_password(_SERVICE, name)

    _with_keyring(delete, None)


def _with_keyring(work: Callable[[Any], T], otherwise: T) -> T:
    """What `work` gives, or `otherwise` where the keyring fails or does not answer in time."""
    found = [otherwise]

    def run() -> None:
        try:
            import keyring

            found[0] = work(keyring)
        except Exception:
            # Backends raise what they like: D-Bus errors, their own, ImportError. Each of them
            # means the same here: there is no keyring.
            return

    # A thread, because a hanging D-Bus call cannot be interrupted; a daemon, so that it does not
    # keep the process.
    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    worker.join(KEYRING_SECONDS)
    return found[0]
