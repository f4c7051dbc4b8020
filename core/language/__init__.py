"""Texts for people, in English and Chinese.

A text has a key `area.name`; its area is a module in `core.language.texts` that holds, for each
key, the English and the Chinese form side by side. An area is imported when its first text is
needed, so a short command pays only for what it says (docs/why/language.md).
"""

from core.language.catalogue import (
    LANGUAGES,
    Label,
    current_language,
    has_text,
    label,
    say,
    set_language,
    speaking,
)

__all__ = [
    "LANGUAGES",
    "Label",
    "current_language",
    "has_text",
    "label",
    "say",
    "set_language",
    "speaking",
]
