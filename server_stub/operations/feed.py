"""Talking about an object: comments, what was seen, following."""

from sqlalchemy import bindparam, case, select, update
from sqlalchemy.dialects.postgresql import insert

from core.api import Comment, Seen
from core.errors import FieldError, Invalid
from core.events import EventKind
from core.feed import Entry, EntryKind, Followed
from core.language import say
from core.objects import File
from core.tasks import TaskState
from core.text import clean, one_line
from server_stub.access import Actor
from server_stub.operations import asking, fields, mirror, questions, sight, subject
from server_stub.operations.subject import Subject
from server_stub.store.tables import readers, tasks
from server_stub.store.unit import Unit
from server_stub.views import feed as views
from server_stub.views.lookup import Found, find

LONGEST = 20_000
"""Characters of one comment."""
MOST_FILES = 20

_new = insert(readers)
_see = _new.on_conflict_do_update(
    index_elements=["object", "person"],
    set_={
        column.name: case((new > column, new), else_=column)
        for column, new in (
            (readers.c.seen, _new.excluded.seen),
            (readers.c.seen_revision, _new.excluded.seen_revision),
        )
    },
)
_follow = _new.on_conflict_do_update(
    index_elements=["object", "person"], set_={"follows": 1, "takes_part": 1}
)
_unfollow = (
    update(readers)
    .where(readers.c.object == bindparam("the_object"), readers.c.person == bindparam("the_person"))
    .values(follows=0)
)
_own_open = select(tasks.c.id).where(
    tasks.c.object == bindparam("the_object"),
    tasks.c.state == TaskState.OPEN.value,
    tasks.c.person == bindparam("the_person"),
)


def comment(unit: Unit, actor: Actor, key: str, said: Comment) -> Entry:
    """Add a comment. Whom it mentions is asked; what its author was asked is answered.

    Raises NotFound, and Invalid for a comment without words or files.
    """
    with subject.changing(unit, actor, key) as it:
        sight.require(it)
        entry = say_on(it, said)
    object_type = it.configuration.visible_type(actor, it.type.id)
    return views.visible(entry, object_type) or entry


def say_on(it: Subject, said: Comment) -> Entry:
    """Add a comment to an object that its author sees."""
    text = clean(said.text).strip()
    _require_words(it, said, text)
    answered = questions.answer(it, it.actor.person, reply_to=said.reply_to)
    entry = it.add(
        EntryKind.COMMENT,
        text=text,
        mentions=questions.mentioned(it, text),
        reply_to=said.reply_to,
        files=_files(it, said.files),
    )
    asked = questions.ask(it, entry, text)
    asking.answered(it, answered)
    asking.asked(it, asked)
    it.take_part(it.actor.person, follow=True)
    if it.source is not None and text:
        mirror.commented(it, text)
    return entry


def reply(it: Subject, text: str, reply_to: int) -> Entry:
    """Answer the question in entry `reply_to` with a comment."""
    return say_on(it, Comment(text=text, reply_to=reply_to))


def seen(unit: Unit, actor: Actor, key: str, what: Seen) -> Followed:
    """The actor has seen the feed up to an entry, and the fields as they are now."""
    found = find(unit, actor, key)
    upto = max(0, min(what.entry, found.row.entries))
    if upto <= found.seen and found.seen_revision >= found.row.revision:
        return found.followed
    unit.run(
        _see,
        object=found.row.id,
        person=actor.person,
        takes_part=int(found.takes_part),
        follows=int(found.follows),
        seen=upto,
        seen_revision=found.row.revision,
    )
    if upto > found.seen:
        _tell_own_tasks(unit, actor, found)
    return find(unit, actor, key).followed


def follow(unit: Unit, actor: Actor, key: str) -> Followed:
    """The actor wants to hear of whatever happens to the object."""
    found = find(unit, actor, key)
    unit.run(_follow, object=found.row.id, person=actor.person, takes_part=1, follows=1, seen=0)
    return find(unit, actor, key).followed


def unfollow(unit: Unit, actor: Actor, key: str) -> Followed:
    """The actor does not want to hear of it any more; what they may see stays."""
    found = find(unit, actor, key)
    unit.run(_unfollow, the_object=found.row.id, the_person=actor.person)
    return find(unit, actor, key).followed


def _require_words(it: Subject, said: Comment, text: str) -> None:
    if not text and not said.files:
        raise Invalid(say("operations.empty_comment"))
    if len(text) > LONGEST:
        raise Invalid(
            say("operations.too_long", n=LONGEST),
            errors=(FieldError(field="text", message=say("operations.too_long", n=LONGEST)),),
        )
    if not 0 <= said.reply_to <= it.entries:
        raise Invalid(say("operations.no_entry", n=said.reply_to))


def _files(it: Subject, given: tuple[File, ...]) -> tuple[File, ...]:
    """The files as they were uploaded, under the names that the comment gives them."""
    if not given:
        return ()
    if len(given) > MOST_FILES:
        raise Invalid(say("operations.too_many_files", n=MOST_FILES))
    wanted = {clean(file.hash) for file in given}
    known = fields.attachable(it.unit, it.actor, it.configuration, wanted)
    wrong = tuple(
        FieldError(field=f"files[{place}]", message=say("operations.no_file"))
        for place, file in enumerate(given, 1)
        if file.hash not in known
    )
    if wrong:
        raise Invalid(say("operations.no_file"), errors=wrong)
    return tuple(
        File(
            hash=file.hash,
            name=one_line(clean(file.name))[:200] or file.hash[:12],
            size=known[file.hash][0],
            media_type=known[file.hash][1],
        )
        for file in given
    )


def _tell_own_tasks(unit: Unit, actor: Actor, found: Found) -> None:
    rows = unit.all(_own_open, the_object=found.row.id, the_person=actor.person)
    for (task,) in rows:
        unit.emit(
            EventKind.TASK_CHANGED,
            object=found.row.id,
            object_key=found.row.key,
            task=task,
            person=actor.person,
            by=actor.person,
        )
