"""For each option of a flow the shortest one that has it, and what is played and observed on it."""

from collections.abc import Callable

from msgspec.structs import replace

from core.flow.index import index_of
from core.flow.terms import Span, TimeUnit, Who, WhoKind
from tests.core.flow.company import DIRECTORY, money
from tests.core.flow.run import Run

Play = Callable[[Run], object]


def submit(run: Run) -> object:
    return run.submit().open


def task(name: str) -> Play:
    return lambda run: getattr(run.submit().opened[0], name)


def does(*acts: Callable[[Run], object], seen: Callable[[Run], object] = lambda r: r.open) -> Play:
    def play(run: Run) -> object:
        run.submit()
        for act in acts:
            act(run)
        return seen(run)

    return play


def approve(who: str) -> Callable[[Run], object]:
    return lambda run: run.approve(who)


def reject(who: str) -> Callable[[Run], object]:
    return lambda run: run.reject(who)


def back(who: str, to: str = "") -> Callable[[Run], object]:
    return lambda run: run.back(who, to)


def resubmit(run: Run) -> object:
    return run.resubmit()


def fire(run: Run) -> object:
    return run.fire()


def outcome(run: Run) -> object:
    return run.case.outcome.value


def due(run: Run) -> object:
    return [seat.due for each in run.case.rounds for seat in each.seats]


def ask(run: Run) -> object:
    return run.ask(run.open[0].split()[1])


def _titles(run: Run) -> list[object]:
    return [spot.step.title for spot in index_of(run.flow)]


ONE = "- approve: one\n  by: person:bea\n"
TWO = f"{ONE}- approve: two\n  by: person:ben\n"
TRIO = "by: [person:bea, person:ben, person:bob]"
LATE = "within: 2 days\n  late: "

