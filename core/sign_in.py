"""Who a person is to each server: tokens, kept for one address each.

The environment comes first, then what `signoff login` kept: in the keyring, or with the person's
word in a file of mode 0600. A token never goes to another address than the one it was kept for.
"""

import msgspec

from core import keychain
from core.errors import UsageError
from core.files import read_text, replace_private
from core.language import say
from core.settings import Settings

VARIABLE = "SIGNOFF_TOKEN"
_IN_KEYRING = "keyring"
"""What the file says where the token itself is in the keyring."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A token and where it was found: `SIGNOFF_TOKEN`, `keyring`, the file's path, or ""."""

    secret: str = ""
    where: str = ""


def find_token(settings: Settings) -> Found:
    """The bearer token for `settings.url`. Raises UsageError where the file cannot be read."""
    if settings.token:
        return Found(secret=settings.token, where=VARIABLE)
    if settings.embedded:
        return Found()
    kept = _kept(settings).get(settings.url.rstrip("/"), "")
    if kept != _IN_KEYRING:
        return Found(secret=kept, where=str(settings.token_file) if kept else "")
    # An empty one is a keyring that is locked, or has lost it: the server will ask to sign in.
    return Found(secret=keychain.get(_name(settings)), where=_IN_KEYRING)


def store_token(settings: Settings, secret: str, *, in_file: bool = False) -> str:
    """Keep the token for `settings.url`; returns where: `keyring`, or the file's path.

    Raises UsageError where the keyring cannot keep it and `in_file` does not allow the file.
    """
    if not in_file and keychain.put(_name(settings), secret):
        _keep(settings, _IN_KEYRING)
        return _IN_KEYRING
    if not in_file:
        raise UsageError(
            say("client.no_keyring"), hint=say("client.no_keyring.hint", file=settings.token_file)
        )
    _keep(settings, secret)
    return str(settings.token_file)


def mark_of(secret: str) -> str:
    """What tells a token from another without giving it away; "" for none."""
    if not secret:
        return ""
    import hashlib

    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def forget_token(settings: Settings) -> bool:
    """Remove the token kept for `settings.url`; False where there was none."""
    kept = _kept(settings).get(settings.url.rstrip("/"), "")
    if kept == _IN_KEYRING:
        keychain.remove(_name(settings))
    _keep(settings, "")
    return bool(kept)


def _kept(settings: Settings) -> dict[str, str]:
    """The file: a line for each server, its address and its token or `keyring`."""
    try:
        lines = read_text(settings.token_file).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            say("client.tokens_unreadable", file=settings.token_file, detail=detail),
            hint=say("client.tokens_unreadable.hint"),
        ) from None
    pairs = (line.partition("\t") for line in lines)
    return {url: secret.strip() for url, _, secret in pairs if secret.strip()}


def _keep(settings: Settings, secret: str) -> None:
    kept = _kept(settings)
    kept.pop(settings.url.rstrip("/"), None)
    if secret:
        kept[settings.url.rstrip("/")] = secret
    if kept:
        text = "".join(f"{url}\t{each}\n" for url, each in kept.items())
        replace_private(settings.token_file, text.encode())
    else:
        settings.token_file.unlink(missing_ok=True)


def _name(settings: Settings) -> str:
    return f"token {settings.url.rstrip('/')}"
