"""Times come back from the database as they went in."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis.strategies import datetimes, just

from server_stub.store.moments import (
    from_micros,
    from_micros_or_none,
    to_micros,
    to_micros_or_none,
)


@given(datetimes(timezones=just(UTC)))
def test_every_moment_comes_back_exactly(moment: datetime) -> None:
    assert from_micros(to_micros(moment)) == moment


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    shanghai = datetime(2026, 3, 2, 8, tzinfo=timezone(timedelta(hours=8)))
    assert from_micros(to_micros(shanghai)) == datetime(2026, 3, 2, 0, tzinfo=UTC)


def test_none_stays_none() -> None:
    assert to_micros_or_none(None) is None
    assert from_micros_or_none(None) is None
