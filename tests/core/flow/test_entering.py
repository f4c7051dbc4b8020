"""What is typed of a property is judged as a file's words are, and what can follow is offered."""

from collections.abc import Iterator

import pytest

from core.design import DesignWords, Named
from core.errors import UsageError
from core.flow.completing import complete
from core.flow.entering import KINDS, Scope, read
from core.language import set_language
from tests.tui.flow_server import ORDER

SCOPE = Scope(
    object_type=ORDER,
    words=DesignWords(
        roles=(Named(id="buyer", title={"en": "Buyer", "zh": "采购员"}),),
        departments=(Named(id="finance"),),
        flows=(Named(id="payment"),),
        attributes=("classes",),
        connectors=("erp", "projects"),
        actions=("projects.create_task",),
    ),
    steps=("buyer", "head"),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("condition", 'material_class == "production" and amount <= 5', None),
        ("people", "role:buyer, manager", ["role:buyer", "manager"]),
        ("people", "head of requester's department", None),
        ("span", "2 working days", None),
        ("mode", "more than 50%", None),
        ("percents", "50%，80%", ["50%", "80%"]),
        ("final", "reject at 150%", None),
        ("reject", "back to head", None),
        ("reject", "own branch", {"steps": [], "then": "end"}),
        ("fields", "amount", ["amount"]),
        ("value", "Follow up {amount}", None),
        ("value", "= amount * 2", None),
        ("pick", "least loaded", None),
        ("where", "person.region == 'north'", None),
        ("where", "material_class in person.classes", None),
        ("flag", "yes", True),
        ("id", "new-step", None),
        ("flow", "payment", None),
        ("action", "erp.confirm", None),
    ],
)
def test_what_a_file_may_say_is_taken(kind: str, text: str, value: object) -> None:
    assert read(kind, text, SCOPE) == (text if value is None else value)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("condition", "amout < 5", "amout"),
        ("condition", 'amount < "5"', "amount"),
        ("condition", 'material_class == "wood"', "wood"),
        ("condition", "amount", "yes nor no"),
        ("people", "role:byer", "byer"),
        ("people", "somebody", "somebody"),
        ("people", "head of department:sales", "sales"),
        ("span", "soon", "soon"),
        ("mode", "most", "most"),
        ("percents", "half", "half"),
        ("reject", "back to nowhere", "nowhere"),
        ("fields", "price", "price"),
        ("value", "Follow up {price}", "price"),
        ("id", "head", "head"),
        ("id", "a step", "a step"),
        ("flow", "pay", "pay"),
        ("action", "confirm", "confirm"),
    ],
)
def test_what_is_wrong_is_said(kind: str, text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(kind, text, SCOPE)
    assert said in refused.value.detail


def offered(kind: str, text: str) -> list[str]:
    return [each.text for each in complete(kind, text, SCOPE).items]


def test_a_condition_is_completed_word_by_word() -> None:
    assert offered("condition", "am") == ["amount"]
    assert offered("condition", "物料") == []
    assert ">=" in offered("condition", "amount ")
    assert "<" not in offered("condition", "material_class ")
    assert offered("condition", "material_class == ") == ['"production"', '"office"']
    assert offered("condition", 'material_class == "off') == ['"office"']
    assert offered("condition", "amount < 5 ") == ["and", "or"]
    assert "material_class" in offered("condition", "amount < 5 and ")


def test_fields_are_found_by_their_title_too() -> None:
    set_language("zh")
    assert offered("fields", "金额") == ["amount"]


def test_a_condition_is_completed_by_titles_and_words_of_other_alphabets() -> None:
    set_language("zh")
    found = complete("condition", "amount > 3 and 物料", SCOPE)
    assert (found.start, found.items[0].text) == (15, "material_class")
    assert [each.text for each in complete("condition", "amount 大于", SCOPE).items] == [">"]
    assert complete("condition", "material_class == 生", SCOPE).items[0].text == '"production"'


@pytest.mark.parametrize(("begun", "offered"), [("=", "=="), ("!", "!="), ("<", "<=")])
def test_a_comparison_that_was_begun_is_completed(begun: str, offered: str) -> None:
    found = complete("condition", f"amount {begun}", SCOPE)
    assert found.start == 7
    assert offered in [each.text for each in found.items]


@pytest.mark.parametrize("whole", ["<", ">"])
def test_a_comparison_typed_whole_is_offered_before_those_it_begins(whole: str) -> None:
    found = complete("condition", f"amount {whole}", SCOPE)
    assert [each.text for each in found.items][:2] == [whole, f"{whole}="]


@pytest.mark.parametrize("text", ["amount ==", "amount > 3 and", "not", "amount in ["])
def test_a_condition_that_is_not_whole_yet_is_told_from_a_wrong_one(text: str) -> None:
    with pytest.raises(UsageError, match="has to follow"):
        read("condition", text, SCOPE)


def test_a_title_in_a_condition_is_answered_with_the_name_to_write() -> None:
    with pytest.raises(UsageError, match="`金额`") as refused:
        read("condition", "金额 < 5", SCOPE)
    assert "amount" in refused.value.hint
    with pytest.raises(UsageError) as refused:
        read("condition", "material_class == 生产", SCOPE)
    assert '"production"' in refused.value.hint
    assert read("condition", 'material_class == "production" or 3 < amount', SCOPE)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2个工作日", "2 working days"), ("1 个工作日", "1 working day"), ("3天", "3 days"),
        ("4 工作小时", "4 working hours"), ("1周", "1 week"),
    ],
)  # fmt: skip
def test_a_length_of_time_may_be_typed_in_chinese(typed: str, written: str) -> None:
    assert read("span", typed, SCOPE) == written


def test_what_can_be_asked_of_a_person_is_offered() -> None:
    found = complete("where", "material_class in person.cl", SCOPE)
    assert (found.start, [each.text for each in found.items]) == (18, ["person.classes"])
    assert complete("where", "material_class in ", SCOPE).items[0].text == "person.department"
    (region,) = complete("condition", "amount > 3 and requester.reg", SCOPE).items
    assert region.text == "requester.region"
    assert "==" in [each.text for each in complete("where", "person.region ", SCOPE).items]


def test_the_actions_of_a_described_system_are_offered() -> None:
    assert [each.text for each in complete("action", "", SCOPE).items] == [
        "projects.create_task", "erp."
    ]  # fmt: skip
    assert [each.text for each in complete("action", "task", SCOPE).items] == [
        "projects.create_task"
    ]


def test_people_are_completed_after_a_comma() -> None:
    found = complete("people", "manager, buy", SCOPE)
    assert found.start == 9
    assert found.items[0].text == "role:buyer"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_has_its_words_in_both_languages(kind: str, language: str) -> None:
    set_language(language)
    for text in ("", "amount ", "material_class == ", "amount < 5 "):
        complete(kind, text, SCOPE)
