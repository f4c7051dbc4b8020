"""Every option of a flow changes what happens; one that the engine ignored would be found here.

Each case runs its flow twice: as written, and with that option taken away from the definition. What
is observed has to differ. A walk over the definition's structs fails for an option without a case.
"""

from enum import StrEnum
from typing import Any

import msgspec
import pytest
from msgspec.structs import FieldInfo, fields, replace

from core.errors import SignoffError
from core.flow import definition, terms
from core.flow.definition import (
    Approve,
    Branch,
    Call,
    Choose,
    Do,
    Fill,
    Flow,
    Ladder,
    Rejected,
    Set,
    SubFlow,
    Tell,
    Together,
    Wait,
)
from core.flow.terms import Mode, Span, Vote, Who, WhoKind
from tests.core.flow.company import DIRECTORY
from tests.core.flow.option_cases import CASES, REQUIRED, SKILLED, Play
from tests.core.flow.run import Run, steps

NOT_HERE = {
    "place": "where it was written",
    "file": "where it was written",
    "about": "for people who choose a flow",
    "Flow.id": "its name",
    "Flow.title": "for people who choose a flow",
    "Flow.object_type": "for the check, and for the server",
    "Flow.automatic_approval": "the owner's word, which the check asks for",
    "Flow.tables": "tests/core/flow/test_ruled.py",
    "Call.table": "tests/core/flow/test_ruled.py",
    "Branch.title": "for people who read the flow",
}
"""What the engine does not act on, and why."""
STRUCTS = (
    *(Flow, Approve, Do, Fill, Tell, Call, Set, Branch, Choose, Together, Wait, SubFlow),
    *(Who, Vote, Span, Ladder, Rejected),
)


def without(value: Any, struct: type, name: str, plain: object) -> Any:
    """The definition with one option as if it had not been written, wherever it stands."""
    if isinstance(value, tuple):
        return tuple(without(each, struct, name, plain) for each in value)
    if isinstance(value, dict):
        return {key: without(each, struct, name, plain) for key, each in value.items()}
    if not isinstance(value, msgspec.Struct):
        return value
    changes = {
        each.name: without(getattr(value, each.name), struct, name, plain) for each in fields(value)
    }
    if type(value) is struct:
        changes[name] = plain
    return type(value)(**changes)


def observe(run: Run, play: Play) -> object:
    try:
        return play(run)
    except (SignoffError, AssertionError, LookupError, StopIteration, ValueError) as error:
        return type(error).__name__


def plain_value(struct: type, name: str) -> object:
    (info,) = (each for each in fields(struct) if each.name == name)
    return info.default if info.default is not msgspec.NODEFAULT else info.default_factory()


def options() -> list[tuple[type, FieldInfo]]:
    return [
        (struct, info)
        for struct in STRUCTS
        for info in fields(struct)
        if info.name not in NOT_HERE and f"{struct.__name__}.{info.name}" not in NOT_HERE
    ]


@pytest.mark.parametrize(("struct", "info"), options(), ids=lambda each: getattr(each, "name", ""))
def test_every_option_makes_a_difference(struct: type, info: FieldInfo) -> None:
    name = f"{struct.__name__}.{info.name}"
    assert name in CASES, f"{name} has no test: the engine might ignore it"
    text, play = CASES[name]
    directory = replace(DIRECTORY, people=SKILLED)
    run = Run(steps(text), directory=directory)
    plain = REQUIRED.get(name, REQUIRED.get(info.name))
    if plain is None:
        plain = plain_value(struct, info.name)
    other = Run(steps(text), directory=directory)
    other.flow = without(other.flow, struct, info.name, plain)
    assert other.flow != run.flow
    assert observe(run, play) != observe(other, play)


def test_no_case_is_about_an_option_that_is_gone() -> None:
    known = {f"{struct.__name__}.{info.name}" for struct, info in options()}
    assert set(CASES) == known


def test_every_struct_of_the_definition_is_walked() -> None:
    values = {"Place", "Expression", "StepBase", "Literal", "Template", "Computed", "PersonOf"}
    structs = {
        name
        for module in (definition, terms)
        for name, each in vars(module).items()
        if isinstance(each, type)
        and issubclass(each, msgspec.Struct)
        and each.__module__ in (definition.__name__, terms.__name__)
    }
    assert structs == {each.__name__ for each in STRUCTS} | values


# --- words with a fixed list -----------------------------------------------------------------


def written(word: StrEnum) -> str:
    people = {
        WhoKind.PERSON: "person:bea",
        WhoKind.ROLE: "role:purchasing_manager",
        WhoKind.GROUP: "group:board",
        WhoKind.MANAGER: "manager",
        WhoKind.MANAGERS: "each manager up to 2 levels",
        WhoKind.HEAD: "head of department:buying",
        WhoKind.FIELD: "field:keeper",
        WhoKind.REQUESTER: "requester",
    }
    return people[WhoKind(word)]


@pytest.mark.parametrize("kind", [each for each in WhoKind if each is not WhoKind.TABLE])
def test_every_way_of_naming_people_finds_its_own(kind: WhoKind) -> None:
    run = Run(steps(f"- do: x\n  by: {written(kind)}")).edit(keeper="pete").submit()
    expected = {
        WhoKind.PERSON: ["bea"],
        WhoKind.ROLE: ["pam"],
        WhoKind.GROUP: ["dora", "finn"],
        WhoKind.MANAGER: ["hugo"],
        WhoKind.MANAGERS: ["hugo"],
        WhoKind.HEAD: ["pam"],
        WhoKind.FIELD: ["pete"],
        WhoKind.REQUESTER: ["rita"],
    }
    assert [each.split()[1] for each in run.open] == expected[kind]


def test_every_mode_decides_in_its_own_way() -> None:
    words = {
        Mode.ANY: "any",
        Mode.ALL: "all",
        Mode.IN_ORDER: "in order",
        Mode.AT_LEAST: "at least 50%",
        Mode.MORE_THAN: "more than 50%",
    }
    seen = {}
    for mode, word in words.items():
        text = f"- approve: x\n  by: [person:bea, person:ben]\n  mode: {word}"
        run = Run(steps(text)).submit()
        seen[mode] = (len(run.open), run.approve("bea").case.outcome, _after_reject(text))
    assert len(words) == len(Mode)
    assert len(set(seen.values())) >= 4  # all and more than half are the same for two people


def _after_reject(text: str) -> object:
    return Run(steps(text)).submit().reject("bea").case.outcome
