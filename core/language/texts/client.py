"""What the client says of folders, the local server, the outbox and secrets."""

TEXTS: dict[str, tuple[str, str]] = {
    "client.folder_of_another": (
        "The folder {folder} belongs to another user, so nothing private can be kept in it.",
        "文件夹 {folder} 属于其他用户，不能存放私密数据。",
    ),
    "client.config_unreadable": (
        "The configuration file {file} cannot be read: {detail}",
        "无法读取配置文件 {file}：{detail}",
    ),
    "client.config_not_text": (
        "`{key}` in the configuration file has to be a text.",
        "配置文件中的 `{key}` 必须是文本。",
    ),
}
