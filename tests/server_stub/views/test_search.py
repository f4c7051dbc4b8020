"""Search: words of fields and feeds, in English and Chinese, of what one may see."""

import pytest

from core.api import Comment, EditObject, NewObject
from core.errors import Invalid
from server_stub.operations import feed, objects
from server_stub.views import search
from server_stub.views.words import excerpt, sought, words
from tests.server_stub.company import Company


async def found(company: Company, q: str, who: str = "rita") -> list[str]:
    return [hit.key for hit in (await company.see(search.search, who, q)).items]


async def machine(company: Company, model: str, hall: str = "") -> str:
    new = NewObject(type="machine", fields={"model": model, "hall": hall})
    return (await company.do(objects.create, "rita", new)).object.key


async def test_objects_are_found_by_all_the_words_of_fields_and_feed(company: Company) -> None:
    key = (await company.order(lines=[{"article": "Spindle M20"}])).object.key
    await company.do(feed.comment, "bea", key, Comment(text="Delivered in the blue crate"))
    for q in ("nordic", "NORDIC bear", "spindle m20", "po 1", key, "5000", "crate nordic", "cra"):
        assert await found(company, q) == [key], q
    for q in ("nor bearings x", "crates", "spindel", "", "!!!"):
        assert await found(company, q) == [], q


async def test_chinese_is_found_by_words_of_two_characters_anywhere(company: Company) -> None:
    steel = await machine(company, "不锈钢板轧机", "三号车间")
    await machine(company, "铜管机")
    await company.do(feed.comment, "bea", steel, Comment(text="王小明说轴承有异响"))
    for q in ("钢板", "不锈钢", "轧机", "车间", "小明", "轴承", "异响", "钢板 轴承", "三号"):
        assert await found(company, q) == [steel], q
    assert await found(company, "板钢") == []
    assert len(await found(company, "机")) == 2


async def test_width_and_case_do_not_matter(company: Company) -> None:
    key = await machine(company, "ＤＭＧ ５０ Straße")
    for q in ("dmg 50", "DMG", "ＤＭＧ", "strasse"):
        assert await found(company, q) == [key], q


async def test_what_a_field_no_longer_says_is_no_longer_found(company: Company) -> None:
    key = await machine(company, "Old Press", "3")
    await company.do(objects.edit, "ada", key, EditObject(fields={"model": "New Press"}))
    assert await found(company, "old") == []
    assert await found(company, "new press") == [key]
    await company.do(feed.comment, "bea", key, Comment(text="the old one was better"))
    assert await found(company, "old press") == [key]


async def test_only_what_one_may_see_is_found(company: Company) -> None:
    key = (await company.order()).object.key
    assert await found(company, "nordic", "eve") == []
    await company.do(feed.comment, "bea", key, Comment(text="@eve look"))
    assert await found(company, "nordic", "eve") == [key]
    assert await found(company, "nordic", "ada") == [key]


async def test_the_newest_stand_first_and_parts_follow_each_other(company: Company) -> None:
    keys = [await machine(company, f"Press {number}") for number in range(7)]
    first = await company.see(search.search, "rita", "press", limit=4)
    second = await company.see(search.search, "rita", "press", limit=4, cursor=first.next)
    assert [hit.key for hit in [*first.items, *second.items]] == keys[::-1]
    assert second.next == ""


async def test_the_object_of_that_key_stands_before_those_that_speak_of_it(
    company: Company,
) -> None:
    named, other = [await machine(company, model) for model in ("Press", "Lathe")]
    await company.do(feed.comment, "bea", other, Comment(text=f"like {named}"))
    assert await found(company, named) == [named, other]
    assert await found(company, f" {named.lower()} ") == [named, other]
    first = await company.see(search.search, "rita", named, limit=1)
    second = await company.see(search.search, "rita", named, limit=1, cursor=first.next)
    assert [hit.key for hit in [*first.items, *second.items]] == [named, other]
    assert second.next == ""
    assert await found(company, (await company.order("rob")).object.key, "eve") == []


async def test_it_can_be_narrowed_to_a_type_or_to_my_own(company: Company) -> None:
    mine = (await company.order()).object.key
    theirs = (await company.order("rob")).object.key
    assert await found(company, "from:me") == [mine]
    assert await found(company, "nordic from:rob") == [theirs]
    assert await found(company, "type:order nordic") == [theirs, mine]
    assert await found(company, "type:machine nordic") == []
    for q in ("is:overdue", "amount>5"):
        with pytest.raises(Invalid):
            await found(company, q)


async def test_a_hit_shows_where_the_words_stand(company: Company) -> None:
    key = (await company.order(notes="deliver to hall three")).object.key
    await company.do(feed.comment, "bea", key, Comment(text="The crate is blue and heavy"))
    hit = (await company.see(search.search, "rita", "hall")).items[0]
    assert "hall three" in hit.excerpt
    hit = (await company.see(search.search, "rita", "blue")).items[0]
    assert hit.excerpt == "The crate is blue and heavy"
    assert (hit.title, hit.amount, hit.state) == ("Nordic: bearings", "5000 CNY", "running")


async def test_hostile_words_are_only_words(company: Company) -> None:
    key = await machine(company, "a%b_c'; DROP TABLE objects; --")
    for q in ("%", "_", "'", "a%", "*", "\x1b[2J", "'; DROP TABLE objects"):
        await found(company, q)
    assert await found(company, "drop table") == [key]


def test_words_are_those_that_are_sought() -> None:
    for text in ("采购审批", "PO-1042 a", "轴承6204-2RS"):
        assert set(sought(text)) <= words(text)


def test_an_excerpt_is_cut_around_the_word() -> None:
    text = "x " * 100 + "needle" + " y" * 100
    part = excerpt(text, ["needle"], 40)
    assert "needle" in part
    assert part.startswith("…")
    assert part.endswith("…")
    assert len(part) <= 42
    assert excerpt(text, ["absent"]) == ""
