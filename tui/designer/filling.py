"""Setting what the selected line of the form is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from core.errors import SignoffError
from core.flow.completing import Completion, complete
from core.flow.entering import read
from core.language import label, say
from tui.designer.asking import people
from tui.designer.phrase_sheet import PhraseSheet, Question, among
from tui.designer.whom import ask_whom
from tui.state.designing import Property, give, option_words

if TYPE_CHECKING:
    from tui.designer.screen import DesignerScreen


def change(screen: DesignerScreen) -> None:
    """Let the person set the selected property."""
    form = screen.chosen
    if form is None:
        return
    if not form.kind:
        screen.tell(say("designer.only_in_the_file"))
    elif form.kind == "several":
        _several(screen, form)
    elif form.kind == "new_key":
        _new_key(screen, form)
    elif form.options or form.kind == "object_type":
        _pick(screen, form)
    else:
        _type(screen, form)


def clear(screen: DesignerScreen) -> None:
    """Take the selected property away."""
    form = screen.chosen
    if form is not None and form.kind and form.kind != "new_key" and form.value:
        _give(screen, form, [""])


def _give(screen: DesignerScreen, form: Property, words: list[str] | None) -> None:
    if words:
        _edit(screen, lambda: give(screen.document, form, words[0], screen.scope))


def _edit(screen: DesignerScreen, change: Callable[[], None]) -> None:
    """Carry an edit out; what the file does not allow is said."""
    try:
        change()
    except SignoffError as error:
        screen.tell(f"{error.detail or error.message} {error.hint}".strip())
        return
    screen.changed()


def _pick(screen: DesignerScreen, form: Property) -> None:
    if form.kind == "object_type":
        options = [Completion(each.id, label(each.title)) for each in screen.words.types]
    else:
        options = [Completion(each, option_words(form.name, each)) for each in form.options]
    question = Question(
        heading=form.title,
        label=say("designer.value"),
        help=form.help,
        complete=among(options),
        picks=True,
    )
    screen.app.push_screen(PhraseSheet(question), lambda words: _give(screen, form, words))


def _type(screen: DesignerScreen, form: Property) -> None:
    question = _question(screen, form)
    screen.app.push_screen(PhraseSheet(question), lambda words: _give(screen, form, words))


def _question(screen: DesignerScreen, form: Property) -> Question:
    scope = screen.scope

    def check(words: str) -> None:
        if words != form.value:
            read(form.kind, words, scope)

    return Question(
        heading=form.title,
        label=say("designer.value"),
        value=form.value,
        help=form.help,
        check=check,
        complete=lambda words: complete(form.kind, words, scope),
        lookup=people(screen.services) if form.kind in ("people", "who") else None,
        may_be_empty=not form.required,
    )


def _several(screen: DesignerScreen, form: Property) -> None:
    """One of several who are named, with which of them."""

    def done(people: Any) -> None:
        _edit(screen, lambda: screen.document.set(form.path, people))

    ask_whom(
        screen,
        heading=form.title,
        name="copy" if form.name == "tell" else "by",
        value=list(form.people),
        done=done,
        required=True,
    )


def _new_key(screen: DesignerScreen, form: Property) -> None:
    """A further value: first its name, then what it is."""
    key = str(form.path[-1])
    scope = screen.scope
    kind = "fields" if key in ("set", "answer") else "word"

    def named(name: str) -> Property:
        return Property(
            name=f"one_{key}",
            path=(*form.path, name),
            kind="word" if key == "answer" else "value",
            says=say(f"design_form.prop.one_{key}", name=name),
        )

    def following(answers: list[str]) -> Question | None:
        return _question(screen, named(answers[0])) if len(answers) == 1 else None

    def answered(answers: list[str] | None) -> None:
        if answers is not None:
            _give(screen, named(answers[0]), answers[1:])

    first = Question(
        heading=form.title,
        label=say("designer.name"),
        help=form.help,
        check=lambda words: read(kind, words, scope),
        complete=lambda words: complete(kind, words, scope),
        may_be_empty=False,
    )
    screen.app.push_screen(PhraseSheet(first, following), answered)
