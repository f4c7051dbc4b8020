"""What is wrong with a flow file: `check.<what>`, and `.hint` for what to do about it."""

TEXTS: dict[str, tuple[str, str]] = {
    "check.flow_unreadable": (
        "the flow has {n} mistake(s).",
        "流程文件有 {n} 处错误。",
    ),
    # --- YAML
    "check.no_yaml": ("This is no YAML: {detail}", "不是有效的 YAML：{detail}"),
    "check.no_yaml.hint": (
        "Put a text with `: `, `#`, `{{` or leading quotes in quotes: '\"a\" in lines'.",
        "含有 `: `、`#`、`{{` 或以引号开头的文本请加引号：'\"a\" in lines'。",
    ),
    "check.empty": ("The file is empty.", "文件为空。"),
    "check.alias": (
        "Anchors and aliases (&x, *x) are not used in flows.",
        "流程中不使用锚点和别名。",
    ),
    "check.too_deep": ("This is nested too deeply.", "嵌套过深。"),
    "check.text_wanted": ("A text is wanted here.", "此处应为文本。"),
    "check.flag_wanted": ("`true` or `false` is wanted here.", "此处应为 `true` 或 `false`。"),
    "check.map_wanted": ("Keys with values are wanted here.", "此处应为键值。"),
    "check.list_wanted": ("A list is wanted here.", "此处应为列表。"),
    "check.list_wanted.hint": ("Begin each member with `- `.", "每一项以 `- ` 开头。"),
    "check.twice": ("The key `{key}` stands here twice.", "键 `{key}` 重复。"),
    "check.missing": ("The key `{key}` is missing.", "缺少键 `{key}`。"),
    "check.unknown_key": ("The key `{key}` is not known here.", "此处没有键 `{key}`。"),
    "check.unknown_key.hint": ("Known here: {known}.", "可用：{known}。"),
    "check.unknown_word": ("“{word}” is not known here.", "此处没有“{word}”。"),
    "check.unknown_word.hint": ("Known here: {known}.", "可用：{known}。"),
    # --- phrases
    "check.no_span": ("“{text}” is no length of time.", "“{text}” 不是时长。"),
    "check.no_span.hint": (
        "Write it like `30 minutes`, `4 hours`, `2 days`, `4 working hours`, `2 working days`.",
        "写法如 `30 minutes`、`4 hours`、`2 days`、`4 working hours`、`2 working days`。",
    ),
    "check.no_mode": ("“{text}” is no way to decide.", "“{text}” 不是表决方式。"),
    "check.no_mode.hint": (
        "Possible: any, all, in order, at least 60%, more than 50%, at least 2.",
        "可用：any、all、in order、at least 60%、more than 50%、at least 2。",
    ),
    "check.no_percent": ("“{text}” is no percentage.", "“{text}” 不是百分比。"),
    "check.no_percent.hint": ("Write it like `80%`.", "写法如 `80%`。"),
    "check.no_final": ("“{text}” is no final action.", "“{text}” 不是最终动作。"),
    "check.no_final.hint": (
        "Write it like `reject at 150%`; possible are approve, reject, return.",
        "写法如 `reject at 150%`；可用 approve、reject、return。",
    ),
    "check.no_rejected": (
        "“{text}” does not say what a reject leads to.",
        "“{text}” 没有说明驳回后的去向。",
    ),
    "check.no_rejected.hint": (
        "Possible: end, back to requester, back to STEP.",
        "可用：end、back to requester、back to 节点。",
    ),
    "check.option_needs_mode": (
        "`{option}` goes with `mode: {mode}` only.",
        "`{option}` 只能与 `mode: {mode}` 一起使用。",
    ),
    "check.no_action": ("“{text}” is no action.", "“{text}” 不是动作。"),
    "check.no_action.hint": (
        "Write it as connector.action: `erp.confirm`.",
        "写成 连接.动作：`erp.confirm`。",
    ),
    "check.no_wait": (
        "A wait has either `until:` or `event:`.",
        "wait 只能有 `until:` 或 `event:` 之一。",
    ),
    # --- people
    "check.nobody_named": ("Nobody is named here.", "此处没有指定人员。"),
    "check.no_who": ("“{text}” names nobody.", "“{text}” 没有指定人员。"),
    "check.no_who.hint": (
        "Write it like `role:buyer`, `person:li.na`, `group:board`, `field:owner`, `manager`, "
        "`manager 2 levels up`, `head of requester's department`, `requester`.",
        "写法如 `role:buyer`、`person:li.na`、`group:board`、`field:owner`、`manager`、"
        "`manager 2 levels up`、`head of requester's department`、`requester`。",
    ),
    "check.one_way_of_naming": (
        "One of these keys names the people: {known}.",
        "请用以下键之一指定人员：{known}。",
    ),
    "check.inside_needs_role": (
        "`in`, `where` and `pick` go with a role or a group only.",
        "`in`、`where`、`pick` 只能与角色或组一起使用。",
    ),
    "check.no_inside": ("“{text}” is no place to look in.", "“{text}” 不是查找范围。"),
    "check.no_inside.hint": (
        "Possible: requester's department, requester's region, region:NAME.",
        "可用：requester's department、requester's region、region:名称。",
    ),
    "check.no_pick": ("“{text}” is no way to choose one.", "“{text}” 不是选人方式。"),
    "check.no_pick.hint": (
        "Possible: least loaded, in turn, most skilled in SKILL.",
        "可用：least loaded、in turn、most skilled in 技能。",
    ),
    # --- steps
    "check.no_step": ("This is no step.", "这不是节点。"),
    "check.no_step.hint": ("A step begins with one of: {known}.", "节点以下列之一开头：{known}。"),
    "check.no_id": ("“{text}” cannot be an id.", "“{text}” 不能用作标识。"),
    "check.no_id.hint": (
        "Letters, digits, `-`, `_` and `.`, at most 64, without spaces.",
        "字母、数字、`-`、`_`、`.`，最多 64 个，不含空格。",
    ),
    "check.id_reserved": (
        "`{id}` means whoever submitted it and cannot be the id of a step.",
        "`{id}` 表示发起人，不能用作节点标识。",
    ),
    "check.id_twice": (
        "The step `{id}` exists already, in line {line}.",
        "节点 `{id}` 已存在（第 {line} 行）。",
    ),
    "check.otherwise_last": (
        "`otherwise` has to be the last branch.",
        "`otherwise` 必须是最后一个分支。",
    ),
    "check.no_branch": (
        "A branch has either `when:` with `steps:`, or `otherwise:`.",
        "分支要么是 `when:` 加 `steps:`，要么是 `otherwise:`。",
    ),
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
    "check.too_many_digits": (
        "{word} has more digits than are computed with exactly (28).",
        "{word} 的位数超过精确计算的上限（28 位）。",
    ),
}
