"""Conditions of other engines as ZEN expressions: simple comparisons of JUEL and FEEL.

What is no simple comparison is not guessed at: `translated` answers None, the importer names it.
"""

import re
from collections.abc import Iterator

import msgspec

from core.flow.bpmn.names import ZEN
from core.rules.expressions import fault

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<variable>execution\.getVariable\(\s*["'][\w.]+["']\s*\))
      | (?P<equals>[\w.]+\.equals\(|["'][^"']*["']\.equals\()
      | (?P<name>[^\W\d][\w]*(?:\.[^\W\d][\w]*)*)
      | (?P<sign>==|!=|<=|>=|&&|\|\||[<>=!()\[\]+\-*/,?:]|\.\.)
    )""",
    re.VERBOSE,
)
_WORDS = {
    "&&": "and",
    "||": "or",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "=": "==",
    "!": "not",
    "div": "/",
}
_ALLOWED = frozenset(("==", "!=", "<=", ">=", "<", ">", "(", ")", "+", "-", "*", "/", ","))
_KEPT = frozenset(("and", "or", "not", "true", "false", "null", "in"))
_REFUSED = frozenset(("instanceof", "mod", "empty", "if", "then", "else", "some", "every", "for"))


def translated(text: str, language: str = "") -> str | None:
    """The condition as a ZEN expression; None where it is no simple comparison.

    `${amount > 5000 && kind == 'a'}` (JUEL), `= amount > 5000 and kind = "a"` (FEEL).
    """
    if language == ZEN:
        return text
    bare = _bare(text)
    if not bare:
        return None
    words = list(_translated(bare))
    if None in words:
        return None
    found = _joined([word for word in words if word is not None])
    return found if fault(found) is None else None


def variables(text: str) -> set[str]:
    """The names that a condition reads."""
    found = translated(text)
    if found is None:
        return set()
    bare = re.sub(r'"[^"]*"', "", found)
    return {word for word in re.findall(r"[^\W\d][\w.]*", bare) if word not in _KEPT}


def _bare(text: str) -> str:
    """The expression without what marks it as one."""
    text = text.strip()
    if match := re.fullmatch(r"[$#]\{(.*)\}", text, re.DOTALL):
        inner = match[1]
        # `${a} and ${b}` is a text with two expressions in it, not one expression.
        return "" if "${" in inner or "#{" in inner else inner.strip()
    return text[1:].strip() if text.startswith("=") else text


def _translated(text: str) -> Iterator[str | None]:
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            yield None
            return
        at = match.end()
        yield _word(match)


def _word(match: "re.Match[str]") -> str | None:
    kind, word = match.lastgroup, match[0].strip()
    if kind == "text":
        inner = word[1:-1].replace('\\"', '"').replace("\\'", "'")
        return None if '"' in inner or "\\" in inner else f'"{inner}"'
    if kind == "number":
        return word
    if kind == "variable":
        return word.split(word[word.index("(") + 1 :].strip()[0])[1]
    if kind == "equals":
        return None
    if kind == "name" and word not in _WORDS:
        return None if word in _REFUSED else word
    word = _WORDS.get(word, word)
    return word if word in _ALLOWED or word in _KEPT else None


def _joined(words: list[str]) -> str:
    text = " ".join(words)
    return re.sub(r"\( ", "(", re.sub(r" \)", ")", text))


# --- what a person decided -------------------------------------------------------------------


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a way after a decision stands for: `approved`, `rejected`, `returned`."""

    variable: str
    meaning: str


_DECISIONS = re.compile(
    r"approv|accept|agree|decision|decid|outcome|result|reject|refus|den(?:y|ied)|verdict|confirm"
    r"|status|action|\bok\b|passed|审批|同意|批准|通过|驳回|结果|意见",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"reject|refus|den(?:y|ied)|declin|驳回|拒绝", re.IGNORECASE)
_FOR_WORDS = frozenset(
    (
        *("approve", "approved", "accept", "accepted", "agree", "agreed", "yes", "ok", "pass"),
        *("passed", "granted", "confirm", "confirmed", "true", "y", "done"),
        *("同意", "通过", "批准", "是", "审批通过"),
    )
)
_AGAINST_WORDS = frozenset(
    (
        *("reject", "rejected", "refuse", "refused", "deny", "denied", "decline", "declined"),
        *("no", "n", "false", "disagree", "not approved", "disapprove", "disapproved"),
        *("驳回", "拒绝", "不同意", "不通过", "否", "审批不通过"),
    )
)
_BACK_WORDS = frozenset(
    (
        *("return", "returned", "back", "send back", "revise", "rework", "correct", "changes"),
        *("needs changes", "incomplete", "退回", "打回", "修改", "补充"),
    )
)


def verdict(condition: str | None, name: str) -> Verdict | None:
    """What a condition or, without one, the name of an arrow says of a decision."""
    if condition is None:
        meaning = _meaning(name.rstrip("?？!"))
        return Verdict(variable="", meaning=meaning) if meaning else None
    found = translated(condition)
    if found is None:
        return None
    if match := re.fullmatch(r"(not )?\(?([^\W\d][\w.]*)\)?", found):
        return _of_flag(match[2], holds=not match[1])
    if match := re.fullmatch(r'([^\W\d][\w.]*) (==|!=) (true|false|"[^"]*")', found):
        name, sign, value = match[1], match[2], match[3]
        if value in ("true", "false"):
            return _of_flag(name, holds=(value == "true") == (sign == "=="))
        meaning = _meaning(value[1:-1])
        if not meaning or not _DECISIONS.search(name):
            return None
        if sign == "!=":
            meaning = {"approved": "rejected", "rejected": "approved"}.get(meaning, "")
        return Verdict(variable=name, meaning=meaning) if meaning else None
    return None


def _of_flag(name: str, *, holds: bool) -> Verdict | None:
    if not _DECISIONS.search(name):
        return None
    against = bool(_AGAINST.search(name))
    return Verdict(variable=name, meaning="approved" if holds != against else "rejected")


def _meaning(word: str) -> str:
    word = " ".join(word.lower().replace("_", " ").split())
    known = (("approved", _FOR_WORDS), ("rejected", _AGAINST_WORDS), ("returned", _BACK_WORDS))
    return next((meaning for meaning, words in known if word in words), "")


# --- votes -----------------------------------------------------------------------------------

_DONE = r"nrOfCompletedInstances|numberOfCompletedInstances|approvals?|approvedCount|agreeCount"
_ALL = r"nrOfInstances|numberOfInstances"
_SHARE = re.compile(rf"\(?(?:{_DONE}) / (?:{_ALL})\)? (>=|>) (\d+(?:\.\d+)?)")
_COUNT = re.compile(rf"(?:{_DONE}) (>=|>|==) (\d+)")
_EACH = re.compile(rf"(?:{_DONE}) (?:==|>=) (?:{_ALL})")


def vote(condition: str) -> str | None:
    """The mode that a completion condition of several instances stands for; None: none."""
    found = translated(condition)
    if found is None:
        return None
    if _EACH.fullmatch(found) or re.fullmatch(
        rf"\(?(?:{_DONE}) / (?:{_ALL})\)? (?:==|>=) 1", found
    ):
        return "all"
    if (share := _SHARE.fullmatch(found)) is not None:
        return _share(share[1], share[2])
    if (count := _COUNT.fullmatch(found)) is not None:
        need = int(count[2]) + (1 if count[1] == ">" else 0)
        return "any" if need == 1 else f"at least {need}" if need else None
    return None


def _share(sign: str, share: str) -> str | None:
    from decimal import Decimal

    percent = Decimal(share) * 100
    if not 0 < percent <= 100:
        return None
    if percent == 100:
        return "all" if sign == ">=" else None
    return f"{'at least' if sign == '>=' else 'more than'} {percent.normalize():f}%"
