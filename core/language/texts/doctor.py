"""What `signoff doctor` says of a place where signoff is installed, and of its paths."""

TEXTS: dict[str, tuple[str, str]] = {
    "doctor.path.config_file": ("configuration", "配置文件"),
    "doctor.path.token_file": ("token", "令牌"),
    "doctor.path.database_file": ("database", "数据库"),
    "doctor.path.key_file": ("server's key", "服务器密钥"),
    "doctor.path.files_folder": ("files", "附件"),
    "doctor.path.outbox_folder": ("outbox", "发件箱"),
    "doctor.path.drafts_folder": ("drafts", "草稿"),
    "doctor.path.places_folder": ("where sessions ended", "上次所在位置"),
    "doctor.path.log_file": ("server's log", "服务器日志"),
    "doctor.path.socket_file": ("socket", "套接字"),
    "doctor.program": ("program", "程序"),
    "doctor.settings": ("settings", "设置"),
    "doctor.disk": ("disk", "磁盘"),
    "doctor.editor": ("editor", "编辑器"),
    "doctor.unknown": ("{name} is not known.", "未知的变量 {name}。"),
    "doctor.unknown_setting": (
        "“{name}” in {file} is not known.",
        "{file} 中的“{name}”未知。",
    ),
    "doctor.idle_token": (
        "SIGNOFF_TOKEN is set, but your own server needs none.",
        "已设置 SIGNOFF_TOKEN，但自己的服务器不需要令牌。",
    ),
    "doctor.idle_token.hint": (
        "If it is for another server, name that with SIGNOFF_URL or `signoff login URL`.",
        "若用于其他服务器，请用 SIGNOFF_URL 或 `signoff login 地址` 指定。",
    ),
    "doctor.no_access": (
        "{path} cannot be read and written.",
        "无法读写 {path}。",
    ),
    "doctor.no_access.hint": (
        "Give it to {user} (chown, chmod u+rw), or name another folder with SIGNOFF_HOME.",
        "请将其交给 {user}（chown、chmod u+rw），或用 SIGNOFF_HOME 指定其他文件夹。",
    ),
    "doctor.free": ("{size} free in {folder}", "{folder} 剩余 {size}"),
    "doctor.plain_terminal": (
        "`signoff` asks its questions here a line at a time; set TERM for the screens.",
        "`signoff` 在此逐行提问；如需全屏界面请设置 TERM。",
    ),
    "doctor.no_editor": (
        "There is no program “{editor}”.",
        "没有程序“{editor}”。",
    ),
    "doctor.no_editor.hint": (
        "Set EDITOR to the editor that forms and comments open in.",
        "请将 EDITOR 设为填写表单和评论用的编辑器。",
    ),
    "doctor.stale_socket": (
        "A killed server left {path}; it has been replaced.",
        "已替换被终止的服务器留下的 {path}。",
    ),
    "doctor.named_by": ("{url}, named by {by}", "{url}，由 {by} 指定"),
    "doctor.token_from": ("from: {where}", "来自：{where}"),
    "doctor.no_token": ("there is no token", "没有令牌"),
    "doctor.keyring_silent": (
        "It is in the keyring, which does not answer or has lost it.",
        "令牌在密钥环中，但密钥环没有响应或已丢失令牌。",
    ),
    "doctor.keyring_silent.hint": (
        "Unlock the keyring, set SIGNOFF_TOKEN, or `signoff login {url}` again.",
        "请解锁密钥环、设置 SIGNOFF_TOKEN，或重新 `signoff login {url}`。",
    ),
    "doctor.unreachable.hint": (
        "Ask whoever keeps it whether it runs. Another address: `signoff login URL` or "
        "SIGNOFF_URL; `signoff logout` uses your own server.",
        "请向管理员确认服务器是否在运行。更换地址用 `signoff login 地址` 或 SIGNOFF_URL；"
        "`signoff logout` 改用自己的服务器。",
    ),
    "doctor.acting": ("{who}; really {acting}", "{who}；实际为 {acting}"),
    "doctor.versions": (
        "The server has version {server}, this program {own}.",
        "服务器版本为 {server}，本程序为 {own}。",
    ),
    "doctor.versions.hint": (
        "If it is your own: `signoff server stop`, the next command starts the new one.",
        "若为自己的服务器：`signoff server stop`，下个命令会启动新版本。",
    ),
    "doctor.connector.hint": (
        "`signoff connect test {name}` says what is missing.",
        "`signoff connect test {name}` 查看缺少什么。",
    ),
    "doctor.company": ("company", "公司"),
    "doctor.types": ("{n} object types that you may see", "{n} 种可见的对象类型"),
    "doctor.no_company": ("nothing in it yet", "尚无内容"),
    "doctor.no_company.hint": (
        "`signoff demo` loads the demo company, `signoff apply DIR` one of your own.",
        "`signoff demo` 载入演示公司，`signoff apply 文件夹` 应用自己的公司。",
    ),
    "doctor.calendar": ("calendar {name}", "工作日历 {name}"),
    "doctor.calendar_ends": (
        "It knows until {until} which days are worked.",
        "只知道到 {until} 为止的工作日。",
    ),
    "doctor.calendar_ends.hint": (
        "Add the holidays and the days worked instead, and move its `known until:`; else time "
        "limits after that day are counted without them.",
        "请补充节假日和调休上班日，并更新 `known until:`；否则此后的时限不会计入这些安排。",
    ),
    "doctor.well": ("All is well.", "一切正常。"),
    "doctor.ill": (
        "To be put right: {errors}; to look at: {warnings}.",
        "需修复：{errors} 项；需留意：{warnings} 项。",
    ),
    "doctor.server": ("server", "服务器"),
}
