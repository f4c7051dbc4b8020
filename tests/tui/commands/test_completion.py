"""The script of each shell, read by the shell itself where it is there."""

import shutil
import subprocess

import pytest

from tui.commands import main

BARE = {"bash": "--norc", "zsh": "-f", "fish": "--no-config"}
"""What starts each shell without anybody's settings."""


def script(capsys: pytest.CaptureFixture[str], shell: str) -> str:
    assert main.main(["completion", shell]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("shell", [each for each in BARE if shutil.which(each)])
def test_a_shell_that_was_just_started_takes_its_script(
    capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    words = [shell, BARE[shell]]
    read = subprocess.run(words, input=script(capsys, shell), capture_output=True, text=True)
    assert (read.returncode, read.stderr) == (0, "")


def test_zsh_is_given_what_it_needs_before_its_completion_was_begun(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = script(capsys, "zsh")
    assert said.index("compinit") < said.index("compdef _signoff")
