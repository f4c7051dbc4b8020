"""Sends prepared requests over a Unix socket with a number of clients at once.

A process of its own (`python -m benchmarks.load`), so that the load does not run inside what it
measures; HTTP is written by hand so that it takes little of the two cores that the server needs.
Every client has its own connection, which stands before the first request goes out.
Reads requests as JSON lines on standard input, writes one JSON object: seconds, statuses, waits.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """One call: method, path, headers and a JSON body."""

    method: str
    path: str
    headers: dict[str, str]
    body: str

    def encoded(self) -> bytes:
        """As it goes over the wire."""
        content = self.body.encode()
        head = [f"{self.method} {self.path} HTTP/1.1", "Host: signoff"]
        head += [f"{name}: {value}" for name, value in self.headers.items()]
        head += ["Content-Type: application/json", f"Content-Length: {len(content)}", "", ""]
        return "\r\n".join(head).encode() + content


@dataclass(frozen=True)
class Load:
    """What came of a load: seconds for all of it, how many answers of each status, and the seconds
    that each client waited for its answers."""

    seconds: float
    statuses: dict[str, int]
    waits: list[float]


def run(socket_path: str, requests: Sequence[Request], clients: int) -> Load:
    """Send every request once, `clients` at a time, from a process of its own."""
    lines = "\n".join(json.dumps(vars(request)) for request in requests)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load", socket_path, str(clients)],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    return Load(answer["seconds"], answer["statuses"], answer["waits"])


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _client(
    connection: Connection, queue: Iterator[bytes], statuses: Counter[str], waits: list[float]
) -> None:
    reader, writer = connection
    for request in queue:
        begun = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        waits.append(time.perf_counter() - begun)
        statuses[head[9:12].decode()] += 1
        await _skip_body(reader, head.lower())
    writer.close()


async def _skip_body(reader: asyncio.StreamReader, head: bytes) -> None:
    if b"content-length:" in head:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


async def _main(socket_path: str, clients: int) -> None:
    prepared = [Request(**json.loads(line)).encoded() for line in sys.stdin if line.strip()]
    queue = iter(prepared)
    statuses: Counter[str] = Counter()
    waits: list[float] = []
    connections = [await asyncio.open_unix_connection(socket_path) for _ in range(clients)]
    started = time.perf_counter()
    await asyncio.gather(*(_client(each, queue, statuses, waits) for each in connections))
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "statuses": statuses, "waits": waits}))


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], int(sys.argv[2])))
