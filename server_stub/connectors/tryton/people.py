"""Who is who: people here, their logins and sessions there, and whom a document waits for."""

from collections.abc import Callable, Iterable

from core.tasks import DecisionKind
from server_stub.connectors.base import Login
from server_stub.connectors.tryton.documents import Found, at
from server_stub.connectors.tryton.kinds import Kind
from server_stub.connectors.tryton.rights import Rights
from server_stub.connectors.tryton.session import Session
from server_stub.operations.document import Ask

_EMPLOYEE_FIELDS = ("quoted_by.id", "employee.id")


class People:
    """The mapped people of one connector."""

    def __init__(self, open_session: Callable[[Login], Session]) -> None:
        self._open_session = open_session
        self.logins: dict[str, Login] = {}
        self._sessions: dict[str, Session] = {}
        self._by_login: dict[str, str] = {}
        self._by_user: dict[int, str] = {}
        self._by_employee: dict[int, str] = {}
        self.rights = Rights()

    def meet(self, logins: Iterable[Login]) -> None:
        """These are the mapped people now; a session whose login stays is kept."""
        before, kept = self.logins, self._sessions
        self.logins = {each.person: each for each in logins}
        self._sessions = {
            person: kept[person] if before.get(person) == each else self._open_session(each)
            for person, each in self.logins.items()
            if each.password
        }
        self._by_login = {each.login: each.person for each in self.logins.values()}
        self.learn(self.rights)

    def session(self, person: str) -> Session | None:
        """The person's own session; None for somebody without login or password."""
        return self._sessions.get(person)

    def sessions_by_login(self) -> dict[str, Session]:
        """Every session, by login."""
        return {self.logins[person].login: each for person, each in self._sessions.items()}

    def learn(self, rights: Rights) -> None:
        """Take over what was read of rights and users."""
        self.rights = rights
        known = [
            (self._by_login[login], identity)
            for login, identity in rights.people.items()
            if login in self._by_login
        ]
        self._by_user = {identity.user: person for person, identity in known}
        self._by_employee = {
            identity.employee: person for person, identity in known if identity.employee
        }

    def by_login(self, login: str) -> str:
        """The person with this login, or ""."""
        return self._by_login.get(login, "")

    def by_user(self, user: int) -> str:
        """The person with this user id, or ""."""
        return self._by_user.get(user, "")

    def by_employee(self, employee: int) -> str:
        """The person who is this employee, or ""."""
        return self._by_employee.get(employee, "")

    def requester(self, found: Found) -> str:
        """Who asked for the document: who quoted or requested it, else who entered it."""
        for path in _EMPLOYEE_FIELDS:
            person = self.by_employee(at(found.raw, path) or 0)
            if person:
                return person
        return self.by_login(at(found.raw, "create_uid.login") or "")

    def asks(self, kind: Kind, state: str) -> tuple[Ask, ...]:
        """Whom a waiting document asks: those who may press its yes, and what else they may."""
        asked = []
        for person, login in sorted(self.logins.items()):
            may = self.rights.may_press(login.login, kind)
            can = tuple(
                decision
                for decision in (DecisionKind.APPROVE, DecisionKind.REJECT, DecisionKind.RETURN)
                if kind.button(decision, state) in may
            )
            if DecisionKind.APPROVE in can:
                ask = Ask(person=person, login=login.login, can=can, cannot=self._cannot(person))
                asked.append(ask)
        return tuple(asked)

    def _cannot(self, person: str) -> str:
        session = self._sessions.get(person)
        if session is None:
            return "connectors.no_login"
        return "connectors.login_refused" if session.refused else ""
