"""What operations, views and the access rules say."""

TEXTS: dict[str, tuple[str, str]] = {
    # things, as they stand in "There is no …"
    "operations.object": ("object", "业务对象"),
    "operations.task": ("task", "待办"),
    "operations.task_on": ("task of yours on", "属于您的待办："),
    "operations.person": ("person", "人员"),
    "operations.type": ("object type", "对象类型"),
    "operations.flow": ("flow", "流程"),
    "operations.created": ("created", "已创建"),
    "operations.urged_lately": (
        "{people}: urged a short while ago; again from {when}",
        "{people} 刚刚被催办过，{when} 之后可再次催办",
    ),
    # rights
    "operations.may_not_act_as": (
        "only an administrator can act as {person}",
        "只有管理员可以代 {person} 操作",
    ),
    "operations.administrators_only": ("only administrators can do this", "仅管理员可执行此操作"),
    "operations.publishers_only": (
        "only administrators, and the owners of a flow for that flow, can do this",
        "仅管理员可执行此操作；流程负责人可发布自己的流程",
    ),
    "operations.new_flow": (
        "the flow “{flow}” is not published yet; an administrator publishes its first version",
        "流程“{flow}”尚未发布，首个版本须由管理员发布",
    ),
    "operations.not_your_flow": (
        "the flow “{flow}” is for its owner ({owner}) and administrators to try and publish",
        "流程“{flow}”只能由流程负责人（{owner}）或管理员试算和发布",
    ),
    "operations.flow_of_other_type": (
        "the flow “{flow}” is for {old}; only an administrator makes it one for {new}",
        "流程“{flow}”用于 {old}，只有管理员可以改为用于 {new}",
    ),
    "operations.beyond": (
        "needs an administrator: {first}.",
        "需要管理员发布：{first}。",
    ),
    "operations.beyond_more": (
        "needs an administrator: {first}, and {n} more.",
        "需要管理员发布：{first}，另有 {n} 处。",
    ),
    "operations.beyond.hint": (
        "Let an administrator publish this version; later ones may keep what it does.",
        "请管理员发布此版本，之后的版本可以保留这些内容。",
    ),
    "operations.beyond.call": (
        "{what} under the login of {words}, or with other values than so far",
        "以 {words} 的登录身份执行 {what}，或所传的值与之前不同",
    ),
    "operations.beyond.call_own": (
        "{what} under the connector's own login, or with other values than so far",
        "以连接器自己的登录身份执行 {what}，或所传的值与之前不同",
    ),
    "operations.beyond.undo": (
        "{what} as an opposite action, under the login of {words}",
        "以 {words} 的登录身份执行撤销操作 {what}",
    ),
    "operations.beyond.undo_own": (
        "{what} as an opposite action, under the connector's own login",
        "以连接器自己的登录身份执行撤销操作 {what}",
    ),
    "operations.beyond.set": (
        "sets the field “{what}”, which you may not write",
        "设置您无权填写的字段“{what}”",
    ),
    "operations.beyond.ask": (
        "has {words} write the field “{what}”, which you may not write",
        "让 {words} 填写您无权填写的字段“{what}”",
    ),
    "operations.beyond.start": (
        "starts the flow “{what}”, which is not yours",
        "启动不由您负责的流程“{what}”",
    ),
    "operations.beyond.give": (
        "gives the field “{what}” to an object of the flow “{flow}”, which you may not write",
        "给流程“{flow}”的对象填写您无权填写的字段“{what}”",
    ),
    "operations.beyond.read": (
        "shows the field “{what}”, which you may not see: {words}",
        "透露您无权查看的字段“{what}”：{words}",
    ),
    "operations.not_your_file": (
        "{what} “{id}” is for administrators to change; owners of a flow publish the flow itself, "
        "its tests and the rule tables that only it uses",
        "{what}“{id}”只能由管理员修改；流程负责人可以发布流程本身、其测试以及仅由它使用的规则表",
    ),
    "operations.not_your_table": (
        "rule table “{id}” is for administrators to change: no flow of yours uses it",
        "规则表“{id}”只能由管理员修改：您负责的流程没有使用它",
    ),
    "operations.may_not_create": (
        "you have no role that can make a {type}",
        "您没有新建{type}的角色",
    ),
    "operations.only_connectors_create": (
        "a {type} is only ever taken over from another system",
        "{type}只能由外部系统导入",
    ),
    "operations.may_not_edit": (
        "{key} can be changed by its requester while it is a draft or has been returned",
        "{key} 仅可由发起人在草稿或退回状态下修改",
    ),
    "operations.edited_elsewhere": (
        "{key} comes from {system} and is changed there",
        "{key} 来自 {system}，请在该系统中修改",
    ),
    "operations.requester_only": (
        "only the requester of {key} can do this",
        "只有 {key} 的发起人可以执行此操作",
    ),
    # fields
    "operations.field": ("one field is wrong", "有 1 个字段不正确"),
    "operations.fields": ("{n} fields are wrong", "有 {n} 个字段不正确"),
    "operations.unknown_field": ("there is no such field", "没有这个字段"),
    "operations.unknown_field.hint": ("the fields are: {fields}", "可用字段：{fields}"),
    "operations.not_writable": ("you may not change this field", "您无权修改此字段"),
    "operations.required": ("a value is required", "必填"),
    "operations.not_text": ("this has to be text", "必须是文本"),
    "operations.too_long": ("at most {n} characters", "最多 {n} 个字符"),
    "operations.too_many_days": ("at most {n} days", "最多 {n} 天"),
    "operations.not_number": (
        "this has to be a number, such as 12.50",
        "必须是数字，例如 12.50",
    ),
    "operations.inexact": (
        'write the number in quotes, so that it stays exact: "12.50"',
        '请将数字加引号以保持精确："12.50"',
    ),
    "operations.too_many_digits": ("at most {n} digits", "最多 {n} 位数字"),
    "operations.not_money": (
        "this has to be an amount, such as 1250.00 EUR",
        "必须是金额，例如 1250.00 CNY",
    ),
    "operations.no_currency": (
        "a currency of three letters is missing, such as EUR",
        "缺少三位货币代码，例如 CNY",
    ),
    "operations.not_date": (
        "this has to be a date, such as 2026-11-22",
        "必须是日期，例如 2026-11-22",
    ),
    "operations.not_time": (
        "this has to be a time with its offset, such as 2026-11-22T09:30+08:00",
        "必须是带时区的时间，例如 2026-11-22T09:30+08:00",
    ),
    "operations.not_flag": ("this has to be true or false", "必须为 true 或 false"),
    "operations.not_choice": ("this has to be one of: {choices}", "必须是以下之一：{choices}"),
    "operations.not_person": ("there is no person “{value}”", "没有人员“{value}”"),
    "operations.not_key": ("this has to be the key of an object", "必须是业务对象的编号"),
    "operations.no_reference": ("there is no {type} “{value}”", "没有{type}“{value}”"),
    "operations.not_file": ("this has to be an uploaded file", "必须是已上传的文件"),
    "operations.no_file": ("this file was not uploaded", "该文件尚未上传"),
    "operations.hidden_cells": (
        "the lines have columns that you do not see, and it is unclear which line they belong to",
        "明细中有您看不到的列，无法确定其内容属于哪一行",
    ),
    "operations.hidden_cells.hint": (
        "Change lines in one step and add or remove lines in another,"
        " or ask somebody who sees all columns.",
        "请将修改明细行与增删明细行分两步进行，或请能看到全部列的人修改。",
    ),
    "operations.not_table": (
        "this has to be a list of lines, each a map of its columns",
        "必须是明细行列表",
    ),
    "operations.too_many_lines": ("at most {n} lines", "最多 {n} 行"),
    "operations.reference_any": ("object", "业务对象"),
    # life of an object
    "operations.no_flow": (
        "no flow is published for {type}, so it cannot be submitted",
        "{type}没有已发布的流程，无法提交",
    ),
    "operations.already_submitted": ("{key} has been submitted already", "{key} 已提交"),
    "operations.not_submitted": ("{key} has not been submitted", "{key} 尚未提交"),
    "operations.nothing_to_urge": ("{key} does not wait for anybody", "{key} 当前无人待办"),
    "operations.urge_below": (
        "It waits for {keys}: urge whoever that waits for.",
        "正在等待 {keys}：请催办该单。",
    ),
    "operations.changed_fields": ("changed: {fields}", "已变化：{fields}"),
    "operations.task_changed": ("the task is not as you saw it", "该待办已更新"),
    # tasks
    "operations.not_your_task": ("it waits for {person}", "该待办属于 {person}"),
    "operations.no_task_here": (
        "nothing waits for you on {key}",
        "{key} 没有等待您处理的待办",
    ),
    "operations.several_tasks": (
        "several tasks wait for you on {key}; name one: {tasks}",
        "{key} 有多个等待您处理的待办，请指定其一：{tasks}",
    ),
    "operations.cannot_decide": (
        "this task takes: {can}",
        "该待办可用的操作：{can}",
    ),
    "operations.cannot_decide.hint": ("What fits: {commands}.", "可用：{commands}。"),
    "operations.answer_required": (
        "a question is answered in words",
        "提问需要用文字回答",
    ),
    "operations.answer_required.hint": (
        "`signoff done {task} -m ANSWER` answers it.",
        "`signoff done {task} -m 回答` 即可回答。",
    ),
    "operations.not_asked_for": (
        "the task does not ask for this field; change it with `signoff edit`",
        "该待办不需要此字段；可用 `signoff edit` 修改",
    ),
    "operations.reason_required": ("a reason is required", "必须填写理由"),
    "operations.no_forward": (
        "this task cannot be forwarded",
        "该待办不能转交",
    ),
    "operations.forward_to_self": ("it is yours already", "该待办已属于您"),
    "operations.unknown_person": ("there is no person “{person}”", "没有人员“{person}”"),
    "operations.went_to": ("it went to {person}", "已转交给 {person}"),
    "operations.was_closed": ("it was closed", "已关闭"),
    "operations.ended_there": ("it was decided in the other system", "已在外部系统中处理"),
    # comments
    "operations.empty_comment": ("a comment needs words or a file", "评论不能为空"),
    "operations.too_many_files": ("at most {n} files", "最多 {n} 个文件"),
    "operations.no_entry": ("there is no entry {n} to reply to", "没有可回复的动态 {n}"),
    # reading
    "operations.no_null": (
        "an address holds no NUL character",
        "地址中不能包含 NUL 字符",
    ),
    "operations.bad_cursor": (
        "this is not a cursor of this list; start again without one",
        "游标无效，请从头开始",
    ),
    "operations.query": ("the query is not understood: {part}", "无法理解查询：{part}"),
    "operations.query_is": ("is: takes {values}", "is: 可用的值：{values}"),
    "operations.query_type": ("there is no object type “{value}”", "没有对象类型“{value}”"),
    "operations.query_type.hint": ("The types are: {values}", "可用类型：{values}"),
    "operations.query_due": (
        "due takes a date (due<2026-12-01) or a length of time (due<2d)",
        "due 可用日期（due<2026-12-01）或时长（due<2d）",
    ),
    "operations.query_field": (
        "no object type has a field “{field}”",
        "没有对象类型含有字段“{field}”",
    ),
    "operations.query_hint": (
        "a query takes words, is: type: from: due< and field>value",
        "查询可用：文字、is:、type:、from:、due<、字段>值",
    ),
    "operations.query_value": (
        "{field} cannot be compared with “{value}”",
        "{field} 无法与“{value}”比较",
    ),
    "operations.query_quote": ("a quotation mark is missing", "缺少引号"),
    "operations.search_hint": (
        "a search takes words, type: and from:",
        "搜索可用：文字、type:、from:",
    ),
    # audit
    "operations.audit_hash": ("the entry was changed after it was written", "该动态在写入后被修改"),
    "operations.audit_chain": (
        "the entry does not continue the one before it",
        "该动态与前一条不连续",
    ),
    "operations.audit_gap": ("an entry is missing before this one", "该动态之前缺少条目"),
    "operations.audit_end": ("the last entries are missing", "缺少末尾的动态"),
    "operations.endless_flows": (
        "These flows start each other without end (more than {n} cases at once).",
        "这些流程无休止地相互启动（一次超过 {n} 个实例）。",
    ),
    "operations.no_such_flow": (
        "The flow {flow} is not published.",
        "流程 {flow} 尚未发布。",
    ),
    "operations.urged_below": (
        "{person} urged whoever {objects} waits for.",
        "{person} 催办了 {objects} 的待办人。",
    ),
    "operations.started": ("Started {object}", "已启动 {object}"),
    "operations.started_by": ("Started by {object}", "由 {object} 启动"),
    "operations.fields_left": (
        "Values that do not fit their fields were left out: {fields}",
        "与字段不符的值未填入：{fields}",
    ),
    "operations.replay_refused": (
        "Event {n} is refused now: {detail}",
        "第 {n} 个事件重放时被拒绝：{detail}",
    ),
    "operations.differs": (
        "{path}: stored {stored}, replayed {again}",
        "{path}：存储值 {stored}，重放值 {again}",
    ),
    "operations.only_for_yourself": (
        "Only the person, or an administrator, can say this.",
        "仅本人或管理员可以设置。",
    ),
    "operations.others_first": (
        "Others were asked first; it comes back to you after their answer.",
        "已先征求他人意见，待其答复后将回到您这里。",
    ),
    "operations.not_asked": (
        "{person} is not asked for anything on {key}.",
        "{key} 当前没有等待 {person} 的事项。",
    ),
    "operations.nothing_to_take_back": (
        "You have not decided anything on {key} that could be taken back.",
        "{key} 没有您可以收回的意见。",
    ),
    "operations.signing": (
        "“{given}” is not before, after or beside.",
        "“{given}”不是 before（前加签）、after（后加签）或 beside（并加签）。",
    ),
    "operations.away_too_far": (
        "Until {latest} at most; leave the end open where it is not known.",
        "最晚到 {latest}；不确定结束时间时请留空。",
    ),
    "operations.absence": ("absence", "请假记录"),
    "operations.ends_before": (
        "The end has to lie in the future, and after the beginning.",
        "结束时间须在将来，且晚于开始时间。",
    ),
    "operations.own_delegate": (
        "Nobody can be their own delegate.",
        "不能委托给自己。",
    ),
    "operations.away_already": (
        "There is another absence then, which begins {begins}.",
        "该时段已有请假，开始于 {begins}。",
    ),
    "operations.no_signals": (
        "Telling what happened outside takes the role “{role}”.",
        "发送外部事件需要角色“{role}”。",
    ),
    "operations.signal_name": (
        "The name of an event is made of letters, digits, - and _ with full stops between, and "
        "does not begin with “object.”.",
        "事件名称由字母、数字、- 和 _ 组成，以 . 分隔，且不以“object.”开头。",
    ),
    "operations.signal_id": (
        "An event needs an id of its own, of at most {n} characters.",
        "事件须有唯一标识，最长 {n} 个字符。",
    ),
    "operations.signal_fields": (
        "What comes with an event has at most {n} KB.",
        "事件附带的内容最多 {n} KB。",
    ),
    "operations.other_signal": (
        "The event {id} was told before, with other content.",
        "事件 {id} 已发送过，且内容不同。",
    ),
    "operations.source": ("source of webhooks", "Webhook 来源"),
    "operations.source_exists": (
        "{name} sends webhooks already. Remove it first to give it a new secret.",
        "来源 {name} 已存在。如需新密钥，请先删除。",
    ),
    "operations.flow_versions": ("Its versions are 1 to {n}.", "该流程的版本为 1 到 {n}。"),
    "operations.not_signed": (
        "This webhook is not signed with the secret of its source.",
        "该 Webhook 的签名无效。",
    ),
    "operations.not_signed.hint": (
        "Sign `webhook-id.webhook-timestamp.body` as standardwebhooks.com says, with the secret "
        "that `signoff signal add-source` showed; an administrator makes a new one.",
        "请按 standardwebhooks.com 用 `signoff signal add-source` 显示的密钥对 "
        "`webhook-id.webhook-timestamp.body` 签名；新密钥由管理员生成。",
    ),
    "operations.signed_then.hint": (
        "Set the clock of the sending system, and sign each time it is sent.",
        "请校准发送方系统的时钟，并在每次发送时重新签名。",
    ),
    "operations.signed_then": (
        "This webhook was signed more than {minutes} minutes from now.",
        "该 Webhook 的签名时间与当前时间相差超过 {minutes} 分钟。",
    ),
    "operations.webhook_body": (
        "The body of a webhook is JSON with “type” and “data”: {detail}",
        "Webhook 内容应为含“type”和“data”的 JSON：{detail}",
    ),
}
