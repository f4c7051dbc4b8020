"""The documents of the company of `company.py`, and what they are made of."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

SUPPLIERS = ("Baowu Special Steel", "Nordic Bearings AB")
CUSTOMERS = ("Shanghai Pump Works", "Fjord Marine AS")
GOODS = (  # code, name, list price, cost price
    ("ST-42", "Round bar 42CrMo4", "68.00", "41.50"),
    ("BR-608", "Ball bearing 608", "4.90", "2.10"),
    ("SP-01", "Spindle SP-01", "4200.00", "3050.00"),
    ("HS-07", "Housing HS-07", "640.00", "380.00"),
)


class Documents:
    """Makes documents that wait for a decision; `get` gives Tryton's models by name."""

    def __init__(self, get: Callable[..., Any], employee: int) -> None:
        self.get = get
        self.employee = employee

    def goods(self) -> Any:
        Bom, Category, Configuration, Product, Template, Uom = self.get(
            "production.bom",
            "product.category",
            "account.configuration",
            "product.product",
            "product.template",
            "product.uom",
        )
        (unit,) = Uom.search([("name", "=", "Unit")])
        configuration = Configuration(1)
        category = Category(name="Goods", accounting=True)
        for side in ("expense", "revenue"):
            account = configuration.get_multivalue(f"default_category_account_{side}")
            setattr(category, f"account_{side}", account)
        category.save()
        templates = Template.create(
            [
                {
                    "name": name,
                    "code": code,
                    "type": "goods",
                    "default_uom": unit.id,
                    "list_price": Decimal(list_price),
                    "account_category": category.id,
                    "salable": True,
                    "sale_uom": unit.id,
                    "purchasable": True,
                    "purchase_uom": unit.id,
                    "producible": code == "SP-01",
                    "products": [("create", [{"cost_price": Decimal(cost)}])],
                }
                for code, name, list_price, cost in GOODS
            ]
        )
        products = [template.products[0] for template in templates]
        inputs = [
            {"product": product.id, "quantity": quantity, "unit": unit.id}
            for product, quantity in ((products[0], 2), (products[1], 4), (products[3], 1))
        ]
        made = {"product": products[2].id, "quantity": 1, "unit": unit.id}
        (bom,) = Bom.create(
            [
                {
                    "name": "Spindle SP-01",
                    "inputs": [("create", inputs)],
                    "outputs": [("create", [made])],
                }
            ]
        )
        Product.write([products[2]], {"boms": [("create", [{"bom": bom.id}])]})
        return [product.id for product in products]

    def parties(self) -> Any:
        Party, Term = self.get("party.party", "account.invoice.payment_term")
        (term,) = Term.search([], limit=1)
        found = {}
        for side, names in (("supplier", SUPPLIERS), ("customer", CUSTOMERS)):
            parties = Party.create(
                [
                    {
                        "name": name,
                        f"{side}_payment_term": term.id,
                        "addresses": [("create", [{"city": "Wuxi"}])],
                    }
                    for name in names
                ]
            )
            found[side] = [party.id for party in parties]
        return found

    def stock(self, goods: Any) -> Any:
        Inventory, Location = self.get("stock.inventory", "stock.location")
        (storage,) = Location.search([("code", "=", "STO")])
        lines = [{"product": product, "quantity": 500} for product in goods]
        Inventory.confirm(
            Inventory.create([{"location": storage.id, "lines": [("create", lines)]}])
        )

    def orders(self, side: Any, count: Any, goods: Any, parties: Any, quantity: Any = None) -> Any:
        """Quotations of purchases or sales."""
        Order, Line, Product = self.get(f"{side}.{side}", f"{side}.line", "product.product")
        orders = []
        for number in range(count):
            order = Order(**Order.default_get(list(Order._fields), with_rec_name=False))
            order.party = parties[number % len(parties)]
            order.reference = f"OFFER-{number + 1}"
            order.description = f"Order {number + 1}"
            order.on_change_party()
            line = Line()
            setattr(line, side, order)
            line.type = "line"
            line.product = goods[number % min(2, len(goods))]
            line.quantity = quantity or 5 + number
            line.on_change_product()
            product = Product(line.product)
            line.unit_price = product.cost_price if side == "purchase" else product.list_price_used
            order.lines = [line]
            orders.append(order)
        Order.save(orders)
        Order.quote(orders)
        return [order.id for order in orders]

    def large_purchase(self, goods: Any, suppliers: Any) -> Any:
        return self.orders("purchase", 1, goods[2:3], suppliers, quantity=8)

    def requisitions(self, count: Any, goods: Any, suppliers: Any) -> Any:
        Requisition, Line, Product = self.get(
            "purchase.requisition", "purchase.requisition.line", "product.product"
        )
        found = []
        for number in range(count):
            each = Requisition(
                **Requisition.default_get(list(Requisition._fields), with_rec_name=False)
            )
            each.employee = self.employee
            each.description = f"Need {number + 1}"
            each.supply_date = dt.date.today() + dt.timedelta(days=14)
            product = Product(goods[number % len(goods)])
            each.lines = [
                Line(
                    product=product,
                    quantity=3,
                    description=product.name,
                    unit=product.purchase_uom,
                    unit_price=product.cost_price,
                    supplier=suppliers[0],
                )
            ]
            found.append(each)
        Requisition.save(found)
        Requisition.wait(found)

    def productions(self, count: Any, goods: Any) -> Any:
        Production = self.get("production")
        found = []
        for number in range(count):
            each = Production(
                **Production.default_get(list(Production._fields), with_rec_name=False)
            )
            each.planned_date = dt.date.today() + dt.timedelta(days=3)
            each.product = goods[2]
            each.on_change_product()
            each.quantity = 1 + number
            each.bom = each.product.boms[0].bom
            each.on_change_bom()
            each.on_change_quantity()
            found.append(each)
        Production.save(found)

    def confirm_sales(self, sales: Any) -> Any:
        """A customer's shipment waits because its sale was confirmed."""
        Sale = self.get("sale.sale")
        orders = Sale.browse(sales)
        Sale.confirm(orders)
        Sale.process(orders)

    def invoices(self, goods: Any, suppliers: Any) -> Any:
        """Three of one supplier, two of them with the same number: Tryton warns of both."""
        Invoice, Line, Product = self.get(
            "account.invoice", "account.invoice.line", "product.product"
        )
        found = []
        for reference in ("RE-1", "RE-2", "RE-2"):
            each = Invoice(**Invoice.default_get(list(Invoice._fields), with_rec_name=False))
            each.type = "in"
            each.party = suppliers[0]
            each.on_change_type()
            each.on_change_party()
            each.invoice_date = dt.date.today()
            each.reference = reference
            product = Product(goods[0])
            each.lines = [
                Line(
                    type="line",
                    product=product,
                    quantity=4,
                    unit=product.default_uom,
                    unit_price=product.cost_price,
                    account=product.account_expense_used,
                    currency=each.currency,
                    company=each.company,
                )
            ]
            found.append(each)
        Invoice.save(found)
