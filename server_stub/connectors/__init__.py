"""Other systems: one package a system, all of one small interface (`base`)."""

from server_stub.connectors.registry import SYSTEMS, Connectors

__all__ = ["SYSTEMS", "Connectors"]
