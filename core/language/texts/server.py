"""The server: starting, its database, its frame of routes."""

TEXTS: dict[str, tuple[str, str]] = {
    "server.unknown_database": (
        "“{url}” is not a database address: sqlite:///PATH or postgresql://USER@HOST/NAME.",
        "“{url}” 不是数据库地址：应为 sqlite:///路径 或 postgresql://用户@主机/名称。",
    ),
    "server.database_in_use": (
        "The database {where} is open in another signoff server.",
        "数据库 {where} 已被另一个 signoff 服务器打开。",
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
    "server.not_our_database": (
        "{where} is not a database of signoff.",
        "{where} 不是 signoff 的数据库。",
    ),
}
