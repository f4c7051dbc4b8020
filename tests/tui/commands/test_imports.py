"""A one-shot command pays only for what it does."""

import subprocess
import sys
from pathlib import Path

from tests.tui.commands.conftest import House
from tui.commands.main import MODULES

PROGRAM = """
import sys
from tui.commands.main import main
code = main(sys.argv[1:])
sys.stderr.write("LOADED " + " ".join(sys.modules))
sys.exit(code)
"""


def loaded(house: House, *words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        env=house.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return {name.partition(".")[0] for name in done.stderr.partition("LOADED ")[2].split()}


def test_no_command_imports_the_screen_or_the_server() -> None:
    modules = sorted({f"tui.commands.{module}" for module in MODULES.values()})
    program = f"import sys, {', '.join(modules)}, tui.line.inbox; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    found = {name.partition(".")[0] for name in done.stdout.split()}
    assert not found & {"textual", "sqlalchemy", "litestar", "granian", "server_stub"}


def test_approve_loads_nothing_that_it_does_not_need(shared: House) -> None:
    key = shared.order()
    found = loaded(shared, "approve", key, "--as", "bea")
    assert "msgspec" in found
    unwanted = {"rich", "pydantic", "keyring", "cryptography", "httpx", "yaml", "jq", "asyncio"}
    assert not found & (unwanted | {"textual", "sqlalchemy", "litestar", "subprocess32"})
    assert shared.done("show", key, "--jq", ".object.state").out.strip() == "approved"


def test_every_module_of_commands_is_reached_by_a_command() -> None:
    folder = Path(__file__).parents[3] / "tui" / "commands"
    supporting = {
        "__init__",
        "main",
        "frame",
        "options",
        "help",
        "output",
        "session",
        "exits",
        "many",
        "words",
        "checks",
        "completing",
        "keeping",
        "fields",
        "form",
        "editor",
        "drawn",
        "flow_bpmn",
        "flow_design",
        "flow_draw",
        "flow_move",
        "flow_simulate",
        "flow_try",
        "start",
        "reference",
    }
    assert {file.stem for file in folder.glob("*.py")} == supporting | set(MODULES.values())
