"""The registry: each action has its words and keys, and the person's own keys count."""

import msgspec
import pytest

from core.errors import UsageError
from core.language import speaking
from tests.tui import company
from tests.tui.conftest import OpenDesk
from tui.actions import ACTIONS, BY_ID, Confirm, Situation, in_footer, key_words, possible
from tui.keymap import Keymap


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_action_has_a_title_and_a_help_in_every_language(language: str) -> None:
    with speaking(language):
        for action in ACTIONS:
            assert action.title
            assert action.help


def test_no_key_calls_two_actions() -> None:
    keymap = Keymap()
    for action in ACTIONS:
        for key in keymap.keys(action):
            assert keymap.action(key) is action


def test_every_decision_has_a_function_key_for_hand_helds() -> None:
    for name in ("approve", "reject", "return", "done", "forward", "comment"):
        assert any(key[0] == "f" and key[1:].isdigit() for key in BY_ID[name].keys)


def test_a_person_gives_an_action_other_keys() -> None:
    keymap = Keymap({"approve": ["y", "Y"], "help": "H"})
    assert keymap.action("y") is BY_ID["approve"]
    assert keymap.action("a") is None
    assert keymap.shown(BY_ID["help"]) == "H"


def test_signs_may_be_written_as_they_are() -> None:
    assert Keymap({"help": ["!"], "urge": "Y"}).action("exclamation_mark") is BY_ID["help"]


@pytest.mark.parametrize(
    "wrong", [{"aprove": "a"}, {"approve": "r"}, {"approve": 3}, {"approve": ["a", 3]}]
)
def test_wrong_keys_are_refused_with_a_word(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Keymap(wrong)


def test_what_the_server_does_not_allow_is_not_in_the_footer() -> None:
    task = company.task(0, can=("approve",))
    shown = {each.id for each in in_footer(Situation(task=task, key=task.object, listing=True))}
    assert "approve" in shown
    assert "reject" not in shown
    assert not possible(BY_ID["urge"], Situation(task=task, key=task.object))


def test_keys_are_written_as_on_the_keyboard() -> None:
    keys = ("ctrl+r", "f2", "slash", "a", "G", "escape", "shift+tab")
    assert [key_words(key) for key in keys] == ["^R", "F2", "/", "a", "G", "Esc", "Shift+tab"]


@pytest.mark.parametrize("confirm", [Confirm.ASK, Confirm.TEXT])
async def test_an_action_is_confirmed_as_the_registry_says(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, confirm: Confirm
) -> None:
    for action_id in ("approve", "filter"):
        changed = msgspec.structs.replace(BY_ID[action_id], confirm=confirm)
        monkeypatch.setitem(BY_ID, action_id, changed)
    async with open_desk() as desk:
        for key in ("a", "slash"):
            await desk.dialog(key)
            assert ("Cancel" in desk.text) is (confirm is Confirm.ASK)
            await desk.press("escape")
