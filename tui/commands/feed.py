"""feed, comment: the conversation on an object."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from core.api import Comment, FeedPage
from core.client import routes
from core.client.client import Client
from core.client.drafts import Drafts
from core.errors import UsageError
from core.feed import Entry
from core.language import say
from core.objects import File
from tui.commands import output, session
from tui.commands.decide import Sender
from tui.commands.frame import command, noun
from tui.commands.keeping import Keeping
from tui.commands.many import Result, for_each
from tui.commands.options import All, Jq, Json, Key, Keys, Limit, Message, MessageFile, whole_number
from tui.commands.words import message_text, object_key, piped

app = noun("signoff")

_LAST = 20
_NAMED = re.compile(r"(?<![\w.%+/-])@(?:(?:person|role|group):)?([\w.-]+)")
_PAGE = 200

Follow = Annotated[bool, typer.Option("--follow", "-f", help=say("help.opt.follow"))]
Attach = Annotated[
    list[Path] | None,
    typer.Option("--attach", metavar=say("help.metavar.file"), help=say("help.opt.attach")),
]
ReplyTo = Annotated[
    int,
    typer.Option(
        "--reply-to",
        parser=whole_number,
        metavar=say("help.metavar.n"),
        help=say("help.opt.reply_to"),
    ),
]


@command(app, "feed")
def feed(
    key: Key,
    follow: Follow = False,
    limit: Limit = None,
    all_: All = False,
    json: Json = None,
    jq: Jq = None,
) -> None:
    """Show what was said and done about an object."""
    if output.names_fields(Entry, json):
        return
    with session.talking() as client:
        named = object_key(client, key)
        if follow:
            _stream(client, named, limit or _LAST, _entry_writer(json, jq))
            return
        page = _read(client, named, limit, all_)
    if json is not None or jq is not None:
        output.json(page.items, json, jq)
    else:
        output.paged(_drawn(page))


@command(app, "comment")
def comment(
    keys: Keys,
    message: Message = "",
    file: MessageFile = None,
    attach: Attach = None,
    reply_to: ReplyTo = 0,
) -> None:
    """Say something about objects."""
    if reply_to and len(keys) != 1:
        raise UsageError(say("commands.reply_to_one"))
    draft = f"comment/{keys[0]}" if len(keys) == 1 else "comment/many"
    text = _comment_text(keys, message, file, draft)
    if not text and not attach:
        raise UsageError(say("commands.empty_comment"), hint=say("commands.empty_comment.hint"))
    drafts = Drafts(session.settings().drafts_folder)
    typed = not message and file is None and sys.stdin.isatty()
    with Keeping(drafts, text, draft=draft, typed=typed) as keeping:
        _comment(keys, text, attach or [], reply_to, keeping)


def _comment(
    keys: list[str], text: str, attach: list[Path], reply_to: int, keeping: Keeping
) -> None:
    with session.talking() as client:
        files = _uploaded(client, attach)
        sender = Sender(client)

        def act(key: str) -> Result:
            with keeping.about(key):
                named = object_key(client, key)
                body = Comment(text=text, reply_to=reply_to, files=files)
                drafts = {f"comment/{named}": text}
                entry = sender.send(routes.comment(named, body), about=named, drafts=drafts)
            _warn_of_unknown_names(text, entry)
            return Result(key=key, outcome="commented", detail=f"#{entry.number}")

        for_each(keys, act)


def _warn_of_unknown_names(text: str, entry: Entry) -> None:
    """Somebody who writes @nobody should learn that nobody was asked."""
    known = tuple(mention.id for mention in entry.mentions)
    for name in dict.fromkeys(_NAMED.findall(text)):
        if not name.startswith(known):
            output.note(say("commands.nobody_called", name=name))


def _comment_text(keys: list[str], message: str, file: Path | None, draft: str) -> str:
    if message or file is not None:
        return message_text(keys, message, file)
    if not sys.stdin.isatty():
        return "" if "-" in keys else piped().strip()
    from tui.commands.editor import edited

    began = Drafts(session.settings().drafts_folder).load(draft)
    return edited(began, about=", ".join(keys)).strip()


def _uploaded(client: Client, attach: list[Path]) -> tuple[File, ...]:
    if not attach:
        return ()
    from tui.commands.fields import upload

    return tuple(upload(client, file) for file in attach)


def _read(client: Client, key: str, limit: int | None, whole: bool) -> FeedPage:
    if limit is None and not whole and output.is_terminal():
        limit = _LAST
    if limit is not None:
        return client.feed(key, limit=limit, last=True)
    page = client.feed(key, limit=_PAGE)
    items, names = list(page.items), dict(page.names)
    while page.next:
        page = client.feed(key, limit=_PAGE, cursor=page.next)
        items += page.items
        names |= page.names
    return FeedPage(items=items, names=names)


def _drawn(page: FeedPage) -> list[str]:
    from tui.commands.drawn import plain, width_of_text
    from tui.drawing.feed import entry_lines

    lines = []
    for entry in page.items:
        lines += plain(entry_lines(entry, page.names, session.now(), width_of_text()))
        lines.append("")
    return lines[:-1]


def _entry_writer(fields: str | None, jq: str | None) -> Callable[[FeedPage], None]:
    def write(page: FeedPage) -> None:
        if fields is None and jq is None:
            for line in _drawn(page):
                output.line(line)
        else:
            for entry in page.items:
                output.json(entry, fields, jq)
        output.finish()

    return write


def _stream(client: Client, key: str, last: int, write: Callable[[FeedPage], None]) -> None:
    """Write the last entries, then each new one, across breaks of the link."""
    from core.client.events import LinkDown, LinkUp, follow
    from core.events import Event

    page = client.feed(key, limit=last, last=True)
    write(page)
    shown = page.items[-1].number if page.items else 0
    for each in follow(client):
        if isinstance(each, LinkDown):
            output.note(each.error.message, say("commands.retrying", n=round(each.retry_in)))
        # After every connection too: what came in between is in the feed, whatever was missed.
        elif isinstance(each, LinkUp) or (isinstance(each, Event) and each.object == key):
            page = client.feed(key, after=shown, limit=_PAGE)
            if page.items:
                write(page)
                shown = page.items[-1].number
