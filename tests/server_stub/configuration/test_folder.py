"""Reading a company's folder: each mistake with file, line, what and hint, and all at once."""

import pytest

from core.errors import FieldError
from core.flow.definition import Flow
from core.language import speaking
from core.people import Directory
from server_stub.configuration.company import Company, Known
from server_stub.configuration.folder import read_company
from server_stub.configuration.references import check_references
from tests.server_stub.configuration.wrong import FLOW, GOOD, TABLE, TYPE, Wrong, people

CHOICE = """\
  - choose:
      - when: amount < 5000
        steps: []
      - otherwise: []
"""


def read(files: dict[str, str]) -> Company:
    company = read_company(files)
    check_references(company, Known(directory=Directory()))
    return company


def mistakes(files: dict[str, str]) -> tuple[FieldError, ...]:
    return read(files).problems.sorted()


def test_a_good_folder_has_no_mistakes() -> None:
    assert mistakes(GOOD) == ()


@pytest.mark.parametrize("wrong", TABLE.values(), ids=TABLE.keys())
def test_each_mistake_has_file_line_what_and_hint(wrong: Wrong) -> None:
    found = mistakes({**GOOD, wrong.file: wrong.text})
    at = [each for each in found if (each.file, each.line) == (wrong.file, wrong.line)]
    assert [each.column for each in at if wrong.message in each.message] == [wrong.column], found
    assert any(wrong.hint in each.hint for each in at)


@pytest.mark.parametrize("wrong", TABLE.values(), ids=TABLE.keys())
def test_each_mistake_is_told_in_chinese_too(wrong: Wrong) -> None:
    with speaking("zh"):
        found = mistakes({**GOOD, wrong.file: wrong.text})
    assert any(not each.message.isascii() for each in found)


def test_all_mistakes_of_all_files_come_at_once() -> None:
    found = mistakes(
        {
            "people.yaml": people("grups: {}"),
            "types/order.yaml": TYPE.replace("prefix: OR", "prefix: or").replace("money", "mony"),
            "flows/approval.yaml": FLOW.replace("owner: person:ann", "owner: person:zed"),
        }
    )
    files = [each.file for each in found]
    assert files == sorted(files)
    assert set(files) == {"people.yaml", "types/order.yaml", "flows/approval.yaml"}
    assert len([each for each in found if each.file == "types/order.yaml"]) >= 2


def test_a_misspelt_kind_is_one_mistake_whatever_belongs_to_the_kind() -> None:
    wrong = {**GOOD, "types/order.yaml": TYPE.replace("kind: money", "kind: mony")}
    assert [each.message for each in mistakes(wrong)] == ["“kind” cannot be “mony”"]


@pytest.mark.parametrize("word", ["mony", "currency"])
def test_what_uses_a_field_of_a_misspelt_kind_is_not_blamed_for_it(word: str) -> None:
    used = TYPE.replace("prefix: OR", "prefix: OR\namount: amount")
    flow = FLOW.replace("steps:\n", f"steps:\n{CHOICE}")
    right = {**GOOD, "types/order.yaml": used, "flows/approval.yaml": flow}
    assert mistakes(right) == ()
    wrong = {**right, "types/order.yaml": used.replace("kind: money", f"kind: {word}")}
    assert [each.message for each in mistakes(wrong)] == [f"“kind” cannot be “{word}”"]


def test_things_with_ids_may_be_a_map_or_a_list() -> None:
    as_map = TYPE
    as_list = TYPE.replace("  amount:", "  - amount:").replace("  note:", "  - note:")
    with_ids = """\
object: order
title: Order
prefix: OR
fields:
  - {id: amount, kind: money, title: Amount, currency: CNY}
  - {id: note, kind: text, title: Note}
"""
    read_as = [read_company({"order.yaml": text}).types for text in (as_map, as_list, with_ids)]
    assert read_as[0] == read_as[1] == read_as[2]
    assert [field.id for field in read_as[0]["order"].fields] == ["amount", "note"]


def test_files_that_are_not_yaml_are_left_alone() -> None:
    assert mistakes({**GOOD, "README.md": "people: ["}) == ()


def test_nobody_and_everybody_are_told_apart_in_rights() -> None:
    text = TYPE.replace("prefix: OR\n", "prefix: OR\ncreate: []\n")
    types = read_company({"order.yaml": text}).types
    assert types["order"].create == ()
    assert types["order"].read is None


def test_what_is_known_already_may_be_referred_to() -> None:
    known = read(GOOD)
    later = read_company({"more.yaml": "people:\n  - {id: cat, name: Cat, manager: ann}\n"})
    check_references(later, known.over(Known(directory=Directory())))
    assert later.problems.errors == []


def test_a_flow_keeps_its_text_as_it_was_written() -> None:
    flow = read_company(GOOD).flows["approval"]
    assert flow.text == FLOW
    assert isinstance(flow.flow, Flow)


def test_naming_somebody_who_left_is_a_warning() -> None:
    text = (
        "people:\n  - {id: ann, name: Ann, active: false}\n  - {id: bob, name: Bob, manager: ann}\n"
    )
    problems = read({"people.yaml": text}).problems
    assert problems.errors == []
    assert [(each.line, each.message) for each in problems.warnings] == [
        (3, "“ann” is not active any more")
    ]


def test_what_cannot_be_read_hides_nothing_that_the_check_finds() -> None:
    text = (
        "flow: pay\nobject: order\nowner: role:nobody_has_this\nsteps:\n"
        "  - approve: first\n    by: role:nobody_has_this\n    within: soon enough\n"
        "  - fill: second\n    by: requester\n    fields: [no_such_field]\n"
    )
    said = " ".join(each.message for each in mistakes({**GOOD, "pay.yaml": text}))
    for part in ("soon enough", "nobody_has_this", "no_such_field"):
        assert part in said


def test_a_tab_is_named_as_what_it_is() -> None:
    (wrong,) = mistakes({"people.yaml": "people:\n\t- id: ann\n"})
    assert "tab" in wrong.message
    assert wrong.hint == "use spaces"
