"""What is wrong in a company's files, what to write instead, and what applying them changes."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- reading YAML --------------------------------------------------------------------------
    "configuration.wrong": (
        "the files hold {n} mistake(s); nothing was applied",
        "文件中有 {n} 处错误，未应用任何内容",
    ),
    "configuration.tab": (
        "this line is indented with a tab, which YAML does not allow",
        "此行用制表符缩进，YAML 不允许",
    ),
    "configuration.tab.hint": ("use spaces", "请使用空格"),
    "configuration.not_yaml": ("this is not valid YAML: {problem}", "不是有效的 YAML：{problem}"),
    "configuration.too_large": (
        "the file is larger than {megabytes} MB",
        "文件超过 {megabytes} MB",
    ),
    "configuration.too_deep": ("nested more than {n} levels deep", "嵌套超过 {n} 层"),
    "configuration.control": (
        "holds an invisible control character",
        "含有不可见的控制字符",
    ),
    "configuration.control.hint": (
        "delete it; it often comes along when text is pasted",
        "请删除；粘贴文本时常会带入此类字符",
    ),
    "configuration.alias": (
        "anchors (&), aliases (*) and merges (<<) are not used here",
        "此处不支持锚点（&）、引用（*）和合并（<<）",
    ),
    "configuration.alias.hint": (
        "write the value out in each place",
        "请在每处写出完整的值",
    ),
    "configuration.tag": ("tags such as {tag} are not used here", "此处不支持标签 {tag}"),
    "configuration.key_not_text": ("a key must be a single word or text", "键必须是单个文本"),
    "configuration.twice": (
        "“{key}” stands twice; the first is in line {line}",
        "“{key}”重复出现，第一次在第 {line} 行",
    ),
    "configuration.did_you_mean": ("did you mean “{name}”?", "是否想写“{name}”？"),
    "configuration.known": ("known here: {names}", "可用的有：{names}"),
    # --- reading a map -------------------------------------------------------------------------
    "configuration.one_document": (
        "This file holds one document; nothing may come after `---`.",
        "此文件只能包含一个文档，`---` 之后不能再有内容。",
    ),
    "configuration.no_place": (
        "“{place}” is not a place in an answer",
        "“{place}” 不是应答中的位置",
    ),
    "configuration.no_place.hint": (
        "names with dots between them, and numbers in brackets: data.links[0].href",
        "名称之间用点，序号用方括号：data.links[0].href",
    ),
    "configuration.no_header": (
        "“{name}” cannot be a header's name: letters, digits and -",
        "“{name}” 不能作为请求头名称：只能用字母、数字和 -",
    ),
    "configuration.no_action": (
        "No action is described: `actions:` holds a name and how it is called for each.",
        "没有描述任何操作：`actions:` 下应列出每个操作的名称及其调用方式。",
    ),
    "configuration.not_map": (
        "expected keys with values here (`key: value`)",
        "此处应为键值对（`键: 值`）",
    ),
    "configuration.missing": ("“{key}” is missing", "缺少“{key}”"),
    "configuration.unknown_key": ("“{key}” is not known here", "此处没有“{key}”这一项"),
    "configuration.wrong_kind": ("“{key}” must be {kind}", "“{key}”应为{kind}"),
    "configuration.kind.text": ("a text", "文本"),
    "configuration.kind.flag": ("true or false", "true 或 false"),
    "configuration.kind.integer": ("a whole number", "整数"),
    "configuration.kind.list": ("a list (`- …`)", "列表（`- …`）"),
    "configuration.kind.map": ("keys with values (`key: value`)", "键值对（`键: 值`）"),
    "configuration.not_one_of": ("“{key}” cannot be “{word}”", "“{key}”不能是“{word}”"),
    "configuration.identifier": ("“{word}” cannot be an id", "“{word}”不能用作标识"),
    "configuration.identifier.hint": (
        "use letters, digits and . - _ inside, at most {n}; names for people go into name or title",
        "请用字母、数字及中间的 . - _，最多 {n} 个；显示名称请写在 name 或 title 中",
    ),
    "configuration.language": ("“{language}” is no language known here", "不支持语言“{language}”"),
    "configuration.label.hint": (
        "for example `{key}: {{en: Purchasing, zh: 采购部}}`",
        "例如 `{key}: {{en: Purchasing, zh: 采购部}}`",
    ),
    "configuration.named.hint": (
        "write `{key}:` as a map (`some_id: …`) or give each item an `id:`",
        "请将 `{key}:` 写成键值对（`标识: …`），或为每项写上 `id:`",
    ),
    # --- a company's files ---------------------------------------------------------------------
    "configuration.what_is_it": (
        "this document begins with “{key}”, which says nothing about what it is",
        "此文档以“{key}”开头，无法判断其内容",
    ),
    "configuration.flow_alone": (
        "a flow needs a file of its own",
        "每个流程须单独放在一个文件中",
    ),
    "configuration.defined_twice": (
        "“{id}” is defined twice; the first is at {place}",
        "“{id}”重复定义，第一次在 {place}",
    ),
    "configuration.email": ("“{email}” is no mail address", "“{email}”不是邮箱地址"),
    "configuration.field_id.hint": (
        "conditions name fields, so use letters, digits and _ only, for example “{word}”",
        "条件中要引用字段，请只用字母、数字和 _，例如“{word}”",
    ),
    "configuration.prefix": ("“{prefix}” cannot begin a key", "“{prefix}”不能用作编号前缀"),
    "configuration.prefix.hint": (
        "up to 8 capital letters and digits, for example PO: objects are then called PO-1, PO-2",
        "最多 8 个大写字母和数字，例如 PO：对象编号为 PO-1、PO-2",
    ),
    "configuration.prefix_taken": (
        "the object type “{id}” already uses the prefix “{prefix}”",
        "对象类型“{id}”已使用前缀“{prefix}”",
    ),
    "configuration.currency": ("“{currency}” is no currency code", "“{currency}”不是货币代码"),
    "configuration.currency.hint": (
        "three capital letters (ISO 4217), for example CNY or EUR",
        "三个大写字母（ISO 4217），例如 CNY 或 EUR",
    ),
    "configuration.only_for": (
        "“{key}” means something for fields of kind {kind} only",
        "“{key}”只用于类型为 {kind} 的字段",
    ),
    "configuration.kind_needs": (
        "a field of kind {kind} needs “{key}”",
        "类型为 {kind} 的字段需要“{key}”",
    ),
    "configuration.no_field": ("there is no field “{field}”", "没有字段“{field}”"),
    "configuration.no_money_field": (
        "“{field}” is no field of kind money",
        "“{field}”不是 money 类型的字段",
    ),
    "configuration.braces": (
        "a brace has no partner; fields stand as {field}",
        "花括号不成对；字段应写作 {字段}",
    ),
    "configuration.kind_of.person": ("person", "人员"),
    "configuration.kind_of.department": ("department", "部门"),
    "configuration.kind_of.role": ("role", "角色"),
    "configuration.kind_of.group": ("group", "群组"),
    "configuration.kind_of.calendar": ("calendar", "工作日历"),
    "configuration.kind_of.type": ("object type", "对象类型"),
    "configuration.kind_of.flow": ("flow", "流程"),
    "configuration.kind_of.rules": ("rule table", "规则表"),
    "configuration.kind_of.tests": ("tests", "测试"),
    "configuration.detail.cases": ("{n} case(s)", "{n} 个用例"),
    "configuration.not_there": ("there is no {kind} “{id}”", "没有{kind}“{id}”"),
    "configuration.address_taken": (
        "“{id}” is also the {kind} “{other}”, so @{id} would not be clear",
        "“{id}”与{kind}“{other}”同名，@{id} 会有歧义",
    ),
    "configuration.address_taken.hint": (
        "give one of them another id",
        "请为其中之一换一个标识",
    ),
    "configuration.cycle.person": (
        "these people are managers of each other in a circle: {chain}",
        "这些人员的上级关系形成循环：{chain}",
    ),
    "configuration.cycle.department": (
        "these departments stand above each other in a circle: {chain}",
        "这些部门的上级关系形成循环：{chain}",
    ),
    "configuration.inactive": ("“{id}” is not active any more", "“{id}”已停用"),
    "configuration.flow_of_other": (
        "the flow “{flow}” is for the object type “{type}”",
        "流程“{flow}”用于对象类型“{type}”",
    ),
    "configuration.kind_changed": (
        "the field “{field}” is of kind {old} and holds values; it cannot become {new}",
        "字段“{field}”的类型为 {old} 且已有数据，不能改为 {new}",
    ),
    "configuration.kind_changed.hint": (
        "leave it as it is and add a field with another id",
        "请保留原字段，另加一个新标识的字段",
    ),
    "configuration.other_values": (
        "objects still hold values of a former field “{field}” that are of another kind than {new}",
        "已有对象中仍保存着原字段“{field}”的数据，其类型不是 {new}",
    ),
    "configuration.other_values.hint": (
        "give the new field another id",
        "请给新字段换一个标识",
    ),
    "configuration.breaks_flow": (
        "the published flow “{flow}” would not work any more: {message}",
        "已发布的流程“{flow}”将无法运行：{message}",
    ),
    "configuration.leaves_tasks": (
        "“{id}” leaves with {n} open task(s), which flows hand over",
        "“{id}”停用时仍有 {n} 项待办，流程中的将自动移交",
    ),
    "configuration.leaves_tasks.hint": (
        "to the delegate of an absence, else to the manager; or before: "
        "`signoff hand-over {id} --to …`",
        "移交给请假代理人，否则给上级；也可先执行 `signoff hand-over {id} --to …`",
    ),
    "configuration.nobody_takes": (
        "nobody is left who could take over {key} from “{id}”",
        "没有人可以接手“{id}”在 {key} 上的待办",
    ),
    # --- what applying changes -----------------------------------------------------------------
    "configuration.detail.added": ("{path}: {new} (new)", "{path}：{new}（新增）"),
    "configuration.detail.removed": ("{path}: {old} (removed)", "{path}：{old}（移除）"),
    "configuration.detail.changed": ("{path}: {old} → {new}", "{path}：{old} → {new}"),
    "configuration.detail.free": ("free", "休息"),
    "configuration.detail.order": ("{path}: now in the order {new}", "{path}：顺序改为 {new}"),
    "configuration.detail.more": ("… and {n} more lines", "……另有 {n} 行"),
    "configuration.detail.version": ("version {version}", "版本 {version}"),
    "configuration.detail.move": (
        "`signoff flow move {flow}` tries whether they can go on in the new version",
        "`signoff flow move {flow}` 可试运行：它们能否迁移到新版本",
    ),
    "configuration.detail.unused": (
        "no object comes to it: the type {type} says `flow: {other}`, and no flow starts it; an "
        "administrator applies the type's file with `flow: {flow}`",
        "没有对象会进入该流程：类型 {type} 写的是 `flow: {other}`，也没有流程启动它；"
        "需由管理员在类型文件中写 `flow: {flow}` 后应用",
    ),
    "configuration.detail.unused_yet": (
        "no object comes to it: the type {type} names no flow, and no flow starts it; an "
        "administrator applies the type's file with `flow: {flow}`",
        "没有对象会进入该流程：类型 {type} 没有写流程，也没有流程启动它；"
        "需由管理员在类型文件中写 `flow: {flow}` 后应用",
    ),
    "configuration.detail.unused_documents": (
        "no document comes to it until `signoff connect ways {connector} {kind}=flow`",
        "执行 `signoff connect ways {connector} {kind}=flow` 之后，才会有单据进入该流程",
    ),
    "configuration.detail.next_version": (
        "version {version}; {n} running case(s) stay on theirs",
        "版本 {version}；{n} 个进行中的流程实例仍用原版本",
    ),
    "configuration.detail.reworded": (
        "comments and layout only; it stays version {version}",
        "仅注释和排版有变，版本仍为 {version}",
    ),
    # --- history -------------------------------------------------------------------------------
    "configuration.kind.span": ("a length of working time", "一段工作时间"),
    "configuration.kind.span.hint": (
        "for example 2d 3h 15m; a day has 8 working hours",
        "例如 2d 3h 15m；一天为 8 个工作小时",
    ),
    "configuration.history.row": (
        "a row is a list of at most {n} values, in the order of the columns",
        "每行为一个列表，最多 {n} 个值，按列的顺序",
    ),
    "configuration.history.course": ("there is no course “{name}”", "没有经过“{name}”"),
    "configuration.history.verb": (
        "“{verb}” is nothing that a person can do here",
        "“{verb}”不是可执行的操作",
    ),
    "configuration.history.future": (
        "this would happen {n} working minutes from now; history ends now",
        "这将发生在 {n} 个工作分钟之后；历史只到现在为止",
    ),
    "configuration.history.column": (
        "there is no column and no word “{column}”",
        "没有名为“{column}”的列或词",
    ),
    "configuration.history.nobody_asked": (
        "“{by}” has no open task here to {verb}",
        "“{by}”在此没有可以 {verb} 的待办",
    ),
    "configuration.history.no_object": (
        "no earlier row is called “{name}” (column `as`)",
        "之前没有名为“{name}”的行（`as` 列）",
    ),
    "configuration.history.objects": ("{n} objects", "{n} 个对象"),
    # --- the demo company ----------------------------------------------------------------------
    "configuration.demo.in_use": (
        "this server already works for a company; the demo is not mixed into it",
        "此服务器已有公司数据，不会混入演示公司",
    ),
    "configuration.demo.in_use.hint": (
        "use a server of its own: `SIGNOFF_HOME=~/signoff-demo signoff demo`",
        "请使用单独的服务器：`SIGNOFF_HOME=~/signoff-demo signoff demo`",
    ),
    "configuration.not_a_flow": (
        "this is no flow; a flow begins with `flow: some-name`",
        "这不是流程；流程以 `flow: 名称` 开头",
    ),
    # --- calendars -----------------------------------------------------------------------------
    "configuration.zone": ("there is no time zone “{zone}”", "没有时区“{zone}”"),
    "configuration.zone.hint": ("for example Asia/Shanghai", "例如 Asia/Shanghai"),
    "configuration.weekday": ("“{word}” is no day of the week", "“{word}”不是星期"),
    "configuration.hours": ("“{text}” are no working hours", "“{text}”不是工作时间"),
    "configuration.hours.hint": (
        "in order, for example 09:00-12:00, 13:00-18:00; or none",
        "按先后顺序，例如 09:00-12:00, 13:00-18:00；或 none",
    ),
    "configuration.day": ("“{text}” is no day", "“{text}”不是日期"),
    "configuration.day.hint": (
        "for example 2026-10-01, or 2026-10-01..2026-10-07",
        "例如 2026-10-01 或 2026-10-01..2026-10-07",
    ),
    "configuration.day_range": (
        "“{text}” is no range of days: it ends before it begins, or is too long",
        "“{text}”不是有效的日期范围：结束早于开始，或范围过长",
    ),
}
