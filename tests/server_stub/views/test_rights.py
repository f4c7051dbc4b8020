"""What is offered about a case is what the server then does, and nothing else is offered."""

from random import Random

import msgspec
import pytest

from core import cases as commands
from core.api import Decide, ObjectView, Steer
from core.cases import CaseStatus
from core.errors import Invalid, NotAllowed, NotFound, SignoffError, Stale
from core.handling import AddSigner, End, Foresee, Jump, Reason, Reassign, RemoveSigner
from core.objects import ObjectState
from core.rounds import UNANSWERED, Outcome
from core.tasks import DecisionKind
from server_stub import access
from server_stub.operations import administration, cases, signers, tasks
from server_stub.operations.foreseeing import foresee
from server_stub.views import objects, rights
from server_stub.views.directory import Configuration
from server_stub.views.rows import ObjectRow
from tests.core.flow.company import DIRECTORY, PURCHASE_ORDER
from tests.core.flow.random_commands import act
from tests.core.flow.random_flows import random_flow
from tests.core.flow.world import World
from tests.server_stub.company import Company
from tests.server_stub.operations.test_signers import FLOW, started

APPROVE = Decide(decision=DecisionKind.APPROVE)
WHY = Reason(reason="audit")
STEERING = {"suspend", "resume", "jump", "end", "reassign"}


async def offered(company: Company, who: str, key: str) -> set[str]:
    view = await company.see(objects.view, who, key)
    return set(view.can) & {*STEERING, "remove_signer", "take_back"}


def of_people(view: ObjectView, word: str) -> list[str]:
    steps = view.case.steps if view.case is not None else ()
    return [each.person for step in steps for each in step.people if word in each.can]


async def test_only_an_administrator_is_offered_to_steer_a_case_that_runs(
    company: Company,
) -> None:
    key = await started(company)
    assert await offered(company, "bea", key) == set()
    assert await offered(company, "ada", key) == {"suspend", "jump", "end", "reassign"}
    await company.do(administration.suspend, "ada", key, WHY)
    assert await offered(company, "ada", key) == {"resume", "end", "reassign"}
    await company.do(administration.end, "ada", key, End(outcome=Outcome.REJECTED, reason="x"))
    assert await offered(company, "ada", key) == set()


async def test_the_places_are_the_steps_by_title_and_the_requester(company: Company) -> None:
    key = await started(company)
    view = await company.see(objects.view, "ada", key)
    assert view.case is not None
    places = [each.step for each in view.case.places]
    assert places == ["requester", "buyer", "director", "file"]
    seen = await company.see(objects.view, "bea", key)
    assert seen.case is not None
    assert seen.case.places == ()
    await company.do(administration.jump, "ada", key, Jump(to="requester", reason="x"))
    view = await company.see(objects.view, "ada", key)
    assert view.case is not None
    assert [each.step for each in view.case.places] == ["buyer", "director", "file"]


async def test_a_signer_is_removed_by_whoever_added_them_or_an_administrator(
    company: Company,
) -> None:
    key = await started(company, FLOW.replace("take back: true", "mode: all"))
    for who in ("bea", "ada"):
        assert "remove_signer" not in await offered(company, who, key)  # the only one there is
    await company.do(signers.add, "bea", key, AddSigner(people=("ben", "bob")))
    assert of_people(await company.see(objects.view, "bea", key), "remove_signer") == ["ben", "bob"]
    assert of_people(await company.see(objects.view, "ben", key), "remove_signer") == []
    by_admin = of_people(await company.see(objects.view, "ada", key), "remove_signer")
    assert sorted(by_admin) == ["bea", "ben", "bob"]
    await company.do(tasks.decide, "bob", key, APPROVE)
    assert of_people(await company.see(objects.view, "bea", key), "remove_signer") == ["ben"]
    await company.do(signers.remove, "bea", key, RemoveSigner(people=("ben",)))


async def test_an_approval_is_taken_back_where_it_is_offered_and_nowhere_else(
    company: Company,
) -> None:
    key = await started(company)
    assert "take_back" not in await offered(company, "bea", key)
    await company.do(tasks.decide, "bea", key, APPROVE)
    for who in ("ada", "dora"):
        assert "take_back" not in await offered(company, who, key)
    assert of_people(await company.see(objects.view, "bea", key), "take_back") == ["bea"]
    await company.do(signers.take_back, "bea", key, WHY)
    assert "take_back" not in await offered(company, "bea", key)
    await company.do(tasks.decide, "bea", key, APPROVE)
    await company.do(administration.suspend, "ada", key, WHY)
    await _refused(company, key)
    await company.do(administration.resume, "ada", key, WHY)
    assert "take_back" in await offered(company, "bea", key)
    await company.do(tasks.decide, "dora", key, APPROVE)
    await _refused(company, key)


async def _refused(company: Company, key: str) -> None:
    assert "take_back" not in await offered(company, "bea", key)
    with pytest.raises((NotAllowed, Invalid)):
        await company.do(signers.take_back, "bea", key, WHY)


async def test_nothing_is_written_by_what_is_tried(company: Company) -> None:
    key = await started(company)
    await company.do(tasks.decide, "bea", key, APPROVE)
    before = await company.see(objects.view, "dora", key)
    for who in ("ada", "bea"):
        await company.see(objects.view, who, key)
    assert await company.see(objects.view, "dora", key) == before


