"""Routes for whoever designs a flow."""

from core.client.call import Call, path
from core.client.routes import _get, _send
from core.design import DesignWords, FlowTrial, FlowTry, TableText


def design_words() -> Call[DesignWords]:
    """What a flow can name in this company."""
    return _get("design_words", path("design", "words"), DesignWords)


def design_table(table: str) -> Call[TableText]:
    """A rule table that flows use, as it could be written."""
    return _get("design_table", path("design", "tables", table), TableText)


def try_flow(
    text: str, object: str = "", csv: str = "", files: dict[str, str] | None = None
) -> Call[FlowTrial]:
    """What this flow would do with an object, or with the made-up values of a CSV.

    `files`: its rule tables, where they are not published as they are.
    """
    body = FlowTry(text=text, object=object, csv=csv, files=files or {})
    return _send("try_flow", "POST", path("design", "try"), FlowTrial, body)
