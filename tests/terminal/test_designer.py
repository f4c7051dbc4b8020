"""The designer as a process owner starts it: the worked example of flows.md, key by key."""

from pathlib import Path

from tests.terminal.session import Session, environment
from tests.terminal.test_real_server import _COMMAND, signoff


def type_line(session: Session, words: str) -> None:
    """Type a line into a question, and go on once it is shown."""
    session.type(words.encode())
    session.until_shown(words)
    session.type(b"\r")


def add_approval(session: Session, title: str, who: str) -> None:
    session.type(b"a")
    session.until_shown("What happens")
    session.type(b"people decide\r")
    session.until_shown("What is it called")
    type_line(session, title)
    session.until_shown("Who is asked:")
    type_line(session, who)
    session.until_shown(f"[ ] {title}")


def add_branch(session: Session, when: str) -> None:
    session.type(b"\x1b[Ab")  # from the step to its branch
    session.until_shown("When (nothing: otherwise)")
    type_line(session, when)
    session.until_shown("properties")


def test_somebody_who_never_saw_yaml_builds_the_worked_example(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "rules.yaml"
    try:
        signoff(home, "demo")
        with Session([*_COMMAND, "flow", "design", "--new"], environment(home), columns=120) as it:
            it.until_shown("It is for")
            it.type(b"purchase\r")
            it.until_shown("It is called")
            type_line(it, "Purchase rules")
            it.until_shown("Responsible")
            it.type(b"\r")
            it.until_shown("The flow has no steps")
            it.type(b"a")
            it.until_shown("What happens")
            it.type(b"one way\r")
            it.until_shown("For example: amount")
            type_line(it, "amount < 5000")
            it.until_shown("amount from 5000")
            add_approval(it, "Department head", "head of requester's department")
            add_branch(it, 'material_class == "production" and amount <= 50000')
            add_approval(it, "Buyer", "role:buyer")
            add_branch(it, "amount > 100000")
            add_approval(it, "Director", "role:purchasing_director")
            it.until_shown("material class other than production")
            it.until_shown("over 50000 up to 100000")
            it.type(b"\x1b[Ab")
            it.until_shown("When (nothing: otherwise)")
            it.type(b"\r")
            add_approval(it, "Purchasing manager", "role:purchasing_manager")
            it.until_shown("1 to look at")  # branches overlap below 5000: the order decides
            it.type(b"t")
            it.until_shown("Try it on one object")
            it.until_shown(" PO-")
            it.type(b"\r")
            it.until_shown("nothing was written")
            it.read_until_quiet(1.0)
            it.type(b"x")  # closes it
            it.until_shown("properties")
            it.type(b"s")
            it.until_shown("Save as a file")
            it.type(b"\x15" + str(file).encode() + b"\r")
            it.until_shown("Saved:")
            it.type(b"P")
            it.until_shown("What publishing changes")
            it.read_until_quiet(1.0)
            it.type(b"\x1b[C\r")
            it.until_shown("is published")
            it.type(b"q")
            assert it.wait_for_end() == 0
        assert "by: role:purchasing_manager" in file.read_text()
        assert "purchase-rules" in signoff(home, "flow", "list")
        assert "approve: department-head" in signoff(home, "flow", "show", "purchase-rules")
    finally:
        signoff(home, "server", "stop")
