"""`make erp`: a real Tryton beside the demo company, connected, with documents that wait.

    python -m tests.e2e.erp start FOLDER    starts both and connects them; again: goes on
    python -m tests.e2e.erp stop FOLDER     ends both

The people of the demo company have the same logins in Tryton; `liu.yang` has no password here, so
his tasks say that he decides in Tryton itself.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.e2e.tryton.bed import DATABASE, READER, Bed, password

NAME = "erp"
WITH_LOGIN = ("wang.fang", "sun.wei", "zhao.min")
WITHOUT_PASSWORD = "liu.yang"
_SECRET = "SIGNOFF_ERP_PASSWORD"


def start(folder: Path) -> None:
    """Start Tryton and signoff, and connect them."""
    folder.mkdir(parents=True, exist_ok=True)
    bed = _start_tryton(folder / "tryton")
    home = folder / "home"
    if not (home / "data").exists():
        _signoff(home, "demo")
    _signoff(home, "connect", "add", "tryton", NAME, "--url", bed, "--user", READER, secret=READER)
    for person in WITH_LOGIN:
        _login(home, person, "--password-env", _SECRET)
    _login(home, WITHOUT_PASSWORD, "--no-password")
    _signoff(home, "connect", "sync", NAME)
    _say(f"Tryton is at {bed} (desktop client, or any JSON-RPC): wang.fang / wang.fang-tryton")
    _say("In another terminal, a new quotation: .venv/bin/python -m tests.e2e.erp quote .erp")


def _start_tryton(folder: Path) -> str:
    known = _running(folder)
    if known is not None:
        return str(known["url"])
    bed = Bed(folder, few=False, stays=True)
    if (folder / f"{DATABASE}.sqlite").exists():
        bed.kept.prepare()
    else:
        _say("Installing Tryton and building its company, once; this takes a minute …")
        bed.set_up()
    bed.start()
    assert bed.process is not None
    state = {"pid": bed.process.pid, "url": bed.url}
    (folder / "running.json").write_text(json.dumps(state))
    return bed.url


def _running(folder: Path) -> dict[str, object] | None:
    """The Tryton that this folder's last start left running."""
    try:
        known: dict[str, object] = json.loads((folder / "running.json").read_text())
        command = Path(f"/proc/{known['pid']}/cmdline")
        os.kill(int(str(known["pid"])), 0)
    except (OSError, ValueError, KeyError):
        return None
    if command.parent.parent.exists() and b"trytond" not in command.read_bytes():
        return None  # the number belongs to somebody else by now
    return known


def _login(home: Path, person: str, *how: str) -> None:
    _signoff(home, "connect", "person", NAME, person, "--login", person, *how, secret=person)


def quote(folder: Path) -> None:
    """Enter one more purchase as Wang Fang, and quote it: it waits for a decision."""
    from tests.e2e.office import Desk

    known = _running(folder / "tryton")
    if known is None:
        raise SystemExit("Tryton does not run: make erp")
    bed = Bed(folder / "tryton", few=False, port=int(str(known["url"]).split(":")[2].split("/")[0]))
    desk = Desk(bed, "wang.fang")
    (purchase,) = desk.copy_purchases()
    desk.close()
    _say(f"purchase {purchase} waits")


def stop(folder: Path) -> None:
    """End signoff's server and Tryton."""
    _signoff(folder / "home", "server", "stop")
    known = _running(folder / "tryton")
    if known is not None:
        with suppress(ProcessLookupError):
            os.kill(int(str(known["pid"])), signal.SIGTERM)
    (folder / "tryton" / "running.json").unlink(missing_ok=True)


def _signoff(home: Path, *arguments: str, secret: str = "") -> None:
    environment = {**os.environ, "SIGNOFF_HOME": str(home)}
    if secret:
        environment[_SECRET] = password(secret)
    if "add" in arguments:
        arguments = (*arguments, "--password-env", _SECRET)
    command = [str(Path(sys.executable).parent / "signoff"), *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(done.returncode)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Do what was asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.erp")
    parser.add_argument("what", choices=["start", "stop", "quote"])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    {"start": start, "stop": stop, "quote": quote}[options.what](options.folder.resolve())


if __name__ == "__main__":
    main()
