"""Drafts: kept under whatever name, apart from each other."""

from pathlib import Path

from core.client.drafts import Drafts


def test_a_draft_may_have_the_name_of_a_file_deep_in_folders_with_long_names(
    tmp_path: Path,
) -> None:
    drafts = Drafts(tmp_path)
    deep = "design//home/" + "采购审批流程与规则/" * 12
    for name in (f"{deep}a.yaml", f"{deep}b.yaml", "design/caf\udce9.yaml"):
        drafts.save(name, f"text of {name.encode('utf-8', 'replace').decode()}")
    assert drafts.load(f"{deep}a.yaml").endswith("a.yaml")
    assert drafts.load(f"{deep}b.yaml").endswith("b.yaml")
    assert drafts.load("design/caf\udce9.yaml")
    drafts.remove(f"{deep}a.yaml")
    assert not drafts.load(f"{deep}a.yaml")
    assert len(drafts.names()) == 2
