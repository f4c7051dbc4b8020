"""Administrators steer running cases, with reasons; others may not. Cases can be replayed."""

from datetime import date, datetime, time, timedelta, timezone

import pytest
from sqlalchemy import update

from core.api import Decide
from core.errors import Invalid, NotAllowed
from core.feed import EntryKind, step_name
from core.handling import End, HandOver, Jump, NewAbsence, Reason, Reassign
from core.rounds import Outcome
from core.tasks import DecisionKind
from server_stub.operations import absences, administration, tasks
from server_stub.store.tables import cases
from server_stub.views import feed, inbox, objects
from server_stub.views.rebuilding import rebuild
from tests.server_stub.company import Company

APPROVE = Decide(decision=DecisionKind.APPROVE)
WHY = Reason(reason="audit")


async def holders(company: Company, key: str) -> list[str]:
    view = await company.see(objects.view, "ada", key)
    return sorted(each.person for each in view.waiting_for)


async def test_while_a_case_is_suspended_nobody_decides(company: Company) -> None:
    key = (await company.order()).object.key
    await company.do(administration.suspend, "ada", key, WHY)
    with pytest.raises(Invalid, match="suspended"):
        await company.do(tasks.decide, "bea", key, APPROVE)
    with pytest.raises(Invalid, match="reason"):
        await company.do(administration.resume, "ada", key, Reason(reason=" "))
    await company.do(administration.resume, "ada", key, WHY)
    await company.do(tasks.decide, "bea", key, APPROVE)


async def test_a_suspended_case_offers_nothing_that_would_be_refused(company: Company) -> None:
    key = (await company.order()).object.key
    before = await company.see(objects.view, "bea", key)
    assert {"approve", "reject", "forward", "add_signer"} <= set(before.tasks[0].can)
    assert {"withdraw", "urge"} <= set((await company.see(objects.view, "rita", key)).can)
    await company.do(administration.suspend, "ada", key, WHY)
    await company.do(
        administration.reassign, "ada", key, Reassign(to="eve", whose="ben", reason="x")
    )
    for person in ("bea", "eve"):  # one who had it before, and one who got it meanwhile
        (task,) = (await company.see(objects.view, person, key)).tasks
        assert task.can == ("comment",)
        assert "suspended" in task.cannot
        with pytest.raises(Invalid, match="suspended"):
            await company.do(tasks.decide, person, key, APPROVE)
    assert not {"withdraw", "urge"} & set((await company.see(objects.view, "rita", key)).can)
    await company.do(administration.resume, "ada", key, WHY)
    (task,) = (await company.see(objects.view, "bea", key)).tasks
    assert task.can == before.tasks[0].can
    assert task.cannot == ""
    assert "approve" in (await company.see(objects.view, "eve", key)).tasks[0].can
    assert {"withdraw", "urge"} <= set((await company.see(objects.view, "rita", key)).can)


async def test_a_case_jumps_and_ends_as_the_administrator_says(company: Company) -> None:
    key = (await company.order(amount="20000")).object.key
    await company.do(administration.jump, "ada", key, Jump(to="director", reason="urgent"))
    assert await holders(company, key) == ["dora"]
    await company.do(administration.jump, "ada", key, Jump(to="buyer", reason="first"))
    back = await company.see(feed.page, "rita", key, last=True)
    assert back.names[step_name(back.items[-1])] == {"en": "Buyer", "zh": "采购员"}
    end = End(outcome=Outcome.REJECTED, reason="a mistake")
    view = await company.do(administration.end, "ada", key, end)
    assert view.object.state == "rejected"
    page = await company.see(feed.page, "rita", key)
    told = [entry for entry in page.items if entry.kind is EntryKind.MESSAGE]
    assert any("a mistake" in entry.values.values() and entry.by == "ada" for entry in told)


