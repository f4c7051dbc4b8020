"""What the commands say."""

from core.language.texts.commands_connecting import CONNECTING
from core.language.texts.commands_server import SERVER

TEXTS: dict[str, tuple[str, str]] = {
    **SERVER,
    **CONNECTING,
    "commands.yes": ("yes", "是"),
    "commands.is_set": ("(set)", "（已设置）"),
    "commands.required": ("required", "必填"),
    # the command line itself
    "commands.bad_address": (
        "“{url}” is no address: {detail}",
        "“{url}”不是有效的地址：{detail}",
    ),
    "commands.defect": (
        "This is a defect of signoff ({kind}: {detail}). Please report it with {file}.",
        "signoff 程序缺陷（{kind}：{detail}）。请附上 {file} 反馈。",
    ),
    "commands.usage": ("This cannot be read: {detail}", "无法理解：{detail}"),
    "commands.see_help": ("See `{command} --help`.", "请看 `{command} --help`。"),
    "commands.no_such_command": ("There is no command “{name}”.", "没有命令“{name}”。"),
    "commands.no_such_option": ("There is no option {option}.", "没有选项 {option}。"),
    "commands.option_needs_value": ("{option} needs a value.", "{option} 需要一个值。"),
    "commands.option_takes_none": ("{option} takes no value.", "{option} 不接受值。"),
    "commands.missing": ("{name} is missing.", "缺少 {name}。"),
    "commands.bad_value": ("{name}: {detail}", "{name}：{detail}"),
    "commands.extra_argument": ("“{words}” is too much.", "多余的参数“{words}”。"),
    "commands.not_a_number": (
        "“{text}” is not a whole number of 0 or more.",
        "“{text}”不是非负整数。",
    ),
    "commands.unknown_field": ("There is no field {field}.", "没有字段 {field}。"),
    "commands.bad_jq": ("The jq program cannot be run: {detail}", "无法执行 jq 表达式：{detail}"),
    "commands.unreadable": ("{file} cannot be read: {detail}", "无法读取 {file}：{detail}"),
    "commands.standard_input": ("standard input", "标准输入"),
    "commands.not_utf8": ("“{text}” is not UTF-8.", "“{text}”不是 UTF-8 编码。"),
    "commands.not_utf8_at": (
        "{where} is not UTF-8, from line {line} on.",
        "{where} 不是 UTF-8 编码（自第 {line} 行起）。",
    ),
    "commands.not_utf8.hint": (
        "Convert it first, for example with `iconv -t UTF-8`; nothing was sent.",
        "请先转换，例如用 `iconv -t UTF-8`；未发送任何内容。",
    ),
    "commands.message_twice": (
        "The text is given twice, with -m and with -F.",
        "同时用 -m 和 -F 给出了文本。",
    ),
    "commands.stdin_twice": (
        "Standard input can hold the keys or the text, not both.",
        "标准输入只能提供 KEY 或文本，不能同时提供。",
    ),
    "commands.no_keys_piped": (
        "`-` reads keys from standard input, where nothing is piped in.",
        "`-` 从标准输入读取编号，但没有输入。",
    ),
    "commands.no_keys_came": (
        "Standard input held no key; nothing was done.",
        "标准输入中没有编号，未执行任何操作。",
    ),
    "commands.revision_for_one": ("--revision is for one KEY.", "--revision 只能用于一个 KEY。"),
    "commands.reply_to_one": ("--reply-to is for one KEY.", "--reply-to 只能用于一个 KEY。"),
    "commands.nobody_to_ask": (
        "This has to be confirmed, and nobody is at the terminal.",
        "此操作需要确认，但没有终端。",
    ),
    "commands.nobody_to_ask.hint": ("--yes confirms it.", "可用 --yes 确认。"),
    "commands.no_terminal": (
        "The inbox needs a terminal to read from and to write to.",
        "收件箱需要可读写的终端。",
    ),
    "commands.no_terminal.hint": (
        "At a terminal that cannot paint `signoff --line` asks its questions a line at a time; "
        "`signoff inbox` lists the tasks for scripts and pipes.",
        "无法绘制界面的终端可用 `signoff --line` 逐行问答；脚本和管道请用 `signoff inbox`。",
    ),
    # results
    "commands.sent_now": (
        "{key}: what was queued earlier has been sent.",
        "{key}：先前排队的操作已发送。",
    ),
    "commands.was_refused": (
        "{key}: what was queued earlier was not accepted: {message}",
        "{key}：先前排队的操作未被接受：{message}",
    ),
    # listings
    "commands.more": (
        "{shown} of {total}; --all shows all.",
        "显示 {shown} 条，共 {total} 条；--all 显示全部。",
    ),
    "commands.inbox_empty": ("Nothing waits for you.", "没有待办。"),
    "commands.inbox_nothing_found": (
        "Nothing in your inbox matches.",
        "待办中没有匹配项。",
    ),
    "commands.nobody_found": ("Nobody is found for “{words}”.", "没有找到“{words}”。"),
    "commands.more_people": (
        "The first {shown}; --all shows all.",
        "显示前 {shown} 人；--all 显示全部。",
    ),
    "commands.nothing_found": ("Nothing is found for “{words}”.", "没有找到“{words}”。"),
    "commands.can": ("You can: {verbs}", "可执行：{verbs}"),
    "commands.why_due": ("due {due}, {handling} to handle", "期限 {due}，预计处理 {handling}"),
    "commands.why_due_assumed": (
        "no time limit, so as if due {due}, {handling} to handle",
        "未设期限，按 {due} 计，预计处理 {handling}",
    ),
    "commands.why_sooner": (
        ", {span} sooner: priority {priority}",
        "，优先级{priority}，提前 {span}",
    ),
    "commands.why_later": (
        ", {span} later: priority {priority}",
        "，优先级{priority}，推后 {span}",
    ),
    "commands.why_urged": (", urged {n}×", "，已催办 {n} 次"),
    "commands.priority.low": ("low", "低"),
    "commands.priority.normal": ("normal", "普通"),
    "commands.priority.high": ("high", "高"),
    "commands.priority.urgent": ("urgent", "紧急"),
    # fields, forms, editor, comments
    "commands.field_form": (
        "“{word}” is not of the form name=value.",
        "“{word}”不是 字段=值 的形式。",
    ),
    "commands.field_form.hint": (
        "For example: --field amount='1250.00 EUR'",
        "例如：--field amount='1250.00 CNY'",
    ),
    "commands.object_type": ("object type", "对象类型"),
    "commands.nothing_to_edit": (
        "{key} has no field that you may change now.",
        "{key} 目前没有您可以修改的字段。",
    ),
    "commands.form_head": (
        "Fill in, save and close. An empty form, or one left as it is, does nothing.\n"
        "Lines that begin with # are left out.",
        "填写后保存并关闭。清空或不作修改则放弃。\n以 # 开头的行会被忽略。",
    ),
    "commands.form_mark": ("!!", "!!"),
    "commands.form_unread": (
        "The form cannot be read: {detail}",
        "无法读取表单：{detail}",
    ),
    "commands.form_abandoned": ("Nothing was changed.", "未作任何修改。"),
    "commands.field_kind.text": ("text", "文本"),
    "commands.field_kind.number": ("number", "数字"),
    "commands.field_kind.money": ("amount", "金额"),
    "commands.field_kind.date": ("date 2026-11-22", "日期 2026-11-22"),
    "commands.field_kind.time": ("time 2026-11-22T14:30", "时间 2026-11-22T14:30"),
    "commands.field_kind.flag": ("yes or no", "是或否"),
    "commands.field_kind.choice": ("one of", "选项"),
    "commands.field_kind.person": ("person", "人员"),
    "commands.field_kind.reference": ("key of an object", "对象编号"),
    "commands.field_kind.file": ("path of a file", "文件路径"),
    "commands.field_kind.table": ("lines with", "明细行，列"),
    "commands.no_editor_here": (
        "There is no terminal in which an editor could be opened.",
        "没有可打开编辑器的终端。",
    ),
    "commands.no_editor_here.hint": (
        "Give the values with --field, or the text with -m or -F.",
        "请用 --field 给出字段值，或用 -m、-F 给出文本。",
    ),
    "commands.editor_failed": (
        "The editor `{editor}` ended with: {detail}",
        "编辑器 `{editor}` 出错：{detail}",
    ),
    "commands.editor_failed.hint": (
        "What was saved before is kept. Set EDITOR to another one.",
        "已保存的内容仍在。可通过 EDITOR 指定其他编辑器。",
    ),
    "commands.empty_comment": (
        "There is nothing to say: no text, no file.",
        "没有评论内容或附件。",
    ),
    "commands.empty_comment.hint": (
        "-m TEXT or standard input gives the text, --attach FILE a file.",
        "用 -m 文字 或标准输入给出内容，用 --attach 文件 添加附件。",
    ),
    "commands.text_kept": (
        "The text is kept: `signoff comment KEY` on a terminal opens it again.",
        "文本已保留：在终端运行 `signoff comment KEY` 可继续编辑。",
    ),
    "commands.draft_again": (
        "What was written for it is a draft again.",
        "其内容已恢复为草稿。",
    ),
    "commands.retrying": ("Trying again in {n} s.", "{n} 秒后重试。"),
    # configuration and flows
    "commands.no_folder": ("{folder} is not a folder.", "{folder} 不是文件夹。"),
    "commands.empty_folder": (
        "There is no .yaml file in {folder}.",
        "{folder} 中没有 .yaml 文件。",
    ),
    "commands.agree": (
        "`--agree {warning}` decides all the same.",
        "确认后仍要决定请加 `--agree {warning}`。",
    ),
    "commands.not_empty": (
        "{folder} is not empty; name a new folder.",
        "{folder} 不是空文件夹，请指定新文件夹。",
    ),
    "commands.outside_folder": (
        "The server names a file outside of the folder: {name}",
        "服务器给出的文件不在该文件夹内：{name}",
    ),
    "commands.action.add": ("add", "新增"),
    "commands.action.change": ("change", "修改"),
    "commands.action.remove": ("remove", "移除"),
    "commands.action.publish": ("publish", "发布"),
    "commands.warning": ("warning: {text}", "警告：{text}"),
    "commands.nothing_changes": ("Nothing changes.", "没有变化。"),
    "commands.planned_only": (
        "Nothing was applied; without --plan it is.",
        "仅为预览；去掉 --plan 即可应用。",
    ),
    "commands.flow_id": (
        "This is about a published flow, which has an id; “{file}” is a file.",
        "此处需要已发布流程的标识，而“{file}”是文件。",
    ),
    "commands.flow_id.hint": (
        "`signoff flow list` lists the ids. A file is read by `signoff flow draw {file}` and "
        "`signoff flow check {file}`.",
        "可用 `signoff flow list` 查看标识；查看文件请用 `signoff flow draw {file}` 或 "
        "`signoff flow check {file}`。",
    ),
    "commands.flow_version": (
        "Version {version}, published by {by} {at}. Versions: {versions}.",
        "版本 {version}，由 {by} 于 {at}发布。全部版本：{versions}。",
    ),
    "commands.bpmn_lost": ("not imported: {what}", "未导入：{what}"),
    "commands.bpmn_changed": ("imported otherwise: {what}", "以其他方式导入：{what}"),
    "commands.bpmn_incomplete": (
        "The flow lacks what is named above ({n}); put it right before you publish it.",
        "流程缺少上述内容（{n} 项）；发布前请补全。",
    ),
    "commands.no_case": ("{key} has no case.", "{key} 没有流程实例。"),
    "commands.other_flow": ("{key} goes through the flow {flow}.", "{key} 使用流程 {flow}。"),
    "commands.design_what": (
        "Name a flow, a rule table or a file, or begin a new one with --new or --new-table.",
        "请指明流程、规则表或文件，或用 --new、--new-table 新建。",
    ),
    "commands.design_what.hint": (
        "Flows are listed by: signoff flow list",
        "列出流程：signoff flow list",
    ),
    "commands.design_no_terminal": (
        "The designer needs a terminal. Without one, write the file in an editor and check it with "
        "signoff flow check.",
        "设计器需要终端。没有终端时，请用编辑器编写文件，并用 signoff flow check 检查。",
    ),
    "commands.output_unwritable": (
        "The output cannot be written: {detail}",
        "无法写入输出：{detail}",
    ),
    "commands.output_unwritable.hint": (
        "What the command was to change, it may have changed: `signoff show KEY` says.",
        "命令要做的更改可能已经生效：可用 `signoff show 单号` 查看。",
    ),
    "commands.unwritable": ("{file} cannot be written: {detail}", "无法写入 {file}：{detail}"),
    "commands.written": ("{file} has been written.", "已写入 {file}。"),
    "commands.no_schema": (
        "There is no schema “{kind}”; there are: {known}.",
        "没有模式“{kind}”；可用：{known}。",
    ),
    "commands.no_version": ("“{text}” is no version.", "“{text}” 不是版本号。"),
    "commands.no_file": (
        "“{file}” is a folder; a file is wanted.",
        "“{file}” 是文件夹，应为文件。",
    ),
    "commands.for_administrator": ("needs an administrator: {text}", "需要管理员发布：{text}"),
    "commands.plan_administrator": (
        "Nothing was published; have an administrator do it with `signoff flow publish`.",
        "尚未发布；请管理员用 `signoff flow publish` 发布。",
    ),
    "commands.plan_publish": (
        "Nothing was published; `signoff flow publish` does it.",
        "尚未发布；可用 `signoff flow publish` 发布。",
    ),
    "commands.flow_ok": ("The flow can be published.", "流程可以发布。"),
    "commands.flow_warned": (
        "The flow can be published; look at the warnings.",
        "流程可以发布；请查看警告。",
    ),
    # doctor, whoami, config
    "commands.who.person": ("person", "人员"),
    "commands.who.name": ("name", "姓名"),
    "commands.who.acting": ("really", "实际操作人"),
    "commands.who.roles": ("roles", "角色"),
    "commands.who.owner": ("may act as others", "可代他人操作"),
    "commands.who.server": ("server", "服务器"),
    "commands.who.token": ("token", "令牌"),
    "commands.embedded_server": ("this user's own", "本用户自己的服务器"),
    "commands.finding.ok": ("ok", "正常"),
    "commands.finding.warning": ("warning", "警告"),
    "commands.finding.error": ("ERROR", "错误"),
    "commands.not_there_yet": ("{path} (not there yet)", "{path}（尚不存在）"),
    "commands.wrong_owner": ("{path} belongs to another user.", "{path} 属于其他用户。"),
    "commands.too_open": ("{path} can be read by others.", "其他用户可读取 {path}。"),
    "commands.too_open.hint": ("chmod 600 {path}", "chmod 600 {path}"),
    "commands.terminal": ("terminal", "终端"),
    "commands.no_screen": ("no screen", "无屏幕"),
    "commands.encoding_hint": (
        "Chinese and many signs need UTF-8: set LANG to a UTF-8 locale.",
        "中文需要 UTF-8：请将 LANG 设为 UTF-8 区域。",
    ),
    "commands.answers": (
        "{where} answers (version {version})",
        "{where} 应答正常（版本 {version}）",
    ),
    "commands.outbox": ("outbox", "发件箱"),
    "commands.waiting_to_be_sent": ("{n} to be sent: {keys}", "{n} 条待发送：{keys}"),
    "commands.waiting_to_be_sent.hint": (
        "The next command that reaches the server sends it.",
        "下一个连上服务器的命令会将其发送。",
    ),
    "commands.unreadable_item": (
        "It cannot be sent; look into it and remove it.",
        "无法发送；请查看后删除。",
    ),
    "commands.no_such_topic": ("There is no help on “{name}”.", "没有“{name}”的帮助。"),
    "commands.no_such_topic.hint": (
        "There is help on every command, and on: {topics}",
        "每个命令都有帮助，另有主题：{topics}",
    ),
    "commands.no_such_shell": (
        "There is no completion for “{shell}”.",
        "不支持“{shell}”的补全。",
    ),
    "commands.no_such_shell.hint": ("There is for: {shells}", "支持：{shells}"),
    "commands.nobody_called": (
        "nobody is called @{name}: nobody was asked",
        "没有 @{name} 这个人、角色或小组：没有人收到提问",
    ),
    "commands.reason_hint": ("-m TEXT gives it", "用 -m 文字 给出"),
    "commands.one_place": (
        "Say one of --before, --after and --beside.",
        "--before、--after、--beside 只能选一个。",
    ),
    "commands.not_an_ending": ("“{word}” is none of: {words}", "“{word}”不在可选值中：{words}"),
    "commands.keys_or_all": ("Name keys, or say --all.", "请指定编号，或使用 --all。"),
    "commands.same": ("same", "一致"),
    "commands.differs": ("DIFFERS", "不一致"),
    "commands.rebuilt": (
        "{n} cases replayed, {different} of them differ.",
        "已重放 {n} 个实例，其中 {different} 个不一致。",
    ),
    "commands.not_away": ("{person} is not away.", "{person} 没有请假。"),
    "commands.whose": (
        "{key} waits for several people: {people}",
        "{key} 有多名处理人：{people}",
    ),
    "commands.whose.hint": ("--from PERSON says whose task it is.", "请用 --from 指明处理人。"),
    "commands.waits_for_nobody": ("{key} waits for nobody.", "{key} 目前无人待办。"),
    "commands.not_a_day": (
        "{option}: “{text}” is no day like 2026-12-24, and no moment like 2026-12-24T13:00.",
        "{option}：“{text}”不是日期（如 2026-12-24）或时间（如 2026-12-24T13:00）。",
    ),
    "commands.for_good": ("for good", "长期"),
    "commands.source_made": (
        "{name} sends its webhooks to {url}, signed with this secret. It is not shown again.",
        "{name} 的 Webhook 发送至 {url}，并以此密钥签名。密钥不再显示。",
    ),
}
