"""What commands say of tokens, signing in and other systems; a part of `commands`."""

CONNECTING: dict[str, tuple[str, str]] = {
    # server, tokens, audit
    "commands.not_a_port": (
        "{n} is no port; {most} is the highest.",
        "{n} 不是端口，最大为 {most}。",
    ),
    "commands.socket_or_port": (
        "Give either --socket or --host and --port.",
        "--socket 与 --host、--port 只能选其一。",
    ),
    "commands.database_password": (
        "A password on the command line stays in the shell's history, and others could read it "
        "for a moment: better PGPASSWORD, ~/.pgpass, or the whole address in SIGNOFF_DATABASE.",
        "命令行中的密码会留在 shell 历史中，他人也可能短暂看到："
        "建议使用 PGPASSWORD、~/.pgpass，或将完整地址放入 SIGNOFF_DATABASE。",
    ),
    # connectors
    "commands.bad_way": (
        "“{word}” is not of the form KIND=mirror, KIND=flow or KIND=off.",
        "“{word}”不是 类型=mirror、类型=flow 或 类型=off 的形式。",
    ),
    "commands.empty_variable": (
        "The variable {variable} is not set, or empty.",
        "变量 {variable} 未设置或为空。",
    ),
    "commands.connected": (
        "`signoff connect test {name}` says what works there and what is missing.",
        "可用 `signoff connect test {name}` 检查哪些可用、缺少什么。",
    ),
    "commands.person_connected": (
        "{person} decides there as {login}; `signoff connect test {name}` tries it.",
        "{person} 在该系统中以 {login} 处理；可用 `signoff connect test {name}` 试用。",
    ),
    "commands.no_password": (
        "There is no password, and nobody at the terminal to type it.",
        "没有密码，也没有终端可供输入。",
    ),
    "commands.no_password.hint": (
        "--password-env VAR takes it from the variable VAR.",
        "--password-env VAR 从变量 VAR 读取密码。",
    ),
    "commands.password_prompt": ("Password:", "密码："),
    # signing in
    "commands.no_token": (
        "There is no token, and nobody at the terminal to type it.",
        "没有令牌，也没有终端可供输入。",
    ),
    "commands.no_token.hint": (
        "--token-env VAR takes it from the variable VAR.",
        "--token-env VAR 从变量 VAR 读取令牌。",
    ),
    "commands.in_file_question": (
        "There is no keyring here. Keep the token in {file}, which only you can read?",
        "此处没有密钥环。将令牌保存到仅您可读的文件 {file}？",
    ),
    "commands.in_keyring": ("in the keyring", "密钥环"),
    "commands.goes_before": (
        "{variable} is set in this shell and goes before it: {value}",
        "当前环境设置了 {variable}，优先生效：{value}",
    ),
    "commands.not_signed_in": (
        "You are not signed in anywhere: commands use your own server on this machine.",
        "您没有登录任何服务器：命令使用本机上您自己的服务器。",
    ),
    "commands.still_waiting": (
        "Not sent yet: {n}. It goes out when you sign in to its server again.",
        "尚有 {n} 条未发送，重新登录后会发送。",
    ),
    "commands.remove_question": (
        "Disconnect {name}? Its logins are forgotten; what came from it stays.",
        "断开 {name}？其登录信息将被删除，已有单据保留。",
    ),
    "commands.disconnected": ("{name} is disconnected.", "{name} 已断开。"),
}
