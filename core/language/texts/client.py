"""What the client says of folders, the local server, the outbox and secrets."""

TEXTS: dict[str, tuple[str, str]] = {
    "client.folder_of_another": (
        "The folder {folder} belongs to another user, so nothing private can be kept in it.",
        "文件夹 {folder} 属于其他用户，不能存放私密数据。",
    ),
    "client.folder_through_link": (
        "{folder} leads to a folder that others can enter; make that one private (0700) first.",
        "{folder} 指向一个他人可以进入的文件夹；请先将其设为私有（权限 0700）。",
    ),
    "client.folder_unusable": (
        "The folder {folder} cannot be used: {detail}.",
        "无法使用文件夹 {folder}：{detail}。",
    ),
    "client.bad_key": (
        "“{key}” is no key: a key is neither empty nor holds a slash",
        "“{key}”不是有效的编号：编号不能为空，也不能包含斜杠",
    ),
    "client.not_queued": (
        "{key}: nothing was sent or queued, because by then it could be about another step or"
        " amount. Repeat it when the server answers, or name the task's id and --revision.",
        "{key}：未发送也未排队，因为届时所指的步骤或金额可能已经不同。"
        "请在服务器恢复后重试，或指明任务编号与 --revision。",
    ),
    "client.not_kept": (
        "{key}: nothing was sent, because it cannot be kept on this disk first: {detail}.",
        "{key}：未发送任何内容，因为无法先保存到本机磁盘：{detail}。",
    ),
    "client.config_unreadable": (
        "The configuration file {file} cannot be read: {detail}",
        "无法读取配置文件 {file}：{detail}",
    ),
    "client.config_not_text": (
        "`{key}` in the configuration file has to be a text.",
        "配置文件中的 `{key}` 必须是文本。",
    ),
    "client.config_by_hand": (
        "{file} is written in a way that cannot be changed safely; put there by hand: {line}",
        "无法安全修改 {file}，请手动写入：{line}",
    ),
    "client.tokens_unreadable": (
        "The tokens in {file} cannot be read: {detail}.",
        "无法读取 {file} 中的令牌：{detail}。",
    ),
    "client.tokens_unreadable.hint": (
        "Make it readable for you alone (chmod 600), or set SIGNOFF_TOKEN.",
        "请将其设为仅您可读（chmod 600），或设置 SIGNOFF_TOKEN。",
    ),
    "client.no_keyring": (
        "There is no keyring here that could keep the token.",
        "此处没有可保存令牌的密钥环。",
    ),
    "client.no_keyring.hint": (
        "--in-file keeps it in {file}, which only you can read; or set SIGNOFF_TOKEN instead.",
        "可用 --in-file 保存到仅您可读的文件 {file}，或改为设置 SIGNOFF_TOKEN。",
    ),
    "client.key_unreachable": (
        "The server's encryption key is in the keyring ({file} says so), which does not answer.",
        "服务器加密密钥保存在密钥环中（见 {file}），但密钥环没有响应。",
    ),
    "client.key_unreachable.hint": (
        "Unlock the keyring, or give the key in {variable}.",
        "请解锁密钥环，或通过 {variable} 提供密钥。",
    ),
    "client.key_unreadable": (
        "The server's encryption key in {file} cannot be read: {detail}.",
        "无法读取 {file} 中的服务器加密密钥：{detail}。",
    ),
    "client.key_unreadable.hint": (
        "Make it readable for you alone (chmod 600), or give the key in {variable}; without it the "
        "connectors' passwords stay hidden.",
        "请将其设为仅您可读（chmod 600），或通过 {variable} 提供密钥；"
        "没有密钥则无法读取连接器密码。",
    ),
    "client.key_broken": (
        "The encryption key in {where} is not 32 bytes in URL-safe base64.",
        "{where} 中的加密密钥不是 URL 安全 base64 编码的 32 字节。",
    ),
    "client.strange_answer": (
        "what answers there is not signoff, or a much newer one ({detail})",
        "该处应答的不是 signoff，或版本新得多（{detail}）",
    ),
    "client.http_error": ("{where} answers: {detail}", "{where} 返回：{detail}"),
    "client.start_blocked": (
        "another process has been starting it for too long",
        "另一个进程正在启动它，已超时",
    ),
    "client.start_slow": (
        "it was started and is not ready after {seconds} s",
        "已启动，但 {seconds} 秒后仍未就绪",
    ),
    "client.start_died": (
        "it was started and ended with code {code}: {said}",
        "启动后以代码 {code} 退出：{said}",
    ),
    "client.see_log": ("The server's log is {file}.", "服务器日志：{file}。"),
    "client.bad_url": (
        "“{url}” is not the address of a server.",
        "“{url}”不是服务器地址。",
    ),
    "client.bad_url.hint": (
        "An address is https://…, http://… or unix:///…. Without one in SIGNOFF_URL or from "
        "`signoff login` your own local server is used.",
        "地址形如 https://…、http://… 或 unix:///…。未用 SIGNOFF_URL 或 `signoff login` "
        "指定则使用本地服务器。",
    ),
    "client.other_person": (
        "Meanwhile @{person} has signed in here; what this terminal shows and holds is not theirs.",
        "@{person} 已在本机登录；此终端显示和待发送的内容不属于该用户。",
    ),
    "client.other_person.hint": (
        "Leave it and start `signoff` again.",
        "请退出后重新启动 `signoff`。",
    ),
    "client.no_answer": ("it does not answer", "服务器没有响应"),
    "client.stream_silent": (
        "nothing has come from the server for {seconds} seconds",
        "服务器已有 {seconds} 秒没有任何响应",
    ),
    "client.stream_ended": ("the server ended the stream", "服务器结束了事件流"),
    "client.bad_person": (
        "“{person}” is not the id of a person.",
        "“{person}”不是人员标识。",
    ),
}
