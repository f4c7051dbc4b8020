"""The words of a rule table's cell: `under 5,000`, `5000 至 5万`, `production or tooling`, `empty`.

A cell says what a row demands of one field, as a business person writes it, in English or Chinese.
Chinese 以上, 以下, 以内 include the number, 超过 and 不满 do not (Civil Code, article 1259).
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from core.language import label
from core.objects import FieldDefinition, FieldKind
from core.rules.axes import MOMENTS, ORDERED, moment_of
from core.rules.context import decimal, seconds
from core.rules.table import Cell, Range

ANY = frozenset({"", "-", "*", "any", "任意", "不限"})
EMPTY = frozenset({"empty", "空", "为空", "null"})
_GIVEN = frozenset({"not empty", "given", "非空", "不为空", "有值"})
_NOT = re.compile(
    r"(?:not (?!under|over|before|after|less|more)|other than |!= ?|≠ ?|<> ?|不是 ?|不等于 ?|非 ?)"
    r"(.+)",
    re.DOTALL,
)
_OR = re.compile(r"\s*(?:;|；|、|\bor\b|或者|或)\s*")
_WORD_OR = re.compile(r"\s*(?:;|；|、|,|，|\bor\b|或者)\s*")
_IN_QUOTES = re.compile(r"(\"[^\"]*\")")
_QUOTED = re.compile(r"([\"“'])(.*)([\"”'])", re.DOTALL)
_FLAGS = {
    **dict.fromkeys(("yes", "true", "是", "y"), "true"),
    **dict.fromkeys(("no", "false", "否", "n"), "false"),
}


class CellError(ValueError):
    """A cell that cannot be read: `check.<key>` with its values."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def read_cell(text: str, field: FieldDefinition | None) -> Cell | None:
    """What a cell demands of a field (None: of a word such as `requester.region`).

    None: nothing. Raises CellError.
    """
    written = " ".join(text.split())
    words = written.casefold()
    if words in ANY:
        return None
    if words in EMPTY:
        return Cell(text=written, empty=True)
    if words in _GIVEN:
        return Cell(text=written, empty=True, negated=True)
    negated = _NOT.fullmatch(written) or _NOT.fullmatch(words)
    if negated is not None:
        return _read(written, negated[1], field, negated=True)
    return _read(written, written, field, negated=False)


def _read(written: str, text: str, field: FieldDefinition | None, *, negated: bool) -> Cell:
    ordered = field is not None and field.kind in ORDERED
    parts = _split(text, _OR if ordered else _WORD_OR)
    if not ordered and field is not None and text in _choices(field):
        parts = [text]
    empty = any(part.casefold() in EMPTY for part in parts)
    rest = [part for part in parts if part.casefold() not in EMPTY]
    if ordered and field is not None:
        ranges = tuple(_range(part, field) for part in rest)
        return Cell(text=written, ranges=ranges, empty=empty, negated=negated)
    values = tuple(_word(part, field) for part in rest)
    return Cell(text=written, values=values, empty=empty, negated=negated)


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """The alternatives of a cell; what stands in quotes is one."""
    pieces = _IN_QUOTES.split(text)
    found: list[str] = []
    for at, piece in enumerate(pieces):
        if at % 2:
            found.append(piece)
        else:
            found += [part for part in separator.split(piece.strip()) if part]
    return found


# --- words -----------------------------------------------------------------------------------


def _word(text: str, field: FieldDefinition | None) -> str:
    text = text.removeprefix("==").removeprefix("=").strip()
    quoted = _QUOTED.fullmatch(text)
    word = quoted[2] if quoted is not None else text
    if field is None:
        return word
    if field.kind is FieldKind.FLAG:
        flag = _FLAGS.get(word.casefold())
        if flag is None:
            raise CellError("cell_no_flag", text=text)
        return flag
    if field.kind is FieldKind.CHOICE:
        found = _choices(field).get(word) or _choices(field).get(word.casefold())
        if found is None:
            known = ", ".join(label(each.title) or each.id for each in field.choices)
            raise CellError("cell_no_choice", text=word, field=field.id, known=known)
        return found
    return word


def _choices(field: FieldDefinition) -> dict[str, str]:
    """Every way to name a choice: its id, and its title in any language."""
    found: dict[str, str] = {}
    for choice in field.choices:
        for name in (choice.id, *choice.title.values()):
            found.setdefault(name, choice.id)
            found.setdefault(name.casefold(), choice.id)
    return found


# --- numbers and moments ---------------------------------------------------------------------

