"""What becomes of a BPMN process that is imported."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- names in a process that is written
    "bpmn.approved": ("Approved?", "是否同意？"),
    "bpmn.rejected": ("Rejected", "已拒绝"),
    "bpmn.revise": ("Revise and resubmit", "修改并重新提交"),
    "bpmn.late": ("Overdue", "超时"),
    # --- no flow at all
    "bpmn.too_large": ("The file is larger than {n} MB.", "文件超过 {n} MB。"),
    "bpmn.too_deep": (
        "More than {n} subprocesses lie in each other.",
        "子流程嵌套超过 {n} 层。",
    ),
    "bpmn.nested": (
        "Its gateways lie in one another more deeply than a flow file can say.",
        "网关嵌套过深，流程文件无法表达。",
    ),
    "bpmn.nested.hint": (
        "Make flows of their own of parts of it, called by a call activity.",
        "请将其中一部分做成单独的流程，用调用活动引用。",
    ),
    "bpmn.too_many": (
        "The process has more than {n} activities, gateways and events.",
        "流程的活动、网关和事件超过 {n} 个。",
    ),
    "bpmn.has_dtd": (
        "The file declares a document type or entities.",
        "文件中声明了文档类型或实体。",
    ),
    "bpmn.has_dtd.hint": (
        "No BPMN file needs them; they are refused because they can be used for attacks.",
        "BPMN 文件不需要它们；因可被用于攻击而拒绝。",
    ),
    "bpmn.no_xml": ("The file is no XML: {detail}", "文件不是 XML：{detail}"),
    "bpmn.no_bpmn": (
        "The file is no BPMN 2.0: it begins with “{tag}”.",
        "文件不是 BPMN 2.0：以“{tag}”开头。",
    ),
    "bpmn.no_process": ("The file holds no process.", "文件中没有流程。"),
    "bpmn.bad_id": (
        "The id “{id}” is missing or used twice.",
        "标识“{id}”缺失或重复。",
    ),
    "bpmn.unstructured": (
        "The process has no equivalent block structure.",
        "该流程没有等价的块结构。",
    ),
    # --- lost
    "bpmn.other_process": ("another process; only one is imported.", "另一个流程；只导入一个。"),
    "bpmn.unknown_element": ("a {kind} is not imported.", "不导入 {kind}。"),
    "bpmn.unknown_gateway": (
        "a {kind} is not imported; its ways are read as a choice.",
        "不导入 {kind}；其分支按条件分支读取。",
    ),
    "bpmn.loose_arrow": ("leads from or to nothing.", "没有起点或终点。"),
    "bpmn.end_event": (
        "what the end sends ({event}) is not imported.",
        "不导入结束事件发送的内容（{event}）。",
    ),
    "bpmn.not_reached": ("no case can get here.", "流程无法到达此处。"),
    "bpmn.loop_no_step": (
        "leads back to where nobody is asked, or to the task itself.",
        "退回处没有人工节点，或就是该任务本身。",
    ),
    "bpmn.loop_no_step.hint": (
        "A reject can lead back to the requester or to an earlier step of people.",
        "拒绝可退回发起人或前面的人工节点。",
    ),
    "bpmn.loop_with_steps": (
        "stands on a way back; only the requester's own correction can.",
        "位于退回路径上；该路径上只能是发起人的修改。",
    ),
    "bpmn.loop": (
        "leads back otherwise than by a reject.",
        "不是因拒绝而退回。",
    ),
    "bpmn.loop.hint": (
        "In a flow going back is a reject or a return; repeat by a sub-flow or a timer.",
        "流程中的回退只能是拒绝或退回；重复可用子流程或定时。",
    ),
    "bpmn.join_of_choice": (
        "waits for all its ways, though not all of them need to be taken.",
        "等待所有分支，但并非所有分支都会执行。",
    ),
    "bpmn.join_mixed": (
        "joins ways that were not parted by one gateway of its kind.",
        "汇合的分支不是由同类网关分出的。",
    ),
    "bpmn.split_mixed": (
        "parts ways that no gateway of its kind joins.",
        "分出的分支没有同类网关汇合。",
    ),
    "bpmn.bad_mark": ("its extension says nothing usable.", "扩展信息无法使用。"),
    "bpmn.nobody_named": (
        "names nobody; the flow says role:unassigned.",
        "没有指定人员；流程中写为 role:unassigned。",
    ),
    "bpmn.people_expression": (
        "who it is for cannot be imported: {text}",
        "无法导入人员表达式：{text}",
    ),
    "bpmn.loop_activity": ("its repetition is not imported.", "不导入其循环。"),
    "bpmn.completion": (
        "when it is decided cannot be imported: {text}",
        "无法导入完成条件：{text}",
    ),
    "bpmn.script": ("a script is not imported.", "不导入脚本。"),
    "bpmn.script.hint": (
        "What it does may be a `set`, or a `call` of a connector.",
        "其作用可用 `set` 或连接器的 `call` 实现。",
    ),
    "bpmn.no_step": ("a {kind} is not imported.", "不导入 {kind}。"),
    "bpmn.called_nothing": ("says not which process it calls.", "没有说明调用哪个流程。"),
    "bpmn.timer_text": ("its time cannot be imported: {text}", "无法导入时间：{text}"),
    "bpmn.timer_no_stage": (
        "{span} is no stage of a time limit.",
        "{span} 不是时限的一个阶段。",
    ),
    "bpmn.timer_rounded": (
        "{span} becomes {share} of the time limit of {limit}.",
        "{span} 近似为时限 {limit} 的 {share}。",
    ),
    "bpmn.timer_way": (
        "what follows the timer is no reminder, escalation or final action.",
        "定时器之后的内容不是提醒、上报或最终处理。",
    ),
    "bpmn.boundary_event": (
        "an event of the kind {event} on a border is not imported, nor what follows it.",
        "不导入边界上的 {event} 事件及其后续内容。",
    ),
    "bpmn.due_date": ("its due date cannot be imported: {text}", "无法导入到期时间：{text}"),
    "bpmn.no_condition": ("has no condition.", "没有条件。"),
    "bpmn.condition": (
        "its condition cannot be imported: {text}",
        "无法导入条件：{text}",
    ),
    "bpmn.condition.hint": (
        "It stands in the flow as it was written; write it anew.",
        "流程中保留原文，请重新编写。",
    ),
    "bpmn.correlated": (
        "waits for whichever {event} comes first; say with `where:` which one is meant "
        "(here: {key}).",
        "等待最先到来的 {event}；请用 `where:` 说明是哪一个（此处为 {key}）。",
    ),
    "bpmn.back_not_on_way": (
        "leads back to {step}, which not every way here passes.",
        "退回到 {step}，但并非每条路径都经过它。",
    ),
    # --- changed
    "bpmn.message_flow": ("a message between pools is not imported.", "不导入泳池间的消息。"),
    "bpmn.drawn_only": ("only drawn ({kind}): {text}", "仅为图形（{kind}）：{text}"),
    "bpmn.unread": ("nothing is made of its {parts}.", "未使用其 {parts}。"),
    "bpmn.several_starts": (
        "another start; a case begins when an object is submitted.",
        "另一个开始；流程在提交对象时开始。",
    ),
    "bpmn.start_event": (
        "starts by {event}; here a case begins when an object is submitted.",
        "由 {event} 启动；此处流程在提交对象时开始。",
    ),
    "bpmn.return_always": (
        "whoever is asked can return it anyway.",
        "被询问的人本来就可以退回。",
    ),
    "bpmn.withdraw_instead": (
        "asks the requester whether to go on; whoever does not resubmit withdraws.",
        "询问发起人是否继续；不再提交时撤回即可。",
    ),
    "bpmn.resubmit_from_start": (
        "what is resubmitted goes through the flow from its start; approvals given before pass "
        "by themselves where nothing has changed.",
        "重新提交后从头开始；此前已同意且内容未变的自动通过。",
    ),
    "bpmn.copied": (
        "stands in {n} branches, because it followed all of them.",
        "由于位于多条分支之后，出现在 {n} 条分支中。",
    ),
    "bpmn.decision_by_field": (
        "asks about a field that the person before it has to set.",
        "询问前一节点人员需填写的字段。",
    ),
    "bpmn.form": (
        "its form {form} is not imported; the page shows the object's fields.",
        "不导入表单 {form}；页面显示对象的字段。",
    ),
    "bpmn.form_fields": (
        "its form asks for {fields}; name those in `asks` that the object has.",
        "其表单要求 {fields}；请将对象具有的字段写入 `asks`。",
    ),
    "bpmn.call": (
        "becomes the action {action} of a connector.",
        "成为连接器动作 {action}。",
    ),
    "bpmn.no_object": (
        "says not what object it is about; the flow says {name}.",
        "没有说明对象类型；流程中写为 {name}。",
    ),
    "bpmn.no_object.hint": ("Name the type with --object.", "用 --object 指定类型。"),
    "bpmn.no_owner": (
        "says not whose it is; the flow says {name}.",
        "没有说明负责人；流程中写为 {name}。",
    ),
}
