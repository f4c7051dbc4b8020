"""The two ends of an end-to-end test: people at Tryton, and people at signoff's real server."""

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from server_stub.connectors.tryton import values
from tests.e2e.tryton.bed import DATABASE, READER, TETHER, Bed, password
from tests.rebuilding import require_replayable_file

ROOT = Path(__file__).parents[2]
T = TypeVar("T")

_AT_ONCE = 50
"""Purchases that are copied in one call; Tryton takes a tenth of a second for each."""
PATIENCE = 90.0
"""Seconds to wait for what should take two: other tests share the machine."""


def eventually(look: Callable[[], T | None], seconds: float = PATIENCE, what: str = "") -> T:
    """The first answer of `look` that is not empty; fails when there is none in time."""
    until = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds} s: {what or look}")
        time.sleep(0.05)


class Desk:
    """Somebody who works in Tryton itself, as its desktop client would."""

    def __init__(self, bed: Bed, login: str) -> None:
        self.bed = bed
        self._http = httpx.Client(timeout=60, trust_env=False)
        path = "rpc/" if bed.kept.series >= "8" else ""
        self._url = f"{bed.root}{DATABASE}/{path}"
        self._login = login
        self._sign_in()

    def _sign_in(self) -> None:
        self._authorization = ""
        secret = {"password": password(self._login)}
        user, token, *_ = self._post("common.db.login", self._login, secret, "en")
        raw = f"{self._login}:{user}:{token}".encode()
        self._authorization = "Session " + base64.b64encode(raw).decode()
        found = self._post("model.res.user.get_preferences", True, {})
        self.context = {name: found.get(name) for name in ("company", "employee", "language")}

    def __call__(self, method: str, *params: object) -> Any:
        """Call `model.method` in this person's context."""
        return self._post(f"model.{method}", *params, self.context)

    def close(self) -> None:
        """Leave."""
        self._http.close()

    def _post(self, method: str, *params: object) -> Any:
        body = values.dumps({"id": 1, "method": method, "params": list(params)})
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
        if self._authorization:
            headers["Authorization"] = self._authorization
        answer = self._http.post(self._url, content=body, headers=headers)
        if answer.status_code == httpx.codes.UNAUTHORIZED and self._authorization:
            self._sign_in()
            return self._post(method, *params)
        answer.raise_for_status()
        found = values.loads(answer.content)
        if found.get("error"):
            raise RuntimeError(found["error"])
        return found["result"]

    def read(self, model: str, id_: int, *names: str) -> dict[str, Any]:
        """Fields of one record."""
        found: dict[str, Any] = self(f"{model}.read", [id_], list(names))[0]
        return found

    def search(self, model: str, domain: list[Any], *names: str) -> list[dict[str, Any]]:
        """Fields of the records that a domain finds."""
        found: list[dict[str, Any]] = self(
            f"{model}.search_read", domain, 0, None, [["id", "ASC"]], list(names)
        )
        return found

    def copy_purchases(self, count: int = 1, *, of: int = 1) -> list[int]:
        """New purchases like an old one, quoted: they wait for a decision."""
        ids: list[int] = []
        while len(ids) < count:
            part = self("purchase.purchase.copy", [of] * min(_AT_ONCE, count - len(ids)), {})
            self("purchase.purchase.quote", part)
            ids += part
        return ids

    def invoices_of(self, purchase: int) -> list[dict[str, Any]]:
        """The invoices that a purchase led to."""
        lines = self.search("purchase.line", [["purchase", "=", purchase]], "id")
        origins = [f"purchase.line,{line['id']}" for line in lines]
        found = self.search("account.invoice.line", [["origin", "in", origins]], "invoice")
        return [{"id": each} for each in sorted({line["invoice"] for line in found})]


