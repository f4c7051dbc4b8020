"""A small company in a real Tryton, with documents that wait: run by Tryton's own Python.

    python -m tests.e2e.tryton.company FOLDER [--schema FILE] [--few]

builds the database `erp` on SQLite in FOLDER, through Tryton's own models. `--schema` keeps the
empty database with all modules in it between builds, which is most of the time. Works with the
series 7.0 to 8.2; needs nothing but what `requirements-*.txt` names.

People (each has the password `NAME-tryton`):

| login      | may                                                              |
|------------|------------------------------------------------------------------|
| wang.fang  | enter documents, quote, send back, cancel; not decide            |
| sun.wei    | enter and decide                                                 |
| zhao.min   | enter and decide; the second signature on large purchases        |
| liu.yang   | enter and decide; has no login in signoff where a test wants it  |
| signoff    | read only: the connector's reader                                |
"""

import argparse
import datetime as dt
import shutil
import sqlite3
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.e2e.tryton.staff import Staff, password
from tests.e2e.tryton.waiting import Documents

DATABASE = "erp"
MODULES = [
    "account_invoice_stock",
    "production",
    "purchase",
    "purchase_requisition",
    "sale",
]
SHORT = 900
"""More than is in stock: the shipment cannot be assigned."""


# --- the database ------------------------------------------------------------------------------


def build(folder: Any, schema: Any, few: Any) -> Any:
    file = folder / f"{DATABASE}.sqlite"
    write_configuration(folder)
    fresh = schema is None or not schema.exists()
    if fresh:
        file.touch()  # Tryton does not create it
    else:
        shutil.copyfile(schema, file)
    start_trytond(folder)
    from trytond import backend
    from trytond.pool import Pool

    database = backend.Database(DATABASE)
    database.connect()
    Pool.start()
    pool = Pool(DATABASE)
    if fresh:
        database.init()
        pool.init(update=["ir", "res"], lang=["en"])
        pool.init(update=MODULES, lang=["en"], activatedeps=True)
        if schema is not None:
            copy_database(file, schema)
    else:
        pool.init()
    Company(pool).make(few)
    database.close()


def write_configuration(folder: Any) -> Any:
    (folder / "trytond.conf").write_text(
        "[database]\nuri = sqlite://\n"
        f"path = {folder}\n"
        "[web]\nlisten = 127.0.0.1:0\n"
        "[session]\ntimeout = 86400\n"
        "[attachment]\nfilestore = False\n"
    )


def start_trytond(folder: Any) -> Any:
    import trytond.config

    config = trytond.config
    if not hasattr(config, "update_etc"):  # 7.0
        config = config.config
    config.update_etc(str(folder / "trytond.conf"))


