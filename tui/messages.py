"""What workers report to the program: past facts, from which the handlers draw consequences."""

from textual.message import Message

from core.api import Me
from core.client.outbox import Sent
from core.errors import SignoffError
from core.events import Event
from core.feed import Followed


class LinkMade(Message):
    """The stream of events is connected."""


class LinkLost(Message):
    """The stream of events broke; it is tried again by itself."""

    def __init__(self, error: SignoffError) -> None:
        super().__init__()
        self.error = error


class LinkRefused(Message):
    """The server does not let this caller in; waiting does not cure it."""

    def __init__(self, error: SignoffError) -> None:
        super().__init__()
        self.error = error


class EventArrived(Message):
    """Something happened on the server that concerns this person."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self.event = event


class AskingFailed(Message):
    """Something that was asked for at once did not work."""

    def __init__(self, error: SignoffError) -> None:
        super().__init__()
        self.error = error


class Answered(Message):
    """The answer to something that was asked for at once."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class FollowChanged(Message):
    """The person follows an object now, or no longer."""

    def __init__(self, key: str, followed: Followed) -> None:
        super().__init__()
        self.key = key
        self.followed = followed


class PersonLearnt(Message):
    """The server said who the caller is."""

    def __init__(self, me: Me) -> None:
        super().__init__()
        self.me = me


class OutboxSent(Message):
    """What was due in the outbox was tried; `sent` was answered, the rest waits on."""

    def __init__(self, sent: list[Sent]) -> None:
        super().__init__()
        self.sent = sent
