"""Decisions a second of the pure engine, beside SpiffWorkflow running the equivalent BPMN.

Two flows: the worked purchase example of the demo company, and thirty steps of which every fifth
is a countersign by five people. Each is run twice: with its state kept in memory, and with the
state read from bytes and written to bytes around every decision, as a server has to.
"""

import io
import itertools
import json
import time
from collections.abc import Callable, Iterator
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
from core.cases import CaseState, Decide, Facts, Submit
from core.flow.definition import Flow
from core.flow.engine import handle
from core.flow.parsing import parse_flow
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.people import Department, Directory, Group, Person, Role
from core.tasks import DecisionKind, TaskKind

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECONDS = 0.7
ROUNDS = 5
AMOUNTS = (120, 30_000, 250_000, 70_000)
SIGNERS = 5
STEPS = 30


def measure() -> list[Figure]:
    """Both flows, in memory and through bytes; ours in turn with the reference."""
    purchase = parse_flow(files("server_stub.demo").joinpath(PURCHASE_FILE).read_text("utf-8"))
    long = parse_flow(countersigned_flow())
    spiff = {
        "purchase": _spiff(engine_bpmn.purchase()),
        "countersigned": _spiff(engine_bpmn.countersigned(STEPS, SIGNERS)),
    }
    figures = []
    for name, flow, label in (
        ("purchase", purchase, "the worked purchase example"),
        ("countersigned", long, f"{STEPS} steps, every fifth a countersign by {SIGNERS}"),
    ):
        for stored in (False, True):
            ours, theirs = [], []
            for _ in range(ROUNDS):
                ours.append(_rate(lambda a, f=flow, s=stored: _our_case(f, a, s)))  # type: ignore[misc]
                spec = spiff[name]
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


def _rate(case: Callable[[int], int]) -> float:
    """Decisions a second, whole cases one after the other."""
    amounts = itertools.cycle(AMOUNTS)
    case(next(amounts))
    decisions, started = 0, time.perf_counter()
    while (took := time.perf_counter() - started) < SECONDS:
        decisions += case(next(amounts))
    return decisions / took


# --- ours ------------------------------------------------------------------------------------

PURCHASE_FILE = "company/flows/purchase-approval.yaml"


def countersigned_flow() -> str:
    """Thirty approvals, every fifth by all five of a board."""
    one, all_of_them = "    by: role:buyer\n", "    by: group:board\n    mode: all\n"
    steps = [
        f"  - approve: step-{number}\n" + (all_of_them if number % 5 == 0 else one)
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


def _our_case(flow: Flow, amount: int, stored: bool) -> int:
    facts = _facts(amount)
    state, _ = handle(flow, None, Submit(by="rita"), facts, case="c", object="PO-1", version=1)
    decisions = 0
    while seat := next(_asked(state), None):
        task, person, kind = seat
        if stored:
            state = _DECODE.decode(_ENCODE.encode(state))
        state, _ = handle(flow, state, Decide(by=person, task=task, kind=kind), facts)
        decisions += 1
    return decisions


def _asked(state: CaseState) -> Iterator[tuple[str, str, DecisionKind]]:
    for round_, seat in state.open_seats():
        if round_.kind is TaskKind.APPROVE:
            yield seat.task, seat.person, DecisionKind.APPROVE
        elif round_.kind is TaskKind.DO:
            yield seat.task, seat.person, DecisionKind.DONE


_ENCODE = msgspec.msgpack.Encoder()
_DECODE = msgspec.msgpack.Decoder(CaseState)

# --- SpiffWorkflow ---------------------------------------------------------------------------


def _spiff(text: str) -> BpmnProcessSpec:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(text.encode())))
    return parser.get_spec("flow")


_SERIALIZER = BpmnWorkflowSerializer()


def _spiff_case(spec: BpmnProcessSpec, amount: int, stored: bool) -> int:
    workflow = BpmnWorkflow(spec)
    first = workflow.get_next_task(state=Spiff.READY)
    first.data.update(amount=amount, material_class="production")
    workflow.do_engine_steps()
    decisions = 0
    while task := workflow.get_next_task(state=Spiff.READY, manual=True):
        if stored:
            workflow = _SERIALIZER.deserialize_json(_SERIALIZER.serialize_json(workflow))
            task = workflow.get_next_task(state=Spiff.READY, manual=True)
        task.data["approved"] = True
        task.run()
        workflow.do_engine_steps()
        decisions += 1
    assert workflow.is_completed(), json.dumps(workflow.data)
    return decisions