def copy_database(source: Any, target: Any) -> Any:
    """SQLite's own copy: a plain one may lack what is in the write-ahead log."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", [str(part)])
    part.replace(target)


# --- what is in it -----------------------------------------------------------------------------


class Company:
    """Makes one thing after the other, each as the user who would."""

    def __init__(self, pool: Any) -> None:
        self.pool = pool
        self.company: Any = None
        self.employee: Any = None

    def make(self, few: bool) -> None:
        admin = self.run(0, self.administrator)
        self.company = self.run(admin, self.company_itself)
        self.run(admin, self.accounting)
        users = self.run(admin, Staff(self.get, self.company).hire)
        clerk, self.employee = users["wang.fang"]
        documents = Documents(self.get, self.employee)
        goods = self.run(admin, documents.goods)
        parties = self.run(admin, documents.parties)
        self.run(admin, documents.stock, goods)
        suppliers, customers = parties["supplier"], parties["customer"]
        many = 1 if few else 3
        self.run(clerk, documents.orders, "purchase", 2 * many, goods, suppliers)
        self.run(clerk, documents.large_purchase, goods, suppliers)
        self.run(clerk, documents.orders, "sale", many, goods, customers)
        self.run(clerk, documents.requisitions, many, goods, suppliers)
        self.run(clerk, documents.productions, many, goods)
        sales = self.run(clerk, documents.orders, "sale", 1, goods[1:2], customers)
        sales += self.run(clerk, documents.orders, "sale", 1, goods[1:2], customers, SHORT)
        self.run(0, documents.confirm_sales, sales)
        self.run(admin, documents.invoices, goods, suppliers)

    def run(self, user: Any, make: Any, *args: Any) -> Any:
        """One transaction as `user`, again with more locks where Tryton asks for it."""
        from trytond.transaction import Transaction, TransactionError
        from trytond.worker import run_task

        context = {"language": "en"}
        if self.company:
            context |= {"company": self.company, "employee": self.employee}
        locks: dict[str, Any] = {}
        while True:
            with Transaction().start(DATABASE, user, context=context, **locks) as transaction:
                try:
                    result = make(*args)
                    transaction.commit()
                    break
                except TransactionError as error:
                    transaction.rollback()
                    transaction.tasks.clear()
                    error.fix(locks)
        while transaction.tasks:
            run_task(self.pool, transaction.tasks.pop())
        return result

    def get(self, *names: Any) -> Any:
        found = [self.pool.get(name) for name in names]
        return found[0] if len(found) == 1 else found

    def administrator(self) -> Any:
        import trytond
        from trytond.transaction import Transaction

        Configuration, Item, Lang, User = self.get(
            "ir.configuration", "ir.module.config_wizard.item", "ir.lang", "res.user"
        )
        configuration = Configuration(1)
        if "series" in Configuration._fields:
            configuration.series = trytond.__series__
        configuration.language = "en"
        configuration.save()
        Lang.write(Lang.search([("code", "=", "en")]), {"translatable": True})
        Item.write(Item.search([]), {"state": "done"})
        values = {"active": True, "password": password("admin")}
        with Transaction().set_context(active_test=False):
            found = User.search([("login", "=", "admin")])
        if found:  # 7.0 brings one, inactive
            User.write(found, values)
            return found[0].id
        values |= {"login": "admin", "name": "Administrator", "administrator": True}
        return User.create([values])[0].id

    def company_itself(self) -> Any:
        from trytond.transaction import Transaction

        Company, Currency, Party, User = self.get(
            "company.company", "currency.currency", "party.party", "res.user"
        )
        currency = Currency(
            name="Renminbi", symbol="¥", code="CNY", rounding=Decimal("0.01"), digits=2
        )
        found = Currency.search([("code", "=", "CNY")])
        currency = found[0] if found else currency
        currency.save()
        since = {"date": dt.date(2000, 1, 1), "rate": Decimal(1)}
        Currency.write([currency], {"rates": [("create", [since])]})
        address = {"street": "Jinggong Road 8", "city": "Suzhou"}
        (party,) = Party.create(
            [{"name": "Jingheng Precision", "addresses": [("create", [address])]}]
        )
        company = Company(party=party, currency=currency)
        company.save()
        User.write(
            [User(Transaction().user)],
            {"companies": [("add", [company.id])], "company": company.id},
        )
        return company.id

    def accounting(self) -> Any:
        Chart = self.pool.get("account.create_chart", type="wizard")
        Account, Configuration, Data, Template, Term, Company = self.get(
            "account.account",
            "account.configuration",
            "ir.model.data",
            "account.account.template",
            "account.invoice.payment_term",
            "company.company",
        )
        company = Company(self.company)
        session, _, _ = Chart.create()
        wizard = Chart(session)
        wizard.account.account_template = Template(
            Data.get_id("account", "account_template_root_en")
        )
        wizard.account.company = company
        wizard.transition_create_account()

        def account(kind: Any, **more: Any) -> Any:
            domain = [(f"type.{kind}", "=", True), ("closed", "!=", True)]
            domain += [("company", "=", company.id), *((k, "=", v) for k, v in more.items())]
            return Account.search(domain, limit=1)[0]

        wizard.properties.company = company
        wizard.properties.account_receivable = account("receivable", party_required=True)
        wizard.properties.account_payable = account("payable", party_required=True)
        wizard.properties.category_account_expense = account("expense")
        wizard.properties.category_account_revenue = account("revenue")
        wizard.transition_create_properties()
        Chart.delete(session)
        configuration = Configuration(1)
        configuration.default_category_account_expense = account("expense")
        configuration.default_category_account_revenue = account("revenue")
        configuration.save()
        for year in (dt.date.today().year + offset for offset in (-1, 0, 1)):
            self.fiscal_year(year, company)
        remainder = {
            "type": "remainder",
            "relativedeltas": [("create", [{"days": 30}])],
        }
        Term.create([{"name": "30 days", "lines": [("create", [remainder])]}])

    def fiscal_year(self, year: Any, company: Any) -> Any:
        Year, Numbers, Sequence, Type = self.get(
            "account.fiscalyear",
            "account.fiscalyear.invoice_sequence",
            "ir.sequence.strict",
            "ir.sequence.type",
        )
        moves = "move_sequence"
        if moves not in Year._fields:  # 7.0
            moves = "post_move_sequence"
        (move_type,) = Type.search([("name", "=", "Account Move")])
        (invoice_type,) = Type.search([("name", "=", "Invoice")])
        (for_moves,) = self.get(Year._fields[moves].model_name).create(
            [
                {
                    "name": f"Moves {year}",
                    "sequence_type": move_type.id,
                    "company": company.id,
                    "prefix": f"{year}-",
                }
            ]
        )
        (numbers,) = Sequence.create(
            [
                {
                    "name": f"Invoices {year}",
                    "sequence_type": invoice_type.id,
                    "company": company.id,
                    "prefix": f"{year}-",
                }
            ]
        )
        fiscal = Year(
            name=str(year),
            company=company,
            start_date=dt.date(year, 1, 1),
            end_date=dt.date(year, 12, 31),
            **{moves: for_moves},
        )
        fiscal.invoice_sequences = [
            Numbers(
                in_invoice_sequence=numbers,
                in_credit_note_sequence=numbers,
                out_invoice_sequence=numbers,
                out_credit_note_sequence=numbers,
            )
        ]
        fiscal.save()
        Year.create_period([fiscal])


def main() -> Any:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--schema", type=Path)
    parser.add_argument("--few", action="store_true", help="the fewest documents of each kind")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    build(options.folder.resolve(), options.schema, options.few)


if __name__ == "__main__":
    sys.exit(main())
