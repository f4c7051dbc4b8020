"""What is wrong with a flow file: `check.<what>`, and `.hint` for what to do about it."""

from core.language.texts.check_hints import HINTS

TEXTS: dict[str, tuple[str, str]] = {
    **{f"{key}.hint": hint for key, hint in HINTS.items()},
    "check.flow_unreadable": (
        "the flow has {n} mistake(s).",
        "流程文件有 {n} 处错误。",
    ),
    # --- YAML
    "check.empty": ("The file is empty.", "文件为空。"),
    "check.one_flow": (
        "A second document begins here; a flow has a file of its own.",
        "此处开始第二个文档；每个流程应单独成文件。",
    ),
    "check.text_wanted": ("A text is wanted here.", "此处应为文本。"),
    "check.flag_wanted": ("`true` or `false` is wanted here.", "此处应为 `true` 或 `false`。"),
    "check.map_wanted": ("Keys with values are wanted here.", "此处应为键值。"),
    "check.list_wanted": ("A list is wanted here.", "此处应为列表。"),
    "check.list_wanted.hint": ("Begin each member with `- `.", "每一项以 `- ` 开头。"),
    "check.unknown_word": ("“{word}” is not known here.", "此处没有“{word}”。"),
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
        "“{text}” 没有说明拒绝后的去向。",
    ),
    "check.no_rejected.hint": (
        "Possible: end, go on, back to requester, back to STEP, or a list of steps.",
        "可用：end、go on、back to requester、back to 节点，或步骤列表。",
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
    "check.no_quorum": ("“{text}” is no number of people.", "“{text}” 不是人数。"),
    "check.quorum_is_mode": (
        "`2 of …` says already how it is decided; leave `mode` away.",
        "`2 of …` 已说明表决方式，请去掉 `mode`。",
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
    "check.number_for_text": (
        "{field} is no number, {literal} is one: they are never equal.",
        "{field} 不是数字，{literal} 是数字：永远不会相等。",
    ),
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
    # --- what is named has to exist
    "check.unknown_type": ("There is no object type `{type}`.", "没有对象类型 `{type}`。"),
    "check.unknown_field": (
        "The type {type} has no field `{name}`.",
        "类型 {type} 没有字段 `{name}`。",
    ),
    "check.unknown_field.hint": ("Its fields are: {known}.", "可用字段：{known}。"),
    "check.unknown_person": ("There is no person `{name}`.", "没有人员 `{name}`。"),
    "check.unknown_role": ("There is no role `{name}`.", "没有角色 `{name}`。"),
    "check.unknown_role.hint": ("There are: {known}.", "现有：{known}。"),
    "check.unknown_group": ("There is no group `{name}`.", "没有组 `{name}`。"),
    "check.unknown_group.hint": ("There are: {known}.", "现有：{known}。"),
    "check.unknown_head": ("There is no department `{name}`.", "没有部门 `{name}`。"),
    "check.unknown_head.hint": ("There are: {known}.", "现有：{known}。"),
    "check.field_no_person": (
        "The field `{name}` does not hold a person.",
        "字段 `{name}` 不是人员字段。",
    ),
    "check.nobody_there": (
        "Nobody active is there now for {wanted}; the flow's owner would be asked.",
        "{wanted} 目前没有在职人员，将由流程负责人处理。",
    ),
    "check.calendar_ends": (
        "The calendar {calendar} knows until {until} which days are worked; a time limit that "
        "begins today can end later.",
        "工作日历 {calendar} 只知道到 {until} 为止的工作日；今天开始的时限可能在此之后到期。",
    ),
    "check.calendar_ends.hint": (
        "add the holidays and the days worked instead, once they are published, and move its "
        "`known until:`; until then later days are counted by what it has",
        "公布后请补充节假日和调休上班日，并更新 `known until:`；在此之前按日历现有内容计算",
    ),
    "check.owner_kind": (
        "The owner of a flow is a person, a role or a group, without conditions.",
        "流程负责人应为人员、角色或组，不带条件。",
    ),
    "check.owner_missing": (
        "Nobody active is there for the owner {wanted}, who stands in when nobody is found.",
        "负责人 {wanted} 没有在职人员；找不到处理人时由其代办。",
    ),
    "check.unknown_connector": (
        "Nothing called {name} is connected; {action} would raise an incident.",
        "尚未连接 {name}；{action} 将产生异常待办。",
    ),
    "check.unknown_connector.hint": (
        "`signoff connect add` connects a system.",
        "可用 `signoff connect add` 连接系统。",
    ),
    "check.value_misfits": (
        "`{value}` does not fit the field `{name}` ({known}).",
        "`{value}` 不适用于字段 `{name}`（{known}）。",
    ),
    "check.hidden_field": (
        "The text shows `{name}` to {people}, who may not see that field.",
        "文本会向 {people} 显示字段 `{name}`，而他们无权查看该字段。",
    ),
    "check.hidden_field.hint": (
        "Leave it out, or give them a role that may read it: {roles}.",
        "请从文本中去掉该字段，或授予可查看它的角色：{roles}。",
    ),
    # --- ways through the flow
    "check.no_steps": ("The flow has no steps.", "流程没有节点。"),
    "check.no_way_back": (
        "There is no way back to “{step}”: that has to be a step of people on every way here.",
        "不能退回到“{step}”：它必须是到此处的必经人工节点。",
    ),
    "check.no_way_back.hint": ("Possible are: {known}.", "可用：{known}。"),
    "check.back_behind_call": (
        "A reject at {step} would go back behind {action}, which has taken effect by then.",
        "在 {step} 拒绝会退回到已生效的 {action} 之前。",
    ),
    "check.back_behind_call.hint": (
        "Put the call after the last approval, or let a reject end the case.",
        "请将调用放在最后一个审批之后，或让拒绝结束流程。",
    ),
    "check.otherwise_missing": (
        "Whether these conditions cover every case depends on {parts}, which cannot be told "
        "beforehand, so `otherwise` is required.",
        "这些条件是否覆盖所有情况取决于 {parts}，无法事先判断，必须写 `otherwise`。",
    ),
    "check.otherwise_too_many": (
        "These conditions are too many to tell whether they cover every case, so `otherwise` is "
        "required.",
        "条件过多，无法判断是否覆盖所有情况，必须写 `otherwise`。",
    ),
    "check.never_holds": (
        "This condition never holds.",
        "此条件永远不会成立。",
    ),
    "check.gaps": (
        "No branch is taken in these cases: {gaps}.",
        "以下情况没有分支：{gaps}。",
    ),
    "check.gaps.hint": (
        "Add a branch for them, or one at the end for everything else (`otherwise`).",
        "请为其添加分支，或在最后添加“其他情况”分支（`otherwise`）。",
    ),
    "check.never_taken": (
        "This branch is never taken: the ones before it hold in every such case.",
        "此分支永远不会执行：前面的分支已覆盖。",
    ),
    "check.otherwise_never": (
        "`otherwise` is never taken: the conditions cover every case.",
        "`otherwise` 永远不会执行：条件已覆盖所有情况。",
    ),
    "check.overlap": (
        "This condition and the one in line {line} both hold for {where}; the first is taken.",
        "此条件与第 {line} 行的条件在 {where} 时同时成立；以前者为准。",
    ),
    "check.share_too_high": (
        "`{mode} {share}%` can never be reached.",
        "`{mode} {share}%` 永远无法达到。",
    ),
    "check.share_nothing": (
        "`{mode}` is reached before anybody has decided.",
        "`{mode}` 无需任何人同意即已达到。",
    ),
    "check.never_so_many": (
        "{wanted} have to approve, but {most} can be found at the most.",
        "要求 {wanted} 人同意，但最多只能找到 {most} 人。",
    ),
    "check.never_so_many.hint": (
        "Ask more people, or demand fewer approvals.",
        "请增加审批人，或减少所需同意人数。",
    ),
    "check.late_without_within": (
        "`late` counts in shares of `within`, which is missing.",
        "`late` 按 `within` 的比例计算，但缺少 `within`。",
    ),
    "check.late_without_within.hint": (
        "Write `within: 2 working days` beside it.",
        "请在旁边写 `within: 2 working days`。",
    ),
    "check.ladder_order": (
        "The stages are out of order: {after} comes after {before}.",
        "时限阶梯顺序有误：{after} 排在 {before} 之后。",
    ),
    "check.ladder_order.hint": (
        "Remind before escalating, escalate before the final action, each later than the one "
        "before: `{{remind: [50%, 80%], escalate: 100%, final: reject at 150%}}`.",
        "先提醒，再升级，最后执行动作，依次递增："
        "`{{remind: [50%, 80%], escalate: 100%, final: reject at 150%}}`。",
    ),
    "check.ladder_zero": ("{stage} is due at once.", "{stage} 会立即触发。"),
    "check.ladder_empty": ("`late` says nothing.", "`late` 为空。"),
    "check.replace_without_escalate": (
        "`replace` goes with `escalate` only.",
        "`replace` 只能与 `escalate` 一起使用。",
    ),
    "check.automatic_approval": (
        "`{what}` approves without anybody.",
        "`{what}` 会在无人审批时自动通过。",
    ),
    "check.automatic_approval.hint": (
        "If its owner really wants that, write `automatic approval: allowed` at the top of the "
        "flow.",
        "如流程负责人确有此意，请在流程开头写 `automatic approval: allowed`。",
    ),
    # --- sub-flows and actions
    "check.unknown_flow": ("There is no flow `{name}`.", "没有流程 `{name}`。"),
    "check.unknown_flow.hint": ("There are: {known}.", "现有：{known}。"),
    "check.flow_loop": (
        "The flows start each other in a circle: {chain}.",
        "子流程循环调用：{chain}。",
    ),
    "check.reject_without_waiting": (
        "`on reject` needs `waits: true`: nobody hears how this flow ends.",
        "`on reject` 需要 `waits: true`：否则不等待子流程结果。",
    ),
    "check.unknown_action": (
        "The connected system has no action `{action}`.",
        "已连接的系统没有动作 `{action}`。",
    ),
    "check.unknown_action.hint": ("It can: {known}.", "可用：{known}。"),
    "check.branch_empty": (
        "Nothing happens in this branch.",
        "此分支没有任何节点。",
    ),
    # --- rule tables
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
    "check.unknown_table": ("There is no rule table `{name}`.", "没有规则表 `{name}`。"),
    "check.unknown_table.hint": (
        "There are: {known}. One in a file is checked with `signoff flow check FLOW RULES`.",
        "现有：{known}。文件中的规则表可一并检查：`signoff flow check 流程 规则表`。",
    ),
    "check.table_of_other": (
        "The rule table `{name}` is for {other}, the flow is for {type}.",
        "规则表 `{name}` 用于 {other}，流程用于 {type}。",
    ),
    "check.table_asks_nobody": (
        "The row in line {line} of the rule table `{name}` asks nobody: {row}.",
        "规则表 `{name}` 第 {line} 行没有审批人：{row}。",
    ),
    "check.table_says_nothing": (
        "No row of the rule table `{name}` has anything under `{what}`.",
        "规则表 `{name}` 的所有行都没有 `{what}`。",
    ),
    "check.table_misplaced": (
        "A rule table can be named in `by`, `tell` and `call` only.",
        "规则表只能用在 `by`、`tell`、`call` 中。",
    ),
    # --- regions of values
    "check.region_all": ("every case", "所有情况"),
    "check.region_and": (", ", "，且 "),
    "check.region_more": ("{n} others", "另外 {n} 个"),
    "check.rules_unseen": (
        "There are too many cases to look at all. Nothing is known of: {where}.",
        "情况过多，无法全部检查。未检查：{where}。",
    ),
    "check.rules_unseen.hint": (
        "Split the table there, or let its rows say more of what sets them apart.",
        "请在该处拆分规则表，或让各行的条件更易区分。",
    ),
    "check.region_or": (" or ", " 或 "),
    "check.region_both": (" ", " 且"),
    "check.region_empty": ("empty", "空"),
    "check.region_given": ("not empty", "非空"),
    "check.region_others": ("anything else", "其他值"),
    "check.region_true": ("yes", "是"),
    "check.region_false": ("no", "否"),
    "check.region_unclear": ("cannot be said", "无法判断"),
    "check.region_is": ("{name} {values}", "{name} 为 {values}"),
    "check.region_not": ("{name} other than {values}", "{name} 不是 {values}"),
    "check.region_range": ("{name} {range}", "{name} {range}"),
    "check.number_from": ("from {limit}", "不小于 {limit}"),
    "check.number_over": ("over {limit}", "大于 {limit}"),
    "check.number_up_to": ("up to {limit}", "不大于 {limit}"),
    "check.number_under": ("under {limit}", "小于 {limit}"),
    "check.moment_from": ("from {limit}", "不早于 {limit}"),
    "check.moment_over": ("after {limit}", "晚于 {limit}"),
    "check.moment_up_to": ("up to {limit}", "不晚于 {limit}"),
    "check.moment_under": ("before {limit}", "早于 {limit}"),
}
