"""Whatever somebody writes into a field, a comment or a name, no command lets it act."""

import json

import pytest

from tests.tui.commands.conftest import House

HOSTILE = (
    "a\x1b[31mred\x1b[0m\x1b]52;c;ZXZpbA==\x07\x1b]8;;http://evil\x1b\\x\x9b2J\x85"
    "\u202eltr\u2066\u200f\ufeff\U000e0041 [/] [bold]b[/bold] [@click=app.approve('PO-1')]x "
    "%s {0} \\033[2J end"
)
FORBIDDEN = set("\x1b\x07\x9b\x85\u202e\u2066\u200f\ufeff\U000e0041\x00\x08\r")


@pytest.fixture(scope="module")
def key(shared: House) -> str:
    """An order that is hostile from end to end."""
    new = shared.done(
        "new",
        "order",
        "--field",
        f"supplier={HOSTILE}",
        "--field",
        "amount=1 CNY",
        "--field",
        f"notes={HOSTILE}\n{HOSTILE}",
        "--field",
        f"lines={json.dumps([{'item': HOSTILE, 'quantity': '1'}])}",
        "--submit",
        "--as",
        "rob",
    )
    found = new.rows[0][0]
    shared.done("comment", found, "-m", f"@bea {HOSTILE}", "--as", "rob")
    return found


@pytest.mark.parametrize(
    "words",
    [
        ["inbox", "--as", "bea"],
        ["inbox", "--as", "bea", "--why"],
        ["inbox", "--as", "bea", "--json", "title,text"],
        ["inbox", "--as", "bea", "--jq", ".[].title"],
        ["show", "KEY", "--as", "bea"],
        ["show", "KEY", "--json", "object,entries,names"],
        ["feed", "KEY"],
        ["feed", "KEY", "--json", "text"],
        ["search", "red", "--as", "bea"],
        ["urge", "KEY", "-m", HOSTILE, "--as", "rob"],
        ["token", "create", "--label", HOSTILE],
        ["token", "list"],
        ["whoami"],
        ["doctor"],
        ["connect", "list"],
        ["audit", "verify"],
        ["return", "KEY", "-m", HOSTILE, "--as", "bea"],
        ["resubmit", "KEY", "-m", HOSTILE, "--as", "rob"],
        ["reject", "KEY", "-m", HOSTILE, "--as", "bea"],
    ],
)
def test_nothing_that_a_terminal_would_obey_is_written(
    shared: House, key: str, words: list[str]
) -> None:
    run = shared.done(*[key if word == "KEY" else word for word in words])
    assert not set(run.out) & FORBIDDEN, repr(run.out)
    assert not set(run.err) & FORBIDDEN, repr(run.err)


@pytest.mark.parametrize(
    "words",
    [
        ["show", HOSTILE],
        ["approve", HOSTILE, HOSTILE],
        ["new", HOSTILE, "--field", "a=b"],
        ["new", "order", "--field", f"{HOSTILE}=b"],
        ["new", "order", "--field", f"amount={HOSTILE}"],
        ["flow", "show", HOSTILE],
        ["inbox", "--json", HOSTILE],
        ["inbox", "--jq", HOSTILE],
        ["inbox", "--as", HOSTILE],
        ["inbox", "--limit", HOSTILE],
        [HOSTILE],
        ["inbox", f"--{HOSTILE}"],
        ["connect", "test", HOSTILE],
        ["token", "revoke", HOSTILE],
        ["completion", HOSTILE],
        ["help", HOSTILE],
        ["comment", "PO-1", "-F", HOSTILE],
        ["apply", HOSTILE],
    ],
)
def test_what_is_echoed_in_a_complaint_is_harmless_and_one_line(
    shared: House, words: list[str]
) -> None:
    run = shared.run(*words)
    assert run.code not in (0, 130)
    assert not set(run.out + run.err) & FORBIDDEN
    # A key among many is answered on standard output; everything else is one line of complaint.
    assert run.err.count("\n") == (0 if words[0] == "approve" else 1), run.err
    assert "defect" not in run.err


def test_markup_is_text(shared: House, key: str) -> None:
    page = shared.done("show", key).out
    assert "[@click=app.approve('PO-1')]" in page.replace("\n", "")
    assert "[bold]b[/bold]" in page.replace("\n", "")


def test_a_listing_has_one_line_a_task_whatever_the_title_holds(shared: House) -> None:
    shared.done(
        "new",
        "order",
        "--field",
        "supplier=Lineworks\nfake\tPO-1\tapprove",
        "--field",
        "amount=1",
        "--submit",
        "--as",
        "rob",
    )
    run = shared.done("inbox", "Lineworks", "--as", "bea")
    assert len(run.lines) == 1
    assert len(run.rows[0]) == 7
