"""Whether the time limits of a flow end on days of which calendars know if they are worked."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from core.errors import FieldError
from core.flow.calendar import WorkCalendar
from core.flow.definition import Approve, Do, Fill, Flow, Span, Step, TimeUnit, Wait
from core.flow.index import index_of
from core.flow.source import problem

_WORKING = (TimeUnit.WORKING_DAYS, TimeUnit.WORKING_HOURS)


def check_calendars(
    flow: Flow, calendars: Iterable[WorkCalendar], now: datetime
) -> tuple[FieldError, ...]:
    """A warning for each calendar that does not know the days on which a limit could end.

    China's swapped working days, for example, are announced for one year at a time: what is counted
    over that end is counted without them.
    """
    limits = [span for span in _limits(flow) if span.unit in _WORKING]
    found = []
    for calendar in calendars:
        known, time = calendar.last_known, calendar.working_time()
        ends = (time.today(time.due(now, limit)) for limit in limits)
        if known is not None and any(end > known for end in ends):
            values = {"calendar": calendar.id, "until": known.isoformat()}
            found.append(problem("calendar_ends", flow.place, flow.file, **values))
    return tuple(found)


def _limits(flow: Flow) -> Iterator[Span]:
    """Every length of time in the flow and its rule tables, to the last stage of its ladder."""
    for spot in index_of(flow):
        yield from _limits_of(spot.step, flow)
    for table in flow.tables.values():
        yield from (row.within for row in table.rows if row.within is not None)


def _limits_of(step: Step, flow: Flow) -> Iterator[Span]:
    if isinstance(step, Wait) and step.span is not None:
        yield step.span
    if isinstance(step, Approve | Do | Fill) and step.within is not None:
        last = max((share for share, _ in index_of(flow).stages.get(step.id, ())), default=100)
        amount = -(-step.within.amount * max(last, 100) // 100)
        yield Span(amount=amount, unit=step.within.unit)
