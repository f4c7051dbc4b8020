"""Conditions of Tryton's button rules."""

import json
from decimal import Decimal
from typing import Any

import pytest

from server_stub.connectors.tryton import pyson


def _eval(name: str) -> dict[str, Any]:
    return {"__class__": "Eval", "v": name, "d": None}


def _greater(name: str, than: float, *, equal: bool = False) -> dict[str, Any]:
    amount = {"__class__": "Get", "v": _eval("self"), "k": name, "d": 0}
    return {"__class__": "Greater", "s1": amount, "s2": than, "e": equal}


@pytest.mark.parametrize(
    ("amount", "holds"),
    [("9999.99", False), ("10000", True), ("10000.01", True)],
)
def test_an_amount_is_compared_exactly(amount: str, holds: bool) -> None:
    condition = json.dumps(_greater("untaxed_amount", 10000, equal=True))
    assert pyson.holds(condition, {"untaxed_amount": Decimal(amount)}) is holds


def test_words_that_join_conditions() -> None:
    large = _greater("amount", 10)
    abroad = {"__class__": "Not", "v": {"__class__": "Equal", "s1": _eval("land"), "s2": "cn"}}
    either = {"__class__": "Or", "s": [large, abroad]}
    both = {"__class__": "And", "s": [large, abroad]}
    record = {"amount": Decimal(5), "land": "de"}
    assert pyson.holds(json.dumps(either), record) is True
    assert pyson.holds(json.dumps(both), record) is False
    among = {"__class__": "In", "k": _eval("land"), "v": ["de", "at"]}
    assert pyson.holds(json.dumps(among), record) is True


@pytest.mark.parametrize(
    "condition", ['{"__class__": "Date"}', "no json", json.dumps(_greater("unread_field", 1))]
)
def test_what_is_not_to_be_had_here_makes_it_unknown(condition: str) -> None:
    assert pyson.holds(condition, {"amount": Decimal(1)}) is None


def test_no_condition_always_holds() -> None:
    assert pyson.holds("", {}) is True
