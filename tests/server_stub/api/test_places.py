"""Few threads compute at once, and each gets on."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Event, Thread

from server_stub.api.places import Places


def all_end(*works: Callable[[], None]) -> bool:
    threads = [Thread(target=each, daemon=True) for each in works]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    return not any(each.is_alive() for each in threads)


def test_as_many_compute_as_there_are_places_and_never_more() -> None:
    places, two, met = Places(2), Barrier(2), list[Barrier]()
    at_first, after_giving_way = Barrier(3), Barrier(3)

    def three_meet(barrier: Barrier) -> None:
        with suppress(BrokenBarrierError):
            barrier.wait(0.1)
            met.append(barrier)

    def compute() -> None:
        with places.one():
            two.wait(30)
            three_meet(at_first)
            places.give_way()
            three_meet(after_giving_way)

    assert all_end(*[compute] * 6)
    assert not two.broken
    assert not met


def test_who_computes_for_long_lets_in_those_that_wait() -> None:
    places, taken, one, other = Places(1), Event(), Event(), Event()

    def long() -> None:
        with places.one():
            taken.set()
            while not (one.is_set() and other.is_set()):
                places.give_way()

    def short(been: Event) -> Callable[[], None]:
        def compute() -> None:
            taken.wait()
            with places.one():
                been.set()

        return compute

    assert all_end(long, short(one), short(other))


def test_a_place_is_free_again_where_the_work_failed() -> None:
    places = Places(1)
    try:
        with places.one():
            raise KeyError("a defect")
    except KeyError:
        pass
    with places.one():
        places.give_way()
