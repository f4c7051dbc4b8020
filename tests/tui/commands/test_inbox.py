"""Listings: complete when piped, JSON when asked, in the order of urgency."""

import json

import pytest

from tests.tui.commands.conftest import House


@pytest.fixture(scope="module")
def suppliers(shared: House) -> list[str]:
    """Three orders that wait for the buyers."""
    names = ["Inboxworks A", "Inboxworks B", "Inboxworks C"]
    for number, name in enumerate(names, start=1):
        shared.order(name, f"{number}000.50 EUR")
    return names


@pytest.mark.usefixtures("suppliers")
def test_a_piped_listing_is_tab_separated_and_exact(shared: House) -> None:
    run = shared.done("inbox", "Inboxworks", "--as", "bea")
    assert len(run.rows) == 3
    key, task, kind, title, amount, requester, due = run.rows[0]
    assert key.startswith("PO-")
    assert task.startswith(key)
    assert (kind, title, amount, requester) == ("approve", "Inboxworks A", "1000.50 EUR", "rob")
    assert "T" in due
    assert run.err == ""


@pytest.mark.usefixtures("suppliers")
def test_json_has_the_fields_that_were_asked_for(shared: House) -> None:
    run = shared.done("inbox", "Inboxworks", "--as", "bea", "--json", "object,amount")
    found = json.loads(run.out)
    assert [set(task) for task in found] == [{"object", "amount"}] * 3
    assert found[0]["amount"] == {"amount": "1000.50", "currency": "EUR"}


def test_json_without_fields_names_them(shared: House) -> None:
    for words in (["inbox", "--json"], ["inbox", "--json", "--limit", "1"]):
        lines = shared.done(*words).lines
        assert {"id", "object", "amount", "placement"} <= set(lines)


def test_every_listing_names_its_fields_without_asking_the_server(empty_house: House) -> None:
    listings = [
        ["feed", "X"],
        ["search", "x"],
        ["show", "X"],
        ["flow", "list"],
        ["connect", "list"],
        ["connect", "log", "erp"],
        ["token", "list"],
        ["whoami"],
        ["doctor"],
        ["audit", "verify"],
        ["server", "status"],
    ]
    for words in listings:
        assert len(empty_house.done(*words, "--json").lines) > 2
    assert not (empty_house.folder / "data" / "signoff.db").exists()


def test_nothing_found_is_an_empty_list_and_no_error(shared: House) -> None:
    assert shared.done("inbox", "no such words", "--json", "id").out == "[]\n"
    run = shared.done("inbox", "no such words")
    assert run.out == run.err == ""
    assert shared.done("search", "no-such-words-at-all", "--json", "key").out == "[]\n"


@pytest.mark.usefixtures("suppliers")
def test_jq_filters_and_gives_bare_texts(shared: House) -> None:
    run = shared.done("inbox", "Inboxworks", "--as", "bea", "--jq", ".[].title")
    assert run.lines == ["Inboxworks A", "Inboxworks B", "Inboxworks C"]
    run = shared.done("inbox", "Inboxworks", "--as", "bea", "--jq", "length")
    assert run.out == "3\n"


@pytest.mark.usefixtures("suppliers")
def test_the_limit_holds_over_pages_and_without_one_everything_comes(shared: House) -> None:
    assert len(shared.done("inbox", "Inboxworks", "--as", "bea", "--limit", "2").rows) == 2
    assert len(shared.done("inbox", "Inboxworks", "--as", "bea", "--all").rows) == 3


@pytest.mark.usefixtures("suppliers")
def test_why_tells_the_reason_of_the_order(shared: House) -> None:
    run = shared.done("inbox", "Inboxworks", "--as", "bea", "--why", "--json", "placement")
    assert all(task["placement"]["handling"] == 300 for task in json.loads(run.out))
    assert len(shared.done("inbox", "Inboxworks", "--as", "bea", "--why").rows[0]) == 8


def test_signoff_as_and_the_option_mean_the_same(shared: House) -> None:
    shared.order("Sameworks")
    option = shared.done("inbox", "Sameworks", "--as", "ben")
    variable = shared.done("inbox", "Sameworks", SIGNOFF_AS="ben")
    assert option.out == variable.out != ""
    # The option is nearer than the variable.
    assert shared.done("whoami", "--as", "bea", "--jq", ".person", SIGNOFF_AS="ben").out == "bea\n"


def test_a_reader_that_goes_away_is_no_error(shared: House) -> None:
    shared.order("Headworks")
    process = shared.process("inbox", "--as", "bea")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    process.stdout.close()
    assert process.stderr is not None
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(30) == 0
    assert errors == b""


def test_whoami_says_who_really_calls(shared: House) -> None:
    me = json.loads(shared.done("whoami", "--as", "bea", "--json", "person,acting,roles").out)
    assert me == {"person": "bea", "acting": "rita", "roles": ["buyer"]}


def test_search_finds_objects_by_their_words(shared: House) -> None:
    key = shared.order("Searchworks")
    run = shared.done("search", "Searchworks")
    assert run.rows[0][:3] == [key, "order", "Searchworks"]


