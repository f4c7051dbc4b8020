"""Keys of a field carried out in the order in which they were typed.

Textual lets a field take letters at once, but looks for what Enter, Backspace or ^U do only after
the key has bubbled up to the app: of `ok`, Enter, `j` typed fast, the `j` would end up in the text.
So would in the first of two fields what follows a Tab.
"""

from typing import Protocol, runtime_checkable

from textual.events import Key
from textual.widget import Widget


@runtime_checkable
class TakesKeys(Protocol):
    """A dialog: it looks at each key before it becomes text."""

    def take_from_field(self, event: Key) -> bool:
        """Carry out what the key does here; False for one that is the field's own."""


def passed_on(field: Widget, event: Key) -> bool:
    """A key that was typed after the one that moved on to another field: it is for that field."""
    focused = field.screen.focused
    if focused is None or focused is field or not field.screen.is_active:
        return False
    event.stop()
    event.prevent_default()
    focused.post_message(Key(event.key, event.character))
    return True


async def take_in_order(field: Widget, event: Key) -> bool:
    """Carry out what the dialog or the field's own bindings do with a key; False for text."""
    if passed_on(field, event):
        return True
    screen = field.screen
    taken = isinstance(screen, TakesKeys) and screen.take_from_field(event)
    bindings = [] if taken else field._bindings.key_to_bindings.get(event.key, [])
    for binding in bindings:
        await field.run_action(binding.action)
    if taken or bindings:
        event.stop()
        event.prevent_default()
    return taken or bool(bindings)
