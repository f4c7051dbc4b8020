"""One setting changes, everything else in the configuration file stays as it was written."""

from pathlib import Path

import pytest

from core.config_file import set_text
from core.errors import UsageError


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'url = "https://a"\n'),
        ("# mine", '# mine\nurl = "https://a"\n'),
        ('url = "x" # old\n', 'url = "https://a"\n'),
        (
            'language = "zh"\n\n[keys]\nurl = "not this"\n',
            'language = "zh"\n\nurl = "https://a"\n[keys]\nurl = "not this"\n',
        ),
    ],
)
def test_a_setting_is_added_or_changed_in_its_place(
    tmp_path: Path, before: str, after: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(before)
    set_text(file, "url", "https://a")
    assert file.read_text() == after


def test_a_setting_is_taken_out_and_a_file_that_is_not_there_is_no_matter(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    set_text(file, "url", "")
    assert not file.exists()
    file.write_text('# mine\nurl = "https://a"\nlanguage = "zh"\n')
    set_text(file, "url", "")
    assert file.read_text() == '# mine\nlanguage = "zh"\n'


@pytest.mark.parametrize("before", ['url = """\nhttps://a\n"""\n', 'a = """\n[x]"""\nurl = "b"\n'])
def test_what_cannot_be_changed_safely_is_left_and_the_line_is_named(
    tmp_path: Path, before: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(before)
    with pytest.raises(UsageError, match='url = "https://b"'):
        set_text(file, "url", "https://b")
    assert file.read_text() == before
