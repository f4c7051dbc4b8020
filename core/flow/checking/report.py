"""What a check gathers, and what it looks things up in."""

from collections.abc import Collection, Mapping

import msgspec

from core.errors import FieldError
from core.flow.definition import Expression, Flow, Place
from core.flow.source import problem
from core.objects import FieldDefinition, ObjectType
from core.people import Directory
from core.rules.table import Table
from core.rules.vetting import Fault, vet_condition, vet_value


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """What is there beside the flow: people, systems, other flows and their types, rule tables."""

    directory: Directory
    connectors: Collection[str] = ()
    """Connected systems, by name."""
    actions: Mapping[str, Collection[str]] = {}
    """What each of them can do, where that is known."""
    flows: Mapping[str, Flow] = {}
    """Every flow as it will be, for sub-flows; without any, sub-flows are not looked up."""
    types: Mapping[str, ObjectType] = {}
    tables: Mapping[str, Table] = {}


class Report:
    """The findings about one file."""

    def __init__(self, file: str, object_type: ObjectType, company: Company) -> None:
        self.file = file
        self.object_type = object_type
        self.company = company
        self.directory = company.directory
        self.errors: list[FieldError] = []
        self.warnings: list[FieldError] = []

    def error(self, text: str, place: Place, /, **values: object) -> None:
        """Note what has to be put right before publishing: `check.<text>`."""
        self.errors.append(problem(text, place, self.file, **values))

    def warn(self, text: str, place: Place, /, **values: object) -> None:
        """Note what should be looked at: `check.<text>`."""
        self.warnings.append(problem(text, place, self.file, **values))

    def field(self, name: str, place: Place) -> FieldDefinition | None:
        """The field of this name; None, with an error noted, where there is none."""
        found = self.object_type.field(name)
        if found is None:
            known = ", ".join(field.id for field in self.object_type.fields)
            self.error("unknown_field", place, name=name, type=self.object_type.id, known=known)
        return found

    def action(self, action: str, place: Place) -> None:
        """Warn where this action's connector is not connected; an error where it cannot do it."""
        name, _, what = action.partition(".")
        if name not in self.company.connectors:
            self.warn("unknown_connector", place, name=name, action=action)
            return
        known = self.company.actions.get(name)
        if known is not None and what not in known:
            listed = ", ".join(f"{name}.{each}" for each in sorted(known))
            self.error("unknown_action", place, action=action, known=listed)

    def condition(
        self, expression: Expression, *, about_person: bool = False, about_event: bool = False
    ) -> bool:
        """Whether an expression is a condition on this type; what is wrong is noted."""
        people = [person for person in self.directory.people.values() if person.active]
        fault = vet_condition(
            expression.text,
            self.object_type,
            people,
            about_person=about_person,
            about_event=about_event,
        )
        return self._noted(fault, expression.place)

    def value(self, text: str, place: Place) -> bool:
        """Whether an expression computes a value on this type; what is wrong is noted."""
        return self._noted(vet_value(text, self.object_type), place)

    def _noted(self, fault: Fault | None, place: Place) -> bool:
        if fault is None:
            return True
        column = place.column + max(fault.column - 1, 0)
        self.error(fault.key, Place(place.line, column), **fault.values)
        return False


class FlowReport(Report):
    """The findings about one flow."""

    def __init__(self, flow: Flow, object_type: ObjectType, company: Company) -> None:
        super().__init__(flow.file, object_type, company)
        self.flow = flow
