"""The six kinds of document: what is read of them, when they wait, and what may be pressed."""

import msgspec

from core.language import Label
from core.objects import FieldDefinition, FieldKind, ObjectType
from core.tasks import DecisionKind

_T, _N, _M, _D = FieldKind.TEXT, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE


class Part(msgspec.Struct, frozen=True):
    """One value of a document: our field, where it is in Tryton, its kind and its titles."""

    id: str
    path: str
    """Field names with dots between, as `search_read` takes them; the first may be missing."""
    kind: FieldKind
    en: str
    zh: str
    multiline: bool = False

    @property
    def title(self) -> Label:
        """The titles as a label."""
        return {"en": self.en, "zh": self.zh}


class Table(msgspec.Struct, frozen=True):
    """The lines of a document."""

    id: str
    path: str
    model: str
    """The model of a line, for noticing lines that change without their document."""
    parent: str
    """The line's field that names the document."""
    en: str
    zh: str
    columns: tuple[Part, ...]
    by_reference: bool = False
    """`parent` is a reference, not a many-to-one."""


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of document; `id` is the word that commands and type ids use."""

    id: str
    model: str
    title: Label
    prefix: str
    name: str
    """The template of an object's title."""
    waits_in: tuple[str, ...]
    only: tuple[tuple[str, str, object], ...] = ()
    """What else a waiting document has to fulfil, as domain clauses."""
    buttons: dict[DecisionKind, str]
    back_from: tuple[str, ...] = ()
    """States that `return` can be pressed in."""
    outcomes: dict[str, DecisionKind]
    """What a state means for a document that waited before."""
    decided_by: dict[str, str]
    """In which field a state's decider (an employee) is kept."""
    parts: tuple[Part, ...]
    tables: tuple[Table, ...]
    amount: str = ""

    def button(self, decision: DecisionKind, state: str) -> str:
        """The button that a decision presses in `state`, or "" where there is none."""
        if decision is DecisionKind.RETURN and state not in self.back_from:
            return ""
        return self.buttons.get(decision, "")


_NUMBER = Part("number", "number", _T, "Number", "编号")
_REFERENCE = Part("reference", "reference", _T, "Reference", "参考号")
_DESCRIPTION = Part("description", "description", _T, "Description", "说明")
_WAREHOUSE = Part("warehouse", "warehouse.rec_name", _T, "Warehouse", "仓库")
_COMPANY = Part("company", "company.rec_name", _T, "Company", "公司")
_TERM = Part("payment_term", "payment_term.rec_name", _T, "Payment term", "付款条件")
_COMMENT = Part("comment", "comment", _T, "Comment", "备注", True)
_SUPPLIER = Part("supplier", "party.rec_name", _T, "Supplier", "供应商")
_CUSTOMER = Part("customer", "party.rec_name", _T, "Customer", "客户")
_QUOTED_BY = Part("quoted_by", "quoted_by.rec_name", _T, "Quoted by", "报价人")
_TOTALS = (
    Part("untaxed_amount", "untaxed_amount", _M, "Untaxed", "不含税金额"),
    Part("tax_amount", "tax_amount", _M, "Tax", "税额"),
    Part("amount", "total_amount", _M, "Total", "总金额"),
)


def _lines(path: str, model: str, parent: str, *more: Part, priced: bool = True) -> Table:
    product = Part("product", "product.rec_name", _T, "Product", "产品")
    counted = (
        Part("quantity", "quantity", _N, "Quantity", "数量"),
        Part("unit", "unit.rec_name", _T, "Unit", "单位"),
    )
    prices = (
        Part("unit_price", "unit_price", _M, "Unit price", "单价"),
        Part("amount", "amount", _M, "Amount", "金额"),
    )
    columns = (product, _DESCRIPTION, *more, *counted, *prices) if priced else (product, *counted)
    return Table("lines", path, model, parent, "Lines", "明细", columns)


_ORDER_OUTCOMES = {
    "confirmed": DecisionKind.APPROVE,
    "processing": DecisionKind.APPROVE,
    "done": DecisionKind.APPROVE,
    "cancelled": DecisionKind.REJECT,
    "draft": DecisionKind.RETURN,
}
_ORDER_DECIDED_BY = dict.fromkeys(("confirmed", "processing", "done"), "confirmed_by")
_ORDER_BUTTONS = {
    DecisionKind.APPROVE: "confirm",
    DecisionKind.REJECT: "cancel",
    DecisionKind.RETURN: "draft",
}

