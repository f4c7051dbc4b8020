"""The server's encryption key: from the environment, else the keyring, else a file (mode 0600).

The file needs nobody's word, because the server has nobody to ask.
"""

import base64
import os
from pathlib import Path

from core import keychain
from core.errors import UsageError
from core.files import locked, read_text, replace_private
from core.language import say
from core.settings import Settings

_KEY_VARIABLE = "SIGNOFF_SECRET_KEY"
_IN_KEYRING = "keyring"
"""What the key file says where the key itself is in the keyring: a keyring that does not answer
today must not lead to a second key, which could not read what the first one wrote."""


def encryption_key(settings: Settings) -> bytes:
    """The key for other systems' passwords on the server, made at the first call.

    32 random bytes in URL-safe base64, as `cryptography.fernet.Fernet` takes them. Many server
    processes on one database share it through SIGNOFF_SECRET_KEY. Blocks for at most
    `keychain.KEYRING_SECONDS`. Raises UsageError where the key is in a keyring that does not
    answer, or cannot be read.
    """
    given = os.environ.get(_KEY_VARIABLE)
    if given:
        return _checked(given, _KEY_VARIABLE)
    stored = _stored(settings) or _make_key(settings)
    if stored != _IN_KEYRING:
        return _checked(stored, str(settings.key_file))
    found = keychain.get(_key_name(settings))
    if not found:
        raise UsageError(
            say("client.key_unreachable", file=settings.key_file),
            hint=say("client.key_unreachable.hint", variable=_KEY_VARIABLE),
        )
    return _checked(found, _IN_KEYRING)


def _make_key(settings: Settings) -> str:
    fresh = base64.urlsafe_b64encode(os.urandom(32)).decode()
    # One at a time: of two servers that start, the second takes what the first one made.
    with locked(settings.key_file.with_suffix(".lock"), 3 * keychain.KEYRING_SECONDS):
        stored = _stored(settings)
        if not stored:
            stored = _IN_KEYRING if keychain.put(_key_name(settings), fresh) else fresh
            _keep(settings.key_file, stored)
        return stored


def _stored(settings: Settings) -> str:
    try:
        return read_text(settings.key_file).strip()
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            say("client.key_unreadable", file=settings.key_file, detail=detail),
            hint=say("client.key_unreadable.hint", variable=_KEY_VARIABLE),
        ) from None


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


def _key_name(settings: Settings) -> str:
    return f"server key {settings.data_folder}"
