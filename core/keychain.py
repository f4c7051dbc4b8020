"""The keyring of the person's desktop, with a time limit: without a desktop it fails or hangs."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

KEYRING_SECONDS = 2.0
"""How long the keyring may take to answer."""

_SERVICE = "signoff"

T = TypeVar("T")


def get(name: str) -> str:
    """The secret of this name; "" where there is none, or no keyring."""

    def read(keyring: Any) -> str:
        return keyring.get_password(_SERVICE, name) or ""

    return _with_keyring(read, "")


def put(name: str, secret: str) -> bool:
    """Keep the secret under this name; False where the keyring cannot."""

    def store(keyring: Any) -> bool:
        keyring.set_password(_SERVICE, name, secret)
        # Some backends accept and forget; what cannot be read back was not kept.
        return bool(keyring.get_password(_SERVICE, name) == secret)

    return _with_keyring(store, False)


def remove(name: str) -> None:
    """Forget the secret of this name."""

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
