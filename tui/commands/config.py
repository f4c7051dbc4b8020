"""config paths, values: where things lie and what is set."""

import os
from pathlib import Path

from core.language import say
from tui.commands import output, session
from tui.commands.frame import command, noun
from tui.commands.options import Jq, Json

app = noun("config")

_VARIABLES = (
    "SIGNOFF_HOME",
    "SIGNOFF_URL",
    "SIGNOFF_TOKEN",
    "SIGNOFF_AS",
    "SIGNOFF_LANG",
    "NO_COLOR",
    "EDITOR",
    "PAGER",
)
_SECRET = "SIGNOFF_TOKEN"


def all_paths() -> list[tuple[str, Path]]:
    """Every file and folder in use, by its name in the texts."""
    settings = session.settings()
    return [
        ("config_file", settings.config_file),
        ("token_file", settings.token_file),
        ("database_file", settings.database_file),
        ("key_file", settings.key_file),
        ("files_folder", settings.files_folder),
        ("outbox_folder", settings.outbox_folder),
        ("drafts_folder", settings.drafts_folder),
        ("places_folder", settings.places_folder),
        ("log_file", settings.log_file),
        ("socket_file", settings.socket_file),
    ]


@command(app, "paths", text="config.paths", talks=False)
def paths(json: Json = None, jq: Jq = None) -> None:
    """List every file and folder in use."""
    found = {name: str(path) for name, path in all_paths()}
    if output.names_known(list(found), json):
        return
    if json is not None or jq is not None:
        output.json(found, json, jq)
        return
    output.pairs(
        (say(f"doctor.path.{name}") if output.is_terminal() else name, path)
        for name, path in found.items()
    )


@command(app, "values", text="config.values", talks=False)
def values(json: Json = None, jq: Jq = None) -> None:
    """List what is set, and by what."""
    settings = session.settings()
    found = {
        "server": settings.url,
        "language": settings.language,
        "as": settings.acting,
        **{name: _shown(name) for name in _VARIABLES if os.environ.get(name)},
        **{f"config.toml {name}": str(value) for name, value in settings.values.items()},
    }
    if output.names_known(list(found), json):
        return
    if json is not None or jq is not None:
        output.json(found, json, jq)
        return
    output.pairs({**found, "server": settings.url or say("commands.embedded_server")}.items())


def _shown(name: str) -> str:
    return say("commands.is_set") if name == _SECRET else os.environ[name]