class Office:
    """A real signoff server of its own home, and whoever works with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # A socket's path has at most 107 bytes, and pytest's folders are long.
        self._home = Path(tempfile.mkdtemp(prefix="signoff-e2e-", dir="/tmp"))
        self._socket = self._home / "s"
        self.process: subprocess.Popen[bytes] | None = None
        self._http = httpx.Client(
            transport=httpx.HTTPTransport(uds=str(self._socket)),
            base_url="http://signoff.test/v1",
            timeout=30,
        )

    def start(self) -> None:
        """Start the server and return once it answers."""
        environment = {**os.environ, "SIGNOFF_HOME": str(self._home), "SIGNOFF_SECRET_KEY": _KEY}
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, str(TETHER), "-m", "server_stub.serve"),
                    *("--socket", str(self._socket)),
                    *("--database", f"sqlite:///{self.folder / 'signoff.db'}"),
                ],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
        eventually(self._answers, PATIENCE, "the server does not answer")

    def _answers(self) -> bool:
        if self.process is not None and self.process.poll() is not None:
            raise RuntimeError((self.folder / "server.log").read_text()[-3000:])
        with socket.socket(socket.AF_UNIX) as caller:
            if caller.connect_ex(str(self._socket)):
                return False
        return self._http.get("http://signoff.test/readyz").status_code == 200

    def close(self) -> None:
        """End the server and forget where it was; every case of it can be replayed."""
        self.stop()
        self._http.close()
        shutil.rmtree(self._home)
        require_replayable_file(self.folder / "signoff.db")

    def kill(self) -> None:
        """End the server without warning."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the server."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(number)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None

    def request(
        self, method: str, path: str, body: object = None, *, by: str = "", **headers: str
    ) -> httpx.Response:
        """One request as `by`; the local owner without."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if by:
            named["Signoff-As"] = by
        content = json.dumps(body).encode() if body is not None else None
        if content is not None:
            named["Content-Type"] = "application/json"
        return self._http.request(method, path, content=content, headers=named)

    def ask(self, method: str, path: str, body: object = None, *, by: str = "") -> Any:
        """The answer to a request that has to succeed."""
        answer = self.request(method, path, body, by=by)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def apply(self, **files: str) -> None:
        """Apply configuration files; `_` in names stands for `.`."""
        named = {name.replace("_", ".", 1): text for name, text in files.items()}
        self.ask("POST", "/apply", {"files": named})

    def connect(self, bed: Bed, *people: str, ways: dict[str, str] | None = None) -> None:
        """Connect `bed` under the name `erp`, with people who have the same login there."""
        new = {
            "system": "tryton",
            "name": "erp",
            "url": bed.url,
            "user": READER,
            "password": password(READER),
            "ways": ways or {},
        }
        self.ask("POST", "/connectors", new)
        for person in people:
            self.give_login(person, password(person))

    def give_login(self, person: str, secret: str) -> None:
        """Say under which login somebody decides in Tryton."""
        path = f"/connectors/erp/people/{person}"
        self.ask("PUT", path, {"login": person, "password": secret})

    def tasks(self, person: str, kind: str) -> dict[int, dict[str, Any]]:
        """Somebody's open tasks about documents of one kind, by the document's id in Tryton."""
        found: dict[int, dict[str, Any]] = {}
        cursor = ""
        while True:
            page = self.ask("GET", f"/inbox?limit=200&cursor={quote(cursor)}", by=person)
            for task in page["items"]:
                source = task.get("source") or {}
                if source.get("kind") == kind:
                    found[int(source["id"])] = task
            cursor = page["next"]
            if not cursor:
                return found

    def task(self, person: str, kind: str, id_: int) -> dict[str, Any] | None:
        """Somebody's open task about a document of Tryton."""
        return self.tasks(person, kind).get(id_)

    def await_task(
        self, person: str, kind: str, id_: int, seconds: float = PATIENCE
    ) -> dict[str, Any]:
        """The task, as soon as it is there."""
        return eventually(
            lambda: self.task(person, kind, id_), seconds, f"{person} is asked about {kind} {id_}"
        )

    def decide(
        self, task: dict[str, Any], decision: str, *, reason: str = "", **more: object
    ) -> httpx.Response:
        """Decide about a task as the person whose it is."""
        body = {"decision": decision, "reason": reason, **more}
        return self.request("POST", f"/tasks/{task['id']}/decide", body, by=task["person"])

    def feed(self, key: str) -> list[dict[str, Any]]:
        """All that was said about an object."""
        return list(self.ask("GET", f"/objects/{key}/feed?limit=200")["items"])

    def messages(self, key: str) -> list[str]:
        """What the system said about an object, as keys of the catalogue."""
        return [entry["message"] for entry in self.feed(key) if entry.get("message")]

    def await_message(self, key: str, message: str, seconds: float = PATIENCE) -> dict[str, Any]:
        """The first such message, as soon as it is there."""

        def look() -> dict[str, Any] | None:
            return next((e for e in self.feed(key) if e.get("message") == message), None)

        return eventually(look, seconds, f"{key}: {message}")

    def state(self, key: str) -> str:
        """How an object stands."""
        return str(self.ask("GET", f"/objects/{key}")["object"]["state"])


_KEY = base64.urlsafe_b64encode(b"end-to-end tests of this project").decode()
