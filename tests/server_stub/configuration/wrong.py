"""Wrong files of a company, each with the place that has to be named, the words and the hint."""

from typing import NamedTuple

TYPE = """\
object: order
title: Order
prefix: OR
fields:
  amount: {kind: money, title: Amount, currency: CNY}
  note: {kind: text, title: Note}
"""
FLOW = """\
flow: approval
object: order
owner: person:ann
steps:
  - approve: head
    by: person:ann
"""


HISTORY = """\
history: before
object: order
fields: {amount: 10}
columns: [ago, by]
rows: [[1d, ann]]
"""


class Wrong(NamedTuple):
    """One wrong file among good ones."""

    text: str
    line: int
    column: int
    message: str
    hint: str = ""
    file: str = "people.yaml"


def people(more: str) -> str:
    """Two people, and something wrong from line 5 on."""
    return f"people:\n  - {{id: ann, name: Ann}}\n  - {{id: bob, name: Bob}}\n\n{more}"


def fields(line: str) -> str:
    """A type with something wrong in line 7."""
    return f"{TYPE}  {line}\n"


TABLE: dict[str, Wrong] = {
    # --- documents ------------------------------------------------------------------------------
    "a document that says nothing about itself": Wrong(
        people("---\npeopel: []"), 6, 1, "“peopel”, which says nothing", "did you mean “people”?"
    ),
    "a list instead of a document": Wrong("- a\n", 1, 1, "begins with “”"),
    "an unknown key": Wrong(people("grups: {}"), 5, 1, "“grups” is not known", "“groups”?"),
    "not YAML": Wrong("people: [", 2, 1, "not valid YAML"),
    "two flows in a file": Wrong(
        f"{FLOW}---\n{TYPE}", 1, 1, "a file of its own", file="flows/x.yaml"
    ),
    "two histories of one name": Wrong(
        f"{HISTORY}---\n{HISTORY}", 7, 10, "“before” is defined twice", file="history/h.yaml"
    ),
    "a history without a name": Wrong(
        HISTORY.replace("before", ""), 1, 1, "“history” is missing", file="history/h.yaml"
    ),
    # --- people ---------------------------------------------------------------------------------
    "a person without a name": Wrong("people:\n  - {id: ann}\n", 2, 5, "“name” is missing"),
    "a person without an id": Wrong(
        "people:\n  - {name: Ann, email: x}\n", 2, 5, "“id” is missing", "give each item an `id:`"
    ),
    "an id with a space": Wrong(
        "people:\n  - {id: ann lee, name: Ann}\n", 2, 10, "“ann lee” cannot be an id", "letters"
    ),
    "an id that is too long": Wrong(
        f"people:\n  - {{id: {'a' * 61}, name: Ann}}\n", 2, 10, "cannot be an id"
    ),
    "an unknown language": Wrong(
        "people:\n  - {id: ann, name: {en: Ann, cn: 安}}\n", 2, 31, "“cn” is no language"
    ),
    "a manager who is not there": Wrong(
        "people:\n  - {id: ann, name: Ann, manager: bop}\n  - {id: bob, name: Bob}\n",
        2,
        35,
        "there is no person “bop”",
        "did you mean “bob”?",
    ),
    "a role that is not there": Wrong(
        people("roles: {buyer: Buyer}\n---\npeople:\n  - {id: cat, name: Cat, roles: [buyr]}"),
        8,
        34,
        "there is no role “buyr”",
        "did you mean “buyer”?",
    ),
    "a department that is not there": Wrong(
        "people:\n  - {id: ann, name: Ann, department: x}\n", 2, 38, "there is no department “x”"
    ),
    "a group that is not there": Wrong(
        "people:\n  - {id: ann, name: Ann, groups: x}\n", 2, 34, "there is no group “x”"
    ),
    "a person twice": Wrong(
        people("---\npeople:\n  - {id: ann, name: Ann}"), 7, 10, "“ann” is defined twice", ""
    ),
    "a person with the id of a role": Wrong(
        people("roles: {Ann: Boss}"), 5, 9, "“Ann” is also the person “ann”", "another id"
    ),
    "managers in a circle": Wrong(
        "people:\n  - {id: ann, name: Ann, manager: bob}\n  - {id: bob, name: Bob, manager: ann}\n",
        2,
        10,
        "ann → bob → ann",
    ),
    "one's own manager": Wrong(
        "people:\n  - {id: ann, name: Ann, manager: ann}\n", 2, 10, "ann → ann"
    ),
    "departments in a circle": Wrong(
        people("departments:\n  a: {title: A, parent: b}\n  b: {title: B, parent: a}"),
        6,
        3,
        "a → b → a",
    ),
    "a mail address without an @": Wrong(
        "people:\n  - {id: ann, name: Ann, email: ann.example}\n", 2, 33, "no mail address"
    ),
    "a flag that is no flag": Wrong(
        "people:\n  - {id: ann, name: Ann, active: yes}\n", 2, 34, "must be true or false"
    ),
    "a skill without a number": Wrong(
        "people:\n  - {id: ann, name: Ann, skills: {turning: high}}\n", 2, 44, "a whole number"
    ),
    "a local owner who is not there": Wrong(
        "local_owner: zed\n" + people(""), 1, 14, "there is no person “zed”", "known here: ann, bob"
    ),
    # --- object types ---------------------------------------------------------------------------
    "a type without a prefix": Wrong(
        "object: x\ntitle: X\nfields: {}\n", 1, 1, "“prefix” is missing", file="types/x.yaml"
    ),
    "a prefix in small letters": Wrong(
        "object: x\ntitle: X\nprefix: po\n", 3, 9, "“po” cannot begin a key", file="types/x.yaml"
    ),
    "a prefix twice": Wrong(
        "object: x\ntitle: X\nprefix: OR\n", 3, 9, "“OR” is defined twice", file="types/x.yaml"
    ),
    "a field without a kind": Wrong(
        fields("x: {title: X}"), 7, 6, "“kind” is missing", file="types/order.yaml"
    ),
    "a field of an unknown kind": Wrong(
        fields("x: {kind: mony, title: X}"),
        7,
        13,
        "“kind” cannot be “mony”",
        "did you mean “money”?",
        file="types/order.yaml",
    ),
    "a field twice": Wrong(
        fields("note: {kind: text, title: X}"), 7, 3, "“note” stands twice", file="types/order.yaml"
    ),
    "a field whose id a condition cannot name": Wrong(
        fields("unit-price: {kind: text, title: X}"),
        7,
        3,
        "“unit-price” cannot be an id",
        "for example “unit_price”",
        file="types/order.yaml",
    ),
    "a choice without choices": Wrong(
        fields("x: {kind: choice, title: X}"), 7, 6, "needs “choices”", file="types/order.yaml"
    ),
    "a currency for a text": Wrong(
        fields("x: {kind: text, title: X, currency: CNY}"),
        7,
        29,
        "fields of kind money only",
        file="types/order.yaml",
    ),
    "a currency that is none": Wrong(
        fields("x: {kind: money, title: X, currency: Yuan}"),
        7,
        40,
        "“Yuan” is no currency code",
        "ISO 4217",
        file="types/order.yaml",
    ),
    "a table inside a table": Wrong(
        fields("x: {kind: table, title: X, columns: {y: {kind: table, title: Y}}}"),
        7,
        50,
        "cannot be “table”",
        file="types/order.yaml",
    ),
    "a reference to an unknown type": Wrong(
        fields("x: {kind: reference, title: X, of: machine}"),
        7,
        38,
        "there is no object type “machine”",
        file="types/order.yaml",
    ),
    "a right for an unknown role": Wrong(
        fields("x: {kind: text, title: X, read: [finance]}"),
        7,
        36,
        "there is no role “finance”",
        file="types/order.yaml",
    ),
    "a name of unknown fields": Wrong(
        f"{TYPE}name: '{{suplier}}'\n", 7, 7, "there is no field “suplier”", file="types/order.yaml"
    ),
    "a name with half a brace": Wrong(
        f"{TYPE}name: '{{note'\n", 7, 7, "a brace has no partner", file="types/order.yaml"
    ),
    "an amount that is no money": Wrong(
        f"{TYPE}amount: note\n", 7, 9, "“note” is no field of kind money", file="types/order.yaml"
    ),
    "a flow that is not there": Wrong(
        f"{TYPE}flow: aproval\n",
        7,
        7,
        "there is no flow “aproval”",
        "did you mean “approval”?",
        file="types/order.yaml",
    ),
    "a flow of another type": Wrong(
        "object: x\ntitle: X\nprefix: XX\nflow: approval\n",
        4,
        7,
        "the flow “approval” is for the object type “order”",
        file="types/x.yaml",
    ),
    # --- flows ------------------------------------------------------------------------------------
    "a flow with an unknown step": Wrong(
        FLOW.replace("approve:", "aprove:"), 5, 5, "", file="flows/approval.yaml"
    ),
    "a flow that asks nobody known": Wrong(
        FLOW.replace("by: person:ann", "by: person:zed"), 6, 9, "zed", file="flows/approval.yaml"
    ),
}

GOOD = {
    "people.yaml": people(""),
    "types/order.yaml": TYPE,
    "flows/approval.yaml": FLOW,
}
