"""A condition that cannot work on a type is refused before it is published."""

import pytest

from core.rules.vetting import Fault, vet_condition, vet_value
from tests.core.flow.company import DIRECTORY, PURCHASE_ORDER

PEOPLE = list(DIRECTORY.people.values())


def fault_of(text: str, *, about_person: bool = False) -> Fault | None:
    return vet_condition(text, PURCHASE_ORDER, PEOPLE, about_person=about_person)


@pytest.mark.parametrize(
    "text",
    [
        "amount < 5000",
        'material_class == "production" and amount <= 50000',
        "urgent",
        "not urgent",
        "needed_on < date('2026-12-01')",
        "needed_on < today + duration('5d')",
        "dayOfWeek(needed_on) == 1 and date(requester.hired) < today",
        "some(lines, #.price > 5)",
        "len(lines) > 3",
        "keeper == requester.id",
        "requester.department in ['making', 'buying']",
        "object.type == 'purchase_order'",
        "supplier == null",
        "contains(supplier, 'Ltd')",
        "currency_of.amount == 'EUR'",
    ],
)
def test_sound_conditions_pass(text: str) -> None:
    assert fault_of(text) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("amout < 5000", "unknown_name"),
        ("person.id == 'x'", "unknown_name"),
        ("object.name == 'x'", "unknown_name"),
        ("amount", "no_condition"),
        ("amount + 1", "no_condition"),
        ("supplier < 5", "number_for_text"),
        ("supplier < quantity", "no_condition"),
        ("lines > 5", "number_for_text"),
        ("amount == '5000'", "text_for_number"),
        ("5000 > supplier", "number_for_text"),
        ("needed_on < '2026-12-01'", "text_for_date"),
        ("material_class == 'prodction'", "unknown_choice"),
        ("amount >", "not_an_expression"),
        ("amount = 5", "single_equals"),
        ("date('now') > needed_on", "clock_refused"),
        ("date(supplier) > needed_on", "date_wanted"),
        ("some(lines, year(#.article) > 2026)", "date_wanted"),
        ("some(lines as line, year(line.article) > 2026)", "date_wanted"),
        ("year(lines[0].article) > 2026", "date_wanted"),
        ("some([supplier], year(#) > 2026)", "date_wanted"),
        ("date(object.title) > needed_on", "date_wanted"),
    ],
)
def test_unsound_conditions_are_refused(text: str, key: str) -> None:
    found = fault_of(text)
    assert found is not None
    assert found.key == key


def test_the_nearest_field_is_suggested() -> None:
    found = fault_of("amout < 5000")
    assert found is not None
    assert found.values == {"name": "amout", "known": "amount"}


def test_a_condition_on_a_person_is_tried_on_everybody() -> None:
    assert fault_of("material_class in person.classes", about_person=True) is None
    found = fault_of("material_class in person.clases", about_person=True)
    assert found is not None
    assert found.key == "no_condition"


def test_values_need_only_know_their_names() -> None:
    assert vet_value("amount * 2", PURCHASE_ORDER) is None
    found = vet_value("amout * 2", PURCHASE_ORDER)
    assert found is not None
    assert found.key == "unknown_name"
