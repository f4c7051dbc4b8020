"""Everything that the engine and the check say has words in both languages."""

import re
from pathlib import Path

import pytest

from core.language import has_text
from core.language.texts import check, feed, flow, reason, regions

CORE = Path(__file__).parents[3] / "core"
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for folder in ("flow", "rules")
    for path in (CORE / folder).rglob("*.py")
)
SAID = {
    *re.findall(r'"((?:check|feed|flow|reason|regions)\.[a-z_.]+)"', SOURCES),
    *(f"feed.{name}" for name in re.findall(r'\.post\(\s*"([a-z_.]+)"', SOURCES)),
    *(f"check.{name}" for name in re.findall(r'\.(?:error|warn|wrong)\(\s*"(\w+)"', SOURCES)),
    *(f"check.{name}" for name in re.findall(r'Fault\(key="(\w+)"', SOURCES)),
    *(f"flow.{name}" for name in re.findall(r'problem = "(\w+)"', SOURCES)),
}


@pytest.mark.parametrize("key", sorted(SAID))
def test_what_is_said_has_words(key: str) -> None:
    assert has_text(key)


@pytest.mark.parametrize("area", [check, feed, flow, reason, regions])
def test_both_languages_name_the_same_values(area: object) -> None:
    texts: dict[str, tuple[str, str]] = area.TEXTS  # type: ignore[attr-defined]
    for key, (english, chinese) in texts.items():
        holes = [set(re.findall(r"\{(\w+)\}", words)) for words in (english, chinese)]
        assert holes[0] == holes[1], key
        assert re.search("[一-鿿]", chinese) or english == chinese, key


def test_every_refusal_of_a_round_that_closed_has_words() -> None:
    for state in ("closed_by_peer", "forwarded", "cancelled", "decided_elsewhere"):
        assert has_text(f"flow.{state}")
    for kind in ("person", "role", "group", "head"):
        assert has_text(f"check.unknown_{kind}")
    for status in ("pending", "done", "failed", "skipped"):
        assert has_text(f"flow.call.{status}")
        assert has_text(f"flow.call.undo.{status}")
    for kind in ("role", "group"):
        for way in ("in_department", "in_region", "near"):
            assert has_text(f"reason.{kind}_{way}")
    for outcome in ("approved", "rejected", "withdrawn", "gone", "stopped"):
        assert has_text(f"feed.ended_elsewhere.{outcome}")


_PARTS = re.compile(r"check\.(rules_more|flow_unreadable)")
_SAYS_IT = {
    *("check.unknown_word", "check.quorum_is_mode", "check.rules_cell"),
}
"""What says what to do itself, or gets the nearest words as its hint."""


def test_every_finding_of_the_check_says_what_to_do() -> None:
    findings = {key for key in check.TEXTS if not key.endswith(".hint") and not _PARTS.match(key)}
    assert {key for key in findings - _SAYS_IT if not has_text(f"{key}.hint")} == set()
