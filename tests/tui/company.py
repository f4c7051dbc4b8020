"""Made-up tasks and objects for the screens' tests: as many as wanted, always the same."""

from datetime import UTC, datetime, timedelta

import msgspec

from core.api import (
    CaseView,
    FeedPage,
    ObjectView,
    PersonProgress,
    StepProgress,
)
from core.feed import Entry, EntryKind, Followed, Mention
from core.objects import (
    BusinessObject,
    Choice,
    FieldDefinition,
    FieldKind,
    Money,
    ObjectState,
    ObjectType,
    Source,
)
from core.tasks import Decision, DecisionKind, Priority, Reason, Task, TaskKind, TaskState

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ME = "chen.jing"

_SUPPLIERS = ("Baoshan Steel", "上海精密轴承有限公司", "Kessler Tools", "东方电气", "Nord Cables")
_MATERIALS = ("ball bearings 6204", "冷轧钢板 2mm", "milling cutters", "copper wire", "液压泵")
_PEOPLE = ("wang.li", "zhao.min", "liu.yang", "sun.hao")
NAMES = {
    "chen.jing": {"en": "Chen Jing", "zh": "陈静"},
    "wang.li": {"en": "Wang Li", "zh": "王丽"},
    "zhao.min": {"en": "Zhao Min", "zh": "赵敏"},
    "liu.yang": {"en": "Liu Yang", "zh": "刘洋"},
    "sun.hao": {"en": "Sun Hao", "zh": "孙浩"},
    "li.na": {"en": "Li Na", "zh": "李娜"},
}
TITLE = {"en": "Purchase order", "zh": "采购订单"}


def money(number: int) -> Money:
    """The amount of order `number`."""
    return Money(amount=f"{(number * 7919) % 250000 + 120}.50", currency="CNY")


def task(number: int, **changes: object) -> Task:
    """The task about order `number`; tasks with small numbers are due first."""
    kind = (TaskKind.QUESTION, TaskKind.COPY, TaskKind.DO)[number % 3] if number % 7 == 3 else None
    made = Task(
        id=f"c{number}.1",
        kind=kind or TaskKind.APPROVE,
        state=TaskState.OPEN,
        revision=1,
        person=ME,
        object=f"PO-{1000 + number}",
        object_revision=3,
        object_type="purchase_order",
        type_title=TITLE,
        title=f"{_SUPPLIERS[number % 5]}: {_MATERIALS[number % 4]}",
        amount=money(number),
        requester=_PEOPLE[number % 4],
        requester_name=NAMES[_PEOPLE[number % 4]],
        text="Why is it twice the usual price? 价格为何翻倍？" if kind is TaskKind.QUESTION else "",
        asked_by=_PEOPLE[number % 4] if kind is TaskKind.QUESTION else "",
        case=f"c{number}",
        flow="purchase-approval",
        flow_version=2,
        step="buyer",
        step_title={"en": "Buyer", "zh": "采购员"},
        round=1,
        because=Reason(key="role", values={"role": "buyer"}),
        created=NOW - timedelta(hours=number % 90),
        due=NOW + timedelta(minutes=40 * (number - 5)),
        priority=Priority.URGENT if number % 11 == 4 else Priority.NORMAL,
        unread=number % 3 == 0,
        can=("done", "forward", "comment")
        if kind
        else ("approve", "reject", "return", "forward", "comment"),
        reason_required=(DecisionKind.REJECT, DecisionKind.RETURN),
    )
    return msgspec.structs.replace(made, **changes)


TYPE = ObjectType(
    id="purchase_order",
    title=TITLE,
    prefix="PO",
    amount="amount",
    flow="purchase-approval",
    fields=(
        FieldDefinition(
            id="supplier", kind=FieldKind.TEXT, title={"en": "Supplier", "zh": "供应商"}
        ),
        FieldDefinition(
            id="material_class",
            kind=FieldKind.CHOICE,
            title={"en": "Material class", "zh": "物料类别"},
            choices=(Choice(id="production", title={"en": "Production", "zh": "生产物料"}),),
        ),
        FieldDefinition(
            id="amount",
            kind=FieldKind.MONEY,
            title={"en": "Amount", "zh": "金额"},
            currency="CNY",
        ),
        FieldDefinition(
            id="needed_by", kind=FieldKind.DATE, title={"en": "Needed by", "zh": "需求日期"}
        ),
        FieldDefinition(
            id="purpose",
            kind=FieldKind.TEXT,
            title={"en": "Purpose", "zh": "用途"},
            multiline=True,
        ),
        FieldDefinition(
            id="lines",
            kind=FieldKind.TABLE,
            title={"en": "Lines", "zh": "明细"},
            columns=(
                FieldDefinition(id="item", kind=FieldKind.TEXT, title={"en": "Item", "zh": "物料"}),
                FieldDefinition(
                    id="quantity", kind=FieldKind.NUMBER, title={"en": "Quantity", "zh": "数量"}
                ),
                FieldDefinition(
                    id="price", kind=FieldKind.MONEY, title={"en": "Price", "zh": "单价"}
                ),
            ),
        ),
    ),
)


