"""Connectors: what they say in feeds, on tasks, in `connect test` and as errors."""

TEXTS: dict[str, tuple[str, str]] = {
    "connectors.other_key": (
        "connector {name}: a password was hidden with another key. Give every server the same "
        "SIGNOFF_SECRET_KEY, or set the password again: `signoff connect add`, `connect person`",
        "连接器 {name}：密码由另一密钥加密。请为所有服务器设置相同的 SIGNOFF_SECRET_KEY，"
        "或用 `signoff connect add`、`connect person` 重新设置密码",
    ),
    # in the feed
    "connectors.arrived": (
        "Waits for a decision in {system} ({state}).",
        "在 {system} 中等待决定（{state}）。",
    ),
    "connectors.waits_again": (
        "Waits again in {system} ({state}).",
        "在 {system} 中再次等待决定（{state}）。",
    ),
    "connectors.note": (
        "Note in {system} by {author}: {text}",
        "{system} 备注（{author}）：{text}",
    ),
    "connectors.done": (
        "Done in {system} as {login}: now “{state}”.",
        "已以 {login} 身份在 {system} 中执行：现为“{state}”。",
    ),
    "connectors.signed": (
        "Signed in {system} as {login}. Signatures so far: {signers} (of {needed}).",
        "已以 {login} 身份在 {system} 中签字。已签：{signers}（共需 {needed} 人）。",
    ),
    "connectors.signature_missing": (
        "Signed in {system} by {signers}, which wants {needed} signatures: whoever signs next does "
        "so in {system}, and this ends by itself.",
        "{signers} 已在 {system} 中签字，该系统共需 {needed} 人签字：下一位请在 {system} 中签字，"
        "此处随后自动结束。",
    ),
    "connectors.decided_there": (
        "Decided in {system} by {who}: “{state}”.",
        "已由 {who} 在 {system} 中决定：“{state}”。",
    ),
    "connectors.left": (
        "Waits no longer in {system}: “{state}” ({who}).",
        "在 {system} 中不再等待：“{state}”（{who}）。",
    ),
    "connectors.gone": (
        "No longer there in {system}, or hidden from its reader.",
        "{system} 中已不存在该单据，或读取账号无权查看。",
    ),
    "connectors.changed": (
        "Not sent to {system}: the document changed there after it was seen. "
        "Look at the change and decide again.",
        "未发送到 {system}：单据在您查看之后已被修改。请查看变化后重新决定。",
    ),
    "connectors.restarted": (
        "Asked anew: the document changed in {system}.",
        "单据在 {system} 中已变更，重新审批。",
    ),
    "connectors.warned": (
        "{system} asks before it goes on: {text}",
        "{system} 在继续之前要求确认：{text}",
    ),
    "connectors.not_agreed": ("{person} did not agree. {text}", "{person} 未同意。{text}"),
    "connectors.refused": ("{system} refused: {text}", "{system} 拒绝：{text}"),
    "connectors.unmoved": (
        "{system} took the call, but the document stays “{state}” "
        "(for a shipment: stock may be short).",
        "{system} 已接受操作，但单据仍为“{state}”（发货单：可能库存不足）。",
    ),
    "connectors.no_document": (
        "The object does not come from {system}, so nothing can be pressed there.",
        "该对象不是来自 {system}，无法在那里执行操作。",
    ),
    "connectors.no_login_for": (
        "{person} has no login in {system}. `signoff connect person` gives one; or decide there.",
        "{person} 在 {system} 中没有登录账号。请用 `signoff connect person` 设置，"
        "或直接在该系统中决定。",
    ),
    "connectors.login_refused_now": (
        "{system} does not accept the login of {person}: {text}",
        "{system} 不接受 {person} 的登录：{text}",
    ),
    "connectors.no_button": (
        "{system} has no action “{action}” for this kind of document.",
        "{system} 中该类单据没有操作“{action}”。",
    ),
    "connectors.keeps_changing": (
        "The document keeps changing in {system}.",
        "单据在 {system} 中不断变化。",
    ),
    "connectors.no_answer": (
        "{system} does not answer ({text}). The decision is kept and sent again.",
        "{system} 没有响应（{text}）。决定已保存，将自动重发。",
    ),
    "connectors.given_up": (
        "{system} did not take it in {attempts} attempts ({text}). It is not sent again by itself.",
        "已尝试 {attempts} 次，{system} 均未处理（{text}）。系统不再自动重发。",
    ),
    "connectors.defect": (
        "Sending to {system} failed by a defect of signoff ({text}; the server's log has more). "
        "It is sent again.",
        "因 signoff 自身缺陷，未能发送到 {system}（{text}，详见服务器日志）。将自动重发。",
    ),
    "connectors.defect_reading": (
        "Reading failed by a defect of signoff; the server's log has more. It is tried again.",
        "因 signoff 自身缺陷读取失败，详见服务器日志。将自动重试。",
    ),
    "connectors.strange": (
        "Cannot be read and left out: {n}, for example {document} ({text}).",
        "有 {n} 张单据无法读取而略过，例如 {document}（{text}）。",
    ),
    "connectors.gone_connector": (
        "The connector {system} was removed before this could be sent.",
        "连接器 {system} 在发送之前已被移除。",
    ),
    # on tasks
    "connectors.no_login": (
        "You have no login in {system}: decide it there, or have a login set "
        "(`signoff connect person`).",
        "您在 {system} 中没有登录账号：请在该系统中决定，或设置账号（`signoff connect person`）。",
    ),
    "connectors.login_refused": (
        "{system} does not accept your login: decide it there, or have it set anew "
        "(`signoff connect person`).",
        "{system} 不接受您的登录：请在该系统中决定，或重新设置账号（`signoff connect person`）。",
    ),
    "connectors.because": (
        "may decide it in {system} as {login}",
        "可在 {system} 中以 {login} 身份决定",
    ),
    "connectors.because_given_up": (
        "{system} could not be reached: approve sends again, done says it was done there by hand",
        "无法连接 {system}：“同意”将重新发送，“完成”表示已在该系统中手工处理",
    ),
    "connectors.because_warned": (
        "{system} asks whoever decided",
        "{system} 要求作出决定者确认",
    ),
    # configuration
    "connectors.connector": ("connector", "连接器"),
    "connectors.bad_name": (
        "“{name}” cannot be a connector's name: a lower-case letter first, then lower-case "
        "letters, digits or _, at most 20.",
        "“{name}” 不能作为连接器名称：须以小写字母开头，仅含小写字母、数字或 _，最多 20 个字符。",
    ),
    "connectors.unknown_system": (
        "No connector is known for “{system}”; there is: {known}.",
        "没有适用于“{system}”的连接器；可用：{known}。",
    ),
    "connectors.bad_url.tryton": (
        "“{url}” does not name a server and a database: http(s)://HOST:PORT/DATABASE.",
        "“{url}” 没有指明服务器和数据库：http(s)://主机:端口/数据库。",
    ),
    "connectors.bad_url.tryton.hint": (
        "The port is a number from 1 to 65535; the database's name comes after the host: "
        "https://erp.example.com:8000/company.",
        "端口为 1 到 65535 的数字；主机之后是数据库名称：https://erp.example.com:8000/company。",
    ),
    "connectors.bad_url.webhook": (
        "“{url}” is not the address of a server: http(s)://HOST:PORT/PATH.",
        "“{url}” 不是服务器地址：http(s)://主机:端口/路径。",
    ),
    "connectors.bad_url.webhook.hint": (
        "The port is a number from 1 to 65535; the path may be missing: "
        "https://projects.example.com/api.",
        "端口为 1 到 65535 的数字；路径可省略：https://projects.example.com/api。",
    ),
    "connectors.unknown_kind": (
        "There is no kind of document “{kind}”; there is: {known}.",
        "没有单据类型“{kind}”；可用：{known}。",
    ),
    "connectors.unknown_way": (
        "“{way}” is no way to decide; there is: mirror, flow, off.",
        "“{way}” 不是处理方式；可用：mirror、flow、off。",
    ),
    "connectors.no_flow": (
        "No flow is published for {type}: publish one with `object: {type}` first.",
        "{type} 没有已发布的流程：请先发布带有 `object: {type}` 的流程。",
    ),
    "connectors.name_taken": (
        "“{name}” connects a system of the kind {system} already; choose another name, or "
        "`signoff connect remove {name}` first.",
        "“{name}”已连接一个 {system} 系统；请另选名称，或先执行 `signoff connect remove {name}`。",
    ),
    "connectors.no_user": (
        "Nobody is named who reads there: --user LOGIN, and --password-env VAR.",
        "没有指定读取账号：请使用 --user 登录名 和 --password-env 变量。",
    ),
    "connectors.login_of": ("login of", "登录账号，人员"),
    "connectors.url_with_login": (
        "The address holds a login, and everybody who lists connectors would see it: "
        "--user LOGIN and --password-env VAR instead.",
        "地址中含有登录信息，列出连接器的人都能看到：请改用 --user 登录名 和 --password-env 变量。",
    ),
    "connectors.login_taken": (
        "The login {login} belongs to {person} already.",
        "登录账号 {login} 已属于 {person}。",
    ),
    # connect test
    "connectors.test.server": ("server", "服务器"),
    "connectors.test.reader": ("reader {login}", "读取账号 {login}"),
    "connectors.test.kind": ("{kind}", "{kind}"),
    "connectors.test.person": ("{person}", "{person}"),
    "connectors.test.version": ("Tryton {version} at {url}", "Tryton {version}，{url}"),
    "connectors.test.old_version": (
        "Tryton {version} answers; 7.0 and 8.2 are tried, others may differ.",
        "Tryton {version}；已验证 7.0 与 8.2，其他版本可能有差异。",
    ),
    "connectors.test.no_server": ("no answer: {text}", "没有响应：{text}"),
    "connectors.test.no_server.hint": (
        "Check host, port and that Tryton runs.",
        "请检查主机、端口以及 Tryton 是否运行。",
    ),
    "connectors.test.no_database": (
        "no Tryton database there: {text}",
        "没有 Tryton 数据库：{text}",
    ),
    "connectors.test.no_database.hint": (
        "The URL ends with the database's name: http://HOST:PORT/DATABASE.",
        "网址须以数据库名结尾：http://主机:端口/数据库。",
    ),
    "connectors.test.signed_in": ("signed in", "登录成功"),
    "connectors.test.login_refused": ("not accepted: {text}", "未被接受：{text}"),
    "connectors.test.login_refused.hint": (
        "Give the right password with `signoff connect person` (the reader: `connect add` anew).",
        "请用 `signoff connect person` 重新设置密码（读取账号：重新 `connect add`）。",
    ),
    "connectors.test.kind_ok": ("{count} waiting, read", "{count} 个等待，可读取"),
    "connectors.test.kind_missing": ("not installed in this Tryton", "该 Tryton 未安装此模块"),
    "connectors.test.kind_refused": (
        "the reader may not read it: {text}",
        "读取账号无权读取：{text}",
    ),
    "connectors.test.kind_refused.hint": (
        "Give the reader's group read access to this model.",
        "请为读取账号所在的组授予该模型的读取权限。",
    ),
    "connectors.test.fields_missing": (
        "read, without {fields}: not there, or hidden from the reader",
        "可读取，但缺少 {fields}：不存在或读取账号无权查看",
    ),
    "connectors.test.nobody_decides": (
        "{count} waiting, but nobody who is mapped may decide it",
        "{count} 个等待，但没有已映射的人员可以决定",
    ),
    "connectors.test.nobody_decides.hint": (
        "Map people with `signoff connect person NAME PERSON --login L`.",
        "请用 `signoff connect person 名称 人员 --login 账号` 映射人员。",
    ),
    "connectors.test.person_ok": (
        "signs in as {login}; may decide: {kinds}",
        "以 {login} 登录；可决定：{kinds}",
    ),
    "connectors.test.person_nothing": (
        "signs in as {login}, but may press no decision",
        "以 {login} 登录，但无权作出任何决定",
    ),
    "connectors.test.person_no_password": (
        "known as {login}, but without a password: decides in Tryton only",
        "账号为 {login}，但没有密码：只能在 Tryton 中决定",
    ),
    # --- webhooks ------------------------------------------------------------------------------
    "connectors.only_webhook": (
        "Actions and headers are described for webhooks; {system} knows its own.",
        "仅 webhook 需要描述操作和请求头；{system} 已内置。",
    ),
    "connectors.bad_action": ("The action {action}: {detail}", "操作 {action}：{detail}"),
    "connectors.no_such_action": (
        "{system} has no action “{action}”; there are: {known}",
        "{system} 没有操作“{action}”；已有：{known}",
    ),
    "connectors.missing_value": (
        "The action needs “{name}”, which the flow does not send.",
        "操作需要“{name}”，但流程未提供。",
    ),
    "connectors.other_host": (
        "The address lies on another host than the connector's.",
        "地址与连接器不在同一主机。",
    ),
    "connectors.said": ("{system} answered {status}", "{system} 返回 {status}"),
    "connectors.said_no": ("{system} answered {status}: {text}", "{system} 返回 {status}：{text}"),
    "connectors.no_place": (
        "{system} answered {status}, but without “{place}”.",
        "{system} 返回 {status}，但缺少“{place}”。",
    ),
    "connectors.found_done": (
        "{system} had done it at an earlier attempt.",
        "{system} 在之前的请求中已完成。",
    ),
    "connectors.reachable": ("answers", "可以访问"),
}
