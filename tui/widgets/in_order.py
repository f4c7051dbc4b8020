"""Keys of a field carried out in the order in which they were typed.

Textual lets a field take letters at once, but looks for what Enter, Backspace or ^U do only after
the key has bubbled up to the app: of `ok`, Enter, `j` typed fast, the `j` would end up in the text.
"""

from typing import Protocol, runtime_checkable

from textual.events import Key
from textual.widget import Widget


@runtime_checkable
class TakesKeys(Protocol):
    """A dialog: it looks at each key before it becomes text."""

    def take_from_field(self, event: Key) -> bool:
        """Carry out what the key does here; False for one that is the field's own."""


async def take_in_order(field: Widget, event: Key) -> bool:
    """Carry out what the dialog or the field's own bindings do with a key; False for text."""
    screen = field.screen
    taken = isinstance(screen, TakesKeys) and screen.take_from_field(event)
    bindings = [] if taken else field._bindings.key_to_bindings.get(event.key, [])
    for binding in bindings:
        await field.run_action(binding.action)
    if taken or bindings:
        event.stop()
        event.prevent_default()
    return taken or bool(bindings)