def view(number: int, **changes: object) -> ObjectView:
    """The page of order `number`."""
    its = task(number)
    made = ObjectView(
        object=BusinessObject(
            key=its.object,
            type="purchase_order",
            type_title=TITLE,
            title=its.title,
            revision=3,
            state=ObjectState.RUNNING,
            requester=its.requester,
            fields={
                "supplier": _SUPPLIERS[number % 5],
                "material_class": "production",
                "amount": {"amount": money(number).amount, "currency": "CNY"},
                "needed_by": "2026-12-04",
                "purpose": "Spindle repair on line 3; 备件库存不足，需在周五前到货。",
                "lines": [
                    {
                        "item": "Ball bearing 6204-2RS",
                        "quantity": "400",
                        "price": {"amount": "12.40", "currency": "CNY"},
                    },
                    {
                        "item": "深沟球轴承 6308 带防尘盖",
                        "quantity": "1200.5",
                        "price": {"amount": "1038.00", "currency": "CNY"},
                    },
                ],
            },
            amount=its.amount,
            source=Source(
                connector="erp",
                kind="purchase.purchase",
                id="PUR/2026/0117",
                state="quotation",
                url="http://erp.example/prod#model/purchase.purchase/117",
            ),
            created=NOW - timedelta(days=2),
            changed=NOW - timedelta(hours=3),
        ),
        type=TYPE,
        case=CaseView(
            id=its.case,
            flow="purchase-approval",
            title={"en": "Purchase approval", "zh": "采购审批"},
            version=2,
            status="running",
            started=NOW - timedelta(days=2),
            steps=(
                StepProgress(
                    step="head",
                    title={"en": "Department head", "zh": "部门负责人"},
                    kind="approve",
                    state="done",
                    round=1,
                    mode="any",
                    people=(
                        PersonProgress(
                            person="li.na",
                            name=NAMES["li.na"],
                            task="x.1",
                            state="done",
                            since=NOW - timedelta(days=2),
                            ended=NOW - timedelta(days=1),
                            decision=DecisionKind.APPROVE,
                            reason="Needed for line 3, 同意。",
                        ),
                    ),
                ),
                StepProgress(
                    step="buyer",
                    title={"en": "Buyer", "zh": "采购员"},
                    kind="approve",
                    state="current",
                    round=1,
                    mode="any",
                    since=NOW - timedelta(hours=20),
                    people=(
                        PersonProgress(
                            person=ME,
                            name=NAMES[ME],
                            task=its.id,
                            state="open",
                            since=NOW - timedelta(hours=20),
                            due=its.due,
                        ),
                    ),
                ),
                StepProgress(
                    step="director",
                    title={"en": "Purchasing director", "zh": "采购总监"},
                    kind="approve",
                    state="ahead",
                ),
                StepProgress(
                    step="confirm",
                    title={"en": "Confirm in the ERP", "zh": "在 ERP 中确认"},
                    kind="call",
                    state="ahead",
                ),
            ),
        ),
        tasks=(its,),
        waiting_for=(),
        can=("comment", "urge"),
        feed=Followed(follows=False, seen=2, unread=2),
        names=NAMES,
    )
    return msgspec.structs.replace(made, **changes)


def feed(number: int) -> FeedPage:
    """The feed of order `number`."""
    key = task(number).object
    who = task(number).requester
    return FeedPage(
        items=[
            Entry(
                object=key,
                number=1,
                at=NOW - timedelta(days=2),
                kind=EntryKind.COMMENT,
                by=who,
                text="Two suppliers asked; this one delivers by Friday.",
            ),
            Entry(
                object=key,
                number=2,
                at=NOW - timedelta(days=1),
                kind=EntryKind.DECISION,
                by="li.na",
                step="head",
                decision=Decision(
                    kind=DecisionKind.APPROVE,
                    by="li.na",
                    at=NOW - timedelta(days=1),
                    reason="Needed for line 3, 同意。",
                ),
            ),
            Entry(
                object=key,
                number=3,
                at=NOW - timedelta(hours=4),
                kind=EntryKind.COMMENT,
                by=who,
                text="@chen.jing 供应商可以先发一半货，剩下的下周二到。请尽快审批，谢谢！",
                mentions=(Mention(kind="person", id=ME),),
            ),
            Entry(
                object=key,
                number=4,
                at=NOW - timedelta(minutes=12),
                kind=EntryKind.COMMENT,
                by="sun.hao",
                text="Stock count done: 14 left, lasts until Thursday.\n- line 3: 9\n- line 5: 5",
            ),
        ],
        names=NAMES,
    )