CASES: dict[str, tuple[str, Play]] = {
    "Flow.owner": ("- approve: one\n  by: role:ghost", submit),
    "Flow.watch": (
        "- approve: one\n  by: person:bea\n- set: {supplier: Acme}\n"
        "- approve: two\n  by: person:bea",
        does(approve("bea")),
    ),
    "Flow.urge_every": (ONE, does(*[lambda run: run.urge("rita").wait(hours=2)] * 2)),
    "Flow.steps": (ONE, submit),
    # --- approve
    "Approve.id": (ONE, submit),
    "Approve.title": (f"{ONE}  title: First", task("step_title")),
    "Approve.by": (ONE, submit),
    "Approve.vote": (f"- approve: one\n  {TRIO}\n  mode: all", does(approve("bea"))),
    "Approve.text": (f"{ONE}  text: '{{amount}}'", task("text")),
    "Approve.within": (f"{ONE}  within: 2 days", task("due")),
    "Approve.late": (f"{ONE}  {LATE}{{escalate: 50%}}", does(fire)),
    "Approve.priority": (f"{ONE}  priority: high", task("priority")),
    "Approve.on_reject": (f"{ONE}  on reject: back to requester", does(reject("bea"))),
    "Approve.reason_required": (f"{ONE}  reason: required", does(approve("bea"), seen=outcome)),
    "Approve.asks": (f"{ONE}  asks: cost_centre", does(approve("bea"), seen=outcome)),
    "Approve.exclusive": (
        f"{ONE}- approve: two\n  by: role:buyer\n  mode: all\n  exclusive: true",
        does(approve("bea"), seen=lambda run: len(run.case.rounds[1].seats)),
    ),
    "Approve.allow_requester": (
        "- approve: one\n  by: person:rita\n  allow requester: true",
        submit,
    ),
    "Approve.straight_back": (
        f"{ONE}- approve: two\n  by: person:ben\n  resubmit: straight back",
        does(approve("bea"), back("ben"), lambda run: run.edit(amount=money("1")), resubmit),
    ),
    "Approve.take_back": (
        f"{ONE}  take back: true\n- approve: two\n  by: person:ben",
        does(approve("bea"), lambda run: run.take_back("bea")),
    ),
    "Approve.questions_stop_clock": (
        f"{ONE}  within: 2 days\n  asking: stops the clock",
        does(ask, seen=due),
    ),
    "Approve.approve_if_nobody": (
        "- approve: one\n  by: role:ghost\n  nobody found: approve",
        submit,
    ),
    # --- do, fill
    "Do.id": ("- do: one\n  by: person:bea", submit),
    "Do.title": ("- do: one\n  by: person:bea\n  title: First", task("step_title")),
    "Do.by": ("- do: one\n  by: person:bea", submit),
    "Do.vote": (f"- do: one\n  {TRIO}\n  mode: in order", submit),
    "Do.text": ("- do: one\n  by: person:bea\n  text: Pack", task("text")),
    "Do.within": ("- do: one\n  by: person:bea\n  within: 2 days", task("due")),
    "Do.late": (f"- do: one\n  by: person:bea\n  {LATE}{{escalate: 50%}}", does(fire)),
    "Do.priority": ("- do: one\n  by: person:bea\n  priority: low", task("priority")),
    "Do.asks": (
        "- do: one\n  by: person:bea\n  asks: cost_centre",
        does(lambda run: run.done("bea"), seen=outcome),
    ),
    "Do.questions_stop_clock": (
        "- do: one\n  by: person:bea\n  within: 2 days\n  asking: stops the clock",
        does(ask, seen=due),
    ),
    "Fill.id": ("- fill: one\n  by: person:bea\n  fields: supplier", submit),
    "Fill.title": (
        "- fill: one\n  by: person:bea\n  fields: supplier\n  title: First",
        task("step_title"),
    ),
    "Fill.by": ("- fill: one\n  by: person:bea\n  fields: supplier", submit),
    "Fill.asks": (
        "- fill: one\n  by: person:bea\n  fields: supplier",
        does(lambda run: run.done("bea"), seen=outcome),
    ),
    "Fill.text": ("- fill: one\n  by: person:bea\n  fields: supplier\n  text: Who?", task("text")),
    "Fill.within": (
        "- fill: one\n  by: person:bea\n  fields: supplier\n  within: 1 day",
        task("due"),
    ),
    "Fill.late": (
        f"- fill: one\n  by: person:bea\n  fields: supplier\n  {LATE}{{escalate: 50%}}",
        does(fire),
    ),
    "Fill.priority": (
        "- fill: one\n  by: person:bea\n  fields: supplier\n  priority: low",
        task("priority"),
    ),
    "Fill.questions_stop_clock": (
        "- fill: one\n  by: person:bea\n  fields: supplier\n  within: 2 days\n"
        "  asking: stops the clock",
        does(ask, seen=due),
    ),
    # --- tell, call, set
    "Tell.id": ("- tell: person:bea\n  id: copies", submit),
    "Tell.title": ("- tell: person:bea\n  title: Copies", task("step_title")),
    "Tell.to": ("- tell: person:bea", submit),
    "Tell.text": ("- tell: person:bea\n  text: FYI", task("text")),
    "Call.id": ("- call: erp.make\n  id: make", lambda run: run.submit().of("MakeCall")[0].key),
    "Call.title": ("- call: nowhere.make\n  title: Make", task("step_title")),
    "Call.connector": ("- call: erp.make", lambda run: run.submit().of("MakeCall")[0].connector),
    "Call.action": ("- call: erp.make", lambda run: run.submit().of("MakeCall")[0].action),
    "Call.arguments": (
        "- call: erp.make\n  with: {n: 1}",
        lambda run: run.submit().of("MakeCall")[0].arguments,
    ),
    "Call.as_decider": (
        f"{ONE}- call: erp.make\n  as: whoever decided last",
        does(approve("bea"), seen=lambda run: run.of("MakeCall")[0].person),
    ),
    "Call.as_who": (
        "- call: erp.make\n  as: person:bea",
        lambda run: run.submit().of("MakeCall")[0].person,
    ),
    "Call.undo": (
        "- call: erp.make\n  undo: erp.unmake\n- do: one\n  by: person:bea",
        does(lambda run: run.answer().withdraw(), seen=lambda run: run.of("MakeCall")[0].action),
    ),
    "Call.answer": (
        "- call: erp.make\n  answer: {erp_number: no}",
        does(lambda run: run.answer(no="7"), seen=lambda run: run.facts.fields.get("erp_number")),
    ),
    "Set.id": (
        "- set: {supplier: Acme}\n  id: it",
        lambda run: run.submit().of("SetFields")[0].step,
    ),
    "Set.title": ("- set: {supplier: Acme}\n  title: It", lambda run: _titles(run.submit())),
    "Set.fields": (
        "- set: {supplier: Acme}",
        lambda run: run.submit().facts.fields.get("supplier"),
    ),
    # --- branches
    "Branch.when": (
        "- choose:\n    - when: amount < 5\n      steps: [{do: x, by: 'person:bea'}]\n"
        "    - otherwise: []",
        submit,
    ),
    "Branch.steps": ("- together:\n    - [{do: x, by: 'person:bea'}]", submit),
    "Choose.id": ("- choose:\n    - otherwise: []\n  id: it", lambda run: run.submit().case.taken),
    "Choose.title": (
        "- choose:\n    - otherwise: []\n  title: It",
        lambda run: _titles(run.submit()),
    ),
    "Choose.branches": ("- choose:\n    - otherwise: [{do: x, by: 'person:bea'}]", submit),
    "Choose.every": (
        "- choose all:\n    - when: amount > 5\n      steps: [{do: x, by: 'person:bea'}]\n"
        "    - when: amount > 6\n      steps: [{do: y, by: 'person:ben'}]\n    - otherwise: []",
        submit,
    ),
    "Together.id": ("- together: [[]]\n  id: it", lambda run: list(run.submit().case.forks)),
    "Together.title": ("- together: [[]]\n  title: It", lambda run: _titles(run.submit())),
    "Together.branches": ("- together:\n    - [{do: x, by: 'person:bea'}]", submit),
    # --- wait, flow
    "Wait.id": ("- wait: 2 days\n  id: it", lambda run: run.submit().case.at),
    "Wait.title": ("- wait: {until: needed_on}\n  title: It", task("step_title")),
    "Wait.span": ("- wait: 2 days", lambda run: [at for _, at in run.submit().case.timers()]),
    "Wait.until": (
        "- wait: {until: needed_on}",
        lambda run: run.edit(needed_on="2026-12-01").submit().open,
    ),
    "Wait.event": (
        "- wait: {event: paid}\n- do: x\n  by: person:bea",
        does(lambda run: run.happen("other").happen("paid", "E2")),
    ),
    "Wait.where": (
        "- wait: {event: paid, where: event.sum > 5}\n- do: x\n  by: person:bea",
        does(lambda run: run.happen("paid", sum=3)),
    ),
    "SubFlow.id": ("- flow: other\n  id: it", lambda run: run.submit().case.at),
    "SubFlow.title": ("- flow: other\n  with: {x: 'role:ghost'}\n  title: It", task("step_title")),
    "SubFlow.flow": ("- flow: other", lambda run: run.submit().of("StartFlow")[0].flow),
    "SubFlow.waits": ("- flow: other\n  waits: false\n- do: x\n  by: person:bea", submit),
    "SubFlow.fields": (
        "- flow: other\n  with: {supplier: Acme}",
        lambda run: run.submit().of("StartFlow")[0].fields,
    ),
    "SubFlow.on_reject": (
        "- flow: other\n  on reject: go on\n- do: x\n  by: person:bea",
        does(lambda run: run.flow_ends("rejected")),
    ),
    # --- people
    "Who.kind": ("- do: x\n  by: group:board", submit),
    "Who.id": ("- do: x\n  by: role:buyer", submit),
    "Who.levels": ("- do: x\n  by: manager 2 levels up", submit),
    "Who.inside": ("- do: x\n  by: role:buyer in requester's department", submit),
    "Who.region": ("- do: x\n  by: role:buyer in region:East", submit),
    "Who.where": ("- do: x\n  by: {role: buyer, where: \"person.id == 'bob'\"}", submit),
    "Who.pick": ("- do: x\n  by: {role: buyer, pick: in turn}", submit),
    "Who.skill": ("- do: x\n  by: {role: buyer, pick: most skilled in lathe}", submit),
    "Who.quorum": ("- approve: x\n  by: [2 of role:buyer]", does(reject("bea"))),
    # --- votes, limits, rejects
    "Vote.mode": (f"- approve: x\n  {TRIO}\n  mode: all", does(approve("bea"))),
    "Vote.share": (f"- approve: x\n  {TRIO}\n  mode: at least 60%", does(approve("bea"))),
    "Vote.count": (f"- approve: x\n  {TRIO}\n  mode: at least 2", does(approve("bea"))),
    "Vote.rejected_by_all": (f"- approve: x\n  {TRIO}\n  rejected by: all", does(reject("bea"))),
    "Vote.wait_for_all": (f"- approve: x\n  {TRIO}\n  mode: all\n  wait: all", does(reject("bea"))),
    "Span.amount": (f"{ONE}  within: 2 days", task("due")),
    "Span.unit": (f"{ONE}  within: 2 working hours", task("due")),
    "Ladder.remind": (
        f"{ONE}  {LATE}{{remind: 50%, escalate: 100%}}",
        does(fire, seen=lambda run: [each.share for each in run.of("RemindTask")]),
    ),
    "Ladder.escalate": (f"{ONE}  {LATE}{{escalate: 50%}}", does(fire)),
    "Ladder.replace": (f"{ONE}  {LATE}{{escalate: 50%, replace: true}}", does(fire)),
    "Ladder.final": (f"{ONE}  {LATE}{{final: reject at 150%}}", does(fire, seen=outcome)),
    "Ladder.action": (f"{ONE}  {LATE}{{final: approve at 150%}}", does(fire, seen=outcome)),
    "Rejected.to": (f"{ONE}  on reject: back to requester", does(reject("bea"))),
    "Rejected.step": (
        f"{TWO}- approve: three\n  by: person:bob\n  on reject: back to two",
        does(approve("bea"), approve("ben"), reject("bob")),
    ),
    "Rejected.steps": (
        f"{ONE}  on reject: [{{do: file, by: 'person:pete'}}]",
        does(reject("bea")),
    ),
    "Rejected.go_on": (
        f"{ONE}  on reject: {{steps: [], then: go on}}\n- do: x\n  by: person:ben",
        does(reject("bea")),
    ),
}
REQUIRED: dict[str, object] = {
    "id": "another",
    "by": (Who(kind=WhoKind.PERSON, id="pete"),),
    "Tell.to": (Who(kind=WhoKind.PERSON, id="pete"),),
    "Fill.asks": (),
    "Flow.owner": Who(kind=WhoKind.PERSON, id="pete"),
    "Flow.watch": ("amount",),
    "Flow.urge_every": Span(amount=9, unit=TimeUnit.DAYS),
    "fields": {},
    "branches": (),
    "SubFlow.flow": "another",
    "Who.kind": WhoKind.REQUESTER,
    "Who.id": "head",
    "Who.skill": "boxes",
    "Span.amount": 3,
    "Span.unit": TimeUnit.DAYS,
}
"""What stands in the place of an option that cannot be left out, or whose default says the same."""
SKILLED = {
    name: replace(each, skills={"lathe": 2}, region="East" if name == "ben" else "")
    for name, each in DIRECTORY.people.items()
}
