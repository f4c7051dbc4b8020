"""Every example in the reference is read, and does what the page says of it."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.flow.check import check
from core.flow.parsing import parse_flow
from core.people import Role
from tests.core.flow.company import DIRECTORY, PURCHASE_ORDER, person, steps

PAGE = (Path(__file__).parents[3] / "docs/reference/flows.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
COMPANY = replace(
    DIRECTORY,
    people={
        **DIRECTORY.people,
        "pia": person("pia", "packer", "engineer", attributes={"machines": ["lathe"]}),
    },
    roles={
        **DIRECTORY.roles,
        **{role: Role(id=role, title={}) for role in ("packer", "engineer", "director")},
    },
)


def read(example: str) -> tuple[str, ...]:
    flow = parse_flow(example if example.startswith("flow:") else steps(example))
    found = check(flow, PURCHASE_ORDER, COMPANY, ("erp", "projects"))
    return tuple(error.message for error in found.errors)


def test_the_page_has_its_examples() -> None:
    assert len(EXAMPLES) == 9


@pytest.mark.parametrize("example", EXAMPLES[:-1])
def test_each_example_passes_the_check(example: str) -> None:
    assert read(example) == ()


def test_each_word_that_is_not_run_yet_is_refused() -> None:
    messages = read(EXAMPLES[-1])
    assert all("is not in this version yet" in message for message in messages)
    named = {re.search("`(.*?)`", message)[1] for message in messages}  # type: ignore[index]
    assert named == {
        "together",
        "choose all",
        "fill",
        "wait",
        "flow",
        "each manager up to",
        "mode: at least",
        "late",
        "on reject: [steps]",
        "resubmit: straight back",
        "take back",
    }


def test_every_key_that_the_parser_knows_is_on_the_page() -> None:
    sources = Path(__file__).parents[3] / "core/flow"
    text = "".join(
        (sources / name).read_text(encoding="utf-8")
        for name in ("parsing.py", "plain_steps.py", "phrases.py", "naming.py")
    )
    keys = set(re.findall(r'(?:take|need)\("([a-z ]+)"\)', text))
    assert keys
    assert {key for key in keys if f"{key}:" not in PAGE and f"`{key}`" not in PAGE} == set()
