"""Passwords that another key hid."""

import pytest
from cryptography.fernet import Fernet

from server_stub.connectors.registry import Secrets


async def test_another_key_is_told_once_for_each_connector(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hidden = Fernet(Fernet.generate_key()).encrypt(b"x")
    secrets = Secrets(Fernet.generate_key)
    await secrets.ready()
    for _ in range(3):
        assert secrets.show(hidden, "erp") == ""
    assert secrets.unreadable == {"erp"}
    (said,) = caplog.messages
    assert "erp" in said
    assert "SIGNOFF_SECRET_KEY" in said
