"""What whoever keeps a server can set."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import UsageError
from core.settings import Settings
from server_stub.options import patience


def settings(values: dict[str, Any]) -> Settings:
    here = Path("/nowhere")
    return Settings(config_folder=here, data_folder=here, state_folder=here, values=values)


def test_a_system_that_stays_away_is_tried_for_three_days_unless_said_otherwise() -> None:
    assert patience(settings({})) == timedelta(days=3)
    assert patience(settings({"connectors": {"retry_days": 0.5}})) == timedelta(hours=12)


@pytest.mark.parametrize(
    "table", [{"retry_days": 0}, {"retry_days": "3"}, {"retry_days": True}, {"retry": 3}, 3]
)
def test_a_wrong_setting_is_refused_by_name(table: object) -> None:
    with pytest.raises(UsageError, match="connectors"):
        patience(settings({"connectors": table}))
