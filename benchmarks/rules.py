"""Rule tables and their check.

The reference for a table is the ZEN engine answering the same table itself, called with the same
values as JSON; for the check there is a limit in seconds.
"""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

import zen

from benchmarks.report import Figure, median_and_spread
from core.located import Problems
from core.objects import Choice, FieldDefinition, FieldKind, ObjectType
from core.rules.context import Context
from core.rules.sheets import sheet_of_csv
from core.rules.table import Table, index_of, rows_for
from core.rules.table_cover import survey_table
from core.rules.table_reading import read_head, read_table
from core.rules.zen_table import zen_decision

ROWS = 1000
OBJECTS = 100_000
ROUNDS = 5
SECONDS = 0.5
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CLASSES = ("production", "tooling", "services")
NAMES = frozenset({"amount", "material_class", "quantity"})
TYPE = ObjectType(
    id="order",
    title={"en": "Order"},
    prefix="OR",
    fields=(
        FieldDefinition(id="amount", kind=FieldKind.MONEY, title={}, currency="CNY"),
        FieldDefinition(
            id="material_class",
            kind=FieldKind.CHOICE,
            title={},
            choices=tuple(Choice(id=each, title={}) for each in CLASSES),
        ),
        FieldDefinition(id="quantity", kind=FieldKind.NUMBER, title={}),
    ),
)


def measure() -> list[Figure]:
    """Evaluations a second, the check of a large table, and a trial on many objects."""
    table = _table()
    contexts = _contexts(500)
    decision = zen.ZenEngine().create_decision(zen_decision(table))
    given = [context.encoded(NAMES) for context in contexts]
    index_of(table)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_rate(lambda at: rows_for(table, _fresh(contexts[at % 500]))))
        theirs.append(_rate(lambda at: decision.evaluate(given[at % 500])))
    reference, spread = median_and_spread(theirs)
    rate = median_and_spread(ours)[0]
    return [
        Figure(
            name=f"rule table of {ROWS} rows: objects a second",
            unit="1/s",
            ours=rate,
            reference_name="ZEN, the bare table",
            reference=reference,
            target="at least ZEN's",
            met=rate >= reference,
            spread=spread,
        ),
        _timed(
            f"check of a rule table of {ROWS} rows: holes, overlaps, dead rows",
            [partial(survey_table, _table(width), TYPE) for width in (90, 110, 120)],
            limit=5,
        ),
    ]


def _timed(name: str, checks: Sequence[Callable[[], object]], *, limit: float) -> Figure:
    """Each of another table: what was found of one is kept, and would be had for nothing."""
    times = []
    for check in checks:
        begun = time.perf_counter()
        check()
        times.append(time.perf_counter() - begun)
    taken = median_and_spread(times)[0]
    return Figure(
        name=name,
        unit="s",
        ours=taken,
        reference_name="limit",
        reference=limit,
        target=f"under {limit:g} s",
        met=taken < limit,
    )


def _table(width: int = 100) -> Table:
    """Bands of amounts for each class, so wide, without a hole."""
    lines = ["rules,approvers", "object,order", "", "amount,material_class,quantity,ask"]
    bands = ROWS // len(CLASSES)
    for at in range(bands):
        begin, end = at * width, (at + 1) * width
        lines += [f"{begin} to under {end},{each},,person:p" for each in CLASSES]
    rest = ROWS - bands * len(CLASSES) - 1
    lines += [f"from {bands * width},,over {at},person:p" for at in range(rest, 0, -1)]
    lines.append("otherwise,,,person:p")
    problems = Problems()
    sheet = sheet_of_csv("\n".join(lines), "rules.csv", problems)
    assert sheet is not None
    return read_table(read_head(sheet, problems), sheet, TYPE, problems)


def _contexts(count: int) -> list[Context]:
    chance = random.Random(7)
    return [
        Context(
            {
                "amount": {"amount": f"{chance.uniform(0, 34_000):.2f}", "currency": "CNY"},
                "material_class": chance.choice(CLASSES),
                "quantity": str(chance.randint(1, 99)),
            },
            TYPE,
        )
        for _ in range(count)
    ]


def _fresh(context: Context) -> Context:
    """The same values for the first time, as each object has them."""
    return Context(context.fields, TYPE)


def _rate(do: Callable[[int], object]) -> float:
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        do(count)
        count += 1
    return count / (time.perf_counter() - begun)
