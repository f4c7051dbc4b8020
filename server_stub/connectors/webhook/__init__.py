"""Any system that speaks HTTP and JSON, as a company describes it."""

from server_stub.connectors.webhook.connector import Webhook
from server_stub.connectors.webhook.templates import check_action

__all__ = ["Webhook", "check_action"]
