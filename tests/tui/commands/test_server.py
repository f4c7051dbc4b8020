"""The embedded server: started by itself, one for one home, healed, stopped, explained."""

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor

from tests.tui.commands.conftest import House


def test_asking_for_its_status_starts_nothing(empty_house: House) -> None:
    run = empty_house.done("server", "status")
    assert run.rows[0] == ["state", "not running"]
    assert not (empty_house.folder / "state" / "run").exists()


def test_it_starts_with_the_first_command_and_stops_when_told(house: House) -> None:
    house.done("inbox")
    status = json.loads(house.done("server", "status", "--json", "pid,embedded,database").out)
    assert status["embedded"] is True
    os.kill(status["pid"], 0)
    house.done("server", "stop")
    assert house.done("server", "status").rows[0] == ["state", "not running"]
    assert house.done("server", "stop").code == 0


def test_ten_first_commands_at_once_give_one_server(house: House) -> None:
    with ThreadPoolExecutor(10) as threads:
        runs = list(threads.map(lambda _: house.run("server", "start"), range(10)))
    assert [run.code for run in runs] == [0] * 10, runs[0].err
    house.done("whoami")
    log = (house.folder / "state" / "server.log").read_text()
    assert log.count("unix:///") == 1


def test_a_killed_server_and_its_stale_socket_heal(house: House) -> None:
    house.done("whoami")
    house.kill_server()
    assert (house.folder / "state/run/server.sock").exists()
    house.done("whoami")


def test_only_its_user_can_enter_the_folder_of_the_socket(house: House) -> None:
    house.done("whoami")
    run = house.folder / "state" / "run"
    assert stat.S_IMODE(run.stat().st_mode) == 0o700


def test_a_long_home_has_its_socket_in_a_private_short_folder(house: House) -> None:
    long = house.folder / ("long" * 25)
    try:
        house.done("whoami", SIGNOFF_HOME=str(long))
        paths = dict(house.done("config", "paths", SIGNOFF_HOME=str(long)).rows)
        folder = os.path.dirname(paths["socket_file"])
        assert folder.startswith("/tmp/signoff-")
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
    finally:
        house.run("server", "stop", SIGNOFF_HOME=str(long))
        os.rmdir(folder)


def test_a_server_that_cannot_start_says_why(empty_house: House) -> None:
    data = empty_house.folder / "data"
    data.mkdir()
    (data / "signoff.db").write_text("this is no database " * 100)
    run = empty_house.run("inbox")
    assert run.code in (2, 3)
    assert run.err.count("\n") == 1
    assert "database" in run.err
    assert str(empty_house.folder / "state" / "server.log") in run.err


def test_a_server_elsewhere_is_neither_started_nor_waited_for(house: House) -> None:
    for url in ("http://127.0.0.1:9", "unix:///nowhere/s"):
        run = house.run("inbox", SIGNOFF_URL=url)
        assert run.code == 3
        assert url in run.err
        for verb in ("start", "stop"):
            run = house.run("server", verb, SIGNOFF_URL=url)
            assert run.code == 2
            assert url in run.err
    assert house.run("inbox", SIGNOFF_URL="ftp://x").code == 2


def test_over_the_network_a_token_is_needed_and_enough(house: House) -> None:
    token = house.done("token", "create", "--for", "bea").out.strip()
    house.done("server", "stop")
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = house.process("serve", "--port", str(port))
    url = f"http://127.0.0.1:{port}"
    try:
        while house.run("whoami", SIGNOFF_URL=url).code == 3:
            assert server.poll() is None
        run = house.run("whoami", SIGNOFF_URL=url)
        assert run.code == 4
        assert "SIGNOFF_TOKEN" in run.err
        run = house.done("whoami", "--jq", ".person", SIGNOFF_URL=url, SIGNOFF_TOKEN=token)
        assert run.out == "bea\n"
        assert house.run("inbox", SIGNOFF_URL=url, SIGNOFF_TOKEN="wrong").code == 4
        assert house.run("whoami", "--as", "rob", SIGNOFF_URL=url, SIGNOFF_TOKEN=token).code == 1
        # Whoever is no administrator is warned of an open line as well; this machine is none.
        far = url.replace("127.0.0.1", "127.1")
        for where, states in ((url, {"ok"}), (far, {"ok", "warning"})):
            run = house.done("doctor", SIGNOFF_URL=where, SIGNOFF_TOKEN=token)
            assert {row[0] for row in run.rows if where in row[2]} == states
    finally:
        server.terminate()
        server.communicate(timeout=60)


def test_options_reach_the_server(empty_house: House) -> None:
    place = empty_house.folder / "here"
    place.write_text("mine")
    database = f"sqlite:///{empty_house.folder / 'other.db'}"
    run = empty_house.run("serve", "--socket", str(place), "--database", database, "--migrate")
    assert (run.code, place.read_text()) == (2, "mine")
    assert (empty_house.folder / "other.db").exists()
    assert empty_house.run("serve", "--socket", str(place), "--port", "1").code == 2


def test_applying_twice_changes_nothing_and_a_plan_applies_nothing(house: House) -> None:
    from tests.tui.commands.conftest import COMPANY

    run = house.done("apply", str(COMPANY))
    assert run.out == ""
    folder = house.folder / "company"
    from shutil import copytree

    copytree(COMPANY, folder)
    people = folder / "people.yaml"
    people.write_text(people.read_text().replace("Rob Miller", "Robert Miller"))
    assert house.done("apply", str(folder), "--plan").rows[0][:3] == ["change", "person", "rob"]
    assert house.done("apply", str(folder), "--plan").rows[0][:3] == ["change", "person", "rob"]
    assert house.done("apply", str(folder)).rows[0][:3] == ["change", "person", "rob"]
    assert house.done("apply", str(folder), "--plan").out == ""


def test_the_demo_company_loads_into_an_empty_house(empty_house: House) -> None:
    empty_house.done("demo")
    assert empty_house.done("inbox").lines
    assert empty_house.done("demo", "--reset", "--yes").code == 0


def test_doctor_tells_when_a_calendar_will_not_know_its_days(house: House) -> None:
    calendar = "calendars: [{id: works, zone: UTC, known until: 2020-12-31}]\n"
    folder = house.folder / "calendar"
    folder.mkdir()
    (folder / "calendar.yaml").write_text(calendar)
    house.done("apply", str(folder))
    run = house.done("doctor")
    (told,) = [row for row in run.rows if row[1] == "calendar works"]
    assert told[0] == "warning"
    assert "2020-12-31" in told[2]
    (folder / "calendar.yaml").write_text(calendar.replace("2020", "2999"))
    house.done("apply", str(folder))
    assert "calendar works" not in house.done("doctor").out
