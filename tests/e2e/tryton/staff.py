"""The people of the company of `company.py`, and who of them may press which button."""

from collections.abc import Callable
from typing import Any

SEVERAL_SIGN_FROM = 10_000
PEOPLE = {
    "wang.fang": "Wang Fang",
    "sun.wei": "Sun Wei",
    "zhao.min": "Zhao Min",
    "liu.yang": "Liu Yang",
    "signoff": "Signoff Reader",
}
DECIDERS = ("sun.wei", "zhao.min", "liu.yang")


def password(login: Any) -> Any:
    return f"{login}-tryton"


class Staff:
    """Hires people; `get` gives Tryton's models by name."""

    def __init__(self, get: Callable[..., Any], company: int) -> None:
        self.get = get
        self.company = company

    def hire(self) -> dict[str, tuple[int, int]]:
        """Everybody as a user who is an employee: ids of both, by login."""
        Data, Employee, Group, Party, User = self.get(
            "ir.model.data", "company.employee", "res.group", "party.party", "res.user"
        )
        enter = [
            Data.get_id(module, name)
            for module, name in (
                ("purchase", "group_purchase"),
                ("sale", "group_sale"),
                ("purchase_requisition", "group_purchase_requisition"),
                ("stock", "group_stock"),
                ("production", "group_production"),
                ("account", "group_account"),
            )
        ]
        approve = Data.get_id("purchase_requisition", "group_purchase_requisition_approval")
        decide, read = Group.create([{"name": "Decides"}, {"name": "Reads"}])
        users = {}
        self.rights(decide, read, enter)
        for login, name in PEOPLE.items():
            groups = [read.id] if login == "signoff" else list(enter)
            if login in DECIDERS:
                groups += [decide.id, approve]
            (party,) = Party.create([{"name": name}])
            employee = Employee(party=party, company=self.company)
            employee.save()
            (user,) = User.create(
                [
                    {
                        "name": name,
                        "login": login,
                        "password": password(login),
                        "groups": [("add", groups)],
                        "companies": [("add", [self.company])],
                        "company": self.company,
                        "employees": [("add", [employee.id])],
                        "employee": employee.id,
                    }
                ]
            )
            users[login] = (user.id, employee.id)
        return users

    def rights(self, decide: Any, read: Any, enter: Any) -> Any:
        """The buttons that decide are for deciders; large purchases take two of them."""
        from trytond.pyson import Eval, PYSONEncoder

        Access, Button, Rule = self.get(
            "ir.model.access", "ir.model.button", "ir.model.button.rule"
        )
        for model, name in (
            ("purchase.purchase", "confirm"),
            ("sale.sale", "confirm"),
            ("account.invoice", "post"),
            ("production", "wait"),
            ("stock.shipment.out", "assign_try"),
        ):
            Button.write(self.buttons(model, [name]), {"groups": [("add", [decide.id])]})
        (confirm,) = self.buttons("purchase.purchase", ["confirm"])
        large = Eval("self", {}).get("untaxed_amount", 0) >= SEVERAL_SIGN_FROM
        Rule.create(
            [
                {
                    "button": confirm.id,
                    "description": "Two signatures on large purchases",
                    "number_user": 2,
                    "condition": PYSONEncoder().encode(large),
                }
            ]
        )
        voiding = [each.id for each in self.buttons("purchase.purchase", ["draft", "cancel"])]
        Button.write([confirm], {"reset_by": [("add", voiding)]})
        seen = Access.search([("group", "in", enter), ("perm_read", "=", True)])
        models = {getattr(each.model, "id", each.model) for each in seen}
        Access.create(
            [
                {
                    "model": model,
                    "group": read.id,
                    "perm_read": True,
                    "perm_write": False,
                    "perm_create": False,
                    "perm_delete": False,
                }
                for model in models
            ]
        )

    def buttons(self, model: Any, names: Any) -> Any:
        from trytond.model import fields

        Button = self.get("ir.model.button")
        by_name = isinstance(Button._fields["model"], fields.Char)  # since 7.2
        path = "model" if by_name else "model.model"
        return Button.search([(path, "=", model), ("name", "in", names)])
