"""Which key calls which action: the registry's keys, changed by the person's configuration.

`[keys]` of the configuration file: action id to a key or a list of keys.
"""

from collections.abc import Mapping
from typing import Any

from core.errors import UsageError
from core.language import say
from tui.actions import ACTIONS, BY_ID, SIGNS, Action, key_words


class Keymap:
    """Which keys call which action: the registry's, changed by the person's configuration."""

    def __init__(self, changes: Mapping[str, Any] | None = None) -> None:
        self._keys = {action.id: action.keys for action in ACTIONS}
        for action_id, keys in (changes or {}).items():
            if action_id not in BY_ID:
                raise UsageError(say("actions.unknown", action=action_id))
            self._keys[action_id] = _key_list(action_id, keys)
        self._check()

    def keys(self, action: Action) -> tuple[str, ...]:
        """The keys of an action, the one that is shown first."""
        return self._keys[action.id]

    def shown(self, action: Action) -> str:
        """The first key as a person reads it, or "" where it has none."""
        keys = self.keys(action)
        return key_words(keys[0]) if keys else ""

    def action(self, key: str) -> Action | None:
        """The action that a key calls."""
        return self._by_key.get(key)

    def _check(self) -> None:
        self._by_key: dict[str, Action] = {}
        for action_id, keys in self._keys.items():
            for key in keys:
                other = self._by_key.setdefault(key, BY_ID[action_id])
                if other.id != action_id:
                    raise UsageError(say("actions.twice", key=key, one=other.id, two=action_id))


def _key_list(action_id: str, given: Any) -> tuple[str, ...]:
    keys: list[Any] = given if isinstance(given, list) else [given]
    if not all(isinstance(key, str) for key in keys):
        raise UsageError(say("actions.not_keys", action=action_id))
    return tuple(SIGNS.get(key, key) for key in keys)
