"""login, logout and doctor against a real server on a port, and what becomes of tokens."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from stat import S_IMODE

import pytest

from core.api import Comment
from core.client import routes
from core.client.connect import open_client
from core.client.outbox import Outbox
from core.settings import load_settings
from tests.tui.commands.conftest import House, new_house
from tests.tui.commands.screen import Screen


class Office:
    """A server on a port, a token of Bea's for it, and a machine that knows neither."""

    def __init__(self, server: House, url: str, token: str, door: str) -> None:
        self.server = server
        self.url = url
        self.token = token
        self.door = door
        self.machine = new_house()

    @property
    def config(self) -> Path:
        return self.machine.folder / "config" / "config.toml"

    @property
    def tokens(self) -> Path:
        return self.machine.folder / "config" / "token"

    def sign_in(self) -> None:
        self.machine.done("login", self.url, "--token-env", "MINE", "--in-file", MINE=self.token)


@pytest.fixture(scope="module")
def serving(prepared: House) -> Iterator[Office]:
    from shutil import copytree

    house = new_house()
    copytree(prepared.folder / "data", house.folder / "data")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = house.process("serve", "--port", str(port))
    url = f"http://127.0.0.1:{port}"
    try:
        while house.run("whoami", SIGNOFF_URL=url).code == 3:
            assert server.poll() is None
        door = f"unix://{house.folder}/state/run/port-{port}.sock"
        token = house.done("token", "create", "--for", "bea", SIGNOFF_URL=door).out.strip()
        yield Office(house, url, token, door)
    finally:
        server.terminate()
        server.communicate(timeout=60)
        house.close()


@pytest.fixture
def office(serving: Office) -> Iterator[Office]:
    serving.machine = new_house()
    yield serving
    serving.machine.close()


def test_after_a_login_commands_use_the_server_as_the_owner_of_the_token(office: Office) -> None:
    machine = office.machine
    run = machine.done(
        "login", office.url + "/", "--token-env", "MINE", "--in-file", MINE=office.token
    )
    assert run.out == ""
    assert "Bea" in run.err
    assert office.token not in run.err
    found = dict(row for row in machine.done("whoami").rows if len(row) == 2)
    assert found["person"] == "bea"
    assert found["server"] == office.url
    assert found["token"] == str(office.tokens)
    assert S_IMODE(office.tokens.stat().st_mode) == 0o600
    assert not (machine.folder / "data").exists(), "no server of its own was started"


def test_a_wrong_token_is_refused_and_nothing_is_kept(office: Office) -> None:
    run = office.machine.run("login", office.url, "--token-env", "MINE", "--in-file", MINE="x" * 40)
    assert run.code == 4
    assert office.url in run.err
    assert "signoff token create" in run.err
    assert not office.config.exists()
    assert not office.tokens.exists()


@pytest.mark.parametrize(
    ("words", "environment", "code", "said"),
    [
        (["http://127.0.0.1:9", "--token-env", "MINE"], {"MINE": "x"}, 3, "127.0.0.1:9"),
        (["URL"], {}, 2, "--token-env"),
        (["URL", "--token-env", "MINE"], {}, 2, "MINE"),
        (["URL", "--token-env", "MINE"], {"MINE": "TOKEN"}, 2, "--in-file"),
        (["signoff.example.com"], {}, 2, "https://"),
        (["ftp://signoff.example.com"], {}, 2, "https://"),
        (["https://me:secret@example.com"], {}, 2, "https://"),
        (["https://"], {}, 2, "https://"),
        (["http://a:99999"], {}, 2, "99999"),
        (["unix:///nowhere/s"], {}, 3, "/nowhere/s"),
        ([], {}, 2, "URL"),
    ],
)
def test_a_login_that_cannot_be_says_why_and_keeps_nothing(
    office: Office, words: list[str], environment: dict[str, str], code: int, said: str
) -> None:
    words = [office.url if word == "URL" else word for word in words]
    environment = {
        name: office.token if value == "TOKEN" else value for name, value in environment.items()
    }
    run = office.machine.run("login", *words, **environment)
    assert (run.code, run.out) == (code, "")
    assert said in run.err
    assert office.token not in run.err
    assert not office.config.exists()
    assert not office.tokens.exists()


def test_at_a_terminal_the_token_is_asked_for_without_echo_and_a_file_only_after_a_yes(
    office: Office,
) -> None:
    screen = Screen(office.machine, "login", office.url)
    screen.until("Token:")
    screen.type(office.token + "\n")
    asked = screen.until("[y/N]")
    assert office.token not in asked
    screen.type("y\n")
    shown = screen.end()
    assert screen.process.returncode == 0
    assert office.token not in shown
    assert office.machine.done("whoami", "--jq", ".person").out == "bea\n"


def test_without_the_persons_word_no_file_is_written(office: Office) -> None:
    screen = Screen(office.machine, "login", office.url)
    screen.until("Token:")
    screen.type(office.token + "\n")
    screen.until("[y/N]")
    screen.type("\n")
    screen.end()
    assert screen.process.returncode == 2
    assert not office.tokens.exists()


