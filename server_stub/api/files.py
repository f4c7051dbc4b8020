"""Files: kept once by the hash of their content, shown to whoever sees an object that has them."""

import asyncio
import hashlib
import mimetypes
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from core.errors import Invalid, NotFound
from core.files import private_folder, sync_folder
from core.language import say
from core.objects import File
from core.text import clean, one_line
from server_stub.api.frame import Call, actor, changing, frame
from server_stub.operations import files
from server_stub.views import files as views

MOST = 50 * 1024 * 1024
"""The most bytes of one file."""
_HASH = re.compile(r"[0-9a-f]{64}")


@post("/files", status_code=201, request_max_body_size=MOST + 1)
async def upload(request: Call, name: FromQuery[str] = "") -> Response[File]:
    """Store the body of the request; comments and fields then refer to what this answers."""
    await actor(request)  # nobody unknown fills the disk
    folder = frame(request).files
    hash_, size = await _receive(request, folder)
    name = one_line(clean(Path(name).name))
    # Beside a folder, because it takes what begins with `data:` at its word, line breaks and all.
    media_type = mimetypes.guess_type(f"./{name}")[0] or "application/octet-stream"
    file = File(hash=hash_, name=name, size=size, media_type=media_type)

    return await changing(
        request, lambda unit, who: files.keep(unit, who, file), content=file.hash.encode()
    )


@get("/files/{digest:str}", media_type="application/octet-stream")
async def download(
    request: Call, digest: FromPath[str], name: FromQuery[str] = ""
) -> Response[bytes]:
    """A file's content, exactly as it was stored."""
    if not _HASH.fullmatch(digest):
        raise NotFound(what=say("server.file"), key=digest)
    who = await actor(request)
    media_type = await frame(request).database.read(
        lambda reader: views.media_type(reader, who, digest)
    )
    content = await asyncio.to_thread(_content, frame(request).files, digest)
    return Response(
        content=content,
        media_type=media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name or digest)}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, immutable, max-age=31536000",
        },
    )


def path_of(folder: Path, hash_: str) -> Path:
    """Where the content with that hash lies."""
    return folder / hash_[:2] / hash_


async def _receive(request: Call, folder: Path) -> tuple[str, int]:
    """Write the body to the folder, durably; answers its hash and size."""
    private_folder(folder)
    descriptor, unfinished = tempfile.mkstemp(prefix=".upload-", dir=folder)
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(descriptor, "wb") as out:
            async for piece in request.stream():
                size += len(piece)
                if size > MOST:
                    raise Invalid(say("server.file_too_large", most=MOST // (1024 * 1024)))
                digest.update(piece)
                out.write(piece)
            await asyncio.to_thread(_flush, out)
        await asyncio.to_thread(_place, Path(unfinished), path_of(folder, digest.hexdigest()))
    finally:
        with suppress(FileNotFoundError):
            os.unlink(unfinished)
    return digest.hexdigest(), size


def _flush(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())


def _place(unfinished: Path, place: Path) -> None:
    private_folder(place.parent)
    unfinished.replace(place)
    sync_folder(place.parent)


def _content(folder: Path, hash_: str) -> bytes:
    try:
        content = path_of(folder, hash_).read_bytes()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != hash_:
        raise NotFound(say("server.file_broken", hash=hash_), what=say("server.file"), key=hash_)
    return content


routes = [upload, download]
