"""Work is counted, bounded, and interrupted now and then."""

import pytest

from core import effort
from core.effort import TooMuchError, limited, spend


def test_work_beyond_the_limit_is_refused_also_where_the_limit_is_further_out() -> None:
    with limited(10), limited(100):
        spend(10)
        with pytest.raises(TooMuchError):
            spend(1)


def test_there_are_pauses_wherever_something_is_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "SLICE", 0)
    pauses: list[int] = []
    with limited(100, lambda: pauses.append(1)) as purse, limited(100):
        spend(10)
        spend(0)
        assert len(pauses) == 2
        monkeypatch.setattr(effort, "SLICE", 3600)
        spend(10)
        assert len(pauses) == 2
        assert purse.left == 80


def test_what_a_pause_raises_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def end() -> None:
        raise KeyError("nobody waits")

    monkeypatch.setattr(effort, "SLICE", 0)
    with pytest.raises(KeyError), limited(10, end):
        spend(1)
