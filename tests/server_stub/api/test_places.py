"""Few threads compute at once, and each gets on."""

from collections.abc import Callable
from threading import Event, Thread

from server_stub.api.places import Places


def all_end(*works: Callable[[], None]) -> bool:
    threads = [Thread(target=each, daemon=True) for each in works]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    return not any(each.is_alive() for each in threads)


def test_no_more_compute_than_there_are_places() -> None:
    places, together, most = Places(2), set[int](), [0]

    def work(number: int) -> Callable[[], None]:
        def compute() -> None:
            with places.one():
                for _ in range(100):
                    together.add(number)
                    most.append(len(together))
                    together.discard(number)
                    places.give_way()

        return compute

    assert all_end(*map(work, range(6)))
    assert max(most) <= 2


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