def test_flows_are_listed_shown_and_checked(shared: House) -> None:
    assert shared.done("flow", "list").rows[0][0] == "buying"
    shown = shared.done("flow", "show", "buying")
    assert "approve: buyer" in shown.out
    file = shared.folder / "flow.yaml"
    file.write_text(shown.out)
    assert shared.done("flow", "check", str(file)).out == ""
    file.write_text(shown.out.replace("role:buyer", "role:byuer"))
    run = shared.run("flow", "check", str(file))
    assert run.code == 1
    place = run.rows[0][0]
    assert place.startswith(f"{file}:")
    assert run.rows[0][1]


def test_what_a_flow_is_for_is_told_where_it_is_shown_and_listed(shared: House) -> None:
    assert "Buying: Who signs what we buy." in shared.done("flow", "show", "buying").err
    assert shared.done("flow", "list").rows[0][-1] == "Who signs what we buy."
    run = shared.done("flow", "list", "--jq", ".[0].about.zh")
    assert run.lines == ["采购由谁审批。"]


def test_a_flow_with_mere_warnings_can_be_published(shared: House) -> None:
    file = shared.folder / "odd.yaml"
    text = shared.done("flow", "show", "buying").out
    file.write_text(f"{text}  - call: nowhere.tell\n    id: told\n")
    run = shared.done("flow", "check", str(file))
    assert run.rows[0][1].startswith("warning: Nothing called nowhere is connected")
    assert "look at the warnings" in run.err
    found = shared.done("flow", "check", str(file), "--jq", ".[] | .warning, .line")
    assert found.lines == ["true", str(len(text.splitlines()) + 1)]


def test_a_wrong_folder_says_file_line_and_hint_and_applies_nothing(house: House) -> None:
    folder = house.folder / "wrong"
    folder.mkdir()
    (folder / "type.yaml").write_text("object: machine\nprefix: M\nfeilds: {}\n")
    run = house.run("apply", str(folder))
    assert run.code == 1
    assert "type.yaml:3" in run.err
    assert house.run("new", "machine", "--field", "a=b").code == 1
    assert house.run("apply", str(house.folder / "nowhere")).code == 2


def test_a_link_out_of_the_folder_is_not_followed(shared: House) -> None:
    folder, private = shared.folder / "linked", shared.folder / "private.txt"
    folder.mkdir()
    private.write_text("people: [my own words")
    (folder / "people.yaml").symlink_to(private)
    run = shared.run("apply", str(folder), "--plan")
    assert run.code == 2
    assert "people.yaml is a link" in run.err
    (folder / "people.yaml").unlink()
    (folder / "real.txt").write_text("people: []\n")
    (folder / "people.yaml").symlink_to("real.txt")
    shared.done("apply", str(folder), "--plan")


def test_tokens_are_made_listed_and_revoked(shared: House) -> None:
    run = shared.done("token", "create", "--label", "cron", "--days", "7")
    assert len(run.out.strip()) > 30
    found = json.loads(shared.done("token", "list", "--json", "id,label,secret").out)
    [token] = [each for each in found if each["label"] == "cron"]
    assert token["secret"] == ""
    shared.done("token", "revoke", token["id"])
    assert shared.run("token", "revoke", "no-such-token").code == 1


def test_the_audit_is_sound(shared: House) -> None:
    shared.order()
    run = shared.done("audit", "verify", "--json", "entries,broken")
    report = json.loads(run.out)
    assert report["entries"] > 0
    assert report["broken"] == []


def test_the_doctor_finds_everything_well(shared: House) -> None:
    run = shared.done("doctor")
    assert {row[0] for row in run.rows} <= {"ok", "warning"}
    assert any("server" in row[1] for row in run.rows)


def test_the_doctor_looks_at_everything_where_no_server_can_be_started(house: House) -> None:
    state = house.folder / "state"
    state.mkdir(exist_ok=True)
    (state / "run").write_text("in the way")
    run = house.run("doctor")
    assert run.code == 2
    wrong = {row[1]: row[2] for row in run.rows if row[0] == "error"}
    assert "run" in wrong["server"]
    assert any(row[1] == "program" for row in run.rows)


def test_config_shows_paths_and_values_but_no_token(shared: House) -> None:
    paths = {row[0]: row[1] for row in shared.done("config", "paths").rows}
    assert paths["database_file"] == str(shared.folder / "data" / "signoff.db")
    run = shared.done("config", "values", SIGNOFF_TOKEN="geheim")
    assert "geheim" not in run.out
    assert "SIGNOFF_TOKEN" in run.out
    told = shared.done("config", "values", "--json", "SIGNOFF_TOKEN", SIGNOFF_TOKEN="geheim")
    assert json.loads(told.out).keys() == {"SIGNOFF_TOKEN"}
    assert "geheim" not in told.out
    assert json.loads(shared.done("config", "paths", "--jq", ".").out) == paths
    assert [row[0] for row in shared.done("config", "paths", "--json").rows] == list(paths)


def test_why_is_a_sentence_when_piped(shared: House) -> None:
    row = shared.done("inbox", "Inboxworks", "--as", "bea", "--why").rows[0]
    assert " " in row[7]
    assert "T" not in row[7][:12] or not row[7][:4].isdigit()
