"""What is wrong with a rule table; a part of the area `check`."""

RULES: dict[str, tuple[str, str]] = {
    "check.rules_no_rows": ("The rule table has no rows.", "规则表没有任何行。"),
    "check.rules_row": (
        "A row has either `when:` or `otherwise:`.",
        "一行要么有 `when:`，要么有 `otherwise:`。",
    ),
    "check.rules_row.hint": (
        "Write it like `- when: {amount: under 5000}` with `ask: role:buyer` below.",
        "写法如 `- when: {amount: under 5000}`，下一行 `ask: role:buyer`。",
    ),
    "check.rules_otherwise_last": (
        "`otherwise` has to be the last row.",
        "`otherwise` 必须是最后一行。",
    ),
    "check.rules_otherwise_alone": (
        "The row `otherwise` has no conditions.",
        "`otherwise` 行不能有条件。",
    ),
    "check.rules_row_twice": (
        "The row in line {line} has the same conditions: {name}.",
        "第 {line} 行有相同的条件：{name}。",
    ),
    "check.rules_heading_twice": (
        "There are two columns “{name}”.",
        "有两列“{name}”。",
    ),
    "check.rules_too_wide": (
        "There is no heading above this cell: the table has {n} columns.",
        "此单元格没有表头：表格共有 {n} 列。",
    ),
    "check.rules_too_wide.hint": (
        "Put a value that holds the separator in double quotes.",
        "含分隔符的值请加双引号。",
    ),
    "check.rules_cell": ("“{text}” cannot be read.", "无法读取“{text}”。"),
    "check.rules_unknown_column": (
        "“{name}” is neither a field nor something that a row can say.",
        "“{name}” 既不是字段，也不是输出列。",
    ),
    "check.rules_unknown_column.hint": (
        "Did you mean {known}? Beside fields there are ask, mode, within, priority, copy, call "
        "and when.",
        "是否为 {known}？除字段外还有 审批人、方式、时限、优先级、抄送、动作、条件。",
    ),
    "check.rules_column_kind": (
        "Files and tables cannot be compared in a cell: {name}.",
        "文件和明细表不能在单元格中比较：{name}。",
    ),
    "check.rules_column_kind.hint": (
        "Write a condition in the column `when`, like `len(lines) > 5`.",
        "请在“条件”列写表达式，如 `len(lines) > 5`。",
    ),
    "check.unknown_output": (
        "A row cannot say “{name}”.",
        "一行中不能写“{name}”。",
    ),
    "check.unknown_output.hint": ("Possible: {known}.", "可用：{known}。"),
    "check.cell_no_number": ("“{text}” is no amount or range.", "“{text}” 不是数值或范围。"),
    "check.cell_no_number.hint": (
        "Write it like `under 5000`, `5000 to 50000`, `over 50,000 up to 100,000`, `empty`.",
        "写法如 `小于 5000`、`5000 至 5万`、`超过 5万 且不大于 10万`、`空`。",
    ),
    "check.cell_no_moment": ("“{text}” is no date or range.", "“{text}” 不是日期或范围。"),
    "check.cell_no_moment.hint": (
        "Write it like `before 2026-12-01`, `2026-12-01 to 2026-12-31`, `empty`.",
        "写法如 `早于 2026-12-01`、`2026-12-01 至 2026-12-31`、`空`。",
    ),
    "check.cell_no_flag": ("“{text}” is neither yes nor no.", "“{text}” 既不是“是”也不是“否”。"),
    "check.cell_no_choice": (
        "{field} has no choice “{text}”.",
        "{field} 没有选项“{text}”。",
    ),
    "check.cell_no_choice.hint": ("Its choices are: {known}.", "可选：{known}。"),
    "check.cell_backwards": (
        "The range ends before it begins: {low}, {high}.",
        "范围的终点小于起点：{low}，{high}。",
    ),
    "check.rules_gaps": (
        "No row holds in these cases: {gaps}.",
        "以下情况没有任何行适用：{gaps}。",
    ),
    "check.rules_gaps.hint": (
        "Add rows for them, or a last row `otherwise`.",
        "请为其添加行，或在最后加一行 `otherwise`。",
    ),
    "check.rules_unsure": (
        "Whether the rows cover every case depends on {parts}, which cannot be told beforehand.",
        "这些行是否覆盖所有情况取决于 {parts}，无法事先判断。",
    ),
    "check.rules_too_many": (
        "The table is too intricate to tell whether it covers every case.",
        "规则表过于复杂，无法判断是否覆盖所有情况。",
    ),
    "check.rules_unsure.hint": (
        "A last row `otherwise` says what holds then.",
        "在最后加一行 `otherwise` 说明此时如何处理。",
    ),
    "check.rules_dead": (
        "This row never applies: the rows before it hold in every such case.",
        "此行永远不会适用：前面的行已覆盖。",
    ),
    "check.rules_never": ("This row never holds.", "此行永远不会成立。"),
    "check.rules_overlap": (
        "This row and the one in line {line} both hold for {where}; the first is taken.",
        "此行与第 {line} 行在 {where} 时同时成立；以前者为准。",
    ),
    "check.rules_overlap_refused": (
        "This row and the one in line {line} both hold for {where}, but only one may.",
        "此行与第 {line} 行在 {where} 时同时成立，但只允许一行成立。",
    ),
    "check.rules_overlap_refused.hint": (
        "Change a limit, or write `hit: first` if the first row shall win.",
        "请修改界限，或写 `hit: first` 以第一行为准。",
    ),
    "check.rules_more": (
        "… and {n} more rows overlap in the same way.",
        "……另有 {n} 处同样重叠。",
    ),
    "check.rules_otherwise_never": (
        "`otherwise` never applies: the rows cover every case.",
        "`otherwise` 永远不会适用：各行已覆盖所有情况。",
    ),
    "check.rules_unseen": (
        "There are too many cases to look at all. Nothing is known of: {where}.",
        "情况过多，无法全部检查。未检查：{where}。",
    ),
    "check.rules_unseen.hint": (
        "Split the table there, or let its rows say more of what sets them apart.",
        "请在该处拆分规则表，或让各行的条件更易区分。",
    ),
}
