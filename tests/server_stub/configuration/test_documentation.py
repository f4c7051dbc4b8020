"""What docs/how-to/configure.md shows works as it stands there."""

import re
from pathlib import Path

import pytest

from core.language import LANGUAGES, speaking
from core.objects import FieldKind
from server_stub.access import SYSTEM
from server_stub.configuration.history import VERBS
from server_stub.operations.apply import apply, read_folder
from server_stub.store.database import Database

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "configure.md"
TEXT = PAGE.read_text(encoding="utf-8")
FILES = dict(re.findall(r"```yaml\n# (\S+)\n(.*?)```", TEXT, re.DOTALL))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_examples_are_one_company_that_works(store: Database, language: str) -> None:
    assert len(FILES) == 5
    with speaking(language):
        folder = read_folder(FILES)
    applied = await store.write(lambda unit: apply(unit, SYSTEM, folder, history=True))
    assert applied.warnings == ()
    assert {each.kind for each in applied.changes} >= {"person", "type", "flow", "history"}


def test_every_kind_of_field_and_every_verb_is_on_the_page() -> None:
    for word in (*(kind.value for kind in FieldKind), *VERBS):
        assert re.search(rf"`[^`]*\b{word}\b[^`]*`", TEXT), word
