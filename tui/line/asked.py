"""What a decision needs beside its reason, one after the other: fields, where to return to."""

from core.api import ObjectView
from core.client.client import Client
from core.errors import UsageError
from core.language import has_text, label, say
from core.objects import FieldDefinition, FieldKind
from core.tasks import DecisionKind, Task
from core.text import place_of
from core.typed import as_text
from tui.commands.fields import given_value
from tui.drawing.fields import how_written
from tui.drawing.words import return_targets, value_words
from tui.line.prompt import ask, choose, tell


def asked_fields(
    client: Client, view: ObjectView, task: Task, kind: DecisionKind, given: dict[str, object]
) -> bool:
    """Ask for the fields that the step of `task` asks for; False where one was not given.

    They are put into `given` one by one. What stands there already is offered anew: a decision
    that was refused, or broken off, takes nobody all of them again.
    """
    if kind not in (DecisionKind.APPROVE, DecisionKind.DONE):
        return True
    for each in task.asks:
        field = view.type.field(each)
        if field is None:
            continue  # hidden from this reader; the server says what is missing
        if not _ask(client, view, field, given):
            tell(say("tui.field_missing", field=label(field.title) or field.id))
            return False
    return True


def where_to(view: ObjectView | None) -> str | None:
    """To whom it is returned; None where none was chosen."""
    targets = return_targets(view)
    number = choose([f"{say('tui.return_to')} {words}" for _, words in targets])
    return targets[number][0] if number is not None else None


def _ask(
    client: Client, view: ObjectView, field: FieldDefinition, given: dict[str, object]
) -> bool:
    """Ask until the words can be read; whether the field has a value then."""
    here = given.get(field.id, view.object.fields.get(field.id))
    title = label(field.title) or field.id
    _tell_how(field, title)
    while True:
        shown = value_words(field, here, view.names)
        prompt = say("line.field_keep", field=title, value=shown) if shown else ""
        words = ask(prompt or say("tui.label", label=title).rstrip())
        if not words:
            if shown and words is not None:
                given[field.id] = here
            return field.id in given
        try:
            given[field.id] = given_value(client, field, _named(field, words), name=title)
        except UsageError as error:
            tell(f"{error.message} {error.hint}".strip())
        else:
            return True


def _tell_how(field: FieldDefinition, title: str) -> None:
    for number, each in enumerate(field.choices, start=1):
        tell(f"{number}. {label(each.title) or each.id}")
    if field.kind is FieldKind.FLAG:
        tell(f"{title}: {as_text(field, True)} / {as_text(field, False)}")
    for words in how_written(field):
        tell(words)
    how = f"line.how.{field.kind}"
    if has_text(how):
        tell(say(how, columns=", ".join(each.id for each in field.columns)))


def _named(field: FieldDefinition, words: str) -> str:
    """The choice of that number, where there is one."""
    place = place_of(words, len(field.choices))
    return field.choices[place].id if place is not None else words
