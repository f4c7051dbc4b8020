"""Texts of the grid in which rule tables are edited."""

TEXTS: dict[str, tuple[str, str]] = {
    "table.no_headings": (
        "This CSV holds no row of headings, so there is nothing to edit.",
        "此 CSV 没有标题行，无法编辑。",
    ),
    "table.unreadable": (
        "The file is no YAML near line {line}; it can only be mended in an editor.",
        "文件第 {line} 行附近不是有效的 YAML，请先用编辑器更正。",
    ),
    "table.no_row": (
        "One of the rows is no row: it can only be mended in an editor.",
        "有一行的写法不是规则行，请先用编辑器更正。",
    ),
    "table.mistakes_first": (
        "Holes are looked for once the table reads without mistakes (n shows the next).",
        "请先更正表中的错误，再查找空缺（按 n 查看）。",
    ),
    "table.otherwise_has_none": (
        "“Otherwise” holds where no other row does; it has no conditions.",
        "“其他”在没有别的行成立时生效，不能有条件。",
    ),
    "table.first_holds_otherwise": (
        "This column holds the word “otherwise”; move another one there first.",
        "此列写有“其他”，请先把别的列移到最前。",
    ),
    "table.column_there": ("There is such a column already.", "已有这一列。"),
    "table.output_stays": (
        "Only a column of conditions can be about another field.",
        "只有条件列可以改为别的字段。",
    ),
    "table.outputs_ordered": (
        "In a YAML file conditions come first, and the results have their own order.",
        "YAML 文件中条件在前，结果列的顺序固定。",
    ),
    "table.cell.under_number": ("less than a number", "少于某数"),
    "table.cell.up_to_number": ("a number or less", "不超过某数"),
    "table.cell.over_number": ("more than a number", "多于某数"),
    "table.cell.from_number": (
        "a number or more; from 5 to under 9",
        "某数及以上；可写 不小于 5 且小于 9",
    ),
    "table.cell.under_moment": ("before a day: 2026-12-01", "早于某日：2026-12-01"),
    "table.cell.up_to_moment": ("a day or before: 2026-12-01", "某日及以前：2026-12-01"),
    "table.cell.over_moment": ("after a day: 2026-12-01", "晚于某日：2026-12-01"),
    "table.cell.from_moment": ("a day or after: 2026-12-01", "某日及以后：2026-12-01"),
    "table.cell.not": ("everything else", "其他一切"),
    "table.cell.empty": ("nothing there", "没有值"),
    "table.cell.given": ("something there", "有值"),
    "table.column.field": ("condition on: {field}", "条件：{field}"),
    "table.column.when": ("Condition", "条件"),
    "table.column.ask": ("Who is asked", "审批人"),
    "table.column.mode": ("How it is decided", "方式"),
    "table.column.within": ("Time limit", "时限"),
    "table.column.priority": ("Priority", "优先级"),
    "table.column.copy": ("Copies", "抄送"),
    "table.column.call": ("Actions", "动作"),
}
