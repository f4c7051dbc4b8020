"""What commands say of the server, signing in and what became of each; a part of `commands`."""

SERVER: dict[str, tuple[str, str]] = {
    "commands.disk": (
        "{path} cannot be written: {detail}",
        "无法写入 {path}：{detail}",
    ),
    "commands.disk.hint": (
        "Make room or make it writable, or name another folder with SIGNOFF_HOME; then try again.",
        "请腾出空间或开放写权限，或用 SIGNOFF_HOME 指定其他文件夹，然后重试。",
    ),
    "commands.outcome.approved": ("approved", "已同意"),
    "commands.outcome.rejected": ("rejected", "已拒绝"),
    "commands.outcome.returned": ("returned", "已退回"),
    "commands.outcome.done": ("done", "已完成"),
    "commands.outcome.forwarded": ("forwarded to", "已转交给"),
    "commands.outcome.submitted": ("submitted", "已提交"),
    "commands.outcome.withdrawn": ("withdrawn", "已撤回"),
    "commands.outcome.resubmitted": ("resubmitted", "已重新提交"),
    "commands.outcome.urged": ("urged:", "已催办："),
    "commands.outcome.commented": ("commented", "已评论"),
    "commands.outcome.followed": ("followed", "已关注"),
    "commands.outcome.unfollowed": ("no longer followed", "已取消关注"),
    "commands.outcome.created": ("created", "已创建"),
    "commands.outcome.changed": ("changed", "已修改"),
    "commands.outcome.unchanged": ("unchanged", "未修改"),
    "commands.outcome.revoked": ("revoked", "已吊销"),
    "commands.reset_question": (
        "This removes everything that was done in the demo company and loads it anew. Go on?",
        "这会清除演示公司中的全部操作并重新载入。继续？",
    ),
    "commands.link_outside": (
        "{file} is a link that leads out of the folder.",
        "{file} 是指向该文件夹之外的链接。",
    ),
    "commands.link_outside.hint": (
        "Copy the file into the folder.",
        "请将文件复制到该文件夹内。",
    ),
    "commands.demo_copied": (
        "{n} files are in {folder}. Change them, then `signoff apply {folder} --plan`.",
        "已写入 {n} 个文件到 {folder}。修改后运行 `signoff apply {folder} --plan`。",
    ),
    "commands.server_started": ("The server has been started.", "服务器已启动。"),
    "commands.server_ran": ("The server runs already.", "服务器已在运行。"),
    "commands.server_stopped": ("The server has been stopped.", "服务器已停止。"),
    "commands.server_not_running": ("The server does not run.", "服务器未运行。"),
    "commands.server_stays": ("it was asked to stop and still runs", "已要求停止，但仍在运行"),
    "commands.server_elsewhere": (
        "You use the server at {url}; only your own is started and stopped from here.",
        "当前使用的服务器是 {url}；此命令只能启动和停止您自己的服务器。",
    ),
    "commands.server_elsewhere.hint": (
        "Who keeps that one does it where it runs. `signoff logout`, or no SIGNOFF_URL, "
        "leads back to your own.",
        "该服务器由管理员在其所在机器上启停。"
        "`signoff logout` 或取消 SIGNOFF_URL 可回到自己的服务器。",
    ),
    "commands.server.state": ("state", "状态"),
    "commands.server.running": ("running", "运行中"),
    "commands.server.stopped": ("not running", "未运行"),
    "commands.server.version": ("version", "版本"),
    "commands.server.address": ("address", "地址"),
    "commands.server.database": ("database", "数据库"),
    "commands.server.pid": ("process", "进程"),
    "commands.server.started": ("started", "启动时间"),
    "commands.server.busy": ("busy with", "正在处理"),
    "commands.server.idle_stop": ("stops when idle for", "空闲多久后停止"),
    "commands.server.never": ("never", "从不"),
    "commands.server.log": ("log", "日志"),
    "commands.token_made": (
        "A token for {person}, shown only this once. `signoff token revoke {id}` ends it.",
        "{person} 的令牌，仅显示这一次。`signoff token revoke {id}` 可吊销。",
    ),
    "commands.audit_sound": (
        "Sound: {entries} entries on {objects} objects.",
        "完好：{objects} 个对象，共 {entries} 条记录。",
    ),
    "commands.audit_broken": (
        "Tampered with: {n} of {entries} entries on {objects} objects do not hold.",
        "有篡改：{objects} 个对象的 {entries} 条记录中有 {n} 条不符。",
    ),
    "commands.connector.new": ("not tried yet", "尚未尝试"),
    "commands.connector.ok": ("works", "正常"),
    "commands.connector.down": ("does not answer", "无应答"),
    "commands.connector.refused": ("refuses", "被拒绝"),
    "commands.connector.off": ("off", "停用"),
    "commands.login_or_remove": (
        "Give either --login or --remove.",
        "--login 与 --remove 只能选其一。",
    ),
    "commands.token_prompt": ("Token:", "令牌："),
    "commands.token_refused": (
        "{url} does not take this token ({detail}); nothing was kept.",
        "{url} 不接受该令牌（{detail}），未保存任何内容。",
    ),
    "commands.token_refused.hint": (
        "An administrator makes one with `signoff token create --for PERSON`; it is shown once.",
        "令牌由管理员用 `signoff token create --for 人员` 创建，仅显示一次。",
    ),
    "commands.login_address.hint": (
        "For example: signoff login https://signoff.example.com",
        "例如：signoff login https://signoff.example.com",
    ),
    "commands.token_kept": ("the token is kept: {where}", "令牌保存在：{where}"),
    "commands.token_needless": (
        "this socket needs no token",
        "该套接字无需令牌",
    ),
    "commands.signed_in": (
        "Signed in to {url} as {who}; {where}. `signoff logout` ends it.",
        "已登录 {url}，身份：{who}；{where}。`signoff logout` 可退出。",
    ),
    "commands.signed_out": (
        "Signed out of {url}: its token is forgotten here, but holds until it is revoked. "
        "Commands use your own server on this machine again.",
        "已退出 {url}：本机已删除令牌，但令牌在吊销前仍然有效。命令重新使用本机上您自己的服务器。",
    ),
    "commands.signed_out_tokenless": (
        "Signed out of {url}: no token was kept for it. "
        "Commands use your own server on this machine again.",
        "已退出 {url}：本机没有保存其令牌。命令重新使用本机上您自己的服务器。",
    ),
    "commands.unencrypted": ("{url} is not encrypted.", "{url} 未加密。"),
    "commands.unencrypted_hint": (
        "What you send can be read on the way; use https.",
        "传输内容可能被窃听，请使用 https。",
    ),
    "commands.outcome.abstained": ("abstained", "已弃权"),
    "commands.outcome.skipped": ("left out", "已跳过"),
    "commands.outcome.delegated": ("delegated to", "已委托给"),
    "commands.outcome.signers_added": ("further signers:", "已加签："),
    "commands.outcome.signers_removed": ("need not sign:", "已减签："),
    "commands.outcome.taken_back": ("taken back", "已收回"),
    "commands.outcome.suspended": ("suspended", "已挂起"),
    "commands.outcome.resumed": ("resumed", "已恢复"),
    "commands.outcome.jumped": ("jumped", "已跳转"),
    "commands.outcome.ended": ("ended", "已结束"),
    "commands.outcome.reassigned": ("reassigned to", "已改派给"),
    "commands.outcome.handed_over": ("handed over:", "已移交："),
    "commands.outcome.told": ("told; cases that waited for it:", "已通知，等待该事件的实例数："),
    "commands.outcome.repeated": ("was told before; nothing changed", "此前已通知，未重复处理"),
    "commands.outcome.removed": ("removed", "已删除"),
}
