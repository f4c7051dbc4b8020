"""XML that this program writes: elements whose texts are harmless, whatever users wrote."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from core.text import clean

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(words: str) -> str:
    """`words` without what no XML document may hold and no reader should be shown."""
    return _NOT_IN_XML.sub("", clean(words))


def element(
    name: str,
    attributes: dict[str, object] | None = None,
    text: str = "",
    *,
    inside: Element | None = None,
) -> Element:
    """An element with cleaned texts, added to `inside` where that is given.

    Attributes of None are left out; `True` and `False` are written as XML does.
    """
    written = {
        key: _attribute(value) for key, value in (attributes or {}).items() if value is not None
    }
    made = Element(name, written) if inside is None else SubElement(inside, name, written)
    if text:
        made.text = xml_text(text)
    return made


def _attribute(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return xml_text(str(value))


def document(root: Element) -> str:
    """The whole as a text with its declaration, indented."""
    indent(root)
    body: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
