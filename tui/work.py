"""The program's background work: each a coroutine for a worker that only posts messages."""

import asyncio
from collections.abc import Callable, Coroutine

from textual.dom import DOMNode
from textual.message import Message
from textual.worker import Worker

from core.client.client import AsyncClient
from core.client.events import LinkDown, LinkUp, stream
from core.errors import SignInFirst, SignoffError
from tui.messages import (
    EventArrived,
    LinkLost,
    LinkMade,
    LinkRefused,
    OutboxSent,
    PersonLearnt,
)
from tui.services import Services

Post = Callable[[Message], object]
Work = Callable[[], Coroutine[None, None, None]]


def start(node: DOMNode, work: Work, name: str, *, exclusive: bool = True) -> Worker[None]:
    """Run work in the background under a name; an exclusive one ends what runs under it."""
    return node.run_worker(work, name=name, group=name, exclusive=exclusive)


async def watch(services: Services, post: Post, retry_now: asyncio.Event) -> None:
    """Follow the stream of events for as long as the program runs.

    Whoever is not let in may sign in anew beside this program, which then goes on.
    """
    client, again = services.client, True
    while again:
        used = client.identity
        try:
            await _follow(services, post, retry_now)
        except SignInFirst as error:
            again = await _let_in(client, used, error, post, retry_now)
        except SignoffError as error:
            post(LinkRefused(error))
            return


async def _follow(services: Services, post: Post, retry_now: asyncio.Event) -> None:
    async for each in stream(services.client, retry_now=retry_now):
        if isinstance(each, LinkUp):
            post(LinkMade())
        elif isinstance(each, LinkDown):
            post(LinkLost(each.error))
        else:
            post(EventArrived(each))


async def _let_in(
    client: AsyncClient, used: str, refused: SignInFirst, post: Post, retry_now: asyncio.Event
) -> bool:
    """Whether to try again: with another token at once, else after somebody has signed in."""
    try:
        if await client.renewed(used):
            return True
        post(LinkRefused(refused))
    except SignoffError as error:
        post(LinkRefused(error))
    return await client.signed_in(retry_now)


async def learn_person(services: Services, post: Post) -> None:
    """Ask who the caller is; asked again with the next connection where this fails."""
    try:
        post(PersonLearnt(await services.client.me()))
    except SignoffError:
        return


async def send_due(services: Services, post: Post) -> None:
    """Send what is due in the outbox."""
    sent = await services.outbox.send_due_async(services.client, services.clock.now())
    post(OutboxSent(sent))
