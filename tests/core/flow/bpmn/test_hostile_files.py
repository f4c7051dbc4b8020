"""Files that are no BPMN, or an attack, are refused in a sentence."""

import pytest

from core.errors import Invalid
from core.flow.bpmn.importing import import_bpmn
from tests.core.flow.bpmn.samples import HEAD, body, bpmn, imported, node

LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


DEEP = "".join(f'<bpmn:subProcess id="p{each}">' for each in range(500))
DEEP += "</bpmn:subProcess>" * 500


@pytest.mark.parametrize(
    "text",
    [
        f'<?xml version="1.0"?>{LAUGHS}<d>&c;</d>',
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
        "",
        "no xml",
        "<a/>",
        "<bpmn:definitions/>",
        f"{HEAD}</bpmn:definitions>",
        f'{HEAD}<bpmn:process id="P"><bpmn:task id="a"/><bpmn:task id="a"/></bpmn:process>'
        "</bpmn:definitions>",
        b"\xff\xfe\x00",
        "<a>" * 100_000,
        HEAD + '<bpmn:process id="P">' + DEEP + "</bpmn:process></bpmn:definitions>",
        bpmn("\n".join(f"u{each} > u{each + 1}" for each in range(1_000))),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_bpmn_or_an_attack_is_refused_in_a_sentence(text: str | bytes) -> None:
    with pytest.raises(Invalid) as refused:
        import_bpmn(text)
    assert refused.value.message


def test_a_long_process_takes_no_long_time() -> None:
    found = imported("start > u0\n" + "\n".join(f"u{each} > u{each + 1}" for each in range(400)))
    assert body(found).count("- do:") == 401


def test_names_cannot_act_on_the_terminal() -> None:
    found = imported("start > u1", node("u1", name="\u202e[31m\x85x", kind="userTask"))
    assert not any(mark in found.text for mark in "\u202e\x85")
