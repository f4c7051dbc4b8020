"""Addresses of databases that cannot be opened are told in one line, without their passwords."""

import psycopg
import pytest

from core.errors import UsageError
from server_stub.store.database import Database


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://li@h/db?connect_timeout=x", "connect_timeout"),
        ("postgresql://li@h/db?colour=red", "colour"),
        ("postgresql://li:geheim@[::1", "IPv6"),
        ("postgresql://li:geheim%zz@h/db", "percent"),
        ("mysql://li:geheim@h/db", "mysql:…"),
        ("geheim.db", "sqlite:///PATH"),
        ("postgresql://li:geheim@127.0.0.1:1/db", "li@127.0.0.1:1/db"),
    ],
)
async def test_what_cannot_be_opened_is_said_without_its_password(address: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        await Database.open(address)
    assert said in caught.value.message
    assert "geheim" not in caught.value.message
    assert "\n" not in caught.value.message


async def test_a_user_who_may_make_no_tables_is_told_so(empty_postgresql: str) -> None:
    with psycopg.connect(empty_postgresql, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS poor")
        connection.execute("CREATE ROLE poor LOGIN")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    with pytest.raises(UsageError, match="permission denied"):
        await Database.open(empty_postgresql.replace("postgres:@", "poor:@"))
