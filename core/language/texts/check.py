"""What is wrong with a flow file: `check.<what>`, and `.hint` for what to do about it."""

from core.language.texts.check_expressions import EXPRESSIONS
from core.language.texts.check_hints import HINTS
from core.language.texts.check_rules import RULES

TEXTS: dict[str, tuple[str, str]] = {
    **EXPRESSIONS,
    **RULES,
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
    "check.left_out": (
        "The sub-flow begins with a {type} that lacks what is required there: {fields}.",
        "子流程会新建一个 {type}，但缺少必填字段：{fields}。",
    ),
    "check.left_out.hint": ("Give them in `with:`.", "请在 `with:` 中给出。"),
    "check.nobody_skilled": (
        "Nobody of {wanted} has the skill “{skill}”; the flow's owner would be asked.",
        "{wanted} 中没有人具备技能“{skill}”，将由流程负责人处理。",
    ),
    "check.nobody_skilled.hint": ("Skills there are: {known}.", "现有技能：{known}。"),
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
    "check.hidden_asked": (
        "The step asks {people} for `{name}`, who may not see that field: they cannot give it.",
        "节点要求 {people} 填写 `{name}`，而他们无权查看该字段，无法填写。",
    ),
    "check.hidden_asked.hint": (
        "Ask somebody else for it, or give them a role that may read it: {roles}.",
        "请改由他人填写，或授予可查看它的角色：{roles}。",
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
}
