"""Work is counted, bounded, and interrupted now and then."""

import pytest

from core.effort import SLICE, TooMuchError, limited, spend


def test_work_beyond_the_limit_is_refused_also_where_the_limit_is_further_out() -> None:
    with limited(10), limited(100):
        spend(10)
        with pytest.raises(TooMuchError):
            spend(1)


def test_there_is_a_pause_each_slice_wherever_the_steps_are_spent() -> None:
    pauses: list[int] = []
    with limited(10 * SLICE, lambda: pauses.append(1)) as purse, limited(10 * SLICE):
        for _ in range(30):
            spend(SLICE // 10)
        assert len(pauses) == 3
        spend(2 * SLICE)
        assert len(pauses) == 4
        assert purse.left == 5 * SLICE


def test_what_a_pause_raises_ends_the_work() -> None:
    def end() -> None:
        raise KeyError("nobody waits")

    with pytest.raises(KeyError), limited(10 * SLICE, end):
        spend(SLICE)
