"""The stand-in with flows: what a flow can name, a check that answers what it is told to."""

from typing import Any

import msgspec
from msgspec.structs import replace

from core.api import Applied, Change, FlowText, Page
from core.client.thrifty import httpx
from core.design import DesignWords, FlowTrial, Named, TableText, TrialEntry
from core.moves import CaseMove
from core.objects import Choice, FieldDefinition, FieldKind, ObjectType
from core.tasks import Reason
from core.trials import FlowFinding, FlowFindings, Load, Shift, Simulation, Stop, Way
from tests.tui.company import NOW
from tests.tui.stand_in import StandIn

ORDER = ObjectType(
    id="purchase_order",
    title={"en": "Purchase order", "zh": "采购订单"},
    prefix="PO",
    fields=(
        FieldDefinition(id="amount", kind=FieldKind.MONEY, title={"en": "Amount", "zh": "金额"}),
        FieldDefinition(
            id="material_class",
            kind=FieldKind.CHOICE,
            title={"en": "Material class", "zh": "物料类别"},
            choices=(
                Choice(id="production", title={"en": "production", "zh": "生产"}),
                Choice(id="office", title={"en": "office", "zh": "办公"}),
            ),
        ),
    ),
)
FLOW = """\
# who decides on purchases
flow: purchase
title: {en: Purchase, zh: 采购}
object: purchase_order
owner: role:owner
steps:
  # the small ones
  - choose:
      - when: amount < 5000
        steps:
          - approve: head   # of the department
            by: head of requester's department
      - otherwise:
          - approve: buyer
            title: 采购员审批
            by: {role: buyer, where: '"a" in person.classes', pick: least loaded}
"""


TABLE = """\
rules: approvers
object: purchase_order
rows:
  # small things
  - when: {amount: under 5000}
    ask: role:buyer
  - when: {material_class: production, amount: 5000 to 50000}
    ask: role:buyer
  - when: {amount: over 100000}
    ask: role:owner
"""


class FlowServer(StandIn):
    """`findings` is what the check answers."""

    def __init__(self) -> None:
        super().__init__(10)
        self.findings = FlowFindings()
        self.flow = FLOW
        self.cases: tuple[str, ...] = ()
        """Objects with a case on an older version, each at the step `at`, where it would stay."""
        self.at = "gone"
        self.moved: list[Any] = []

    def _answer(self, request: httpx.Request, path: str) -> Any:
        match path.split("/"):
            case ["design", "words"]:
                roles = (Named(id="buyer", title={"en": "Buyer"}), Named(id="owner"))
                return DesignWords(types=(ORDER,), roles=roles)
            case ["design", "try"]:
                return self._trial()
            case ["design", "tables", name]:
                return TableText(id=name, text=TABLE)
            case ["flows", _, "move", *trial]:
                return self._moved(msgspec.json.decode(request.content), trial=bool(trial))
            case ["flows", "check"]:
                return self.findings
            case ["flows", "simulate"]:
                return self._past()
            case ["flows", name]:
                return FlowText(
                    id=name, title={}, version=2, versions=(2,), published=NOW, by="li.na",
                    text=self.flow,
                )  # fmt: skip
            case ["apply"]:
                planned = msgspec.json.decode(request.content)["plan"]
                change = Change(action="publish", kind="flow", id="purchase", details=("more",))
                return Applied(changes=(change,), planned=planned)
        return super()._answer(request, path)

    def _moved(self, asked: Any, *, trial: bool) -> Page[CaseMove]:
        mapped = asked["steps"].get(self.at)
        if not trial:
            self.moved.append(asked)
        case = CaseMove(object="", old=1, new=2, outcome="refused", at=(self.at,), message="!")
        if mapped:
            case = replace(case, outcome="moved", then=(mapped,), message="")
        return Page(items=[replace(case, object=key) for key in self.cases])

    def _search(self, words: str) -> Any:
        return super()._search(words.partition(" ")[2] or "PO-1000")

    def _trial(self) -> FlowTrial:
        because = Reason(key="role", values={"role": "buyer"})
        entry = TrialEntry(kind="approve", step="buyer", person="li.na", because=because)
        return FlowTrial(object="PO-1", requester="wang.li", entries=(entry,), ends="approved")

    def _past(self) -> Simulation:
        old = (Stop(step="buyer", people=("li.na",)), Stop(step="quality", people=("li.na",)))
        before = Way(stops=old, ends="approved")
        after = Way(stops=(Stop(step="head", people=("wang.li",)),), ends="approved")
        shift = Shift(before=before, after=after, objects=2, keys=("PO-7", "PO-9"))
        people = (Load(id="li.na", before=2), Load(id="wang.li", after=2))
        names = {"li.na": {"en": "Li Na", "zh": "李娜"}}
        titles = {"quality": {"en": "Quality check", "zh": "质检"}, "buyer": {"en": "Old title"}}
        return Simulation(
            objects=5, changed=2, people=people, shifts=(shift,), names=names, titles=titles
        )


def gap(line: int) -> FlowFinding:
    """A finding of the check."""
    return FlowFinding(message="No branch is taken from 5000 up.", line=line, column=5)
