"""Making an object, or changing one: the form, and what the server says to it."""

from collections.abc import Sequence
from functools import partial

import msgspec
from textual.message import Message

from core.api import NewObject, ObjectView, Steer
from core.client import routes
from core.client.call import Call
from core.errors import Invalid, SignoffError, Stale
from core.language import label, say
from core.objects import ObjectType
from tui.screens.ask_sheet import AskSheet
from tui.screens.fill_sheet import FillSheet
from tui.services import Services
from tui.state.form import Form, is_empty
from tui.work import start


class ObjectForm(FillSheet[ObjectView]):
    """Gives the object as the server has it then. It stays open until the server has taken it."""

    class Saved(Message):
        """The server took it."""

        def __init__(self, view: ObjectView) -> None:
            super().__init__()
            self.view = view

    class Refused(Message):
        """The server did not take it; `view`: the object has changed to this meanwhile."""

        def __init__(self, error: SignoffError, view: ObjectView | None = None) -> None:
            super().__init__()
            self.error = error
            self.view = view

    def __init__(
        self,
        services: Services,
        object_type: ObjectType,
        writable: Sequence[str],
        *,
        view: ObjectView | None = None,
        submits: str = "",
    ) -> None:
        fields = [field for field in object_type.fields if field.id in writable]
        key = view.object.key if view is not None else ""
        title = label(object_type.title) or object_type.id
        super().__init__(
            services,
            Form(fields, view.object.fields if view is not None else None),
            heading=say("form.edit", key=key) if key else say("form.new", type=title),
            verb=say("form.take"),
            draft=f"form/{key}" if key else f"form/new/{object_type.id}",
            about=key,
            names=dict(view.names) if view is not None else None,
        )
        self._type = object_type
        self._view = view
        self._submits = submits
        """`submit`, `resubmit`, or "" where it can only be saved."""
        self._sending = False
        self._said = say("form.draft_goes_on") if self.goes_on else ""
        self.submitted = False
        """Whether what was sent last was to submit it as well."""

    # --- keys and words --------------------------------------------------------------------------

    def hints(self) -> list[str]:
        """With or without submitting."""
        verb = say(f"actions.{self._submits}") if self._submits else ""
        submit = say("form.hint_submit", verb=verb) if verb else ""
        keys = ("form.hint", "form.hint_short", "form.hint_tiny")
        return [say(key, submit=submit) for key in keys]

    def take(self, key: str) -> bool:
        """As in every form; beside that submit, and throw away."""
        if self._sending and key not in ("escape", "ctrl+c"):
            return True
        if key in ("ctrl+t", "f5") and self._submits:
            self._send(self._submits)
        elif key == "ctrl+x":
            self._throw_away()
        else:
            return super().take(key)
        return True

    def go_on(self) -> None:
        """Save it as it is."""
        self._send("")

    def _throw_away(self) -> None:
        def answered(word: str | None) -> None:
            if word is not None:
                self.services.drafts.remove(self.draft)
                self.form.reset()
                self.cancel()

        sheet = AskSheet(heading=say("form.throw_away"), verb=say("form.throw"))
        self.app.push_screen(sheet, answered)

    # --- sending: posts messages, changes nothing ------------------------------------------------

    def _send(self, verb: str) -> None:
        if not verb and not self.form.changed():
            self.complain(self._nothing_to_save())
            return
        if verb and self.form.find_missing():
            self.show_lines()
            self._select_complaint()
            return
        self._sending = True
        self.submitted = bool(verb)
        self.complain(say("form.sending"))
        start(self, partial(self._exchange, self._call(verb)), "form")

    def _nothing_to_save(self) -> str:
        if self._view is not None:
            return say("form.nothing_changed")
        needed = [label(each.title) or each.id for each in self.form.fields if each.required]
        if not needed:
            return say("form.nothing_filled")
        return say("form.fill_in", fields=say("steering.and").join(needed))

    def _call(self, verb: str) -> Call[ObjectView]:
        changed = self.form.changed()
        if self._view is None:
            filled = {name: each for name, each in changed.items() if not is_empty(each)}
            call = routes.create(NewObject(type=self._type.id, fields=filled, submit=bool(verb)))
        else:
            key, revision = self._view.object.key, self._view.object.revision
            if verb:
                call = routes.steer(key, verb, Steer(fields=changed), revision=revision)
            else:
                call = routes.edit(key, changed, revision=revision)
        what = f"{call.method} {call.path} {call.revision}"
        return msgspec.structs.replace(call, key=self.form.call_key(what, call.body))

    async def _exchange(self, call: Call[ObjectView]) -> None:
        client = self.services.client
        try:
            view = await client.send(call)
        except Stale as error:
            self.post_message(self.Refused(error, await self._read_again()))
        except SignoffError as error:
            self.post_message(self.Refused(error))
        else:
            self.post_message(self.Saved(view))

    async def _read_again(self) -> ObjectView | None:
        try:
            return await self.services.client.view(self.about)
        except SignoffError:
            return None

    # --- what has happened -----------------------------------------------------------------------

    def on_object_form_saved(self, message: Saved) -> None:
        """Done."""
        message.stop()
        self.services.drafts.remove(self.draft)
        self.dismiss(message.view)

    def on_object_form_refused(self, message: Refused) -> None:
        """Say what is wrong, each at its field; nothing that was filled in is lost."""
        message.stop()
        self._sending = False
        error = message.error
        words = f"{error.message} {error.hint}".strip()
        if message.view is not None:
            self._view = message.view
            self.form.rebase(message.view.object.fields)
            words = say("form.changed_meanwhile", key=self.about)
        elif isinstance(error, Invalid) and error.errors:
            words = "  ".join(self.form.complain(error.errors)) or error.message
        self.show_lines()
        self._select_complaint()
        self.complain(words)

    def _select_complaint(self) -> None:
        for number, field in enumerate(self.form.fields):
            if field.id in self.form.complaints:
                self.rows.select(number)
                return
