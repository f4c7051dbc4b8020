"""What stands in a BPMN file beside BPMN's own: vendors' attributes, and signoff's marks."""

from xml.etree.ElementTree import Element

import yaml

from core.flow.bpmn.names import SIGNOFF, VENDORS, local, namespace, own, tag
from core.text import clean, one_line

_LONGEST_OPTION = 100_000


def words(text: str | None) -> str:
    """A text of the file on one line, without what a terminal would act on."""
    return " ".join(one_line(clean(text or "")).split())


def vendor(xml: Element, name: str) -> str:
    """An attribute that Camunda, Activiti or Flowable add, or an element of Zeebe's."""
    for key, value in xml.attrib.items():
        if value and local(key) == name and namespace(key) in VENDORS:
            return words(value)
    for extension in xml.findall(tag("extensionElements")):
        for child in extension.iter():
            if namespace(child.tag) in VENDORS and name in child.attrib:
                return words(child.get(name))
    return ""


def marks_of(xml: Element) -> dict[str, object]:
    """What signoff wrote beside an element: attributes by name, options under their names."""
    found: dict[str, object] = {}
    for extension in xml.findall(tag("extensionElements")):
        for mark in extension:
            if namespace(mark.tag) != SIGNOFF:
                continue
            found |= {"is": local(mark.tag), **{local(k): clean(v) for k, v in mark.attrib.items()}}
            found["options"] = {
                clean(option.get("name") or ""): _value(option.text or "")
                for option in mark.findall(own("option"))
            }
    return found


def _value(text: str) -> object:
    """An option's value; what is no plain YAML is taken as the text it is."""
    if len(text) > _LONGEST_OPTION:
        return ""
    try:
        # Aliases are what makes a short text unfold into a huge value.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            return text
        return _plain(yaml.safe_load(text))
    except (yaml.YAMLError, ValueError, RecursionError):
        return text


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {clean(str(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int) else clean(str(value))
