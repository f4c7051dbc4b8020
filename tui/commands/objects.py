"""show, search, follow, unfollow: looking at objects."""

from typing import Annotated, Any

import typer

from core.api import FeedPage, Hit, ObjectView
from core.language import label, say
from core.text import number
from tui.commands import output, session
from tui.commands.frame import command, noun
from tui.commands.many import Result, for_each
from tui.commands.options import Jq, Json, Key, Keys, Limit
from tui.commands.output import Column
from tui.commands.words import object_key
from tui.drawing.words import coded

app = noun("signoff")

_ENTRIES = 10
_HITS = 20


@command(app, "show")
def show(key: Key, json: Json = None, jq: Jq = None) -> None:
    """Show an object, where it is and what can be done."""
    if output.names_fields(ObjectView, json, ["entries"]):
        return
    with session.talking() as client:
        named = object_key(client, key)
        view = client.view(named)
        feed = client.feed(named, limit=_ENTRIES, last=True)
        drawn = json is None and jq is None
        reader = client.me().person if drawn and view.feed.unread else ""
    if drawn:
        output.paged(_page(view, feed, reader))
    else:
        output.json({**_parts(view), "entries": feed.items}, json, jq)


def _parts(view: ObjectView) -> dict[str, Any]:
    return {name: getattr(view, name) for name in view.__struct_fields__}


def _page(view: ObjectView, feed: FeedPage, reader: str) -> list[str]:
    from tui.commands.drawn import older_words, plain, width_of_text
    from tui.drawing.object_page import Page, page_lines

    task = view.tasks[0] if view.tasks else None
    page = Page(
        view=view,
        feed=feed,
        task=task,
        seen=view.feed.seen,
        reader=reader,
        before=older_words(feed),
    )
    drawn = plain(page_lines(page, session.now(), width_of_text()).lines)
    can = [*(task.can if task is not None else ()), *view.can]
    if can:
        drawn += ["", say("commands.can", verbs=", ".join(dict.fromkeys(can)))]
    return drawn


@command(app, "search")
def search(
    words: Annotated[
        list[str], typer.Argument(metavar=say("help.metavar.text"), help=say("help.arg.search"))
    ],
    json: Json = None,
    jq: Jq = None,
    limit: Limit = None,
) -> None:
    """Find objects by their words."""
    if output.names_fields(Hit, json):
        return
    with session.talking() as client:
        page = client.search(" ".join(words), limit=limit or _HITS)
    columns: list[Column[Hit]] = [
        Column(title=say("columns.key"), show=lambda hit: hit.key),
        Column(
            title=say("columns.type"),
            show=lambda hit: label(hit.type_title),
            give=lambda hit: hit.type,
        ),
        Column(title=say("columns.title"), show=lambda hit: hit.title, shrinks=True),
        Column(
            title=say("columns.state"),
            show=lambda hit: coded("state", hit.state),
            give=lambda hit: hit.state,
        ),
        Column(
            title=say("columns.amount"),
            show=lambda hit: _amount(hit.amount),
            give=lambda hit: hit.amount,
            right=True,
        ),
        Column(title=say("columns.where"), show=lambda hit: hit.excerpt, shrinks=True),
    ]
    output.listing(page.items, columns, json, jq)
    if not page.items and output.is_terminal():
        output.note(say("commands.nothing_found", words=" ".join(words)))


def _amount(amount: str) -> str:
    value, _, currency = amount.partition(" ")
    return f"{number(value)} {currency}".strip()


@command(app, "follow")
def follow(keys: Keys) -> None:
    """Be told of what happens to objects."""
    with session.talking() as client:

        def act(key: str) -> Result:
            client.follow(object_key(client, key))
            return Result(key=key, outcome="followed")

        for_each(keys, act)


@command(app, "unfollow")
def unfollow(keys: Keys) -> None:
    """Be told no more."""
    with session.talking() as client:

        def act(key: str) -> Result:
            client.unfollow(object_key(client, key))
            return Result(key=key, outcome="unfollowed")

        for_each(keys, act)
