"""How a flow file names people: `role:buyer`, `manager`, `head of requester's department` …"""

import re

from msgspec.structs import replace

from core.flow.definition import Expression, Inside, Pick, Who, WhoKind
from core.flow.source import Node, Record

_ID = r"[\w.\-]+"
_PREFIXED = re.compile(rf"(person|role|group|field):({_ID})(?: in (.+))?")
_MANAGER = re.compile(r"(?:manager|requester's manager|manager of requester)")
_LEVELS = re.compile(r"manager (\d{1,2}) levels? up")
_EACH = re.compile(rf"each manager up to (?:(\d{{1,2}}) levels?|role:({_ID}))")
_HEAD = re.compile(rf"head of (?:requester's department|department:({_ID}))")
_TABLE = re.compile(rf"table ({_ID})")
_REGION = re.compile(r"region:(.+)")
_QUORUM = re.compile(r"(\d{1,3}) of (.+)")
_SKILLED = re.compile(rf"most skilled in ({_ID})")
_KEYS = ("role", "group", "person", "field", "manager", "head of")


def names_people(text: str) -> bool:
    """Whether a text in the place of a value names somebody: by a prefix, or a whole phrase."""
    if text.startswith(("person:", "role:", "group:", "field:")) or text == "requester":
        return True
    return any(phrase.fullmatch(text) for phrase in (_MANAGER, _LEVELS, _EACH, _HEAD))


def parse_people(node: Node) -> tuple[Who, ...]:
    """One way of naming people, or a list of them."""
    items = node.items
    if items is None:
        return (parse_who(node),)
    if not items:
        node.wrong("nobody_named")
    return tuple(parse_who(item) for item in items)


def parse_who(node: Node) -> Who:
    """One way of naming people, as a phrase or as a map with options."""
    if node.members is not None:
        return _from_record(node.record())
    text = node.words()
    if (several := _QUORUM.fullmatch(text)) is not None and int(several[1]) > 0:
        return replace(_from_phrase(several[2], node), quorum=int(several[1]))
    return _from_phrase(text, node)


def _from_phrase(text: str, node: Node) -> Who:
    place = node.place
    if text == "requester":
        return Who(kind=WhoKind.REQUESTER, place=place)
    if _MANAGER.fullmatch(text):
        return Who(kind=WhoKind.MANAGER, place=place)
    if (levels := _LEVELS.fullmatch(text)) is not None and int(levels[1]) > 0:
        return Who(kind=WhoKind.MANAGER, levels=int(levels[1]), place=place)
    if (each := _EACH.fullmatch(text)) is not None:
        levels_up = int(each[1]) if each[1] else 0
        return Who(kind=WhoKind.MANAGERS, levels=levels_up, id=each[2] or "", place=place)
    if (table := _TABLE.fullmatch(text)) is not None:
        return Who(kind=WhoKind.TABLE, id=table[1], place=place)
    if (head := _HEAD.fullmatch(text)) is not None:
        return Who(kind=WhoKind.HEAD, id=head[1] or "", place=place)
    if (prefixed := _PREFIXED.fullmatch(text)) is not None:
        return _prefixed(WhoKind(prefixed[1]), prefixed[2], prefixed[3], node)
    node.wrong("no_who", text=text)
    return Who(kind=WhoKind.PERSON, place=place)


def _prefixed(kind: WhoKind, name: str, inside: str | None, node: Node) -> Who:
    if inside is None:
        return Who(kind=kind, id=name, place=node.place)
    if kind not in (WhoKind.ROLE, WhoKind.GROUP):
        node.wrong("inside_needs_role")
    where, region = _inside(inside, node)
    return Who(kind=kind, id=name, inside=where, region=region, place=node.place)


def _inside(text: str, node: Node) -> tuple[Inside, str]:
    if text == "requester's department":
        return Inside.DEPARTMENT, ""
    if text == "requester's region":
        return Inside.REGION, ""
    if (region := _REGION.fullmatch(text)) is not None:
        return Inside.REGION, region[1].strip()
    node.wrong("no_inside", text=text)
    return Inside.ANYWHERE, ""


def _from_record(record: Record) -> Who:
    inside, where = record.take("in"), record.take("where")
    pick, at_least = record.take("pick"), record.take("at least")
    found = [(key, value) for key in _KEYS if (value := record.take(key)) is not None]
    record.finish()
    if len(found) != 1:
        record.node.wrong("one_way_of_naming", known=", ".join(_KEYS))
        return Who(kind=WhoKind.PERSON, place=record.place)
    who = _from_phrase(_phrase(*found[0]), found[0][1])
    place_in, region = _inside(inside.words(), inside) if inside else (who.inside, who.region)
    if who.kind not in (WhoKind.ROLE, WhoKind.GROUP):
        _refuse_options(inside, where, pick)
    strategy, skill = _pick(pick) if pick else (Pick.EVERYBODY, "")
    return Who(
        kind=who.kind,
        id=who.id,
        levels=who.levels,
        inside=place_in,
        region=region,
        where=Expression(text=where.words(), place=where.place) if where else None,
        pick=strategy,
        skill=skill,
        quorum=_quorum(at_least) if at_least else 0,
        place=record.place,
    )


def _quorum(node: Node) -> int:
    text = node.words()
    if text.isdecimal() and 0 < int(text) < 1000:
        return int(text)
    node.wrong("no_quorum", text=text)
    return 0


def _phrase(key: str, value: Node) -> str:
    if key == "manager":
        return f"manager {value.words()} levels up"
    if key == "head of":
        return f"head of {value.words()}"
    return f"{key}:{value.words()}"


def _refuse_options(*options: Node | None) -> None:
    for option in options:
        if option is not None:
            option.wrong("inside_needs_role")


def _pick(node: Node) -> tuple[Pick, str]:
    text = node.words()
    if (skilled := _SKILLED.fullmatch(text)) is not None:
        return Pick.MOST_SKILLED, skilled[1]
    if text in (Pick.LEAST_LOADED, Pick.IN_TURN):
        return Pick(text), ""
    node.wrong("no_pick", text=text)
    return Pick.EVERYBODY, ""
