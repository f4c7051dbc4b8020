"""Reading a flow from YAML: what is wrong comes with line, column and a hint."""

from core.flow.definition import Flow


def parse_flow(text: str, file: str = "") -> Flow:
    """The flow that `text` says. Raises `Invalid` with a FieldError for each thing wrong."""
    raise NotImplementedError
