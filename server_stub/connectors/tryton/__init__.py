"""Tryton: documents that wait there are decided here, under each person's own login."""

from server_stub.connectors.tryton.connector import Tryton

__all__ = ["Tryton"]
