"""What the configuration file says to the screens: each key is obeyed, or refused by its name."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import UsageError
from core.settings import Settings
from tui.actions import BY_ID
from tui.services import Options

NOWHERE = Path("/nowhere")


def options(**values: Any) -> Options:
    settings = Settings(
        config_folder=NOWHERE, data_folder=NOWHERE, state_folder=NOWHERE, values=values
    )
    return Options.of(settings)


def test_without_a_configuration_there_is_a_window_to_undo_and_no_mouse() -> None:
    found = options(url="http://x", language="zh")
    assert found.undo > timedelta(0)
    assert (found.mouse, found.bell) == (False, False)


def test_every_key_is_obeyed() -> None:
    found = options(
        inbox={"undo_seconds": 0.5}, terminal={"mouse": True, "bell": True}, keys={"help": "H"}
    )
    assert found.undo == timedelta(seconds=0.5)
    assert (found.mouse, found.bell) == (True, True)
    assert found.keymap.action("H") is BY_ID["help"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("inbox", {"inbox": 3}),
        ("inbox.undo_seconds", {"inbox": {"undo_seconds": "5"}}),
        ("inbox.undo_seconds", {"inbox": {"undo_seconds": True}}),
        ("inbox.undo_seconds", {"inbox": {"undo_seconds": -1}}),
        ("inbox.undo_seconds", {"inbox": {"undo_seconds": float("inf")}}),
        ("inbox.undo_seconds", {"inbox": {"undo_seconds": float("nan")}}),
        ("inbox.undo", {"inbox": {"undo": 3}}),
        ("terminal.mouse", {"terminal": {"mouse": "yes"}}),
        ("terminal.bel", {"terminal": {"bel": True}}),
    ],
)
def test_a_wrong_key_or_value_is_refused_by_its_name(name: str, values: Any) -> None:
    with pytest.raises(UsageError) as refused:
        options(**values)
    assert f"`{name}`" in refused.value.message
