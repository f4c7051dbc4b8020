"""Making, changing, commenting and following objects by command."""

import json

import pytest

from tests.tui.commands.conftest import House


def fields(house: House, key: str) -> dict[str, object]:
    found = json.loads(house.done("show", key, "--json", "object").out)["object"]["fields"]
    return dict(found)


def test_every_kind_of_field_can_be_given_as_text(shared: House) -> None:
    drawing = shared.folder / "drawing.txt"
    drawing.write_text("a circle")
    lines = shared.folder / "lines.csv"
    lines.write_text('item,quantity\nbolt,"1,000"\nnut,2.50\n')
    words = [
        "supplier=Steelworks",
        "amount=1,250.10 eur",
        "quantity=12.50",
        "needed=2026-12-24",
        "rush=yes",
        "notes=two\nlines",
        "material=Steel",
        f"drawing={drawing}",
        f"lines=@{lines}",
    ]
    options = [part for word in words for part in ("--field", word)]
    run = shared.done("new", "order", *options, "--as", "rob")
    key, outcome, state = run.rows[0]
    assert (outcome, state) == ("created", "draft")
    found = fields(shared, key)
    assert found["amount"] == {"amount": "1250.10", "currency": "EUR"}
    assert found["quantity"] == "12.50"
    assert found["needed"] == "2026-12-24"
    assert found["rush"] is True
    assert found["material"] == "steel"
    assert found["lines"] == [
        {"item": "bolt", "quantity": "1000"},
        {"item": "nut", "quantity": "2.50"},
    ]
    drawing_value = found["drawing"]
    assert isinstance(drawing_value, dict)
    assert drawing_value["name"] == "drawing.txt"
    assert drawing_value["size"] == 8


@pytest.mark.parametrize(
    "word",
    [
        "amount=many",
        "amount=NaN",
        "amount=1 2 EUR",
        "quantity=Infinity",
        "needed=24.12.2026",
        "rush=perhaps",
        "material=gold",
        "drawing=/nowhere",
        "lines=none",
        'lines=[{"colour": "red"}]',
        "colour=red",
        "supplier",
    ],
)
def test_what_cannot_be_read_names_the_field_and_how_to_write_it(shared: House, word: str) -> None:
    run = shared.run("new", "order", "--field", word)
    assert run.code == 2
    named = "/nowhere" if "/" in word else word.partition("=")[0]
    assert named in run.err


def test_what_the_server_does_not_accept_names_each_field(shared: House) -> None:
    run = shared.run("new", "order", "--field", "supplier=x", "--submit", "--as", "rob")
    assert run.code == 1
    assert "amount" in run.err


def test_an_unknown_type_names_the_known_ones(shared: House) -> None:
    run = shared.run("new", "ordre", "--field", "a=b")
    assert run.code == 1
    assert "order" in run.err


def test_a_draft_is_edited_and_submitted(shared: House) -> None:
    run = shared.done(
        "new", "Purchase order", "--field", "supplier=A", "--field", "amount=5", "--as", "rob"
    )
    key = run.rows[0][0]
    run = shared.done("edit", key, "--field", "supplier=B", "--field", "notes=", "--as", "rob")
    assert run.rows[0][:2] == [key, "changed"]
    assert fields(shared, key)["supplier"] == "B"
    run = shared.done("submit", key, "--as", "rob")
    assert run.rows[0] == [key, "submitted", "running"]


def test_without_a_terminal_no_editor_opens(shared: House) -> None:
    run = shared.run("new", "order", "--as", "rob")
    assert run.code == 2
    assert "--field" in run.err


def test_a_comment_comes_from_the_option_a_file_or_standard_input(shared: House) -> None:
    key = shared.order()
    file = shared.folder / "comment.md"
    file.write_text("from a *file*\n")
    shared.done("comment", key, "-m", "from the option", "--as", "bea")
    shared.done("comment", key, "-F", str(file), "--as", "bea")
    shared.done("comment", key, "-F", "-", "--as", "bea", typed="from standard input\n")
    shared.done("comment", key, "--as", "bea", typed="from a pipe\n")
    texts = shared.done("feed", key, "--jq", '.[] | select(.kind == "comment").text').lines
    assert texts == ["from the option", "from a *file*", "from standard input", "from a pipe"]


def test_an_empty_comment_is_refused(shared: House) -> None:
    assert shared.run("comment", "PO-1", typed="  \n").code == 2


def test_a_file_is_attached(shared: House) -> None:
    key = shared.order()
    file = shared.folder / "photo.png"
    file.write_bytes(b"\x89PNG\r\n")
    shared.done("comment", key, "-m", "see", "--attach", str(file), "--as", "bea")
    found = json.loads(shared.done("feed", key, "--jq", "[.[] | select(.files != [])]").out)
    assert found[0]["files"][0]["name"] == "photo.png"


def test_a_mention_asks_and_the_answer_settles_it(shared: House) -> None:
    key = shared.order("Mentionworks")
    shared.done("comment", key, "-m", "@rob why so dear?", "--as", "bea")
    run = shared.done("inbox", "is:question", "--as", "rob", "--jq", ".[].object")
    assert key in run.lines
    shared.done("comment", key, "-m", "@bea they are the only ones", "--as", "rob")
    run = shared.done("inbox", "is:question", "--as", "rob", "--jq", ".[].object")
    assert key not in run.lines


def test_who_writes_to_nobody_learns_that_nobody_was_asked(shared: House) -> None:
    key = shared.order()
    said = shared.done("comment", key, "-m", "@nobody and @bea, is it made?", "--as", "rob")
    assert "@nobody" in said.err
    assert "@bea" not in said.err


def test_comments_on_many_objects_at_once(shared: House) -> None:
    first, second = shared.order(), shared.order()
    run = shared.done("comment", "-", "-m", "same", "--as", "bea", typed=f"{first}\n{second}\n")
    assert [row[:2] for row in run.rows] == [[first, "commented"], [second, "commented"]]


def test_following_and_no_longer(shared: House) -> None:
    key = shared.order()
    shared.done("follow", key, "--as", "dora")
    assert shared.done("show", key, "--as", "dora", "--jq", ".feed.follows").out == "true\n"
    shared.done("unfollow", key, "--as", "rita")


def test_an_object_is_shown_by_its_key_and_by_a_task(shared: House) -> None:
    key = shared.order("Showworks")
    task = shared.done("inbox", "Showworks", "--as", "bea", "--jq", ".[0].id").out.strip()
    page = shared.done("show", key, "--as", "bea").out
    assert "Showworks" in page
    assert "approve" in page
    assert "Showworks" in shared.done("show", task, "--as", "bea").out
    assert shared.run("show", "PO-99999").code == 1


def test_the_feed_in_both_languages(shared: House) -> None:
    key = shared.order()
    shared.done("approve", key, "--as", "bea")
    assert "approved" in shared.done("feed", key).out
    assert "同意" in shared.done("feed", key, SIGNOFF_LANG="zh").out


def test_following_a_feed_shows_what_comes_and_survives_a_restart(house: House) -> None:
    key = house.order()
    process = house.process("feed", key, "--follow", "--json", "number,text")
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    assert first["number"] == 1
    house.done("comment", key, "-m", "one", "--as", "bea")
    assert _next_text(process.stdout) == "one"
    house.kill_server()
    house.done("comment", key, "-m", "two", "--as", "bea")
    assert _next_text(process.stdout) == "two"
    import signal

    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130


def _next_text(stream: object) -> str:
    while True:
        entry = json.loads(stream.readline())  # type: ignore[attr-defined]
        if entry["text"]:
            return str(entry["text"])
