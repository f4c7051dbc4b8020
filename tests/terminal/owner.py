"""A process owner's first session, with keys only: the worked example of `flows.md` from nothing.

    python -m tests.terminal.owner [COLUMNS LINES] > docs/how-to/first-flow.md

plays it in tmux, with a new demo company, and prints what was typed and seen.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.terminal.session import Session, environment
from tests.terminal.test_real_server import _COMMAND, signoff
from tests.terminal.tmux import Tmux

Shot = Callable[[str, str], None]
"""Takes what was done, and the screen that it led to."""

_DOWN, _LEFT, _HOME, _CLEAR = b"\x1b[B", b"\x1b[D", b"\x1b[H", b"\x15"


_SAID = {
    "head of requester's department": "the head of the",
    "role:buyer": "the role Buyer",
    "role:purchasing_director": "the role Purchasing director",
    "role:finance_director": "the role Finance director",
    "role:project_manager": "the role Project manager",
    "role:purchasing_manager": "the role Purchasing manager",
}
"""How the tree says whom a step asks."""


class Owner:
    """Somebody at the designer, who goes on once the screen shows what was expected."""

    def __init__(self, session: Session | Tmux, shot: Shot) -> None:
        self.session = session
        self.shot = shot

    def sees(self, *words: str) -> None:
        """Wait for all of these, be they broken over two lines."""
        for each in words:
            self.session.until_shown(each, broken=True)

    def shows(self, done: str, *, since: str = "") -> None:
        """Keep the screen as it is now; `since`: from the line on that begins so."""
        self.session.read_until_quiet(0.4)
        lines = self.session.text.splitlines()
        first = [n for n, line in enumerate(lines) if since and line.startswith(f" {since}")]
        self.shot(done, "\n".join(lines[first[-1] :] if first else lines))

    def key(self, key: bytes, *then: str) -> None:
        """Press a key, and wait for what follows."""
        self.session.type(key)
        self.sees(*then)

    def answers(self, words: str, *then: str) -> None:
        """Type a line, see it, and go on."""
        self.session.type(words.encode())
        self.sees(words, "That can be used.")
        self.key(b"\r", *then)

    def names(self, words: str, *then: str) -> None:
        """Type any text, see it, and go on."""
        self.session.type(words.encode())
        self.sees(words)
        self.key(b"\r", *then)

    def adds(self, kind: str, title: str, who: str) -> None:
        """A step of people: what happens, what it is called, who is asked."""
        self.key(b"a", "What happens")
        self.session.type(kind.encode())
        self.sees(kind)
        if title:
            self.key(b"\r", "What is it called")
            self.names(title, "Who is asked:")
        else:
            self.key(b"\r", "Who gets a copy:")
        self.answers(who, f"  {_SAID[who]}")
        self.sees("properties")

    def sets(self, line: int, words: str) -> None:
        """A line of the form of the selected step, counted from 0."""
        self.key(b"\r", "Esc tree")
        self.session.type(_HOME + _DOWN * line)
        self.key(b"\r", "Value:")
        self.answers(words, words)
        self.session.read_until_quiet(0.2)
        self.key(_LEFT, "properties")

    def adds_branch(self, when: str) -> None:
        """A branch behind the one that the selected step stands in."""
        self.key(b"b", "When (nothing: otherwise)")
        if when:
            self.answers(when, "properties")
        else:
            self.key(b"\r", "otherwise", "properties")


def play(
    home: Path,
    file: Path,
    shot: Shot,
    *,
    columns: int = 120,
    lines: int = 40,
    terminal: type[Session] | type[Tmux] = Session,
) -> None:
    """The whole session. Leaves the flow published as `purchase-rules`, and in `file`."""
    command = [*_COMMAND, "flow", "design", "--new"]
    with terminal(command, environment(home), columns=columns, lines=lines) as session:
        owner = Owner(session, shot)
        _begin(owner)
        _rules(owner)
        _holes(owner)
        _trials(owner)
        _publish(owner, file)
        owner.key(b"q")
        assert session.wait_for_end() == 0
    shot("`signoff flow draw purchase-rules`", signoff(home, "flow", "draw", "purchase-rules"))


def _begin(owner: Owner) -> None:
    owner.sees("It is for")
    owner.session.type(b"purchase")
    owner.sees("purchase_order")
    owner.shows(
        "`signoff flow design --new`: what goes through the flow. Typed: `purchase`",
        since="A new flow",
    )
    owner.key(b"\r", "It is called")
    owner.names("Purchase rules", "Responsible", "role:process_owner")
    owner.key(b"\r", "The flow has no steps")
    owner.shows("Its name and who is responsible; then it is there, without steps")


def _rules(owner: Owner) -> None:
    owner.key(b"a", "What happens")
    owner.session.type(b"one way")
    owner.shows("`a` adds a step: one way of several, by conditions", since="A new step")
    owner.key(b"\r", "For example: amount")
    owner.session.type(b"am")
    owner.sees("Amount (money)")
    owner.key(b"\t", "is less than")
    owner.shows(
        "A condition, completed with Tab: fields first, then comparisons",
        since="one way: the first",
    )
    owner.session.type(b"< 5000")
    owner.sees("That can be used.")
    owner.key(b"\r", "amount from 5000")
    owner.adds("people decide", "Department head", "head of requester's department")
    owner.adds_branch('material_class == "production" and amount >= 5000 and amount <= 50000')
    owner.adds("people decide", "Buyer", "role:buyer")
    owner.sets(3, "material_class in person.classes")
    owner.sets(4, "least loaded")
    owner.key(b"\r", "Esc tree")
    owner.shows("Enter leads to what a step says: here the buyer of this class with least work")
    owner.key(_LEFT, "properties")
    owner.adds_branch("amount > 100000")
    owner.adds("people decide", "Director", "role:purchasing_director")
    owner.adds("a copy", "", "role:finance_director")
    owner.adds("somebody works", "Follow up high-value purchase", "role:project_manager")


def _holes(owner: Owner) -> None:
    owner.sees("material class other than production", "over 50000 up to 100000", "1 to put right")
    owner.shows("The rules as they were given; the check names both holes")
    owner.key(b"T", "Not tried: 1 to put right first")
    owner.adds_branch("")
    owner.adds("people decide", "Purchasing manager", "role:purchasing_manager")
    owner.sees("Nothing speaks against publishing it.")
    owner.shows("`b` and an empty condition: everything else goes to the purchasing manager")


def _trials(owner: Owner) -> None:
    owner.key(b"t", "Try it on one object", " PO-107 ")
    owner.session.type(b"PO-98")
    owner.sees(" PO-98 ")
    owner.key(b"\r", "nothing was written")
    owner.shows("`t` tries it on one object of the past, here PO-98", since="PO-98")
    owner.key(b" \x7fx", "properties")
    owner.key(b"T", "Now they go through purchase-approval.")
    owner.shows(
        "`T` tries it on all of the past, beside the flow that is used now",
        since="Tried on",
    )
    owner.key(b"\r", "THEN", "29 objects")
    owner.shows(
        "Enter shows a change: both ways, and all objects that it is about",
        since="Tried on",
    )
    owner.key(b"x", "how often each person is asked")
    owner.session.type(b"each person")
    owner.sees("each person")
    owner.key(b"\r", "Zhao Min")
    owner.shows("And how often each person would be asked", since="Tried on")
    owner.key(b"x", "how often each step")
    owner.key(b"\x1b", "properties")
    owner.key(b"v", "Submitted")
    owner.shows("`v` draws it", since="Purchase rules")
    owner.key(b"x", "properties")


def _publish(owner: Owner, file: Path) -> None:
    owner.key(b"s", "Save as a file")
    owner.session.type(_CLEAR + str(file).encode() + b"\r")
    owner.sees("Saved:")
    owner.key(b"P", "What publishing changes")
    owner.shows(
        "`s` saves it as a file; `P` says what publishing would change",
        since="What publishing",
    )
    owner.session.read_until_quiet(1.0)
    owner.key(b"\x1b[C\r", "is published")
    owner.shows("Published")


def main(columns: int = 120, lines: int = 40) -> None:
    """Play it and print the record as Markdown."""
    out = sys.stdout
    folder = tempfile.mkdtemp()

    def shot(done: str, screen: str) -> None:
        seen = [line.replace(f"{folder}/", "").rstrip() for line in screen.splitlines()]
        text = "\n".join(line for line in seen if line.strip(" │"))
        out.write(f"{done}:\n\n```text\n{text}\n```\n\n")

    out.write(_HEAD)
    home, file = Path(folder) / "home", Path(folder) / "purchase-rules.yaml"
    try:
        signoff(home, "demo")
        play(home, file, shot, columns=columns, lines=lines, terminal=Tmux)
        out.write(f"The file:\n\n```yaml\n{file.read_text()}```\n")
    finally:
        signoff(home, "server", "stop")
        shutil.rmtree(folder)


_HEAD = """\
# A first flow, key by key

The record of a session in tmux, 120 by 40: somebody who has never seen YAML draws up the
purchase rules of the demo company, is told of their holes, closes them, tries the flow on the past
and publishes it. Empty lines are left out. How each thing works: [Design a flow](design-a-flow.md).
It is played and printed by `python -m tests.terminal.owner`; a test plays the same keys.

"""

if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
