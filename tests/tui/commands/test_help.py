"""Every command explains itself in both languages, and the reference says the same."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.language import has_text, speaking
from tests.tui.commands.conftest import CHECKOUT, House
from tui.commands.help import TOPICS, topic_page, wrap
from tui.commands.main import MODULES, NOUNS
from tui.commands.reference import reference

KEY = re.compile(r'say\(\s*"([a-z_]+\.[a-zA-Z_.-]+)"')
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def sources() -> list[Path]:
    folders = ("tui/commands", "tui/line", "core/client")
    files = [file for folder in folders for file in (CHECKOUT / folder).glob("*.py")]
    names = ("settings", "secrets", "sign_in", "config_file", "typed")
    return [*files, *(CHECKOUT / f"core/{name}.py" for name in names)]


def test_every_text_that_is_said_is_in_the_catalogue() -> None:
    keys = {key for file in sources() for key in KEY.findall(file.read_text())}
    assert len(keys) > 150
    assert [key for key in sorted(keys) if not has_text(key)] == []


@pytest.mark.parametrize(
    "area", ["commands", "help", "columns", "topics", "line", "client", "typed"]
)
def test_both_languages_take_the_same_values(area: str) -> None:
    from importlib import import_module

    texts = import_module(f"core.language.texts.{area}").TEXTS
    for key, (english, chinese) in texts.items():
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", chinese)), key


def test_the_reference_is_what_the_help_says() -> None:
    written = (CHECKOUT / "docs/reference/commands.md").read_text()
    assert written == reference(), "run: python -m tui.commands.reference"


def test_every_command_has_a_page_in_chinese() -> None:
    program = (
        "from core.language import set_language; set_language('zh');"
        "from tui.commands.reference import reference; print(reference())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    pages = done.stdout.decode()
    assert pages.count("用法：") >= len(MODULES) + len(NOUNS)
    assert "Options:" not in pages
    assert "Usage:" not in pages


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_topic_has_a_page(topic: str, language: str) -> None:
    with speaking(language):
        page = topic_page(topic)
    assert bool(CHINESE.search(page)) == (language == "zh")


def test_the_exit_codes_of_the_help_are_those_of_the_program() -> None:
    from tui.commands import exits

    page = topic_page("exit-codes")
    for name, value in vars(exits).items():
        if name.isupper() and isinstance(value, int):
            assert re.search(rf"^  {value} ", page, re.MULTILINE), name


def test_chinese_is_wrapped_by_cells() -> None:
    assert list(wrap("采购订单需要审批，请尽快处理。", 10)) == [
        "采购订单需",
        "要审批，请",
        "尽快处理。",
    ]


def test_help_is_shown_for_a_noun_alone_and_for_a_command(shared: House) -> None:
    assert "list" in shared.done("flow").out
    assert shared.done("help", "flow", "check").out == shared.done("flow", "check", "--help").out
    assert shared.run("help", "nonsense").code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_each_shell(shared: House, shell: str) -> None:
    assert "_SIGNOFF_COMPLETE" in shared.done("completion", shell).out


def test_completion_completes_commands(shared: House) -> None:
    run = shared.run(_SIGNOFF_COMPLETE="complete_bash", COMP_WORDS="signoff app", COMP_CWORD="1")
    assert set(run.out.split()) == {"approve", "apply"}
