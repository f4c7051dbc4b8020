"""What the records of a case become in another version of its flow: who takes whose place.

A case can be carried over where each step at which it stands has a counterpart, in the same
branches of the same forks. A plain `choose` around it may come or go: which way it took is known.
A fork that the new version has around it besides, and that it did not come to yet, is entered with
the case in it (`core.flow.wrapping`).
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from core.cases import CallRecord, CaseState, Fork, Gone, Ruling, Way
from core.errors import Invalid
from core.flow.counterparts import Counterparts, interchangeable, likeness, meaning
from core.flow.definition import REQUESTER, Approve, Call, Choose, Flow, Step
from core.flow.index import FlowIndex, Inside, branches_of, index_of, is_fork
from core.flow.ruled import tables_of
from core.language import label, say


class Carrying:
    """A case between two versions. Raises Invalid where it cannot be carried over."""

    def __init__(self, state: CaseState, old: Flow, new: Flow, given: Mapping[str, str]) -> None:
        self.old, self.new = old, new
        self.before, self.after = index_of(old), index_of(new)
        self._state = state
        self._refuse_mismatches(given)
        self.parts = Counterparts(old, new, given)
        self._places: dict[tuple[str, int], int] = {}
        """For each open branch of a fork: the branch in its place."""
        self.entered: dict[str, set[int]] = {}
        """For each fork that the case comes into by being moved: the branches where it stands."""
        self.at = tuple(self._place(step, self.entered) for step in state.at)
        self._refuse_tangled(self.at)
        self.gone: dict[str, Gone] = {}
        self.names: dict[str, str] = {}
        """For each step that the case was at: its name now."""
        self._name_all()

    # --- what becomes of the records -----------------------------------------------------------

    def name(self, step: str) -> str:
        """What a step that the case was at is called now."""
        return self.names.get(step, step)

    def forks(self, forks: Mapping[str, Fork]) -> dict[str, Fork]:
        """The forks with the branches that take the place of theirs.

        A branch that the new version adds does not begin: the fork was reached before.
        """
        found = {}
        for name, fork in forks.items():
            if self.name(name) in self.gone:
                found[self.name(name)] = replace(fork, open=())
                continue
            is_open = {self._places[name, branch] for branch in fork.open}
            taken = (self._branch(name, n) for n in fork.taken)
            both = sorted(is_open.union(n for n in taken if n is not None))
            found[self.name(name)] = replace(fork, taken=tuple(both), open=tuple(sorted(is_open)))
        return found

    def taken(self, taken: Mapping[str, int], at: Iterable[str]) -> dict[str, int]:
        """For each `choose` the branch in the place of the one taken, and those around `at`."""
        found = {}
        for name, number in taken.items():
            branch = self._branch(name, number)
            if branch is not None:
                found[self.name(name)] = branch
        for step in at:
            for name, number in self.after.spots[step].inside if step != REQUESTER else ():
                if _is_plain(self.after.spots[name].step):
                    found[name] = number
        return found

    def ruled(self) -> dict[str, Ruling]:
        """What rule tables said, where the same tables still have these rows."""
        return {
            self.name(step): ruling
            for step, ruling in self._state.ruled.items()
            if self.name(step) in self.after.spots and self._holds(step, ruling)
        }

    def way_back(self, way: Way | None) -> Way | None:
        """Where a resubmit goes straight back to; None where the new version has no such place."""
        back = self.parts.steps.get(way.step) if way is not None else None
        if way is None or back is None or not isinstance(self.after.spots[back].step, Approve):
            return None
        try:
            entered: dict[str, set[int]] = {}
            at = tuple(self._place(step, entered) for step in way.at)
            self._refuse_tangled(at)
        except Invalid:
            return None
        if entered:  # a fork around it would have to begin
            return None
        forks, taken = self.forks(way.forks), self.taken(way.taken, at)
        return replace(way, step=self.name(way.step), at=at, taken=taken, forks=forks)

    def call(self, record: CallRecord) -> CallRecord:
        """The record of an action. What takes it back is what the version said that did it, unless
        the new one does the same."""
        moved = replace(record, step=self.name(record.step))
        step = self.before.spots[record.step].step if record.step in self.before.spots else None
        if record.undoes or record.undo is not None or not isinstance(step, Call):
            return moved
        now = self.after.spots[moved.step].step if moved.step in self.after.spots else None
        return moved if same_action(step, now) else replace(moved, undo=step.undo)

    def _branch(self, step: str, number: int) -> int | None:
        name = self.name(step)
        if name in self.gone:
            return None
        if step in self.before.spots:
            return self.parts.branch(step, number)
        back = self.after.spots[name].step  # it was gone, and is there again
        return number if number < len(branches_of(back)) else None

    # --- where it stands -----------------------------------------------------------------------

    def _place(self, step: str, entered: dict[str, set[int]]) -> str:
        """The step in the place of this one; in `entered` the forks in which only that one lies."""
        if step == REQUESTER:
            return step
        place = self.parts.steps.get(step)
        spot = self.before.spots[step]
        if place is None:
            hint = say("moving.step_gone.hint", step=step)
            raise Invalid(say("moving.step_gone", step=titled(spot.step)), hint=hint)
        old = _blocks(self.before, spot.inside)
        new = _blocks(self.after, self.after.spots[place].inside)
        kept = [self.parts.steps.get(name) for name, _ in old]
        same = [each for each in new if each[0] in kept]
        if [name for name, _ in same] != kept:
            around = self._title(old[-1][0])
            message = say("moving.other_branch", step=titled(spot.step), around=around)
            raise Invalid(message, hint=say("moving.branches.hint"))
        for fork, branch in new:
            if fork not in kept:
                self._refuse_no_fork(spot.step, fork)
                entered.setdefault(fork, set()).add(branch)
        for (fork, branch), (_, other) in zip(old, same, strict=True):
            if self._places.setdefault((fork, branch), other) != other:
                raise Invalid(say("moving.branch_split", around=self._title(fork)))
        return place

    def _refuse_no_fork(self, step: Step, around: str) -> None:
        block = self.after.spots[around]
        if not block.forks:
            message = say("moving.after_reject", step=titled(step), around=titled(block.step))
            raise Invalid(message, hint=say("moving.branches.hint"))

    def _refuse_tangled(self, at: tuple[str, ...]) -> None:
        """Raises Invalid where two places would be one, or in one branch after the other."""
        for (fork, one), number in self._places.items():
            for (other, two), same in self._places.items():
                if fork == other and one != two and number == same:
                    raise Invalid(say("moving.branches_joined", around=self._title(fork)))
        if len(set(at)) < len(at):
            twice = next(step for step in at if at.count(step) > 1)
            raise Invalid(say("moving.one_step", step=titled(self.after.spots[twice].step)))

    def _title(self, step: str) -> str:
        return titled(self.before.spots[step].step)

    def _refuse_mismatches(self, given: Mapping[str, str]) -> None:
        for one, other in given.items():
            if other not in self.after.spots:
                known = ", ".join(self.after.spots)
                raise Invalid(say("flow.no_step", step=other, known=known))
            step = self.before.spots[one].step if one in self.before.spots else None
            if step is not None and not interchangeable(step, self.after.spots[other].step):
                raise Invalid(say("moving.other_kind", old=one, new=other))

    # --- names ---------------------------------------------------------------------------------

    def _name_all(self) -> None:
        """Every step that left a record gets its name; of several that become one, the one where
        the case stands, or else the last, keeps its records under it."""
        was_at = sorted(self._with_records(), key=self._order)
        owners = {self._target(step): step for step in was_at}
        owners |= {self._target(step): step for step in self._state.at if step != REQUESTER}
        for step in was_at:
            target = self._target(step)
            if target and owners[target] == step:
                self.names[step] = target
            else:
                self._name_gone(step)

    def _name_gone(self, step: str) -> None:
        known = self._state.gone.get(step)
        if known is None:
            name = self.names[step] = f"{step}@{self._state.version}"
            like = likeness(self.before.spots[step].step)
            self.gone[name] = Gone(like=like, before=self.parts.following(step))
            return
        before = known.before and (
            self.parts.steps.get(known.before) or self.parts.following(known.before)
        )
        self.gone[step] = replace(known, before=before)

    def _target(self, step: str) -> str:
        """The step of the new version in which the records of this one go on; "": none."""
        known = self._state.gone.get(step)
        if known is None:
            return self.parts.steps.get(step, "")
        back = step.rpartition("@")[0]
        spot = self.after.spots.get(back)
        free = spot is not None and back not in self.parts.steps.values()
        return back if free and spot is not None and likeness(spot.step) == known.like else ""

    def _order(self, step: str) -> int:
        spot = self.before.spots.get(step)
        return spot.order if spot is not None else -1

    def _with_records(self) -> set[str]:
        state = self._state
        found = {each.step for each in state.rounds} | {each.step for each in state.calls}
        found |= {each.step for each in state.pauses} | {each.step for each in state.children}
        found |= {*state.taken, *state.forks, *state.ruled}
        way = state.way_back
        found |= {*way.taken, *way.forks, *way.at} if way is not None else set()
        return (found | {*state.at, state.returned_from}) - {REQUESTER, ""}

    def _holds(self, step: str, ruling: Ruling) -> bool:
        if step not in self.before.spots:
            return False
        now = tables_of(self.after.spots[self.name(step)].step)
        rows = ((self.new.tables.get(table), row) for table, row in ruling.rows)
        same = now == tables_of(self.before.spots[step].step)
        return same and all(table is not None and table.row(row) for table, row in rows)


def same_action(one: Call, other: Step | None) -> bool:
    """Whether two steps ask for the same action."""
    return isinstance(other, Call) and (one.connector, one.action, one.table) == (
        other.connector,
        other.action,
        other.table,
    )


def same_tables(old: Flow, new: Flow, step: Step) -> bool:
    """Whether the rule tables that a step names say the same in both versions."""
    return all(
        meaning(old.tables.get(name)) == meaning(new.tables.get(name)) for name in tables_of(step)
    )


def titled(step: Step) -> str:
    """A step as people know it."""
    title = label(step.title)
    return f"{step.id} ({title})" if title else step.id


def _is_plain(step: Step) -> bool:
    return isinstance(step, Choose) and not is_fork(step)


def _blocks(index: FlowIndex, inside: Inside) -> Inside:
    """The branches of forks, and those after a reject, around a step."""
    return tuple(each for each in inside if not _is_plain(index.spots[each[0]].step))
