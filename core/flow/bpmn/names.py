"""The names of BPMN 2.0 and of what vendors add to it."""

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SIGNOFF = "urn:signoff:flow:1"
"""What flows have and BPMN has not stands in extension elements of this namespace."""
ZEN = "https://gorules.io/zen"
"""The language of conditions that need no translation."""

VENDORS = frozenset(
    (
        "http://camunda.org/schema/1.0/bpmn",
        "http://camunda.org/schema/zeebe/1.0",
        "http://activiti.org/bpmn",
        "http://flowable.org/bpmn",
    )
)
"""Namespaces whose attributes for people, forms and services are read; they share their names."""


def tag(name: str) -> str:
    """A name of BPMN's own, as ElementTree writes it."""
    return f"{{{MODEL}}}{name}"


def own(name: str) -> str:
    """A name of signoff's namespace."""
    return f"{{{SIGNOFF}}}{name}"


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def namespace(name: str) -> str:
    """The namespace of a name; "" where it has none."""
    return name[1:].partition("}")[0] if name.startswith("{") else ""
