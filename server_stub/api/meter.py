"""Counting requests: the outermost layer of the application."""

import time
from typing import TYPE_CHECKING, Any, cast

from server_stub.running import Running

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

_UNCOUNTED = ("/healthz", "/readyz", "/metrics")
"""Asking whether a server lives does not keep it alive."""


class Meter:
    """Wraps the application; knows how many requests there were and how long they took."""

    def __init__(self, app: "ASGIApp", running: Running) -> None:
        self._app = app
        self._running = running
        self._requests: dict[tuple[str, int], int] = {}
        self._seconds = 0.0
        self._under_way = 0

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request, or run the application's lifespan."""
        asked = cast("dict[str, Any]", scope)
        if asked["type"] != "http" or asked["path"] in _UNCOUNTED:
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        method = asked["method"]

        async def counted(message: "Message") -> None:
            if message["type"] == "http.response.start":
                key = (method, message["status"])
                self._requests[key] = self._requests.get(key, 0) + 1
                self._seconds += time.perf_counter() - began
            await send(message)

        self._running.touch()
        self._under_way += 1
        try:
            await self._app(scope, receive, counted)
        finally:
            self._under_way -= 1
            self._running.touch()

    def text(self) -> str:
        """The figures in the text format of Prometheus."""
        lines = ["# TYPE signoff_requests_total counter"]
        for (method, status), count in sorted(self._requests.items()):
            lines.append(f'signoff_requests_total{{method="{method}",status="{status}"}} {count}')
        answered = sum(self._requests.values())
        lines += [
            "# TYPE signoff_request_seconds summary",
            f"signoff_request_seconds_sum {self._seconds:.6f}",
            f"signoff_request_seconds_count {answered}",
            "# TYPE signoff_requests_under_way gauge",
            f"signoff_requests_under_way {self._under_way}",
            "# TYPE signoff_event_streams gauge",
            f"signoff_event_streams {self._running.listening}",
        ]
        return "\n".join(lines) + "\n"
