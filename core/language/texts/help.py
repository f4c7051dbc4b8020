"""Help pages: `help.<command>`; the first line stands in lists of commands."""

from core.language.texts.help_options import OPTIONS

TEXTS: dict[str, tuple[str, str]] = {
    **OPTIONS,
    "help.usage": ("Usage: {line}", "用法：{line}"),
    "help.usage_options": ("[options]", "[选项]"),
    "help.usage_command": ("COMMAND …", "命令 …"),
    "help.arguments": ("Arguments:", "参数："),
    "help.options": ("Options:", "选项："),
    "help.commands": ("Commands:", "命令："),
    "help.more": (
        "`{command} COMMAND --help` says more about a command. "
        "`signoff help TOPIC` about: {topics}.",
        "`{command} 命令 --help` 查看命令详情；`signoff help 主题` 查看：{topics}。",
    ),
    "help.signoff": (
        "Approvals and conversation on business objects, in the terminal.\n\n"
        "Without a command it opens your inbox.",
        "在终端中审批业务单据、围绕业务对象沟通。\n\n不带命令则打开待办。",
    ),
    "help.section.work": ("Your work:", "日常处理："),
    "help.section.requests": ("Objects and requests:", "对象与申请："),
    "help.section.business": ("The business:", "业务配置："),
    "help.section.server": ("The server:", "服务器："),
    "help.section.program": ("This program:", "本程序："),
    # your work
    "help.inbox": (
        "List the tasks that wait, most urgent first.\n\n"
        "QUERY filters: words, and type: from: is:overdue is:unread is:question due<2d "
        "amount>5000 or any field. On a terminal the first 50; piped or as JSON all of them, "
        "unless --limit says otherwise.",
        "列出待办，最紧急的在前。\n\nQUERY 用于筛选：文字，以及 type: from: is:overdue is:unread "
        "is:question due<2d amount>5000 或任意字段。终端上显示前 50 条；管道或 JSON 输出全部，"
        "除非给出 --limit。",
    ),
    "help.show": (
        "Show an object with its feed, where it is and what can be done.",
        "显示对象及其动态、流程位置和可执行的操作。",
    ),
    "help.feed": (
        "Show what was said and done about an object.\n\nWith --follow, also what comes.",
        "显示对象的评论、决定和变更。\n\n加 --follow 则持续显示新动态。",
    ),
    "help.approve": (
        "Approve what is asked.\n\n"
        "Many keys: a result line for each; the exit code is the highest.",
        "同意。\n\n多个 KEY 时每项一行结果；退出码取最高者。",
    ),
    "help.reject": ("Reject what is asked, with the reason.", "拒绝，并说明理由。"),
    "help.return": (
        "Send back to the requester or an earlier step.",
        "退回给发起人或之前的节点。",
    ),
    "help.done": (
        "Tick off what had to be done, answered or read.",
        "完成办理、回答或阅知。",
    ),
    "help.comment": (
        "Say something about an object; @name asks somebody.\n\n"
        "Without -m and -F the text comes from standard input, or on a terminal from EDITOR.",
        "在对象上发表评论；@姓名 可提问。\n\n不带 -m、-F 时从标准输入读取，在终端上则打开 EDITOR。",
    ),
    "help.forward": ("Give tasks to somebody else for good.", "将待办转交他人。"),
    "help.urge": ("Ask whoever it waits for to hurry.", "催办。"),
    # objects and requests
    "help.new": (
        "Make an object: a draft, or with --submit on its way.\n\n"
        "Without --field it opens a form in EDITOR.",
        "新建对象：默认为草稿，加 --submit 直接提交。\n\n不带 --field 时在 EDITOR 中填写表单。",
    ),
    "help.edit": (
        "Change fields of an object.\n\nWithout --field it opens a form in EDITOR.",
        "修改对象字段。\n\n不带 --field 时在 EDITOR 中填写表单。",
    ),
    "help.submit": ("Send drafts on their way.", "提交草稿。"),
    "help.withdraw": ("Take back what was submitted.", "撤回已提交的申请。"),
    "help.resubmit": ("Send what was returned on its way again.", "重新提交被退回的申请。"),
    "help.search": ("Find objects by their words.", "按文字查找对象。"),
    "help.people": (
        "List people by the beginning of an id or a name.\n\n"
        "The id is what --to takes and what follows an @.",
        "按标识或姓名的开头列出人员。\n\n标识用于 --to 和 @。",
    ),
    "help.follow": ("Be told of what happens to objects.", "关注对象的动态。"),
    "help.unfollow": ("Be told no more.", "取消关注。"),
    # the business
    "help.demo": (
        "Load the demo company into an empty server, once.\n\n"
        "--reset removes what was done in it and loads it anew; "
        "--copy writes its folder, to begin a company of your own with.",
        "将演示公司载入空服务器（仅一次）。\n\n"
        "--reset 清除其中的操作并重新载入；--copy 写出其文件夹，供配置自己的公司。",
    ),
    "help.apply": (
        "Apply object types, flows and people from a folder of files.\n\n"
        "All of it or, where anything is wrong, nothing. Twice changes nothing.",
        "从文件夹应用对象类型、流程和人员。\n\n要么全部生效，有错则全不生效；重复执行不会再改变。",
    ),
    "help.flow": (
        "Flows: list, show, draw, check, test, simulate, plan, publish, move, diff, schema, "
        "import, export.",
        "流程：列表、查看、绘图、检查、测试、试算、计划、发布、迁移、比较、模式、导入、导出。",
    ),
    "help.flow.import": (
        "Make a flow of a BPMN 2.0 process.\n\n"
        "What cannot be taken over is named with the id of its element, and the exit code is 1.",
        "将 BPMN 2.0 流程转换为流程文件。\n\n无法导入的内容会连同元素标识列出，退出码为 1。",
    ),
    "help.flow.export": (
        "Write a flow as a BPMN 2.0 process with its diagram.",
        "将流程写成带图形的 BPMN 2.0 文件。",
    ),
    "help.flow.design": (
        "Draw up a flow in the designer: steps, conditions and people in words, checked while you "
        "edit, tried on a past object, saved as the same YAML, published after a plan.\n\n"
        "FLOW is the id of a published flow or rule table, or a file of one (*.yaml, *.csv). With "
        "--new or --new-table you are asked what it is for. Rule tables are edited as a grid.",
        "在设计器中绘制流程：以文字编辑节点、条件与人员，边编辑边检查，可在历史对象上试运行，"
        "保存为同样的 YAML，查看变更后发布。\n\n"
        "FLOW 为已发布的流程或规则表的标识，或其文件（*.yaml、*.csv）。使用 --new 或 --new-table "
        "时会先询问用途。规则表以表格编辑。",
    ),
    "help.flow.draw": (
        "Draw a flow as boxes and branches, with where a case stands.\n\n"
        "As a file: --svg FILE, or --mermaid for wikis that draw it.\n\n"
        "In front of a step: + done, > here, x failed, - skipped, ~ counts no more, "
        ". not on the way.",
        "以方框和分支绘制流程，并显示申请所处位置。\n\n"
        "输出文件：--svg 文件；--mermaid 供可绘制它的 wiki 使用。\n\n"
        "节点前：+ 已完成，> 进行中，x 失败，- 已跳过，~ 已失效，. 不经过。",
    ),
    "help.flow.list": ("List published flows.", "列出已发布的流程。"),
    "help.flow.show": ("Show a flow as it was written.", "显示流程原文。"),
    "help.flow.check": (
        "Say what is wrong with a flow's or rule table's file.\n\n"
        "Rule tables and other files that it names may be given beside it; else those that were "
        "applied count.",
        "检查流程或规则表文件中的错误。\n\n可同时给出其引用的规则表等文件；否则以已应用的为准。",
    ),
    "help.flow.test": (
        "Run the tests beside flows.\n\n"
        "Files of flows, rule tables and tests, or folders. What is not among them is the "
        "company's. The exit code is 1 where a case went another way.",
        "运行流程的测试。\n\n可给出流程、规则表、测试文件或文件夹，其余以已应用的为准。"
        "有用例不符合预期时退出码为 1。",
    ),
    "help.flow.plan": (
        "Say what publishing these files would change.",
        "显示发布这些文件会带来的变化。",
    ),
    "help.flow.publish": (
        "Publish flows, with the rule tables and tests beside them.\n\n"
        "All of it or, where anything is wrong or a test fails, nothing. For administrators, and "
        "for the owners of a flow; its first version is an administrator's.",
        "发布流程及其规则表和测试。\n\n要么全部生效；有错误或测试不通过则全不生效。"
        "管理员和流程负责人可用；首个版本由管理员发布。",
    ),
    "help.flow.diff": (
        "Say what is other in one flow than in another, step by step.\n\n"
        "Each is a file, a published flow, or one version of it: purchase-approval@3.",
        "逐节点说明两个流程的差异。\n\n可为文件、已发布的流程，或其某一版本：purchase-approval@3。",
    ),
    "help.flow.simulate": (
        "Try a flow on past objects: who would be asked, how often, what would change.\n\n"
        "FLOW is a published flow, files of a new version, or files of rule tables. Everybody is "
        "taken to approve; --case KEY shows one object's way before and after.",
        "用历史数据试算流程：由谁处理、次数、变化。\n\n"
        "可给出已发布的流程、新版本的文件或规则表文件。假定每人都同意；"
        "--case 编号 查看单个对象的前后路径。",
    ),
    "help.flow.move": (
        "Move running cases to another version of their flow: a trial, then --for-real.\n\n"
        "The trial says of each case whether it moves, who is asked anew, or why it stays. A step "
        "of the same id and kind takes the place of the old one; --map OLD=NEW says it of others. "
        "Whoever is asked stays asked, and votes count, where the step asks the same people by "
        "the same vote; otherwise it is asked anew. For administrators and the owners of the "
        "flow. The exit code is 1 where a case stays.",
        "将进行中的实例迁移到流程的其他版本：先试运行，再 --for-real。\n\n"
        "试运行逐个说明能否迁移、由谁重新处理、为何不能迁移。标识和种类相同的节点自动对应；"
        "其他用 --map 旧=新 指定。若节点的处理人和表决方式不变，待办和意见保留，否则重新征求意见。"
        "管理员和流程负责人可用。有实例不能迁移时退出码为 1。",
    ),
    "help.flow.schema": (
        "Print the JSON Schema of flow, rules or tests files, by which editors complete them.",
        "输出流程、规则表或测试文件的 JSON Schema，供编辑器补全。",
    ),
    "help.connect": (
        "Other systems: connect them, see how they stand.",
        "连接其他系统并查看状态。",
    ),
    "help.connect.add": (
        "Connect another system.\n\n"
        "For example: signoff connect add tryton erp --url http://HOST:8000/DB --user reader "
        "--password-env ERP_PASSWORD",
        "连接其他系统。\n\n例如：signoff connect add tryton erp --url http://HOST:8000/DB "
        "--user reader --password-env ERP_PASSWORD",
    ),
    "help.connect.list": ("List connected systems and how they stand.", "列出已连接的系统及状态。"),
    "help.connect.test": ("Say what works and what is missing.", "测试连接，说明缺少什么。"),
    "help.connect.sync": ("Read the other system now.", "立即同步。"),
    "help.connect.log": (
        "Show what was said between the two systems, newest first.",
        "显示系统间的交互记录，最新在前。",
    ),
    "help.connect.person": (
        "Say under which login a person decides there.",
        "设置某人在该系统中使用的登录名。",
    ),
    "help.connect.ways": (
        "Say how each kind of document is decided: mirror, flow or off.",
        "设置各类单据的处理方式：mirror、flow 或 off。",
    ),
    "help.connect.remove": ("Disconnect a system.", "断开系统。"),
    # the server
    "help.serve": (
        "Run a server in the foreground, for this machine or for many.\n\n"
        "Without it, every user has a server of their own, which starts by itself.",
        "在前台运行服务器，供本机或多台机器使用。\n\n不运行时，每个用户有自己的服务器，会自动启动。",
    ),
    "help.server": ("Your own server: start, stop, status.", "自己的服务器：启动、停止、状态。"),
    "help.server.start": ("Start the server where it does not run.", "启动服务器。"),
    "help.server.stop": ("Stop the server.", "停止服务器。"),
    "help.server.status": ("Say what runs and where.", "显示运行状态和位置。"),
    "help.token": ("Tokens that programs and other machines sign in with.", "令牌管理。"),
    "help.token.create": ("Make a token and show it, once.", "创建令牌，仅显示一次。"),
    "help.token.list": ("List tokens, without their secrets.", "列出令牌，不显示密文。"),
    "help.token.revoke": ("Make tokens worthless.", "吊销令牌。"),
    "help.audit": ("Whether anything was changed after the fact.", "审计。"),
    "help.audit.verify": (
        "Check every feed's chain of hashes.",
        "校验全部动态的哈希链。",
    ),
    # this program
    "help.login": (
        "Use a server of others from here on.\n\n"
        "The token is asked for (or taken from --token-env), tried, and kept in the keyring; only "
        "then the server is written to the configuration file. SIGNOFF_URL and SIGNOFF_TOKEN go "
        "before both.",
        "改用共用的服务器。\n\n输入令牌（或由 --token-env 提供），验证后保存到密钥环，"
        "再将服务器写入配置文件。SIGNOFF_URL 和 SIGNOFF_TOKEN 优先于两者。",
    ),
    "help.logout": (
        "Forget the token, and use your own server again.",
        "删除令牌，改回自己的服务器。",
    ),
    "help.whoami": ("Say who the server takes you for.", "显示当前身份。"),
    "help.doctor": ("Check that everything works.", "检查各项是否正常。"),
    "help.config": ("Where things lie and what is set.", "文件位置与设置。"),
    "help.config.paths": ("List every file and folder in use.", "列出使用的文件和文件夹。"),
    "help.config.values": ("List what is set, and by what.", "列出各项设置及其来源。"),
    "help.completion": (
        "Print the completion script of a shell.\n\n"
        'In ~/.bashrc: eval "$(signoff completion bash)"\n\n'
        'In ~/.zshrc: eval "$(signoff completion zsh)"\n\n'
        "For fish: signoff completion fish > ~/.config/fish/completions/signoff.fish",
        '输出 shell 补全脚本。\n\n在 ~/.bashrc 中写入：eval "$(signoff completion bash)"\n\n'
        '在 ~/.zshrc 中写入：eval "$(signoff completion zsh)"\n\n'
        "fish：signoff completion fish > ~/.config/fish/completions/signoff.fish",
    ),
    "help.help": ("Show help on a command or a topic.", "显示命令或主题的帮助。"),
    # arguments
    # placeholders
    # options
    # --- further people, administrators, what happens outside ----------------------------------
    "help.abstain": ("Answer neither for nor against, where it is a vote.", "弃权。"),
    "help.skip": (
        "Go on without what went wrong: for the incident of an action, a wait or a sub-flow.",
        "跳过出错的操作、等待或子流程，继续流程。",
    ),
    "help.delegate": (
        "Have somebody answer first. The task waits, comes back with their answer, and you decide.",
        "委托他人先给出意见，之后由您决定。",
    ),
    "help.add_signer": (
        "Have further people sign.\n\n"
        "--before: they answer first, and it comes back to you. --after: you approve, then they, "
        "then it goes on. --beside (as usual): they join those who are asked.",
        "加签。\n\n--before：先由他们答复再回到您；--after：您同意后由他们审批；"
        "--beside（默认）：与您并列审批。",
    ),
    "help.remove_signer": (
        "People who have not acted need not sign: whom you added; for administrators, anybody.",
        "减签：仅限您加签的人员；管理员不限。",
    ),
    "help.take_back": (
        "Take your own decision back, until the next person acted, where the flow allows it.",
        "收回自己的意见（下一处理人处理前，且流程允许）。",
    ),
    "help.away": (
        "Say when you are away and who decides meanwhile; without options list it.\n\n"
        "What comes while you are away goes to your delegate at once, who is recorded as deciding "
        "for you. You see it, and can decide it yourself until the step is through.",
        "设置请假时间与代理人；不带选项则列出。\n\n请假期间的新待办直接交给代理人，并记录为代您处理。"
        "节点结束前您仍可查看并自行决定。",
    ),
    "help.hand_over": (
        "Give whatever waits in flows for people who leave to others.\n\n"
        "Without --to: to the delegate of their absence, else to their manager, else to the "
        "flow's owner. `signoff apply` does the same for whom a file sets `active: false`.",
        "将离职人员在流程中的待办移交他人。\n\n"
        "未指定 --to 时移交给请假代理人，否则上级，否则流程负责人。"
        "`signoff apply` 停用人员时自动移交。",
    ),
    "help.case": (
        "Running cases: suspend, resume, jump, end, reassign, rebuild. For administrators.",
        "流程实例：挂起、恢复、跳转、结束、改派、重放（管理员）。",
    ),
    "help.case.suspend": (
        "Stop cases, and their clocks with them. Needs a reason.",
        "挂起流程实例，时限暂停，须说明理由。",
    ),
    "help.case.resume": (
        "Let suspended cases go on. Needs a reason.",
        "恢复已挂起的流程实例，须说明理由。",
    ),
    "help.case.jump": (
        "Let cases go on at another step. Needs a reason.",
        "跳转到另一节点，须说明理由。",
    ),
    "help.case.end": ("End cases. Needs a reason.", "结束流程实例，须说明理由。"),
    "help.case.reassign": (
        "Give somebody's task to somebody else. Needs a reason.\n\n"
        "KEY is a task's id, or an object's key, where it waits for several people with --from.",
        "将某人的待办改派他人，须说明理由。\n\n"
        "KEY 为待办标识或对象编号；有多名处理人时须加 --from。",
    ),
    "help.case.rebuild": (
        "Replay cases from their events and compare them with what is stored.\n\n"
        "With --all only those that differ are listed. Exit code 1: some differ.",
        "由事件重放流程实例，并与存储状态比较。\n\n"
        "使用 --all 时仅列出不一致的。退出码 1 表示有不一致。",
    ),
    "help.signal": (
        "What happens outside: tell it, and let systems tell it by signed webhooks.",
        "外部事件：发送事件，管理签名 Webhook 来源。",
    ),
    "help.signal.send": (
        "Tell that something happened outside that cases may wait for.\n\n"
        "The same --id again changes nothing. Takes the role `integration`, or an administrator.",
        "通知等待外部事件的流程实例。\n\n重复的 --id 不再处理。需要角色 `integration` 或管理员。",
    ),
    "help.signal.sources": (
        "List the systems that send signed webhooks.",
        "列出发送签名 Webhook 的系统。",
    ),
    "help.signal.add_source": (
        "Let a system send signed webhooks, and show its secret, once.\n\n"
        'They are signed as standardwebhooks.com says and hold {"type": …, "data": …}; '
        "flows wait for the event NAME.TYPE.",
        "添加签名 Webhook 来源，密钥仅显示一次。\n\n签名格式见 standardwebhooks.com，"
        '内容为 {"type": …, "data": …}，流程等待事件 NAME.TYPE。',
    ),
    "help.signal.remove_source": ("Take no more webhooks from systems.", "删除 Webhook 来源。"),
}
