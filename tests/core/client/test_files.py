"""Settings, secrets and drafts: where they lie, who can read them, what survives."""

import stat
from pathlib import Path

import pytest

from core import keychain, secrets, sign_in
from core.client.drafts import Drafts
from core.errors import UsageError
from core.files import private_folder
from core.settings import MAX_SOCKET_PATH, Settings, load_settings


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keychain, "_with_keyring", lambda work, otherwise: otherwise)
    monkeypatch.delenv("SIGNOFF_SECRET_KEY", raising=False)


def settings(home: Path, **more: str) -> Settings:
    return load_settings({"SIGNOFF_HOME": str(home), **more})


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_one_folder_holds_everything(tmp_path: Path) -> None:
    found = settings(tmp_path)
    for path in (found.config_file, found.database_file, found.log_file, found.outbox_folder):
        assert path.is_relative_to(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_a_home_the_xdg_folders_are_used_and_relative_ones_ignored() -> None:
    found = load_settings({"XDG_DATA_HOME": "/data", "XDG_STATE_HOME": "relative"})
    assert found.database_file == Path("/data/signoff/signoff.db")
    assert found.state_folder == Path.home() / ".local/state/signoff"


def test_a_socket_always_has_a_path_that_the_system_takes(tmp_path: Path) -> None:
    near = settings(Path("/tmp/x"))
    far = settings(tmp_path / ("deep" * 40))
    assert near.socket_file.parent == near.run_folder
    assert len(str(far.socket_file)) <= MAX_SOCKET_PATH
    assert far.socket_file != settings(tmp_path / ("other" * 40)).socket_file


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "SIGNOFF_LANG": "en"}, "en"),
        ({"LC_ALL": "zh_TW"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_nearest_wish(
    tmp_path: Path, environment: dict[str, str], language: str
) -> None:
    assert settings(tmp_path, **environment).language == language


def test_the_environment_goes_before_the_configuration_file(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "config.toml").write_text('url = "https://one"\nlanguage = "zh"\n')
    assert settings(tmp_path).url == "https://one"
    assert settings(tmp_path).language == "zh"
    assert settings(tmp_path, SIGNOFF_URL="https://two").url == "https://two"


@pytest.mark.parametrize("content", ["url = [", "url = 7", "\xff"])
def test_a_wrong_configuration_file_is_named(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "config.toml").write_bytes(content.encode("latin-1"))
    with pytest.raises(UsageError):
        settings(tmp_path)


def test_the_servers_key_is_made_once_and_only_its_user_can_read_it(tmp_path: Path) -> None:
    found = settings(tmp_path)
    key = secrets.encryption_key(found)
    assert secrets.encryption_key(found) == key
    assert mode(found.key_file) == 0o600
    assert mode(found.data_folder) == 0o700


def test_a_given_key_goes_before_the_file_and_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = settings(tmp_path)
    monkeypatch.setenv("SIGNOFF_SECRET_KEY", "A" * 43 + "=")
    assert secrets.encryption_key(found) == b"A" * 43 + b"="
    monkeypatch.setenv("SIGNOFF_SECRET_KEY", "short")
    with pytest.raises(UsageError):
        secrets.encryption_key(found)


def test_a_keyring_that_does_not_answer_leads_to_no_second_key(tmp_path: Path) -> None:
    found = settings(tmp_path)
    found.data_folder.mkdir()
    found.key_file.write_text("keyring\n")
    with pytest.raises(UsageError):
        secrets.encryption_key(found)


def test_a_token_goes_into_a_file_only_with_the_persons_word(tmp_path: Path) -> None:
    found = settings(tmp_path, SIGNOFF_URL="https://one")
    with pytest.raises(UsageError):
        sign_in.store_token(found, "geheim")
    assert sign_in.find_token(found).secret == ""
    sign_in.store_token(found, "geheim", in_file=True)
    assert mode(found.token_file) == 0o600
    assert sign_in.find_token(found).secret == "geheim"
    given = settings(tmp_path, SIGNOFF_URL="https://one", SIGNOFF_TOKEN="other")
    assert sign_in.find_token(given).secret == "other"
    assert sign_in.forget_token(found)
    assert sign_in.find_token(found).secret == ""


def test_each_server_has_a_token_of_its_own(tmp_path: Path) -> None:
    one = settings(tmp_path, SIGNOFF_URL="https://one")
    two = settings(tmp_path, SIGNOFF_URL="https://two/")
    sign_in.store_token(one, "first", in_file=True)
    assert sign_in.find_token(two).secret == ""
    sign_in.store_token(two, "second", in_file=True)
    assert sign_in.find_token(one).secret == "first"
    sign_in.forget_token(one)
    assert not sign_in.forget_token(one)
    assert sign_in.find_token(two).secret == "second"


@pytest.mark.parametrize("content", [b"\xff", None])
def test_a_key_that_cannot_be_read_is_named_and_not_made_anew(
    tmp_path: Path, content: bytes | None
) -> None:
    found = settings(tmp_path)
    found.data_folder.mkdir()
    if content is None:
        found.key_file.mkdir()
    else:
        found.key_file.write_bytes(content)
    with pytest.raises(UsageError, match=r"secret\.key"):
        secrets.encryption_key(found)


def test_a_draft_survives_until_it_is_removed(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts")
    name = "comment/../../PO-1 草稿"
    drafts.save(name, "half a sent")
    assert Drafts(tmp_path / "drafts").load(name) == "half a sent"
    assert drafts.names() == [name]
    [file] = (tmp_path / "drafts").iterdir()
    assert mode(file) == 0o600
    drafts.save(name, "")
    assert drafts.load(name) == ""
    assert drafts.names() == []


def test_a_draft_may_hold_what_no_encoding_can(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.save("x", "a\udcffb")
    assert drafts.load("x") == "a?b"


def test_a_link_to_a_folder_that_others_use_is_refused_and_its_mode_stays(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    link = tmp_path / "run"
    link.symlink_to(shared)
    with pytest.raises(UsageError, match="leads to a folder that others can enter"):
        private_folder(link)
    assert mode(shared) == 0o777
    shared.chmod(0o700)
    assert private_folder(link) == link


def test_where_there_can_be_no_folder_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(UsageError, match="cannot be used: Not a directory"):
        private_folder(tmp_path / "state" / "run")
