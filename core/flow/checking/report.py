"""What a check gathers, and what it looks things up in."""

from collections.abc import Collection

from core.errors import FieldError
from core.flow.definition import Expression, Flow, Place
from core.flow.source import problem
from core.objects import FieldDefinition, ObjectType
from core.people import Directory
from core.rules.vetting import Fault, vet_condition, vet_value


class Report:
    """The findings about one flow."""

    def __init__(
        self,
        flow: Flow,
        object_type: ObjectType,
        directory: Directory,
        connectors: Collection[str],
    ) -> None:
        self.flow = flow
        self.object_type = object_type
        self.directory = directory
        self.connectors = connectors
        self.errors: list[FieldError] = []
        self.warnings: list[FieldError] = []

    def error(self, text: str, place: Place, /, **values: object) -> None:
        """Note what has to be put right before publishing: `check.<text>`."""
        self.errors.append(problem(text, place, file=self.flow.file, field="", **values))

    def warn(self, text: str, place: Place, /, **values: object) -> None:
        """Note what should be looked at: `check.<text>`."""
        self.warnings.append(problem(text, place, file=self.flow.file, field="", **values))

    def field(self, name: str, place: Place) -> FieldDefinition | None:
        """The field of this name; None, with an error noted, where there is none."""
        found = self.object_type.field(name)
        if found is None:
            known = ", ".join(field.id for field in self.object_type.fields)
            self.error("unknown_field", place, name=name, type=self.object_type.id, known=known)
        return found

    def connector(self, action: str, place: Place) -> None:
        """Warn where nothing of this action's connector's name is connected."""
        name = action.partition(".")[0]
        if name not in self.connectors:
            self.warn("unknown_connector", place, name=name, action=action)

    def condition(self, expression: Expression, *, about_person: bool = False) -> bool:
        """Whether an expression is a condition on this type; what is wrong is noted."""
        people = [person for person in self.directory.people.values() if person.active]
        fault = vet_condition(expression.text, self.object_type, people, about_person=about_person)
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
