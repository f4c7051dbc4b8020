"""A person's `language` in the company's files: obeyed where nothing else says a language."""

from shutil import copytree

import pytest

from tests.tui.commands.conftest import COMPANY, House


@pytest.fixture
def speaks_chinese(house: House) -> House:
    """A house whose owner's language is Chinese, and who has been told so."""
    folder = house.folder / "company"
    copytree(COMPANY, folder)
    people = folder / "people.yaml"
    people.write_text(people.read_text().replace("{id: rita, ", "{id: rita, language: zh, "))
    house.done("apply", str(folder))
    house.done("whoami")
    return house


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"SIGNOFF_LANG": ""}, "zh"),
        ({"SIGNOFF_LANG": "", "LANG": "en_US.UTF-8", "LC_ALL": "C"}, "zh"),
        ({"SIGNOFF_LANG": "en"}, "en"),
    ],
)
def test_it_goes_before_the_machines_and_behind_what_was_chosen(
    speaks_chinese: House, environment: dict[str, str], language: str
) -> None:
    run = speaks_chinese.run("show", "PO-99999", **environment)
    assert run.code == 1
    assert ("没有" in run.err) == (language == "zh")
    page = speaks_chinese.done("help", "approve", **environment).out
    assert ("用法" in page) == (language == "zh")


def test_the_configuration_file_goes_before_it(speaks_chinese: House) -> None:
    config = speaks_chinese.folder / "config"
    config.mkdir(exist_ok=True)
    (config / "config.toml").write_text('language = "en"\n')
    assert "Usage" in speaks_chinese.done("help", "approve", SIGNOFF_LANG="").out


def test_acting_as_somebody_else_one_keeps_ones_own(speaks_chinese: House) -> None:
    speaks_chinese.done("whoami", "--as", "bea")
    assert "用法" in speaks_chinese.done("help", "approve", SIGNOFF_LANG="").out


def test_it_goes_when_it_is_taken_away(speaks_chinese: House) -> None:
    speaks_chinese.done("apply", str(COMPANY))
    speaks_chinese.done("whoami")
    assert "Usage" in speaks_chinese.done("help", "approve", SIGNOFF_LANG="").out
