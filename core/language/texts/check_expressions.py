"""What is wrong with a condition or formula; a part of the area `check`."""

EXPRESSIONS: dict[str, tuple[str, str]] = {
    # --- expressions
    "check.not_an_expression": ("This is no expression: {detail}", "不是有效的表达式：{detail}"),
    "check.not_an_expression.hint": (
        'Write it like `amount > 5000 and material_class == "production"`.',
        '写法如 `amount > 5000 and material_class == "production"`。',
    ),
    "check.function_refused": (
        "{word} cannot be used in a flow: it depends on the clock or on chance.",
        "流程中不能使用 {word}：它取决于时钟或随机数。",
    ),
    "check.function_refused.hint": (
        'Compare dates like `due < date("2026-12-01")` or `due < today + duration("5d")`.',
        '日期比较写法如 `due < date("2026-12-01")` 或 `due < today + duration("5d")`。',
    ),
    "check.word_refused": ("`{word}` cannot be used in a flow.", "流程中不能使用 `{word}`。"),
    "check.single_equals": ("A single `=` compares nothing.", "单个 `=` 不能用于比较。"),
    "check.single_equals.hint": ("Write `==`.", "请写 `==`。"),
    "check.clock_refused": (
        "{word} reads the clock at an uncertain moment.",
        "{word} 读取的时刻不确定。",
    ),
    "check.clock_refused.hint": ("Write `now` or `today`.", "请写 `now` 或 `today`。"),
    "check.date_wanted": (
        "“{name}” is read as a date and is none: a text in it may say `now`, which is the clock.",
        "“{name}”被当作日期读取，但不是日期：其中的文本可能是 `now`，即当前时刻。",
    ),
    "check.date_wanted.hint": (
        "Compare a date or time field; make it one in the object type.",
        "请使用日期或时间字段，可在对象类型中定义。",
    ),
    "check.range_refused": (
        "A range can only be compared with, like `amount in [1..5]` or `(1..5)`.",
        "区间只能用于比较：`amount in [1..5]`。",
    ),
    "check.too_many_rounds": (
        "{word} is the third in one another that goes through a list.",
        "{word} 是第三层嵌套的列表遍历。",
    ),
    "check.nested_too_deep": (
        "More of “{word}” in one another than anybody can follow.",
        "“{word}” 嵌套过深，难以理解。",
    ),
    "check.too_long": (
        "This is longer than {word} characters.",
        "此表达式超过 {word} 个字符。",
    ),
    "check.too_many_digits": (
        "{word} has more digits than are computed with exactly (28).",
        "{word} 的位数超过精确计算的上限（28 位）。",
    ),
    "check.unknown_name": (
        "There is no field or word `{name}`.",
        "没有字段或词 `{name}`。",
    ),
    "check.unknown_name.hint": ("Known here: {known}.", "可用：{known}。"),
    "check.word_is_field": (
        "`{word}` is a word of the rules, so the field of that name cannot be used here.",
        "`{word}` 是规则中的保留词，同名字段不能在此使用。",
    ),
    "check.text_for_number": (
        "{field} is a number, {literal} is a text: they are never equal.",
        "{field} 是数字，{literal} 是文本：永远不会相等。",
    ),
    "check.text_for_number.hint": ("Leave the quotes away.", "请去掉引号。"),
    "check.text_for_date": (
        "{field} is a date, {literal} is a text.",
        "{field} 是日期，{literal} 是文本。",
    ),
    "check.text_for_date.hint": ("Write date({literal}).", "请写 date({literal})。"),
    "check.number_for_text.hint": ('Write "{literal}" in quotes.', '请加引号写成 "{literal}"。'),
    "check.unknown_choice": (
        "{literal} is none of the choices of {field}.",
        "{literal} 不是 {field} 的选项。",
    ),
    "check.unknown_choice.hint": ("Its choices are: {known}.", "可选：{known}。"),
    "check.no_condition": (
        "“{text}” answers neither yes nor no.",
        "“{text}” 得不出是或否。",
    ),
    "check.no_condition.hint": (
        "Compare things of the same kind, like `amount > 5000`.",
        "请比较同类的值，如 `amount > 5000`。",
    ),
    "check.braces": (
        "The braces of this text do not match.",
        "文本中的花括号不成对。",
    ),
    "check.braces.hint": (
        "Write an expression in braces, like `Follow up {object.key}`.",
        "表达式写在花括号内，如 `Follow up {object.key}`。",
    ),
    "check.number_for_text": (
        "{field} is no number, {literal} is one: they are never equal.",
        "{field} 不是数字，{literal} 是数字：永远不会相等。",
    ),
}