_NUMBER = r"(?:(?<![\d\s])|(?<=^)|(?<=\s))[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?: ?[万亿])?"
_MOMENT = (
    r"\d{4}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|年\d{1,2}月\d{1,2}日)"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?"
)
_LOW = {
    ">=": (">=", "≥", "=>", "from", "at least", "since", "not under", "not before", "between",
           "不小于", "不低于", "至少", "不早于", "从", "自", "["),
    ">": (">", "over", "above", "more than", "after", "大于", "高于", "超过", "晚于", "("),
}  # fmt: skip
_HIGH = {
    "<=": ("<=", "≤", "=<", "up to", "at most", "until", "not over", "not after", "to", "..", "–",
           "—", "-", "~", "and", "through", "不大于", "不高于", "不超过", "至多", "不晚于", "至",
           "到"),
    "<": ("<", "under", "below", "less than", "before", "to under", "up to under",
          "小于", "低于", "不足", "不满", "早于", "至小于"),
}  # fmt: skip
_AFTER = {
    ">=": ("以上", "or more", "and more", "or later", "及以上", "起"),
    "<=": ("以下", "以内", "or less", "or earlier", "及以下", "止"),
}
_LOWS = {word: sign for sign, words in _LOW.items() for word in words}
_HIGHS = {word: sign for sign, words in _HIGH.items() for word in words}
_AFTERS = {word: sign for sign, words in _AFTER.items() for word in words}
_ALONE = {
    **{word: sign for word, sign in _HIGHS.items() if word not in ("to", "..", "–", "—", "-", "~",
                                                                   "and", "至", "到", "through")},
    **{word: sign for word, sign in _LOWS.items() if word not in ("between", "[", "(")},
    **dict.fromkeys(("", "=", "==", "等于"), "="),
}  # fmt: skip


def _range(text: str, field: FieldDefinition) -> Range:
    plain = unicodedata.normalize("NFKC", text).replace("～", "~").strip()
    pattern = _MOMENT if field.kind in MOMENTS else _NUMBER
    values = list(re.finditer(pattern, plain))
    try:
        if len(values) == 1:
            sign = _alone(*_around(plain, values))
            return _from_signs({sign: values[0][0]}, field)
        if len(values) == 2:
            low, high = _both_ends(*_around(plain, values))
            return _from_signs({low: values[0][0], high: values[1][0]}, field)
    except (KeyError, ValueError, ArithmeticError) as error:
        if isinstance(error, CellError):
            raise
    raise CellError(f"cell_no_{'moment' if field.kind in MOMENTS else 'number'}", text=text)


def _around(text: str, values: list[re.Match[str]]) -> tuple[str, ...]:
    """The words before, between and after the values."""
    begins = [0, *(value.end() for value in values)]
    ends = [*(value.start() for value in values), len(text)]
    pieces = (text[begin:end] for begin, end in zip(begins, ends, strict=True))
    return tuple(" ".join(piece.casefold().split()) for piece in pieces)


def _alone(before: str, after: str) -> str:
    if after:
        if before:
            raise KeyError(before)
        return _AFTERS[after]
    return _ALONE[before]


def _both_ends(before: str, middle: str, after: str) -> tuple[str, str]:
    if before in ("[", "(") and after in ("]", ")"):
        if middle not in ("..", ",", ";"):
            raise KeyError(middle)
        return _LOWS[before], "<=" if after == "]" else "<"
    if after:
        raise KeyError(after)
    joined = re.sub(r"^(?:and |且|,|，) ?(?=.)", "", middle)
    return _LOWS[before] if before else ">=", _HIGHS[joined]


def _from_signs(ends: dict[str, str], field: FieldDefinition) -> Range:
    low = high = None
    with_low = with_high = True
    for sign, text in ends.items():
        begin, end, whole_day = _value(text, field)
        if sign in (">=", "=", ">"):
            low = end if sign == ">" and whole_day else begin
            with_low = sign != ">" or whole_day
        if sign in ("<=", "=", "<"):
            high = begin if sign == "<" else end
            with_high = sign != "<" and not whole_day
    if low is not None and high is not None and (low > high):
        raise CellError("cell_backwards", low=ends[next(iter(ends))], high=[*ends.values()][-1])
    return Range(low, high, with_low, with_high)


def _value(text: str, field: FieldDefinition) -> tuple[Decimal, Decimal, bool]:
    """A value's beginning and end; a day in a field of moments is as long as a day."""
    if field.kind not in MOMENTS:
        number = _number(text)
        return number, number, False
    moment = re.sub(r"[年月/]", "-", text).replace("日", "")
    day, time = moment[:10].rstrip("T "), moment[10:]
    parts = [int(part) for part in re.split("-", day)]
    begin = date(*parts)
    if field.kind is FieldKind.TIME and not time.strip():
        return seconds(begin), seconds(begin + timedelta(days=1)), True
    found = moment_of(f"{begin.isoformat()}{'T' if time else ''}{time.lstrip('T ')}")
    if found is None:
        raise ValueError(text)
    return seconds(found), seconds(found), False


def _number(text: str) -> Decimal:
    times = {"万": 10_000, "亿": 100_000_000}.get(text[-1], 1)
    plain = text.rstrip("万亿 ").replace(",", "")
    return decimal(Decimal(plain) * times)


def cell_words(cells: Iterator[tuple[str, Cell]]) -> str:
    """A row's conditions on one line, which is also its name."""
    return ", ".join(f"{path} {cell.text}" for path, cell in cells)
