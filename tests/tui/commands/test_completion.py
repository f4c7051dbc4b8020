"""The script of each shell, read by the shell itself where it is there."""

import shutil
import subprocess
from shutil import rmtree

import pytest

from tests.tui.commands.conftest import House, new_house
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


def completed(house: House, words: str, **environment: str) -> list[str]:
    """What bash is offered for the last of the words."""
    run = house.done(
        _SIGNOFF_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(words.count(" ")),
        **environment,
    )
    assert run.err == ""
    return run.out.split()


def test_the_keys_of_what_waits_for_the_caller_are_completed(shared: House) -> None:
    key = shared.order()
    for typed in ("", key[:-1]):
        assert key in completed(shared, f"signoff approve -m ok {typed}", SIGNOFF_AS="bea")
    assert key not in completed(shared, f"signoff show {key}0", SIGNOFF_AS="bea")


@pytest.mark.parametrize("harm", [r"\`id\`", r"\$(id)", r"\'; id; \'", "[/b] it's"])
def test_the_title_of_an_object_is_nothing_that_zsh_would_run(shared: House, harm: str) -> None:
    key = shared.order(supplier=f"钢厂，{harm} Ltd.")
    words = f"signoff show {key}"
    run = shared.done(
        _SIGNOFF_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=words, SIGNOFF_AS="bea"
    )
    assert f'"{key}":"钢厂， ' in run.out
    assert "Ltd." in run.out
    assert not set("`$\\;[(").intersection(run.out.partition('":"')[2])


def test_a_tab_starts_no_server_and_says_nothing_of_one_that_is_away() -> None:
    house = new_house()
    try:
        assert completed(house, "signoff show PO-") == []
        assert completed(house, "signoff show PO-", SIGNOFF_URL="http://127.0.0.1:9") == []
        assert completed(house, "signoff show PO-", SIGNOFF_URL="nonsense") == []
        assert list(house.folder.iterdir()) == []
    finally:
        rmtree(house.folder)