async def test_what_was_confirmed_on_an_older_state_of_the_case_is_refused(
    company: Company,
) -> None:
    key = await started(company)
    view = await company.see(objects.view, "ada", key)
    assert view.case is not None
    seen = view.case.revision
    await company.do(tasks.decide, "bea", key, APPROVE)
    steps: list[tuple[object, object]] = [
        (administration.suspend, Reason(reason="x", case_revision=seen)),
        (administration.jump, Jump(to="file", reason="x", case_revision=seen)),
        (administration.end, End(outcome=Outcome.REJECTED, reason="x", case_revision=seen)),
        (administration.reassign, Reassign(to="eve", whose="dora", reason="x", case_revision=seen)),
        (signers.remove, RemoveSigner(people=("dora",), reason="x", case_revision=seen)),
    ]
    for operation, body in steps:
        with pytest.raises(Stale):
            await company.do(operation, "ada", key, body)  # type: ignore[arg-type]
    view = await company.see(objects.view, "ada", key)
    assert view.case is not None
    now = view.case.revision
    again = Jump(to="file", reason="x", case_revision=now)
    await company.do(administration.jump, "ada", key, again)


async def test_what_was_confirmed_on_an_earlier_case_is_not_done_to_the_next(
    company: Company,
) -> None:
    key = await started(company)
    await company.do(tasks.decide, "bea", key, APPROVE)
    view = await company.see(objects.view, "ada", key)
    assert view.case is not None
    seen = view.case.revision
    await company.do(cases.withdraw, "rita", key, Steer(reason="not now"))
    view = await company.do(cases.submit, "rita", key, Steer())
    assert view.case is not None
    assert view.case.revision < seen
    late = End(outcome=Outcome.REJECTED, reason="x", case_revision=seen)
    with pytest.raises(Stale):
        await company.do(administration.end, "ada", key, late)


async def test_what_is_foreseen_is_what_then_happens_and_changes_nothing(
    company: Company,
) -> None:
    key = await started(company)
    await company.do(tasks.decide, "bea", key, APPROVE)
    before = await company.see(objects.view, "ada", key)
    jump = Foresee(do="jump", to="file")
    seen = await company.see(foresee, "ada", key, jump, now=company.now)
    assert [each.person for each in seen.ended] == ["dora"]
    assert [(each.person, each.step) for each in seen.asked] == [("finn", "file")]
    assert await company.see(objects.view, "ada", key) == before
    view = await company.do(administration.jump, "ada", key, Jump(to="file", reason="x"))
    assert [each.person for each in view.waiting_for] == ["finn"]


async def test_who_may_not_do_it_is_not_told_what_would_come_of_it(company: Company) -> None:
    key = await started(company)
    await company.do(tasks.decide, "bea", key, APPROVE)
    tried = [
        ("dora", Foresee(do="end", outcome=Outcome.REJECTED), NotAllowed),
        ("dora", Foresee(do="take_back", task=f"{key}.1"), NotAllowed),
        ("ada", Foresee(do="resume"), Invalid),
        ("ada", Foresee(do="paint"), Invalid),
        ("eve", Foresee(do="take_back", task=f"{key}.1"), NotFound),
    ]
    for who, what, refusal in tried:
        with pytest.raises(refusal):
            await company.see(foresee, who, key, what, now=company.now)
    back = Foresee(do="take_back", task=f"{key}.1")
    seen = await company.see(foresee, "bea", key, back, now=company.now)
    assert [each.person for each in seen.asked] == ["bea"]
    assert [each.person for each in seen.ended] == ["dora"]


# --- of many signers ---------------------------------------------------------------------------


EVERYBODY = Configuration(DIRECTORY, {PURCHASE_ORDER.id: PURCHASE_ORDER}, {}, ("erp",))


def offered_of(world: World, who: str) -> rights.CaseRights:
    """What `case_rights` offers somebody of a case in a random world."""
    row = ObjectRow(
        id=1,
        key="PO-1",
        type=PURCHASE_ORDER.id,
        title=world.facts.object_title,
        state=ObjectState.RUNNING,
        requester=world.requester,
        revision=1,
        raw_fields=msgspec.json.encode(world.facts.fields).decode(),
        amount="",
        currency="",
        source=None,
        created_micros=0,
        changed_micros=0,
        entries=0,
        chain="",
    )
    actor = access.actor_for(DIRECTORY, who)
    case = (world.flow, world.case, row, PURCHASE_ORDER)
    return rights.case_rights(actor, EVERYBODY, *case, world.facts.now)


def removable(world: World, who: str) -> set[str]:
    """The tasks whose people the engine lets somebody remove, each tried by itself."""
    found = set()
    admin = access.administers(access.actor_for(DIRECTORY, who))
    seats = [seat for each in world.case.rounds for seat in each.seats]
    for seat in seats:
        if seat.state not in UNANSWERED:
            continue
        command = commands.RemoveSigner(by=who, task=seat.task, reason="-", admin=admin)
        try:
            world.run(world.case, command, world.facts)
        except SignoffError:
            continue
        found.add(seat.task)
    return found


def test_of_many_who_sign_those_are_offered_to_be_removed_whom_the_engine_lets_go() -> None:
    compared = many = 0
    for seed in range(150):
        random = Random(seed)
        world = World(random_flow(random), random)
        for _ in range(25):
            act(world, random)
            if world.case.status is CaseStatus.ENDED:
                break
            for who in ("ada", random.choice(list(DIRECTORY.people))):
                offered = offered_of(world, who).tasks
                expected = removable(world, who)
                can = {task for task, words in offered.items() if "remove_signer" in words}
                assert can == expected
                compared, many = compared + 1, many + (len(expected) > 1)
    assert compared > 1000
    assert many > 100
