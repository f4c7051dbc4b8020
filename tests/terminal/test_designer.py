"""The designer as a process owner starts it: the worked example of flows.md, key by key."""

from pathlib import Path

import pytest

from tests.terminal.owner import play
from tests.terminal.test_real_server import signoff


@pytest.mark.parametrize(("columns", "lines"), [(80, 24)])
def test_somebody_who_never_saw_yaml_builds_the_worked_example(
    tmp_path: Path, columns: int, lines: int
) -> None:
    home, file = tmp_path / "home", tmp_path / "rules.yaml"
    seen: dict[str, str] = {}
    try:
        signoff(home, "demo")
        play(home, file, seen.__setitem__, columns=columns, lines=lines)
        assert "by: role:purchasing_manager" in file.read_text()
        assert "purchase-rules" in signoff(home, "flow", "list")
        assert "approve: department-head" in signoff(home, "flow", "show", "purchase-rules")
        assert "can be published" in signoff(home, "flow", "check", str(file))
    finally:
        signoff(home, "server", "stop")
    assert any("Purchasing manager" in screen for screen in seen.values())
