"""A file that describes how a system is called is read whole, and each mistake has its line."""

import pytest

from core.connections import WebhookAction, WebhookSearch
from core.described import read_described
from core.errors import Invalid

WHOLE = """headers: {Authorization: "Bearer {password}"}
actions:
  create_task:
    method: PUT
    path: /tasks/{key}
    headers: {X-Kind: follow-up}
    key_header: ""
    body: {title: "{title}", days: 2, share: 0.5, code: "0.5",
           long: 0.1234567890123456, tags: [a, 1.25], open: true, to: }
    answer: {number: id}
    find: {path: "/tasks?r={key}", id: "found[0].id", answer: {number: "found[0].id"}}
  close_task:
    path: /tasks/{number}
"""


def test_everything_that_can_be_said_is_taken_over() -> None:
    found = read_described(WHOLE)
    assert found.headers == {"Authorization": "Bearer {password}"}
    assert found.actions == {
        "create_task": WebhookAction(
            method="PUT",
            path="/tasks/{key}",
            headers={"X-Kind": "follow-up"},
            key_header="",
            body={
                "title": "{title}",
                "days": 2,
                "share": 0.5,
                "code": "0.5",
                "long": "0.1234567890123456",
                "tags": ["a", 1.25],
                "open": True,
                "to": None,
            },
            answer={"number": "id"},
            find=WebhookSearch(
                path="/tasks?r={key}", id="found[0].id", answer={"number": "found[0].id"}
            ),
        ),
        "close_task": WebhookAction(path="/tasks/{number}"),
    }


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [(1, 1)]),
        ("actions: {}\n", [(1, 10)]),
        ("headers: {}\n", [(1, 1)]),
        ("actions:\n  a: {pth: /x}\n", [(2, 7)]),
        ("actions:\n  a: {method: POS}\n  b: 5\n", [(2, 15), (3, 6)]),
        ("actions:\n  a: {find: {path: /x}}\n", [(2, 13)]),
        ("actions:\n  a: {answer: id}\n", [(2, 15)]),
        (
            "actions:\n  a: {answer: {n: a..b, m: 'l[0].h'}, find: {path: /x, id: 'a['}}\n",
            [(2, 19), (2, 60)],
        ),
        (
            "headers: {a b: x}\nactions:\n  a: {headers: {X-A: y, 'c:': z}, key_header: 'k k'}\n",
            [(1, 16), (3, 31), (3, 47)],
        ),
        ("actions: {a: {}}\nactins: 5\n", [(2, 1)]),
        ("actions: {a: {}}\n---\nactions: {b: {}}\n", [(3, 1)]),
        ("actions: [\n", [(2, 1)]),
    ],
)
def test_each_mistake_has_its_place(text: str, places: list[tuple[int, int]]) -> None:
    with pytest.raises(Invalid) as wrong:
        read_described(text, "it.yaml")
    assert [(each.line, each.column) for each in wrong.value.errors] == places
    assert all(each.file == "it.yaml" and each.message for each in wrong.value.errors)
