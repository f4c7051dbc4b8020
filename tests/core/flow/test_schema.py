"""Editors are told by a schema what a file may say: all of it, and nothing else."""

import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from core.flow.definition import Pick
from core.flow.parsing import read_flow
from core.flow.schema import KINDS, schema_of
from core.language import speaking
from core.located import Problems, read_yaml
from core.tasks import Priority
from tests.core.flow import test_check, test_reference
from tests.core.flow.company import PURCHASE_FLOW
from tests.core.flow.run import steps

ROOT = Path(__file__).parents[3]
SCHEMAS = {kind: jsonschema_rs.validator_for(schema_of(kind)) for kind in KINDS}
DEMO = sorted((ROOT / "server_stub/demo/company").rglob("*.yaml"))
PAGES = {
    "rules": (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8"),
    "tests": (ROOT / "docs/reference/flow-tests.md").read_text(encoding="utf-8"),
}


def wrong(kind: str, text: str) -> list[str]:
    (document,) = read_yaml(text)
    return [error.message for error in SCHEMAS[kind].iter_errors(document.plain())]


def flow_text(example: str) -> str:
    return example if example.startswith("flow:") else steps(example)


@pytest.mark.parametrize(
    "text", [PURCHASE_FLOW, *map(flow_text, test_reference.EXAMPLES)], ids=lambda text: text[:30]
)
def test_every_flow_of_the_reference_fits(text: str) -> None:
    assert wrong("flow", text) == []


@pytest.mark.parametrize("kind", ["rules", "tests"])
def test_every_example_of_the_other_pages_fits(kind: str) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", PAGES[kind], re.DOTALL)
    assert examples
    for text in examples:
        assert wrong(kind, text) == []


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.name)
def test_every_file_of_the_demo_fits(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    first = re.search(r"^(\w+):", text, re.MULTILINE)
    if first is not None and first[1] in KINDS:
        assert wrong(first[1], text) == []


@pytest.mark.parametrize("twins", test_check.TWINS.values(), ids=test_check.TWINS)
def test_what_the_parser_reads_fits(twins: tuple[str, str, str]) -> None:
    for text in (twins[0], twins[2]):
        assert wrong("flow", steps(text)) == []


def test_what_the_parser_refuses_by_its_form_does_not_fit() -> None:
    refused = [
        "- aprove: x\n  by: requester",
        "- approve: x\n  by: somebody",
        "- approve: x\n  by: requester\n  mode: most",
        "- approve: x\n  by: requester\n  within: soon",
        "- approve: x\n  by: requester\n  prioriti: high",
        "- approve: x",
        "- choose:\n    - when: amount > 5",
        "- wait: {until: now, event: x}",
        "- call: erp",
        "- approve: x\n  by: requester\n  late: {final: explode at 100%}",
    ]
    for text in refused:
        problems = Problems()
        read_flow(steps(text), "", problems)
        assert problems.errors, text
        assert wrong("flow", steps(text)), text


def keys_of(schema: Any) -> set[str]:
    """Every key that a schema lets a map have."""
    found: set[str] = set()
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            found |= set(properties)
        for each in schema.values():
            found |= keys_of(each)
    elif isinstance(schema, list):
        for each in schema:
            found |= keys_of(each)
    return found


def test_every_key_that_the_parser_takes_is_in_the_schema() -> None:
    text = "".join(
        (ROOT / "core/flow" / name).read_text(encoding="utf-8")
        for name in ("parsing.py", "plain_steps.py", "phrases.py", "naming.py")
    )
    taken = set(re.findall(r'(?:take|need)\("([a-z ]+)"\)', text))
    assert taken - keys_of(schema_of("flow")) == set()


def test_every_word_of_a_choice_is_in_the_schema() -> None:
    schema = str(schema_of("flow"))
    for word in (*Priority, *(pick for pick in Pick if pick), "straight back", "optional"):
        assert f"'{word}'" in schema or word in schema


@pytest.mark.parametrize("kind", KINDS)
def test_descriptions_are_in_the_readers_language(kind: str) -> None:
    with speaking("zh"):
        assert re.search("[一-鿿]", str(schema_of(kind)))
    assert not re.search("[一-鿿]", str(schema_of(kind)))
