"""Whether the values that a flow writes can be computed, and fit where they go."""

from core.flow.checking.people import check_who
from core.flow.checking.report import Report
from core.flow.definition import Computed, Literal, PersonOf, Place, Set, Template, Value
from core.objects import FieldDefinition, FieldKind
from core.rules.context import UnclearError
from core.rules.expressions import holes
from core.rules.stored import stored


def check_value(report: Report, value: Value) -> None:
    """Note what is wrong with how a value is come by."""
    if isinstance(value, Computed):
        report.value(value.expression.text, value.expression.place)
    elif isinstance(value, Template):
        check_template(report, value.text, value.place)
    elif isinstance(value, PersonOf):
        check_who(report, value.who)


def check_template(report: Report, text: str, place: Place) -> None:
    """Note what is wrong with the expressions in a text's braces."""
    if text.count("{") != len(holes(text)) or text.count("}") != len(holes(text)):
        report.error("braces", place)
    for hole in holes(text):
        report.value(hole, place)


def check_set(report: Report, step: Set) -> None:
    """Note what a `set` writes where it does not exist, or what does not fit there."""
    for name, value in step.fields.items():
        check_value(report, value)
        field = report.field(name, step.place)
        if field is None or not isinstance(value, Literal):
            continue
        if not _fits(value.value, field):
            known = ", ".join(choice.id for choice in field.choices) or field.kind.value
            report.error("value_misfits", step.place, name=name, value=value.value, known=known)


def _fits(value: object, field: FieldDefinition) -> bool:
    try:
        kept = stored(value, field)
    except UnclearError:
        return False
    choices = [choice.id for choice in field.choices]
    return field.kind is not FieldKind.CHOICE or kept is None or kept in choices
