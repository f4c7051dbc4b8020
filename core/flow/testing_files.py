"""Reading tests of a flow: cases with what is submitted, what people do, and what is expected."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from core.flow.definition import Place, Span
from core.flow.phrases import parse_span
from core.flow.source import Node
from core.language import say
from core.located import Located, Problems, near_or_known
from core.reading import Reading

FIRST_KEY = "tests"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""When cases are submitted where nothing else is said: a Monday morning."""
PEOPLE_DO = (
    *("approves", "rejects", "returns", "abstains", "finishes", "resubmits", "withdraws"),
    *("forwards", "delegates", "takes back", "urges"),
)
"""What somebody does: `approves: li.na`."""
OUTSIDE = ("answers", "flow ends", "event", "passes", "edits")
EXPECTED = ("asks", "tells", "calls", "at", "fields")
ENDS = ("approved", "rejected", "withdrawn", "running", "returned")
EVERYBODY = "everybody"


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a case: something that happens, or something that is expected now."""

    verb: str
    who: str = ""
    because: str = ""
    to: tuple[str, ...] = ()
    fields: dict[str, Any] = {}
    span: Span | None = None
    expected: tuple[str, ...] = ()
    place: Place = Place()


class TestCase(msgspec.Struct, frozen=True, kw_only=True):
    """One case of the tests; what is None is not looked at."""

    __test__ = False  # no test of pytest

    name: str
    requester: str = ""
    fields: dict[str, Any] = {}
    at: datetime = MONDAY
    load: dict[str, int] = {}
    turns: tuple[Turn, ...] | None = None
    """None: everybody approves."""
    asks: tuple[str, ...] | None = None
    tells: tuple[str, ...] | None = None
    calls: tuple[str, ...] | None = None
    ends: str = ""
    place: Place = Place()


class TestFile(msgspec.Struct, frozen=True, kw_only=True):
    """The tests of one flow."""

    __test__ = False

    flow: str
    cases: tuple[TestCase, ...] = ()
    file: str = ""


def read_tests(document: Located, problems: Problems) -> TestFile:
    """The tests of a document whose first key is `tests`, with what is wrong in `problems`."""
    return _Reader(document, problems).file()


class _Reader:
    def __init__(self, document: Located, problems: Problems) -> None:
        self._problems = problems
        self._reading = Reading(document, problems)
        self._document = document
        self._names: dict[str, int] = {}

    def file(self) -> TestFile:
        reading = self._reading
        flow = reading.text("tests", required=True)
        usual = TestCase(
            name="",
            requester=reading.text("requester"),
            fields=_plain(reading.map("fields")),
            at=self._moment(reading.get("at")),
            load=self._load(reading),
        )
        cases = [self._case(each, usual) for each in reading.items("cases", required=True)]
        reading.done()
        return TestFile(flow=flow, cases=tuple(cases), file=self._document.file)

    def _case(self, node: Located, usual: TestCase) -> TestCase:
        reading = Reading(node, self._problems)
        at, then = reading.get("at"), reading.get("then")
        name = reading.text("case", required=True)
        first = self._names.setdefault(name, node.line)
        if first != node.line:
            self._problems.add(node, say("testing.twice", name=name, line=first))
        found = TestCase(
            name=name,
            requester=reading.text("requester") or usual.requester,
            fields={**usual.fields, **_plain(reading.map("fields"))},
            at=self._moment(at) if at is not None else usual.at,
            load={**usual.load, **self._load(reading)},
            turns=tuple(self._turn(each) for each in reading.items("then")) if then else None,
            asks=self._names_at(reading, "asks"),
            tells=self._names_at(reading, "tells"),
            calls=self._names_at(reading, "calls"),
            ends=reading.one_of("ends", ENDS),
            place=Place(node.line, node.column),
        )
        reading.done()
        if not found.requester:
            self._problems.add(node, say("testing.no_requester"))
        return found

    def _turn(self, node: Located) -> Turn:
        reading = Reading(node, self._problems)
        known = (*PEOPLE_DO, *OUTSIDE, *EXPECTED)
        verbs = [key for key in node.value if key in known] if node.is_map else []
        place = Place(node.line, node.column)
        if len(verbs) != 1:
            first = next(iter(node.value), "") if node.is_map else node.raw
            hint = near_or_known(first, known)
            self._problems.add(node, say("testing.no_turn", word=first), hint=hint)
            return Turn(verb="", place=place)
        (verb,) = verbs
        because, to = reading.text("because"), self._names_at(reading, "to")
        fields = _plain(reading.map("with"))
        turn = Turn(verb=verb, because=because, to=to or (), fields=fields, place=place)
        turn = self._with_value(turn, reading)
        reading.done(also=("because", "to", "with"))
        return turn

    def _with_value(self, turn: Turn, reading: Reading) -> Turn:
        replace = msgspec.structs.replace
        if turn.verb in ("fields", "edits"):
            return replace(turn, fields=_plain(reading.map(turn.verb)))
        if turn.verb in EXPECTED:
            return replace(turn, expected=self._names_at(reading, turn.verb) or ())
        if turn.verb == "passes":
            node = reading.get("passes", required=True)
            return replace(turn, span=parse_span(Node(node, self._problems)) if node else None)
        if turn.verb == "answers":
            return replace(turn, who=reading.one_of("answers", ("done", "failed"), default="done"))
        if turn.verb == "flow ends":
            return replace(turn, who=reading.one_of("flow ends", ENDS[:3], default=ENDS[0]))
        return replace(turn, who=reading.text(turn.verb, required=True))

    def _names_at(self, reading: Reading, key: str) -> tuple[str, ...] | None:
        """A text or a list of texts; None where the key is missing; () for an empty list."""
        if not reading.has(key):
            return None
        node = reading.get(key)
        if node is None:
            return ()
        nodes: Iterable[Located] = node.value if node.is_list else [node]
        return tuple(reading.as_text(each, key) for each in nodes)

    def _moment(self, node: Located | None) -> datetime:
        if node is None:
            return MONDAY
        try:
            moment = datetime.fromisoformat(node.raw)
        except ValueError:
            self._problems.add(node, say("testing.no_moment", text=node.raw))
            return MONDAY
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _load(self, reading: Reading) -> dict[str, int]:
        found = reading.map("load")
        for key, node in found.items():
            if not isinstance(node.value, int) or isinstance(node.value, bool):
                reading.wrong(node, key, say("configuration.kind.integer"))
        return {key: node.value for key, node in found.items() if isinstance(node.value, int)}


def _plain(found: dict[str, Located]) -> dict[str, Any]:
    return {key: node.plain() for key, node in found.items()}
