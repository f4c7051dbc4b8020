"""The language that the company's files give a person, kept for where nothing else says one.

What a program says before it has talked to the server is in that language, too: so it is kept from
the last time that the server said who the caller is.
"""

from core.api import Me
from core.errors import UsageError
from core.files import private_folder, replace_private
from core.language import LANGUAGES
from core.settings import Settings


def remember(settings: Settings, me: Me) -> None:
    """Keep the caller's own language for the next start; whoever acts as another keeps theirs.

    A disk that does not take it is no reason to stop.
    """
    if settings.acting or me.acting:
        return
    language = me.language if me.language in LANGUAGES else ""
    if language == settings.own_language:
        return
    try:
        if language:
            private_folder(settings.state_folder)
            replace_private(settings.language_file, language.encode(), durable=False)
        else:
            settings.language_file.unlink(missing_ok=True)
    except (OSError, UsageError):
        return
