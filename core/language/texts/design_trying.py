"""Texts of the designer where a flow is tried: on one object, made-up values, the past."""

TEXTS: dict[str, tuple[str, str]] = {
    "design_trying.try": ("Try it on one object", "在一个对象上试运行"),
    "design_trying.try.help": (
        "What would happen if everybody approved. Nothing is written, nobody is asked. "
        "With * the values are made up.",
        "假设所有人都同意会发生什么。不会写入任何内容，也不会通知任何人。输入 * 可用虚拟的值。",
    ),
    "design_trying.try.made_up_some": (
        "made-up values: you say what the object holds",
        "虚拟的值：由您填写对象内容",
    ),
    "design_trying.try.made_up_none": (
        "there is no object that you may see: try it with made-up values",
        "没有您可查看的对象：可用虚拟的值试运行",
    ),
    "design_trying.try.made_up_none_such": (
        "no such object that you may see: try it with made-up values",
        "没有您可查看的此类对象：可用虚拟的值试运行",
    ),
    "design_trying.made_up": ("Made-up values", "虚拟的值"),
    "design_trying.made_up.requester": ("Submitted by", "发起人"),
    "design_trying.made_up.requester.help": (
        "Whose manager and department count; empty: yourself.",
        "按其上级与部门计算；留空：您自己。",
    ),
    "design_trying.made_up.help": ("{kind}; may be left empty.", "{kind}；可留空。"),
    "design_trying.simulating": (
        "Trying it on all objects of the past …",
        "正在用所有历史对象试运行 …",
    ),
    "design_trying.past": ("Tried on the past", "历史试运行"),
    "design_trying.past.more": ("Show", "查看"),
    "design_trying.past.people": ("how often each person is asked", "每个人被询问的次数"),
    "design_trying.past.steps": ("how often each step is reached", "每个节点经过的次数"),
    "design_trying.past.objects": ("{n} objects", "{n} 个对象"),
    "design_trying.tried": ("{key}  {title}", "{key}  {title}"),
    "design_trying.trial.requester": ("{who} submits it.", "{who} 提交。"),
    "design_trying.trial.approve": ("{who} decides: {step}", "{who} 审批：{step}"),
    "design_trying.trial.do": ("{who} does: {step}", "{who} 办理：{step}"),
    "design_trying.trial.fill": ("{who} fills in: {step}", "{who} 填写：{step}"),
    "design_trying.trial.several": ("{who} are asked: {step}", "询问 {who}：{step}"),
    "design_trying.trial.copy": ("{who} gets a copy", "抄送 {who}"),
    "design_trying.trial.question": ("{who} is asked a question", "向 {who} 提问"),
    "design_trying.trial.incident": ("{who} gets an incident: {step}", "{who} 收到异常：{step}"),
    "design_trying.trial.call": ("calls {what}", "调用 {what}"),
    "design_trying.trial.due": ("by {when}", "期限 {when}"),
    "design_trying.trial.nothing_written": (
        "Only tried: nothing was written and nobody was asked.",
        "仅为试运行：未写入任何内容，也未通知任何人。",
    ),
    "design_trying.trial.ends.approved": ("It ends: approved.", "结束：同意。"),
    "design_trying.trial.ends.rejected": ("It ends: rejected.", "结束：拒绝。"),
    "design_trying.trial.ends.withdrawn": ("It ends: withdrawn.", "结束：撤回。"),
    "design_trying.trial.ends.ended": ("It is ended.", "已结束。"),
    "design_trying.trial.ends.running": (
        "It waits there, for an event or for somebody who cannot be found.",
        "停在此处：等待事件，或找不到办理人。",
    ),
    "design_trying.trial.ends.returned": ("It is back with the requester.", "已退回发起人。"),
    "design_trying.trial.ends.suspended": ("It is suspended.", "已暂停。"),
    "design_trying.not_tried": (
        "Not tried: {n} to put right first (n shows the next).",
        "未试运行：请先更正 {n} 处（按 n 查看）。",
    ),
}
