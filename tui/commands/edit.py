"""new, edit: making and changing objects."""

from typing import Annotated, Any

import typer

from core.api import NewObject, ObjectView
from core.client.client import Client
from core.client.drafts import Drafts
from core.client.paging import whole
from core.errors import Invalid, NotFound, UsageError
from core.language import label, say
from core.near import hint_among
from core.objects import ObjectType
from tui.commands import output, session
from tui.commands.frame import command, noun
from tui.commands.many import Result, show
from tui.commands.options import Fields, Jq, Json, Key
from tui.commands.words import object_key, object_state

app = noun("signoff")

TypeName = Annotated[str, typer.Argument(metavar="TYPE", help=say("help.arg.type"))]
Submit = Annotated[bool, typer.Option("--submit", help=say("help.opt.submit"))]


@command(app, "new")
def new(
    type_: TypeName,
    field: Fields = None,
    submit: Submit = False,
    json: Json = None,
    jq: Jq = None,
) -> None:
    """Make an object."""
    if output.names_fields(ObjectView, json):
        return
    with session.talking() as client:
        object_type = _type(client, type_)
        if field:
            from tui.commands.fields import parse_fields

            values = parse_fields(client, object_type, field)
            view = client.create(NewObject(type=object_type.id, fields=values, submit=submit))
        else:
            view = _by_form(client, object_type, submit)
    _tell(view, "submitted" if submit else "created", json, jq)


@command(app, "edit")
def edit(key: Key, field: Fields = None, json: Json = None, jq: Jq = None) -> None:
    """Change fields of an object."""
    if output.names_fields(ObjectView, json):
        return
    with session.talking() as client:
        named = object_key(client, key)
        view = client.view(named)
        if field:
            from tui.commands.fields import parse_fields

            values = parse_fields(client, view.type, field)
        else:
            values = _changed_by_form(client, view)
        if values:
            view = client.edit(named, values, revision=view.object.revision)
    _tell(view, "changed" if values else "unchanged", json, jq)


def _tell(view: ObjectView, outcome: str, json: str | None, jq: str | None) -> None:
    if json is not None or jq is not None:
        output.json(view, json, jq)
        return
    show(Result(key=view.object.key, outcome=outcome, detail=object_state(view.object.state)))


def _type(client: Client, name: str) -> ObjectType:
    types = whole(lambda cursor: client.types(cursor=cursor))
    for each in types:
        if name == each.id or name in each.title.values():
            return each
    hint = hint_among(name, [each.id for each in types])
    raise NotFound(what=say("commands.object_type"), key=name, hint=hint)


def _by_form(client: Client, object_type: ObjectType, submit: bool) -> ObjectView:
    made: list[ObjectView] = []

    def make(values: dict[str, object]) -> None:
        filled = {name: value for name, value in values.items() if value not in (None, [])}
        made.append(client.create(NewObject(type=object_type.id, fields=filled, submit=submit)))

    writable = [field.id for field in object_type.fields]
    about = _about(client, object_type)
    _fill(client, object_type, {}, writable, f"new/{object_type.id}", make, about)
    return made[0]


def _about(client: Client, object_type: ObjectType) -> str:
    """What the flow of the type is for, in the words of who wrote it."""
    if not object_type.flow:
        return ""
    flows = whole(lambda cursor: client.flows(cursor=cursor))
    return next((label(flow.about) for flow in flows if flow.id == object_type.flow), "")


def _changed_by_form(client: Client, view: ObjectView) -> dict[str, object]:
    """What a person changed in the form."""
    before = view.object.fields
    changed: dict[str, object] = {}

    def take(values: dict[str, object]) -> None:
        changed.clear()
        changed.update(
            (name, value)
            for name, value in values.items()
            if value != before.get(name) and not (not value and not before.get(name))
        )

    if not view.writable:
        raise UsageError(say("commands.nothing_to_edit", key=view.object.key))
    _fill(client, view.type, before, view.writable, f"edit/{view.object.key}", take)
    return changed


def _fill(
    client: Client,
    object_type: ObjectType,
    values: Any,
    writable: Any,
    draft: str,
    use: Any,
    about: str = "",
) -> None:
    """Let the person fill the form until it can be used; what was typed survives as a draft.

    Left as it was, or emptied: the person has thought better of it.
    """
    from tui.commands.editor import edited
    from tui.commands.form import form, read_form

    drafts = Drafts(session.settings().drafts_folder)
    text = drafts.load(draft) or form(object_type, values, writable, about)
    while True:
        before, text = text, edited(text, about=object_type.id, suffix=".yaml")
        if not text.strip() or (text == before and not drafts.load(draft)):
            drafts.remove(draft)
            raise UsageError(say("commands.form_abandoned"))
        drafts.save(draft, text)
        try:
            use(read_form(client, object_type, text, values))
        except (UsageError, Invalid) as error:
            if text == before:
                raise
            text = _with_complaint(text, error)
        else:
            drafts.remove(draft)
            return


def _with_complaint(text: str, error: UsageError | Invalid) -> str:
    lines = [error.message, error.hint]
    lines += [f"{each.field}: {each.message} {each.hint}".strip() for each in error.errors]
    mark = say("commands.form_mark")
    head = "".join(f"# {mark} {line}\n" for line in lines if line)
    rest = "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith(f"# {mark} ")
    )
    return head + rest
