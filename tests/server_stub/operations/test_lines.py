"""Hidden cells stay with their line, whoever changes the others."""

import pytest

from core.api import EditObject
from core.errors import Invalid
from server_stub.operations import objects
from server_stub.views import objects as views
from tests.server_stub.company import Company

THREE = {"A": "1", "B": "2", "C": "3"}


async def margins_after(
    company: Company, lines: list[str], before: dict[str, str] | None = None
) -> list[tuple[str, str]]:
    """What the lines' articles and margins are after Rita, who sees no margin, wrote `lines`."""
    key = (await company.order(submit=False)).object.key
    given = [{"article": name, "margin": it} for name, it in (before or THREE).items()]
    await company.do(objects.edit, "ada", key, EditObject(fields={"lines": given}))
    written = [{"article": name} for name in lines]
    await company.do(objects.edit, "rita", key, EditObject(fields={"lines": written}))
    found = (await company.see(views.view, "ada", key)).object.fields["lines"]
    assert isinstance(found, list)
    return [(line["article"], line.get("margin", "")) for line in found]


@pytest.mark.parametrize(
    ("lines", "margins"),
    [
        ("BC", "23"),
        ("AC", "13"),
        ("XABC", "-123"),
        ("ABCX", "123-"),
        ("CAB", "312"),
        ("AXC", "123"),
        ("XYZ", "123"),
        ("XAYC", "-123"),
        ("AB", "12"),
        ("ABXY", "123-"),
    ],
)
async def test_a_hidden_cell_stays_with_its_line(
    company: Company, lines: str, margins: str
) -> None:
    wanted = [(name, it.strip("-")) for name, it in zip(lines, margins, strict=True)]
    assert await margins_after(company, list(lines)) == wanted


@pytest.mark.parametrize("lines", ["X", "BX", "CXA", "XYBC"])
async def test_what_could_move_a_hidden_cell_is_refused(company: Company, lines: str) -> None:
    with pytest.raises(Invalid) as raised:
        await margins_after(company, list(lines))
    [error] = raised.value.errors
    assert error.field == "lines"
    assert "sees all columns" in raised.value.hint
