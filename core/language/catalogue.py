"""Looking up texts by key and language; labels that the business wrote in several languages."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module

LANGUAGES = ("en", "zh")

_Texts = dict[str, tuple[str, str]]
Label = dict[str, str]
"""A text that the business wrote: language to text; key `""` where it gave no language."""

_MOST_ECHOED = 80
"""In characters: longer than any name, condition or path that is worth reading again."""
_SHOW_WHOLE = ("differences.", "feed.")

_language: ContextVar[str] = ContextVar("language", default="en")


def current_language() -> str:
    """The language that `say` speaks here and now: `en` or `zh`."""
    return _language.get()


def set_language(language: str) -> None:
    """Speak `language` from here on: Chinese for `zh`, `zh-CN`, `zh_TW.UTF-8`; else English."""
    _language.set("zh" if language.lower().startswith("zh") else "en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block (a request, a notice to somebody else)."""
    before = _language.get()
    set_language(language)
    try:
        yield
    finally:
        _language.set(before)


@cache
def _area(name: str) -> Mapping[str, tuple[str, str]]:
    try:
        texts: _Texts = import_module(f"core.language.texts.{name}").TEXTS
    except ModuleNotFoundError:
        return {}
    return texts


def has_text(key: str) -> bool:
    """Whether the catalogue holds `key`."""
    return key in _area(key.partition(".")[0])


def say(key: str, /, **values: object) -> str:
    """The text of `key` in the current language, with `{name}` replaced from `values`.

    What stands in “quotation marks” is what somebody wrote: of very long words there only the
    beginning is repeated, but for texts that are there to show them (a feed, a comparison).
    Raises KeyError for a key that no catalogue holds: a missing text is a defect, and the tests
    walk every key.
    """
    pair = _area(key.partition(".")[0])[key]
    text = pair[LANGUAGES.index(_language.get())]
    if not values:
        return text
    if any(type(each) is str and len(each) > _MOST_ECHOED for each in values.values()):
        values = _echoed(key, text, values)
    return text.format_map(values)


def _echoed(key: str, text: str, values: dict[str, object]) -> dict[str, object]:
    """The values, those cut that `text` only repeats."""
    if key.startswith(_SHOW_WHOLE):
        return values
    return {
        name: f"{each[: _MOST_ECHOED - 1]}…"
        if isinstance(each, str) and len(each) > _MOST_ECHOED and f"“{{{name}}}”" in text
        else each
        for name, each in values.items()
    }


def label(words: Label | str | None, language: str | None = None) -> str:
    """The form of a business's label for `language` (default: the current one).

    Falls back to the text without a language, then English, then whatever there is, then "".
    """
    if not words:
        return ""
    if isinstance(words, str):
        return words
    for key in (language or _language.get(), "", "en"):
        if key in words:
            return words[key]
    return next(iter(words.values()))
