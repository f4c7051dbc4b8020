"""Help topics: a line `name<TAB>text` is laid out in two columns."""

TEXTS: dict[str, tuple[str, str]] = {
    "topics.environment": (
        "Environment variables, which go before the configuration file:\n\n"
        "SIGNOFF_HOME\tOne folder for everything: configuration, data, state, socket.\n"
        "SIGNOFF_URL\tThe server: https://…, http://… or unix:///…. Without it your own, "
        "which starts by itself.\n"
        "SIGNOFF_TOKEN\tThe token to sign in with; goes before a stored one.\n"
        "SIGNOFF_AS\tAct as this person (local owner or administrator only; recorded).\n"
        "SIGNOFF_LANG\ten or zh. Without it config.toml, then what the company's files give"
        " you as `language`, then LC_ALL, LC_MESSAGES and LANG decide.\n"
        "SIGNOFF_SECRET_KEY\tThe server's encryption key, where many servers share one.\n"
        "NO_COLOR\tSet to anything: no colours.\n"
        "EDITOR\tWhat opens for comments and forms (VISUAL goes before it).\n"
        "PAGER\tWhat long output goes through on a terminal.\n\n"
        "The configuration file, config.toml:\n\n"
        "url, language\tAs SIGNOFF_URL and SIGNOFF_LANG.\n"
        "[inbox] undo_seconds\tHow long a decision can be taken back; 5 if unsaid.\n"
        "[connectors] retry_days\tHow long the server tries a system that does not answer; 3 if"
        " unsaid.\n"
        "[terminal] mouse, bell\ttrue: take the mouse; ring for a new task.\n"
        '[keys] ACTION\tOther keys for an action: approve = ["y", "f12"].\n\n'
        "`signoff config paths` and `signoff config values` list what is in use.",
        "环境变量，优先于配置文件：\n\n"
        "SIGNOFF_HOME\t所有内容（配置、数据、状态、套接字）放在同一文件夹。\n"
        "SIGNOFF_URL\t服务器地址：https://…、http://… 或 unix:///…；不设置则使用自己的服务器，自动启动。\n"
        "SIGNOFF_TOKEN\t登录令牌，优先于已保存的令牌。\n"
        "SIGNOFF_AS\t以此人身份操作（仅限本机所有者或管理员，会被记录）。\n"
        "SIGNOFF_LANG\ten 或 zh；不设置则依次看 config.toml、公司文件中您的 `language`、"
        "LC_ALL、LC_MESSAGES、LANG。\n"
        "SIGNOFF_SECRET_KEY\t多台服务器共用时的加密密钥。\n"
        "NO_COLOR\t设为任意值：不使用颜色。\n"
        "EDITOR\t评论和表单使用的编辑器（VISUAL 优先）。\n"
        "PAGER\t终端上长输出使用的分页程序。\n\n"
        "配置文件 config.toml：\n\n"
        "url, language\t同 SIGNOFF_URL 和 SIGNOFF_LANG。\n"
        "[inbox] undo_seconds\t终端中决定可撤回的秒数；默认 5。\n"
        "[connectors] retry_days\t其他系统没有响应时，服务器自动重试的天数；默认 3。\n"
        "[terminal] mouse, bell\ttrue：使用鼠标；有新待办时响铃。\n"
        '[keys] 操作\t为操作设置其他按键：approve = ["y", "f12"]。\n\n'
        "`signoff config paths` 和 `signoff config values` 列出当前所用。",
    ),
    "topics.exit_codes": (
        "What a command ends with; with many keys the highest:\n\n"
        "0\tDone; also: nothing found.\n"
        "1\tThe server said no: rights, validation.\n"
        "2\tWrong usage or configuration.\n"
        "3\tThe server cannot be reached.\n"
        "4\tSign in first.\n"
        "5\tConflict: somebody was faster, or it changed since.\n"
        "6\tQueued on disk; it is sent later, once. A decision only by task id and --revision.\n"
        "130\tInterrupted.",
        "命令的退出码；多个 KEY 时取最高者：\n\n"
        "0\t完成；也包括没有找到。\n"
        "1\t服务器拒绝：权限或校验。\n"
        "2\t用法或配置错误。\n"
        "3\t无法连接服务器。\n"
        "4\t需要先登录。\n"
        "5\t冲突：他人抢先，或内容已变化。\n"
        "6\t已存盘排队，稍后发送一次。\n"
        "130\t被中断。",
    ),
    "topics.formatting": (
        "Data goes to standard output, words for people to standard error.\n\n"
        "terminal\tA table, cut to the screen. Long output goes through PAGER.\n"
        "piped\tTab-separated, without a head, nothing cut; ids, exact amounts and ISO 8601 times "
        "in place of words.\n"
        "--json F,…\tThese fields as JSON; [] for nothing. Without fields it names them.\n"
        "--jq PROGRAM\tThe JSON through a jq program; a text stands by itself.\n\n"
        "The first column of a listing is the key, so it can be piped into another command:\n"
        "  signoff inbox 'is:approve amount<500' | signoff approve - -m 'small'",
        "数据写到标准输出，给人看的文字写到标准错误。\n\n"
        "终端\t表格，按屏幕宽度截断；长输出经过 PAGER。\n"
        "管道\t以制表符分隔，无表头，不截断；使用标识、精确金额和 ISO 8601 时间。\n"
        "--json 字段,…\t以 JSON 输出这些字段；没有结果时为 []。不带字段则列出可用字段。\n"
        "--jq 表达式\t用 jq 表达式处理 JSON；文本结果直接输出。\n\n"
        "列表第一列是编号，可直接传给其他命令：\n"
        "  signoff inbox 'is:approve amount<500' | signoff approve - -m '小额'",
    ),
}