_PURCHASE = Kind(
    id="purchase",
    model="purchase.purchase",
    title={"en": "Purchase", "zh": "采购单"},
    prefix="PUR",
    name="{supplier} · {description} · {number}",
    waits_in=("quotation",),
    buttons=_ORDER_BUTTONS,
    back_from=("quotation",),
    outcomes=_ORDER_OUTCOMES,
    decided_by=_ORDER_DECIDED_BY,
    amount="amount",
    parts=(
        _NUMBER,
        _SUPPLIER,
        _REFERENCE,
        _DESCRIPTION,
        Part("date", "purchase_date", _D, "Purchase date", "采购日期"),
        Part("delivery_date", "delivery_date", _D, "Delivery date", "交货日期"),
        _QUOTED_BY,
        _TERM,
        _WAREHOUSE,
        _COMPANY,
        *_TOTALS,
        _COMMENT,
    ),
    tables=(_lines("lines", "purchase.line", "purchase"),),
)

_SALE = Kind(
    id="sale",
    model="sale.sale",
    title={"en": "Sale", "zh": "销售单"},
    prefix="SAL",
    name="{customer} · {description} · {number}",
    waits_in=("quotation",),
    buttons=_ORDER_BUTTONS,
    back_from=("quotation",),
    outcomes=_ORDER_OUTCOMES,
    decided_by=_ORDER_DECIDED_BY,
    amount="amount",
    parts=(
        _NUMBER,
        _CUSTOMER,
        _REFERENCE,
        _DESCRIPTION,
        Part("date", "sale_date", _D, "Sale date", "销售日期"),
        Part("shipping_date", "shipping_date", _D, "Shipping date", "发货日期"),
        _QUOTED_BY,
        _TERM,
        _WAREHOUSE,
        _COMPANY,
        *_TOTALS,
        _COMMENT,
    ),
    tables=(_lines("lines", "sale.line", "sale"),),
)

_REQUISITION = Kind(
    id="requisition",
    model="purchase.requisition",
    title={"en": "Purchase requisition", "zh": "采购申请"},
    prefix="REQ",
    name="{employee} · {description} · {number}",
    waits_in=("waiting",),
    buttons={
        DecisionKind.APPROVE: "approve",
        DecisionKind.REJECT: "reject",
        DecisionKind.RETURN: "draft",
    },
    back_from=("waiting",),
    outcomes={
        "approved": DecisionKind.APPROVE,
        "processing": DecisionKind.APPROVE,
        "done": DecisionKind.APPROVE,
        "rejected": DecisionKind.REJECT,
        "cancelled": DecisionKind.REJECT,
        "draft": DecisionKind.RETURN,
    },
    decided_by={
        "approved": "approved_by",
        "processing": "approved_by",
        "done": "approved_by",
        "rejected": "rejected_by",
    },
    amount="amount",
    parts=(
        _NUMBER,
        Part("employee", "employee.rec_name", _T, "Requested by", "申请人"),
        _DESCRIPTION,
        Part("supply_date", "supply_date", _D, "Needed on", "需求日期"),
        _WAREHOUSE,
        _COMPANY,
        Part("amount", "total_amount", _M, "Total", "总金额"),
    ),
    tables=(
        _lines(
            "lines",
            "purchase.requisition.line",
            "requisition",
            Part("supplier", "supplier.rec_name", _T, "Supplier", "供应商"),
        ),
    ),
)

_INVOICE = Kind(
    id="invoice",
    model="account.invoice",
    title={"en": "Supplier invoice", "zh": "供应商发票"},
    prefix="INV",
    name="{supplier} · {description} · {reference}",
    waits_in=("draft", "validated"),
    only=(("type", "=", "in"),),
    buttons={DecisionKind.APPROVE: "post", DecisionKind.REJECT: "cancel"},
    outcomes={
        "posted": DecisionKind.APPROVE,
        "paid": DecisionKind.APPROVE,
        "cancelled": DecisionKind.REJECT,
    },
    decided_by={"posted": "posted_by", "paid": "posted_by"},
    amount="amount",
    parts=(
        _NUMBER,
        _SUPPLIER,
        _REFERENCE,
        _DESCRIPTION,
        Part("date", "invoice_date", _D, "Invoice date", "发票日期"),
        Part("accounting_date", "accounting_date", _D, "Accounting date", "记账日期"),
        Part("validated_by", "validated_by.rec_name", _T, "Validated by", "审核人"),
        Part("journal", "journal.rec_name", _T, "Journal", "日记账"),
        _TERM,
        _COMPANY,
        *_TOTALS,
        _COMMENT,
    ),
    tables=(
        _lines(
            "lines",
            "account.invoice.line",
            "invoice",
            Part("account", "account.rec_name", _T, "Account", "科目"),
        ),
    ),
)

