"""Drafts: kept under whatever name, apart from each other."""

from pathlib import Path

from core.client.drafts import Drafts, HeldDrafts


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


def test_a_program_that_goes_on_holds_what_a_full_disk_does_not_take(tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    folder.write_text("no folder")
    drafts = HeldDrafts(folder)
    drafts.save("comment/PO-1", "is it")
    drafts.save("comment/PO-1", "is it enough?")
    drafts.save("comment/PO-2", "no")
    drafts.save("comment/PO-2", "")
    assert drafts.load("comment/PO-1") == "is it enough?"
    assert not drafts.load("comment/PO-2")
    folder.unlink()
    drafts.save("comment/PO-1", "is it enough now?")
    assert Drafts(folder).load("comment/PO-1") == drafts.load("comment/PO-1")
    assert drafts.load("comment/PO-1") == "is it enough now?"
    drafts.remove("comment/PO-1")
    assert not drafts.load("comment/PO-1")


def test_who_wrote_nothing_is_given_nothing_back(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    assert not drafts.give_back({"urge/PO-1": ""})
    assert drafts.give_back({"urge/PO-1": "please", "urge/PO-2": ""})
    assert not drafts.give_back({"urge/PO-1": "older"})
    assert drafts.load("urge/PO-1") == "please"
