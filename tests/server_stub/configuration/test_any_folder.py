"""Whatever stands in a file, reading a folder ends in a company or in mistakes with a place."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.located import read_yaml
from core.people import Directory
from server_stub.configuration.company import Known
from server_stub.configuration.references import check_references
from server_stub.demo import loader
from server_stub.operations.apply import read_folder

DOCUMENTS: list[Any] = [
    document.plain()
    for file, text in loader.files().items()
    if file.endswith(".yaml") and not file.startswith("history/3")
    for document in read_yaml(text, file)
]
WORDS = ("id", "en", "title", "by", "asked", "{ago}", "{zz}", "2d", "", "buyer", "approve", "a b")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3)
    ),
    max_leaves=5,
)


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A document of the demo with something else in one place."""
    document = json.loads(json.dumps(draw(st.sampled_from(DOCUMENTS))))
    here = document
    for depth in range(draw(st.integers(1, 6))):
        if not isinstance(here, dict | list) or not here:
            break
        keys = list(here) if isinstance(here, dict) else range(len(here))
        key: Any = keys[draw(st.integers(0, len(keys) - 1))]
        if depth and draw(st.integers(0, 2)) == 0:
            here[key] = draw(ANYTHING)
            break
        here = here[key]
    return document


def read(document: Any) -> None:
    folder = read_folder({"a.yaml": json.dumps(document, ensure_ascii=False)})
    check_references(folder.company, Known(directory=Directory()))
    for each in folder.company.problems.errors:
        assert (each.file, each.line >= 1, each.column >= 1) == ("a.yaml", True, True), each


@settings(max_examples=300, deadline=None)
@given(spoiled())
def test_a_spoiled_file_never_ends_in_a_crash(document: Any) -> None:
    read(document)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(("people", "object", "flow", "history")), ANYTHING))
def test_nonsense_never_ends_in_a_crash(document: Any) -> None:
    read(document)