def test_a_keyring_keeps_the_token_out_of_the_file(office: Office, tmp_path: Path) -> None:
    # A keyring of the library's own kind, in a file: what a desktop brings is not to be had here.
    (tmp_path / "ring.py").write_text(
        "import json, pathlib\n"
        "from keyring.backend import KeyringBackend\n"
        f"FILE = pathlib.Path({str(tmp_path / 'ring.json')!r})\n"
        "def read():\n"
        "    return json.loads(FILE.read_text()) if FILE.exists() else {}\n"
        "class Ring(KeyringBackend):\n"
        "    priority = 1\n"
        "    def get_password(self, service, name):\n"
        "        return read().get(name)\n"
        "    def set_password(self, service, name, secret):\n"
        "        FILE.write_text(json.dumps({**read(), name: secret}))\n"
        "    def delete_password(self, service, name):\n"
        "        FILE.write_text(json.dumps({k: v for k, v in read().items() if k != name}))\n"
    )
    path = f"{office.machine.environment['PYTHONPATH']}:{tmp_path}"
    ring = {"PYTHON_KEYRING_BACKEND": "ring.Ring", "PYTHONPATH": path}
    office.machine.done("login", office.url, "--token-env", "MINE", MINE=office.token, **ring)
    assert office.token not in office.tokens.read_text()
    assert office.machine.done("whoami", "--json", "person,token", **ring).out == (
        '{"person":"bea","token":"keyring"}\n'
    )
    # The keyring is gone: said as such, with what to do.
    assert office.machine.run("whoami").code == 4
    run = office.machine.run("doctor")
    assert run.code == 4
    assert "keyring" in run.out
    office.machine.done("logout", **ring)
    assert (tmp_path / "ring.json").read_text() == "{}"


def test_a_token_is_never_sent_to_another_address(office: Office) -> None:
    office.sign_in()
    other = office.url.replace("127.0.0.1", "localhost")
    run = office.machine.run("whoami", SIGNOFF_URL=other)
    assert run.code == 4


def test_the_environment_goes_before_what_is_kept(office: Office) -> None:
    office.sign_in()
    assert office.machine.run("whoami", SIGNOFF_TOKEN="wrong").code == 4
    run = office.machine.done(
        "login",
        office.url,
        "--token-env",
        "SIGNOFF_TOKEN",
        "--in-file",
        SIGNOFF_TOKEN=office.token,
        SIGNOFF_URL="https://elsewhere.example.com",
    )
    assert "https://elsewhere.example.com" in run.err
    assert "SIGNOFF_TOKEN is set" in run.err


def test_a_logout_forgets_the_token_and_the_server(office: Office) -> None:
    office.config.parent.mkdir(parents=True)
    office.config.write_text('# mine\nlanguage = "en"\n[keys]\napprove = ["y"]\n')
    before = office.config.read_text()
    office.sign_in()
    assert f'url = "{office.url}"' in office.config.read_text()
    run = office.machine.done("logout")
    assert office.url in run.err
    assert office.config.read_text() == before
    assert not office.tokens.exists()
    assert "not signed in" in office.machine.done("logout").err


def test_the_owners_socket_needs_no_token(office: Office) -> None:
    run = office.machine.done("login", office.door)
    assert "no token" in run.err
    found = dict(row for row in office.machine.done("whoami").rows if len(row) == 2)
    assert "token" not in found
    assert office.machine.run("doctor").code == 0


def test_a_revoked_token_is_said_to_be_of_no_use(office: Office) -> None:
    secret = office.server.done(
        "token", "create", "--for", "rob", "--label", "old", SIGNOFF_URL=office.door
    ).out.strip()
    office.machine.done("login", office.url, "--token-env", "MINE", "--in-file", MINE=secret)
    ids = office.server.done(
        "token", "list", "--jq", '.[] | select(.label == "old") | .id', SIGNOFF_URL=office.door
    )
    office.server.done("token", "revoke", ids.lines[0], SIGNOFF_URL=office.door)
    run = office.machine.run("inbox")
    assert run.code == 4
    assert "signoff login" in run.err


def test_what_waits_goes_under_the_next_token_of_the_same_person_only(office: Office) -> None:
    def token(person: str) -> str:
        return office.server.done(
            "token", "create", "--for", person, "--label", "spare", SIGNOFF_URL=office.door
        ).out.strip()

    machine = office.machine
    key = office.server.done(
        "new", "order", "--field", "supplier=Steelwork", SIGNOFF_URL=office.door
    )
    about = key.rows[0][0]
    office.sign_in()
    settings = load_settings(machine.environment)
    comment = routes.comment(about, Comment(text="kept over the new token"))
    with open_client(settings) as client:
        Outbox(settings.outbox_folder).add(comment, client, about=about, now=datetime.now(UTC))
    for person, left in (("rob", 1), ("bea", 0)):
        machine.done("login", office.url, "--token-env", "MINE", "--in-file", MINE=token(person))
        machine.done("inbox")
        assert len(Outbox(settings.outbox_folder).waiting()) == left
    feed = office.server.done("feed", about, "--json", "text,by", SIGNOFF_URL=office.door).out
    assert feed.count("kept over the new token") == 1
    assert "bea" in feed


def test_the_doctor_names_the_server_by_whose_word_and_the_token(office: Office) -> None:
    run = office.machine.run("doctor", SIGNOFF_URL=office.url)
    assert run.code == 4
    assert "SIGNOFF_URL" in run.out
    assert "signoff login" in run.out
    office.sign_in()
    run = office.machine.done("doctor")
    assert str(office.config) in run.out
    assert str(office.tokens) in run.out
    assert "@bea" in run.out
    assert str(office.machine.folder / "data") not in run.out
    office.tokens.chmod(0o644)
    run = office.machine.run("doctor")
    assert run.code == 2
    [wrong] = [row for row in run.rows if row[0] == "error"]
    assert wrong[3] == f"chmod 600 {office.tokens}"


def test_the_doctor_says_of_a_dead_server_what_to_do(office: Office) -> None:
    run = office.machine.run("doctor", SIGNOFF_URL="http://127.0.0.1:9", SIGNOFF_TOKEN="x")
    assert run.code == 3
    [wrong] = [row for row in run.rows if row[0] == "error"]
    assert "signoff logout" in wrong[3]
