"""What other systems can do is known where they said it, and forgotten with their address."""

from core.connections import WebhookAction
from server_stub import access
from server_stub.operations import connect
from server_stub.operations.connector_actions import keep_buttons, known_actions
from server_stub.store.unit import Unit
from tests.server_stub.company import Company


def add(unit: Unit, system: str, name: str, **more: object) -> None:
    connect.add(
        unit,
        access.SYSTEM,
        name=name,
        system=system,
        url="http://erp.test/db",
        user="",
        secret=None,
        ways={},
        types=(),
        **more,  # type: ignore[arg-type]
    )


async def known(company: Company) -> dict[str, tuple[str, ...]]:
    return await company.read(lambda reader: dict(known_actions(reader)))


async def test_actions_are_known_as_described_or_as_the_other_system_said(company: Company) -> None:
    def both(unit: Unit) -> None:
        add(unit, "tryton", "erp2")
        add(unit, "webhook", "shop", actions={"pay": WebhookAction(path="/pay")})

    await company.store.write(both)
    assert await known(company) == {"shop": ("pay",)}  # nobody has signed in to the other yet
    await company.store.write(lambda unit: keep_buttons(unit, "erp2", ["process", "quote"]))
    found = (await known(company))["erp2"]
    assert {"process", "quote", "approve", "confirm", "reject", "return"} <= set(found)
    ways = {"purchase": "off"}
    await company.store.write(lambda unit: connect.set_ways(unit, access.SYSTEM, "erp2", ways))
    assert (await known(company))["erp2"] == found
    await company.store.write(lambda unit: keep_buttons(unit, "nothing", ["x"]))
    await company.store.write(lambda unit: add(unit, "tryton", "erp2"))  # perhaps another address
    assert "erp2" not in await known(company)
