"""Decisions a second of the pure engine, beside SpiffWorkflow running the equivalent BPMN.

Two flows: the worked purchase example of the demo company, and thirty steps of which every fifth
is a countersign by five people. Each is run twice: with its state kept in memory, and with the
state read from bytes and written to bytes around every decision, as a server has to.

Both engines take whole cases, from the start to the end, with the same people's decisions one after
the other; before anything is measured, `_same` holds that both ask for the same steps in the same
order and come to the same end. Ours also finds the people, computes due times, counts votes and
answers with its effects, which the BPMN engine leaves to its caller.
"""

import io
import itertools
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files

import msgspec
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.util.task import TaskState as Spiff

from benchmarks import engine_bpmn
from benchmarks.report import Figure, median_and_spread
from core.cases import CaseState, Decide, Facts, Round, Seat, Submit
from core.flow.definition import Flow
from core.flow.engine import handle
from core.flow.parsing import parse_flow
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.people import Department, Directory, Group, Person, Role
from core.tasks import DecisionKind, TaskKind

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECONDS = 0.4
ROUNDS = 9
AMOUNTS = (120, 30_000, 250_000, 70_000)
SIGNERS = 5
STEPS = 30
STEP_NAMES = {"head": "department-head", "manager": "purchasing-manager"}
"""Steps that have other names in the BPMN."""


def measure() -> list[Figure]:
    """Both flows, in memory and through bytes; ours in turn with the reference."""
    purchase = parse_flow(files("server_stub.demo").joinpath(PURCHASE_FILE).read_text("utf-8"))
    long = parse_flow(countersigned_flow())
    spiff = {
        "purchase": _spiff(engine_bpmn.purchase()),
        "countersigned": _spiff(engine_bpmn.countersigned(STEPS, SIGNERS)),
    }
    _same(purchase, spiff["purchase"])
    _same(long, spiff["countersigned"])
    figures = []
    for name, flow, label in (
        ("purchase", purchase, "the worked purchase example"),
        ("countersigned", long, f"{STEPS} steps, every fifth a countersign by {SIGNERS}"),
    ):
        for stored in (False, True):
            ours, theirs = [], []
            spec = spiff[name]
            for _ in range(ROUNDS):
                ours.append(_rate(lambda a, f=flow, s=stored: _our_case(f, a, s)))  # type: ignore[misc]
                theirs.append(_rate(lambda a, p=spec, s=stored: _spiff_case(p, a, s)))  # type: ignore[misc]
            middle, own_spread = median_and_spread(ours)
            reference, spread = median_and_spread(theirs)
            how = "state read and written as bytes" if stored else "state in memory"
            figures.append(
                Figure(
                    name=f"engine: {label}, {how}",
                    unit="decisions/s",
                    ours=middle,
                    reference_name="SpiffWorkflow, the same as BPMN",
                    reference=reference,
                    target="at least 10",
                    met=middle / reference >= 10,
                    spread=max(spread, own_spread),
                    limits="plain Python on one core",
                )
            )
    return figures


def _rate(case: Callable[[int], list[str]]) -> float:
    """Decisions a second of computing, whole cases one after the other.

    Neither engine waits for anything, so what counts is their own time: a machine that does other
    things beside takes from both.
    """
    amounts = itertools.cycle(AMOUNTS)
    case(next(amounts))
    decisions, started = 0, time.process_time()
    while (took := time.process_time() - started) < SECONDS:
        decisions += len(case(next(amounts)))
    return decisions / took


def _same(flow: Flow, spec: BpmnProcessSpec) -> None:
    """Both engines ask for the same steps in the same order; each ends its case as approved."""
    for amount in AMOUNTS:
        for stored in (False, True):
            ours, theirs = _our_case(flow, amount, stored), _spiff_case(spec, amount, stored)
            if ours != [STEP_NAMES.get(each, each) for each in theirs]:
                raise RuntimeError(f"not the same at {amount}: {ours} and {theirs}")


# --- ours ------------------------------------------------------------------------------------

PURCHASE_FILE = "company/flows/purchase-approval.yaml"


def countersigned_flow() -> str:
    """Thirty approvals, every fifth by all five of a board; nobody is asked twice in a row, for
    who is passes by themselves."""
    one = ("    by: role:purchasing_manager\n", "    by: role:buyer\n")
    all_of_them = "    by: group:board\n    mode: all\n"
    steps = [
        f"  - approve: step-{number}\n" + (one[number % 2] if number % 5 else all_of_them)
        for number in range(1, STEPS + 1)
    ]
    head = "flow: countersigned\nobject: purchase_order\nowner: role:process_owner\nsteps:\n"
    return head + "".join(steps)


