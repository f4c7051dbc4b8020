"""The inbox as numbered lines, and a prompt."""

from core.client.client import Client
from core.client.connect import open_client
from core.errors import SignoffError
from core.language import say
from core.settings import Settings
from core.tasks import Task
from core.text import due, money, place_of
from tui.actions import BY_ID
from tui.commands import exits, output, session
from tui.commands.words import object_key
from tui.drawing.words import coded, requester
from tui.line.away import be_away
from tui.line.page import Page
from tui.line.prompt import ask, tell

_PAGE = 20
_GOTO, _AWAY = BY_ID["goto"].keys[0], BY_ID["away"].keys[0]


def run(settings: Settings) -> int:
    """Work through the inbox until the person leaves; returns the exit code."""
    with open_client(settings) as client:
        Inbox(client).run()
    return exits.DONE


class Inbox:
    """Lists tasks, opens the one whose number is typed."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._query = ""
        self._cursor = ""
        self._next = ""
        self._tasks: list[Task] = []

    def run(self) -> None:
        """Read and obey until `q` or the end of input."""
        self._list()
        while True:
            word = ask(say("line.inbox_prompt", goto=_GOTO, away=_AWAY))
            if word in ("q", None):
                return
            try:
                self._obey(word or "")
            except SignoffError as error:
                output.complain(error)

    def _obey(self, word: str) -> None:
        place = place_of(word, len(self._tasks))
        if place is not None:
            task = self._tasks[place]
            Page(self._client, task.object, task).run()
            self._list()
        elif word.startswith(f"{_GOTO} "):
            Page(self._client, object_key(self._client, word[2:].strip())).run()
            self._list()
        elif word == _AWAY:
            be_away(self._client)
        elif word == "n" and self._next:
            self._cursor = self._next
            self._list()
        elif word.startswith("/"):
            self._query, self._cursor = word[1:].strip(), ""
            self._list()
        elif word == "":
            self._cursor = ""
            self._list()
        else:
            tell(say("line.inbox_help", goto=_GOTO, away=_AWAY))

    def _list(self) -> None:
        try:
            session.send_waiting(self._client)
            page = self._client.inbox(self._query, limit=_PAGE, cursor=self._cursor)
        except SignoffError as error:
            output.complain(error)
            return
        self._tasks, self._next = page.items, page.next
        count = say("line.count", shown=len(page.items), total=page.total)
        output.line(f"{self._query}  {count}".strip())
        for number, task in enumerate(page.items, start=1):
            tell(f"{number}. {sentence(task)}")


def sentence(task: Task) -> str:
    """One task as a sentence of its parts, the most telling first."""
    parts = [
        coded("kind", task.kind),
        task.object,
        " ".join((task.text if task.kind == "question" else task.title).split()),
        money(task.amount),
        requester(task),
        due(task.due, session.now()),
        say("tui.urged", n=task.urged) if task.urged else "",
        say("tui.reminded", n=task.reminded) if task.reminded else "",
    ]
    return ", ".join(part for part in parts if part)