_PRODUCTION = Kind(
    id="production",
    model="production",
    title={"en": "Production", "zh": "生产单"},
    prefix="PRD",
    name="{product} · {number}",
    waits_in=("draft",),
    buttons={DecisionKind.APPROVE: "wait", DecisionKind.REJECT: "cancel"},
    outcomes={
        "waiting": DecisionKind.APPROVE,
        "assigned": DecisionKind.APPROVE,
        "running": DecisionKind.APPROVE,
        "done": DecisionKind.APPROVE,
        "request": DecisionKind.RETURN,
        "cancelled": DecisionKind.REJECT,
    },
    decided_by={"assigned": "assigned_by", "running": "run_by", "done": "done_by"},
    parts=(
        _NUMBER,
        Part("product", "product.rec_name", _T, "Product", "产品"),
        Part("quantity", "quantity", _N, "Quantity", "数量"),
        Part("unit", "unit.rec_name", _T, "Unit", "单位"),
        Part("date", "planned_date", _D, "Planned for", "计划日期"),
        Part("start_date", "planned_start_date", _D, "Planned start", "计划开工"),
        Part("bom", "bom.rec_name", _T, "Bill of material", "物料清单"),
        _REFERENCE,
        _WAREHOUSE,
        Part("location", "location.rec_name", _T, "Location", "库位"),
        _COMPANY,
        Part("cost", "cost", _N, "Cost", "成本"),
    ),
    tables=(_lines("inputs", "stock.move", "production_input", priced=False),),
)

_SHIPMENT = Kind(
    id="shipment",
    model="stock.shipment.out",
    title={"en": "Customer shipment", "zh": "客户发货单"},
    prefix="SHP",
    name="{customer} · {description} · {number}",
    waits_in=("waiting",),
    buttons={
        DecisionKind.APPROVE: "assign_try",
        DecisionKind.REJECT: "cancel",
        DecisionKind.RETURN: "draft",
    },
    back_from=("waiting",),
    outcomes={
        "assigned": DecisionKind.APPROVE,
        "picked": DecisionKind.APPROVE,
        "packed": DecisionKind.APPROVE,
        "shipped": DecisionKind.APPROVE,
        "done": DecisionKind.APPROVE,
        "cancelled": DecisionKind.REJECT,
        "draft": DecisionKind.RETURN,
    },
    decided_by={
        "assigned": "assigned_by",
        "picked": "picked_by",
        "packed": "packed_by",
        "shipped": "shipped_by",
        "done": "done_by",
    },
    parts=(
        _NUMBER,
        Part("customer", "customer.rec_name", _T, "Customer", "客户"),
        Part("address", "delivery_address.rec_name", _T, "Delivery address", "收货地址"),
        _REFERENCE,
        Part("date", "planned_date", _D, "Planned for", "计划日期"),
        _WAREHOUSE,
        _COMPANY,
    ),
    tables=(
        msgspec.structs.replace(
            _lines("outgoing_moves", "stock.move", "shipment", priced=False), by_reference=True
        ),
    ),
)

KINDS: dict[str, Kind] = {
    kind.id: kind for kind in (_PURCHASE, _SALE, _REQUISITION, _INVOICE, _PRODUCTION, _SHIPMENT)
}

_ATTACHMENTS = FieldDefinition(
    id="attachments",
    kind=FieldKind.TABLE,
    title={"en": "Attachments", "zh": "附件"},
    columns=(
        FieldDefinition(id="name", kind=_T, title={"en": "Name", "zh": "名称"}),
        FieldDefinition(id="size", kind=_N, title={"en": "Bytes", "zh": "字节"}),
        FieldDefinition(id="link", kind=_T, title={"en": "Link", "zh": "链接"}),
    ),
)


def object_type(kind: Kind, *, type_id: str, prefix: str) -> ObjectType:
    """The object type that documents of `kind` become; only connectors make or change them."""
    tables = tuple(
        FieldDefinition(
            id=table.id,
            kind=FieldKind.TABLE,
            title={"en": table.en, "zh": table.zh},
            columns=tuple(_definition(part) for part in table.columns),
        )
        for table in kind.tables
    )
    return ObjectType(
        id=type_id,
        title=kind.title,
        prefix=prefix,
        name=kind.name,
        amount=kind.amount,
        fields=(*(_definition(part) for part in kind.parts), *tables, _ATTACHMENTS),
        read=(),
        create=(),
    )


def _definition(part: Part) -> FieldDefinition:
    return FieldDefinition(id=part.id, kind=part.kind, title=part.title, multiline=part.multiline)