def _person(id_: str, *roles: str, **more: str | tuple[str, ...] | dict[str, object]) -> Person:
    return msgspec.convert(
        {"id": id_, "name": {"en": id_}, "roles": roles, "department": "making", **more}, Person
    )


_ROLES = (
    "buyer",
    "purchasing_manager",
    "purchasing_director",
    "finance_director",
    "project_manager",
    "process_owner",
)
_BOARD = [_person(f"board{number}", groups=("board",)) for number in range(SIGNERS)]
_OTHERS = [_person(role, role, attributes={"classes": ["production"]}) for role in _ROLES]
DIRECTORY = Directory(
    people={each.id: each for each in (_person("rita"), _person("hugo"), *_OTHERS, *_BOARD)},
    departments={"making": Department(id="making", title={"en": "Making"}, head="hugo")},
    roles={role: Role(id=role, title={"en": role}) for role in _ROLES},
    groups={"board": Group(id="board", title={"en": "Board"})},
)
ORDER = ObjectType(
    id="purchase_order",
    title={"en": "Purchase order"},
    prefix="PO",
    name="{subject}",
    fields=tuple(
        FieldDefinition(id=name, kind=kind, title={"en": name})
        for name, kind in (
            ("amount", FieldKind.MONEY),
            ("material_class", FieldKind.TEXT),
            ("supplier", FieldKind.TEXT),
            ("subject", FieldKind.TEXT),
        )
    ),
)


def _facts(amount: int) -> Facts:
    return Facts(
        now=NOW,
        directory=DIRECTORY,
        object_type=ORDER,
        fields={
            "amount": {"amount": str(amount), "currency": "CNY"},
            "material_class": "production",
            "supplier": "Hengzhu",
            "subject": "Castings",
        },
    )


FACTS = {amount: _facts(amount) for amount in AMOUNTS}
"""What the engine is told of the world, which the caller has at hand."""
_ANSWERS = {TaskKind.APPROVE: DecisionKind.APPROVE, TaskKind.DO: DecisionKind.DONE}


def _our_case(flow: Flow, amount: int, stored: bool) -> list[str]:
    """Run one case; the steps that were decided, in order."""
    facts = FACTS[amount]
    state, _ = handle(flow, None, Submit(by="rita"), facts, case="c", object="PO-1", version=1)
    decided = []
    while asked := _asked(state):
        round_, seat = asked
        if stored:
            state = _DECODE.decode(_ENCODE.encode(state))
        command = Decide(by=seat.person, task=seat.task, kind=_ANSWERS[round_.kind])
        state, _ = handle(flow, state, command, facts)
        decided.append(round_.step)
    assert state.outcome == "approved", state.outcome
    return decided


def _asked(state: CaseState) -> tuple[Round, Seat] | None:
    """Somebody whom the case waits for."""
    for round_, seat in state.open_seats():
        if round_.kind in _ANSWERS:
            return round_, seat
    return None


_ENCODE = msgspec.msgpack.Encoder()
_DECODE = msgspec.msgpack.Decoder(CaseState)

# --- SpiffWorkflow ---------------------------------------------------------------------------


def _spiff(text: str) -> BpmnProcessSpec:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(text.encode())))
    return parser.get_spec("flow")


_SERIALIZER = BpmnWorkflowSerializer()


def _spiff_case(spec: BpmnProcessSpec, amount: int, stored: bool) -> list[str]:
    """Run one case; the steps that were decided, in order."""
    workflow = BpmnWorkflow(spec)
    first = workflow.get_next_task(state=Spiff.READY)
    first.data.update(amount=amount, material_class="production")
    workflow.do_engine_steps()
    decided = []
    while task := workflow.get_next_task(state=Spiff.READY, manual=True):
        if stored:
            workflow = _SERIALIZER.deserialize_json(_SERIALIZER.serialize_json(workflow))
            task = workflow.get_next_task(state=Spiff.READY, manual=True)
        task.data["approved"] = True
        task.run()
        workflow.do_engine_steps()
        decided.append(task.task_spec.bpmn_id)
    assert workflow.is_completed(), json.dumps(workflow.data)
    return decided
