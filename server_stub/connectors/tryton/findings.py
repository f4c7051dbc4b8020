"""`connect test`: what works and what is missing, as lines that say what to do."""

from collections.abc import Iterable

from core.connections import Finding
from core.language import label, say
from core.tasks import DecisionKind
from server_stub.connectors.tryton import errors
from server_stub.connectors.tryton.documents import Library
from server_stub.connectors.tryton.kinds import Kind
from server_stub.connectors.tryton.people import People
from server_stub.connectors.tryton.rights import read_rights
from server_stub.connectors.tryton.rpc import Rpc
from server_stub.connectors.tryton.session import Session

TRIED = ((7, 0), (8, 2))
"""The series that the end-to-end tests run."""


async def look_through(
    rpc: Rpc, reader: Session, library: Library, people: People, kinds: Iterable[Kind]
) -> list[Finding]:
    """Try everything that the connector needs, without changing anything there."""
    server = await _server(rpc)
    if server.state == "error":
        return [server]
    signed_in = await _sign_in(reader, say("connectors.test.reader", login=reader.login))
    if signed_in.state == "error":
        return [server, signed_in]
    kinds = list(kinds)
    findings = [server, signed_in]
    await library.prepare(kinds)
    present = [kind for kind in kinds if kind.id not in library.missing]
    people.learn(await read_rights(reader, present, people.sessions_by_login()))
    findings += [await _kind(library, people, kind) for kind in kinds]
    findings += [await _person(people, person, present) for person in sorted(people.logins)]
    return findings


async def _server(rpc: Rpc) -> Finding:
    subject = say("connectors.test.server")
    try:
        version = await rpc.discover()
    except errors.NotThere as error:
        return _error(subject, "connectors.test.no_database", text=error.text)
    except errors.TrytonError as error:
        return _error(subject, "connectors.test.no_server", text=error.text)
    if rpc.series in TRIED:
        detail = say("connectors.test.version", version=version, url=rpc.address.root)
        return Finding(state="ok", subject=subject, detail=detail)
    detail = say("connectors.test.old_version", version=version)
    return Finding(state="warning", subject=subject, detail=detail)


async def _sign_in(session: Session, subject: str) -> Finding:
    session.try_again()
    try:
        await session.sign_in()
    except errors.LoginRefused as error:
        return _error(subject, "connectors.test.login_refused", text=error.text)
    except errors.NotThere as error:
        return _error(subject, "connectors.test.no_database", text=error.text)
    except errors.TrytonError as error:
        return _error(subject, "connectors.test.no_server", text=error.text)
    return Finding(state="ok", subject=subject, detail=say("connectors.test.signed_in"))


async def _kind(library: Library, people: People, kind: Kind) -> Finding:
    subject = say("connectors.test.kind", kind=label(kind.title))
    if kind.id in library.missing:
        return Finding(state="warning", subject=subject, detail=say("connectors.test.kind_missing"))
    try:
        count = len(await library.waiting(kind))
    except errors.Refusal as error:
        return _error(subject, "connectors.test.kind_refused", text=error.text)
    if count and not any(people.asks(kind, state) for state in kind.waits_in):
        return Finding(
            state="warning",
            subject=subject,
            detail=say("connectors.test.nobody_decides", count=count),
            hint=say("connectors.test.nobody_decides.hint"),
        )
    strange = [name for name in library.strange if name.startswith(f"{kind.model},")]
    if strange:
        wrong = library.strange[strange[0]]
        detail = say("connectors.strange", n=len(strange), document=strange[0], text=wrong)
        return Finding(state="warning", subject=subject, detail=detail)
    left_out = library.left_out.get(kind.id)
    if left_out:
        detail = say("connectors.test.fields_missing", fields=", ".join(left_out))
        return Finding(state="ok", subject=subject, detail=f"{count}: {detail}")
    return Finding(state="ok", subject=subject, detail=say("connectors.test.kind_ok", count=count))


async def _person(people: People, person: str, kinds: Iterable[Kind]) -> Finding:
    login = people.logins[person]
    subject = say("connectors.test.person", person=person)
    session = people.session(person)
    if session is None:
        detail = say("connectors.test.person_no_password", login=login.login)
        return Finding(state="warning", subject=subject, detail=detail)
    signed_in = await _sign_in(session, subject)
    if signed_in.state == "error":
        return signed_in
    decides = [
        label(kind.title)
        for kind in kinds
        if kind.buttons[DecisionKind.APPROVE] in people.rights.may_press(login.login, kind)
    ]
    if not decides:
        detail = say("connectors.test.person_nothing", login=login.login)
        return Finding(state="warning", subject=subject, detail=detail)
    detail = say("connectors.test.person_ok", login=login.login, kinds=", ".join(decides))
    return Finding(state="ok", subject=subject, detail=detail)


def _error(subject: str, key: str, *, text: str) -> Finding:
    return Finding(
        state="error", subject=subject, detail=say(key, text=text), hint=say(f"{key}.hint")
    )
