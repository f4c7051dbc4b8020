"""What went wrong, for people: `errors.<code>`, and `errors.<code>.hint` for what to do next."""

TEXTS: dict[str, tuple[str, str]] = {
    "errors.error": ("Something went wrong: {detail}", "出错了：{detail}"),
    "errors.refused": ("The server said no: {detail}", "服务器拒绝：{detail}"),
    "errors.not_allowed": ("You may not do this: {detail}", "您没有权限：{detail}"),
    "errors.invalid": ("This cannot be accepted: {detail}", "无法接受：{detail}"),
    "errors.not_found": ("There is no {what} “{key}”.", "没有{what}“{key}”。"),
    "errors.not_found.hint.object": (
        "`signoff search {key}` looks for it by its words.",
        "可用 `signoff search {key}` 按文字查找。",
    ),
    "errors.not_found.hint.task": (
        "`signoff inbox` lists what waits for you.",
        "可用 `signoff inbox` 查看您的待办。",
    ),
    "errors.not_found.hint.person": (
        "`signoff people {key}` looks for somebody; `signoff people` lists all.",
        "可用 `signoff people {key}` 查找，`signoff people` 列出所有人。",
    ),
    "errors.not_found.hint.flow": (
        "`signoff flow list` lists all flows.",
        "可用 `signoff flow list` 查看所有流程。",
    ),
    "errors.not_found.hint.connector": (
        "`signoff connect list` lists all connectors.",
        "可用 `signoff connect list` 查看所有连接器。",
    ),
    "errors.not_found.hint.token": (
        "`signoff token list` lists all tokens.",
        "可用 `signoff token list` 查看所有令牌。",
    ),
    "errors.usage": ("{detail}", "{detail}"),
    "errors.unreachable": (
        "The server at {where} cannot be reached: {detail}",
        "无法连接服务器 {where}：{detail}",
    ),
    "errors.database_away": (
        "The server cannot reach its database just now.",
        "服务器暂时无法连接其数据库。",
    ),
    "errors.database_refused": (
        "The server cannot write to its database just now: {detail}.",
        "服务器暂时无法写入其数据库：{detail}。",
    ),
    "errors.unreachable.hint": (
        "`signoff doctor` shows what runs and what is wrong.",
        "可用 `signoff doctor` 查看运行状态和问题。",
    ),
    "errors.sign_in_first": ("Sign in first: {detail}", "请先登录：{detail}"),
    "errors.sign_in_first.hint": (
        "`signoff login URL` asks for a token and keeps it; SIGNOFF_TOKEN gives one for now. "
        "An administrator makes it: `signoff token create --for PERSON`; the first is made on the "
        "server's machine by who started it, at the address unix://… that the server's log names.",
        "`signoff login 地址` 输入并保存令牌，SIGNOFF_TOKEN 可临时提供。"
        "令牌由管理员创建：`signoff token create --for 人员`；首个令牌由启动服务器的用户在服务器上"
        "通过其日志中的 unix://… 地址创建。",
    ),
    "errors.conflict": ("Somebody was faster: {detail}", "他人已抢先处理：{detail}"),
    "errors.already_decided": (
        "{who} has already decided this ({decision}) at {when}.",
        "{who} 已于 {when} 作出决定（{decision}）。",
    ),
    "errors.no_longer_yours": (
        "This task is no longer yours: {detail}",
        "此待办已不属于您：{detail}",
    ),
    "errors.stale": (
        "{key} changed since you read it: {detail}",
        "{key} 在您阅读之后已有变化：{detail}",
    ),
    "errors.stale.hint": (
        "Look at what changed (`signoff show {key}`), then decide again.",
        "请先查看变化（`signoff show {key}`），再重新决定。",
    ),
    "errors.queued": (
        "{key} is queued and will be sent when the server answers again.",
        "{key} 已排队，服务器恢复后自动发送。",
    ),
    "errors.warning_unanswered": ("{detail}", "{detail}"),
    "errors.database_too_new": (
        "The database {where} was written by a newer signoff "
        "(schema {found}, this one knows {known}).",
        "数据库 {where} 由更新版本的 signoff 写入（结构版本 {found}，本程序支持 {known}）。",
    ),
    "errors.database_too_new.hint": (
        "Install the newer signoff again, or restore the backup made before the upgrade.",
        "请重新安装新版本，或恢复升级前的备份。",
    ),
}
