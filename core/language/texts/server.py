"""The server: starting, its database, its frame of routes."""

TEXTS: dict[str, tuple[str, str]] = {
    "server.too_large_to_check": (
        "too large to check in one go: it would take the server longer than a call may",
        "内容过大，无法一次检查：所需时间超过单次请求的上限",
    ),
    "server.too_long_to_check": (
        "too large to check in one go: {n:,} characters of YAML, at most {most:,}",
        "内容过大，无法一次检查：YAML 共 {n:,} 个字符，最多 {most:,} 个",
    ),
    "server.too_large_to_check.hint": (
        "Check its files one by one; split a large rule table, or its conditions.",
        "请逐个检查文件；可拆分较大的规则表或条件。",
    ),
    "server.abandoned": (
        "given up: the one who asked has gone away",
        "已放弃：请求方已断开",
    ),
    "server.checks_wait": (
        "{n} checks or trials of yours are waiting already; let them end first",
        "您已有 {n} 个检查或试算在等待，请等它们结束",
    ),
    "server.unknown_parameter": (
        "{path} takes no parameter “{name}”",
        "{path} 不接受参数“{name}”",
    ),
    "server.unknown_database": (
        "“{url}” is not a database address: sqlite:///PATH or postgresql://USER@HOST/NAME.",
        "“{url}” 不是数据库地址：应为 sqlite:///路径 或 postgresql://用户@主机/名称。",
    ),
    "server.database_in_use": (
        "The database {where} is open in another signoff server. "
        "Talk to that one: the first lines of its log name its addresses, for SIGNOFF_URL; "
        "the one that begins with unix: needs no token. Many servers need PostgreSQL.",
        "数据库 {where} 已被另一个 signoff 服务器打开。"
        "请直接连接该服务器：其日志开头列出了可用于 SIGNOFF_URL 的地址，"
        "以 unix: 开头的地址无需令牌。"
        "多台服务器需使用 PostgreSQL。",
    ),
    "server.database_older": (
        "The database {where} has an older schema ({found}, this program needs {known}). "
        "Back it up, then start one server with --migrate.",
        "数据库 {where} 的结构版本较旧（{found}，本程序需要 {known}）。"
        "请先备份，然后用 --migrate 启动一台服务器。",
    ),
    "server.database_unreachable": (
        "The database {where} cannot be reached: {detail}",
        "无法连接数据库 {where}：{detail}",
    ),
    "server.database_address": (
        "The address of the database cannot be read: {detail}. It is postgresql://USER@HOST/NAME.",
        "无法识别数据库地址：{detail}。格式为 postgresql://用户@主机/名称。",
    ),
    "server.database_rights": (
        "The database {where} refuses: {detail}. The user needs the right to make tables there; "
        "the simplest is to own the database.",
        "数据库 {where} 拒绝：{detail}。该用户须有建表权限，最简单的办法是使其拥有该数据库。",
    ),
    "server.database_unusable": (
        "The database {where} cannot be used: {detail}. Is the disk full or read-only?",
        "数据库 {where} 无法使用：{detail}。磁盘是否已满或不可写？",
    ),
    "server.not_our_database": (
        "{where} is not a database of signoff.",
        "{where} 不是 signoff 的数据库。",
    ),
    "server.wrong_option": (
        "config.toml: “{name}” is not a number of days, above 0 and up to {days}.",
        "config.toml：“{name}”不是天数（须大于 0，最多 {days}）。",
    ),
    "server.unknown_option": (
        "config.toml: there is no setting “{name}”.",
        "config.toml：没有设置项“{name}”。",
    ),
    # --- who calls
    "server.bearer_only": (
        "the server takes bearer tokens only.",
        "服务器只接受 Bearer 令牌。",
    ),
    "server.no_token": ("the server wants a token.", "服务器需要令牌。"),
    "server.token_unknown": (
        "the server does not know this token; it may have been revoked.",
        "服务器不认识此令牌，可能已被撤销。",
    ),
    "server.token_expired": ("the token has expired.", "令牌已过期。"),
    "server.token_of_nobody": (
        "the person of this token has left.",
        "此令牌所属人员已离开。",
    ),
    # --- requests
    "server.route": ("route", "路径"),
    "server.file": ("file", "文件"),
    "server.token": ("token", "令牌"),
    "server.unexpected": (
        "a defect of the server; its log tells more under {number}.",
        "服务器内部错误，详情见日志编号 {number}。",
    ),
    "server.too_large": ("it is too large.", "内容过大。"),
    "server.not_understood": (
        "the request cannot be read: {detail}",
        "无法读取请求：{detail}",
    ),
    "server.if_match": (
        "If-Match has to be a revision in quotes, not “{given}”.",
        "If-Match 应为带引号的版本号，而不是“{given}”。",
    ),
    "server.key_too_long": (
        "an Idempotency-Key has at most {most} characters.",
        "Idempotency-Key 最多 {most} 个字符。",
    ),
    "server.key_used": (
        "the Idempotency-Key {key} was used for another request.",
        "Idempotency-Key {key} 已用于另一个请求。",
    ),
    "server.last_event_id": (
        "Last-Event-ID has to be a number, not “{given}”.",
        "Last-Event-ID 应为数字，而不是“{given}”。",
    ),
    "server.file_too_large": (
        "a file has at most {most} MB.",
        "文件最大 {most} MB。",
    ),
    "server.file_broken": (
        "the stored file {hash} is not what was stored; restore it from a backup.",
        "存储的文件 {hash} 内容已损坏，请从备份恢复。",
    ),
    "server.days": ("Days cannot be negative.", "天数不能为负数。"),
    "server.token_for_another": (
        "tokens for others are made by administrators.",
        "只有管理员可为他人创建令牌。",
    ),
    "server.token_while_acting": (
        "tokens are made in one's own name, not acting as somebody.",
        "令牌须以本人身份创建，不能代他人创建。",
    ),
    # --- starting and stopping
    "server.already_running": (
        "The embedded server is running already.",
        "内置服务器已在运行。",
    ),
    "server.cannot_listen": (
        "Cannot listen at {where}: {detail}",
        "无法监听 {where}：{detail}",
    ),
    "server.port_in_use": (
        "the port is in use. --port N takes another one.",
        "端口已被占用，可用 --port N 指定其他端口。",
    ),
    "server.owners_door": (
        "for whoever started this server, without a token: SIGNOFF_URL={where}",
        "启动本服务器的用户无需令牌即可使用：SIGNOFF_URL={where}",
    ),
    "server.listening": (
        "signoff {version} at {where}, database {database}",
        "signoff {version}，地址 {where}，数据库 {database}",
    ),
    "server.busy.connector": ("connector {name}", "连接器 {name}"),
    "server.busy.calls": ("{n} actions to deliver", "{n} 个待发送的操作"),
    "server.busy.timers": ("{n} timers due within an hour", "{n} 个定时将在一小时内到期"),
    "server.busy.signals": ("{n} events to tell cases of", "{n} 个事件待通知流程实例"),
    "server.busy.streams": ("{n} terminals connected", "{n} 个终端在线"),
    # --- kinds of errors, as titles
    "server.title.error": ("Something went wrong", "出错了"),
    "server.title.refused": ("Refused", "已拒绝"),
    "server.title.not_allowed": ("Not allowed", "没有权限"),
    "server.title.invalid": ("Not acceptable", "内容无法接受"),
    "server.title.not_found": ("Not found", "未找到"),
    "server.title.warning_unanswered": ("A warning wants an answer", "有警告需要确认"),
    "server.title.usage": ("Not a proper request", "请求有误"),
    "server.title.unreachable": ("Not reachable", "无法连接"),
    "server.title.sign_in_first": ("Sign in first", "请先登录"),
    "server.title.conflict": ("Somebody was faster", "他人已抢先处理"),
    "server.title.already_decided": ("Already decided", "已有决定"),
    "server.title.no_longer_yours": ("No longer yours", "已不属于您"),
    "server.title.stale": ("It changed since", "内容已变化"),
}
