"""What a flow would have made of the past, in words: for the command and for the designer."""

from collections.abc import Mapping, Sequence

import msgspec

from core.language import Label, has_text, label, say
from core.text import duration
from core.trials import Load, Shift, Simulation, Stop, Way


class Spoken(msgspec.Struct, frozen=True):
    """How people and steps are called; without a name by their id, as in scripts."""

    people: Mapping[str, Label] = {}
    steps: Mapping[str, str] = {}

    def person(self, person: str) -> str:
        """Somebody."""
        return label(self.people.get(person)) or person

    def step(self, step: str) -> str:
        """A step."""
        return self.steps.get(step) or step


_IDS = Spoken()


def summary(found: Simulation) -> list[str]:
    """All in a few sentences: how many objects, decisions, how long, what cannot be run."""
    words = [say("simulating.result", objects=found.objects, changed=found.changed)]
    if found.instead_of:
        words.append(say("simulating.instead_of", flow=found.instead_of))
    before, after = number(found.decisions_before), number(found.decisions_after)
    words.append(say("simulating.decisions", before=before, after=after))
    if found.waiting_before or found.waiting_after:
        times = {"before": found.waiting_before, "after": found.waiting_after}
        shown = {side: duration(seconds) for side, seconds in times.items()}
        words.append(say("simulating.waiting", **shown))
    words += [say("simulating.problem", problem=each) for each in found.problems]
    return words


def shift_words(shift: Shift, spoken: Spoken = _IDS) -> str:
    """How many objects go which way now, and which way then."""
    before, after = path_words(shift.before, spoken), path_words(shift.after, spoken)
    return say("simulating.shift", n=shift.objects, before=before, after=after)


def shift_differences(shift: Shift) -> list[str]:
    """What differs beside the steps of people, a line each."""
    pairs = zip(details(shift.before), details(shift.after), strict=True)
    return [f"{before or '-'} → {after or '-'}" for before, after in pairs if before != after]


def examples(keys: Sequence[str]) -> str:
    """Some of the objects that it is about."""
    return say("simulating.examples", keys=", ".join(keys))


def way_words(way: Way, spoken: Spoken = _IDS) -> list[str]:
    """A whole way, a line for each stop, then for what else happens."""
    stops = [stop_words(stop, spoken) for stop in way.stops]
    return [*stops, *filter(None, details(way, spoken))]


def path_words(way: Way, spoken: Spoken = _IDS) -> str:
    """A way in one line: its steps with their people."""
    if way == Way():
        return say("simulating.new")
    stops = [stop_words(stop, spoken) for stop in way.stops]
    return ", ".join(stops) or say("simulating.nobody")


def stop_words(stop: Stop, spoken: Spoken = _IDS) -> str:
    """A step and who is asked there; `|` between those of whom one is asked."""
    between = " | " if stop.one_of else ", "
    return f"{spoken.step(stop.step)} ({between.join(map(spoken.person, stop.people))})"


def details(way: Way, spoken: Spoken = _IDS) -> list[str]:
    """What there is beside the steps of people; each at its place, "" where there is none."""
    return [
        say("simulating.told", people=", ".join(map(spoken.person, way.told))) if way.told else "",
        say("simulating.calls", calls=", ".join(way.calls)) if way.calls else "",
        _ends(way) if way.ends else "",
        say("simulating.problem", problem=way.problem) if way.problem else "",
    ]


def _ends(way: Way) -> str:
    key = f"simulating.ends.{way.ends}"
    return say("simulating.ends", ends=say(key) if has_text(key) else way.ends)


def number(value: float) -> str:
    """A number of decisions, to the tenth."""
    return f"{value:,.1f}".removesuffix(".0")


def more_words(load: Load) -> str:
    """How many more or fewer, with its sign; "" for no difference."""
    by = load.after - load.before
    return f"{by:+,.1f}".removesuffix(".0") if round(by, 1) else ""
