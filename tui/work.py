"""The program's background work: each a coroutine for a worker that only posts messages."""

import asyncio
from collections.abc import Callable, Coroutine

from textual.dom import DOMNode
from textual.message import Message
from textual.worker import Worker

from core.client.events import LinkDown, LinkUp, stream
from core.errors import SignoffError
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
    """Follow the stream of events for as long as the program runs."""
    try:
        async for each in stream(services.client, retry_now=retry_now):
            if isinstance(each, LinkUp):
                post(LinkMade())
            elif isinstance(each, LinkDown):
                post(LinkLost(each.error))
            else:
                post(EventArrived(each))
    except SignoffError as error:
        post(LinkRefused(error))


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