async def test_a_task_is_reassigned_and_everything_of_a_leaver_is_handed_over(
    company: Company,
) -> None:
    one = (await company.order(amount="20000")).object.key
    other = (await company.order(amount="20000")).object.key
    for key in (one, other):
        await company.do(tasks.decide, "bea", key, APPROVE)
    await company.do(
        administration.reassign, "ada", one, Reassign(to="eve", whose="dora", reason="x")
    )
    assert await holders(company, one) == ["eve"]
    done = await company.do(administration.hand_over, "ada", "dora", HandOver(to="finn"))
    assert done.objects == (other,)
    assert await holders(company, other) == ["finn"]


async def test_without_a_reason_or_the_right_nothing_happens(company: Company) -> None:
    key = (await company.order()).object.key
    with pytest.raises(Invalid):
        await company.do(administration.suspend, "ada", key, Reason())
    for who in ("rita", "bea"):
        with pytest.raises(NotAllowed):
            await company.do(administration.suspend, who, key, WHY)
        with pytest.raises(NotAllowed):
            await company.do(administration.hand_over, who, "bea", HandOver())
        with pytest.raises(NotAllowed):
            await company.see(rebuild, who, key)


async def test_people_say_for_themselves_when_they_are_away(company: Company) -> None:
    later = company.now.replace(day=30)
    with pytest.raises(NotAllowed):
        await company.do(absences.add, "ben", "bea", NewAbsence())
    await company.do(absences.add, "ada", "bea", NewAbsence(ends=later, delegate="dora"))
    with pytest.raises(Invalid):
        await company.do(absences.add, "bea", "bea", NewAbsence(begins=later.replace(day=29)))
    for wrong in (
        NewAbsence(delegate="ben"),
        NewAbsence(ends=company.now),
        NewAbsence(delegate="gone"),
    ):
        with pytest.raises(Invalid):
            await company.do(absences.add, "ben", "ben", wrong)
    key = (await company.order()).object.key
    assert "dora" in await holders(company, key)
    assert (await company.see(inbox.page, "bea", now=company.now)).items == []


async def test_an_absence_in_the_far_future_is_a_slip_of_the_pen(company: Company) -> None:
    far = company.now.replace(year=9999)
    for wrong in (NewAbsence(ends=far), NewAbsence(begins=far)):
        with pytest.raises(Invalid, match=r"Until 2028-\d\d-\d\d at most"):
            await company.do(absences.add, "bea", "bea", wrong)
    await company.do(absences.add, "bea", "bea", NewAbsence(ends=company.now.replace(year=2028)))


async def test_the_latest_day_that_is_named_can_be_the_last_one_away(company: Company) -> None:
    far = NewAbsence(ends=company.now.replace(year=9999))
    with pytest.raises(Invalid) as refused:
        await company.do(absences.add, "bea", "bea", far)
    day = date.fromisoformat(refused.value.errors[0].message.split()[1])
    behind = datetime.combine(day + timedelta(days=1), time(), timezone(timedelta(hours=-12)))
    await company.do(absences.add, "bea", "bea", NewAbsence(ends=behind))


async def test_an_absence_that_ended_early_counts_no_more(company: Company) -> None:
    away = await company.do(absences.add, "bea", "bea", NewAbsence(delegate="dora"))
    await company.do(absences.end, "bea", away.id)
    key = (await company.order()).object.key
    assert "bea" in await holders(company, key)


async def test_a_replay_shows_where_the_stored_case_is_another(company: Company) -> None:
    key = (await company.order()).object.key
    (same,) = await company.see(rebuild, "ada", key)
    assert (same.object, same.events, same.differences) == (key, 1, ())
    (row,) = await company.read(lambda reader: reader.all(cases.select()))
    state = row[6]
    forged = state.replace('"person":"bea"', '"person":"eve"', 1)
    await company.store.write(lambda unit: unit.run(update(cases), state=forged))
    (other,) = await company.see(rebuild, "ada", key)
    assert "eve" in other.differences[0]
    assert "bea" in other.differences[0]
    await company.store.write(lambda unit: unit.run(update(cases), state=state))
