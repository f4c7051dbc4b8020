"""What the system says in a feed. `person`, `to` and `people` are ids, shown as names."""

TEXTS: dict[str, tuple[str, str]] = {
    "feed.submitted": ("{person} submitted it.", "{person} 提交。"),
    "feed.submitted_saying": ("{person} submitted it. {reason}", "{person} 提交。{reason}"),
    "feed.resubmitted": ("{person} submitted it again.", "{person} 重新提交。"),
    "feed.tried_again": ("{person} has it tried again.", "{person} 重试。"),
    "feed.left_out": ("{person} left it out.", "{person} 跳过。"),
    "feed.by_hand": ("{person} did it by hand.", "{person} 已人工处理。"),
    "feed.seen_to": ("{person} has seen to it.", "{person} 已处理异常。"),
    "feed.withdrawn": ("{person} withdrew it. {reason}", "{person} 撤回。{reason}"),
    "feed.forwarded": (
        "{person} forwarded the task to {to}. {reason}",
        "{person} 将待办转交给 {to}。{reason}",
    ),
    "feed.urged": ("{person} urged {people}. {text}", "{person} 催办 {people}。{text}"),
    "feed.passed_again": (
        "{person}'s approval still holds and was not asked for again.",
        "{person} 的同意仍然有效，无需再次审批。",
    ),
    "feed.nobody_found": (
        "Nobody was found for this step; the flow's owner is asked.",
        "此节点找不到处理人，转由流程负责人处理。",
    ),
    "feed.nobody_told": (
        "Nobody was found to send a copy to.",
        "找不到抄送对象。",
    ),
    "feed.rules_unclear": (
        "the rule table could not be applied: {detail}",
        "规则表无法应用：{detail}",
    ),
    "feed.condition_unclear": (
        "The condition “{condition}” could not be decided on these values, so it did not hold.",
        "条件“{condition}”无法根据现有值判断，视为不成立。",
    ),
    "feed.not_set": (
        "A value could not be set: {detail}",
        "无法设置字段值：{detail}",
    ),
    "feed.approved_by_nobody": (
        "Nobody was found for this step, so it was approved automatically, as the flow says.",
        "此节点找不到处理人，按流程规定自动通过。",
    ),
    "feed.all_abstained": (
        "Everybody abstained; {person} is asked.",
        "全部弃权，转由 {person} 处理。",
    ),
    "feed.acted_for": ("{person} decided for {who}, who is away.", "{person} 代 {who} 处理。"),
    "feed.delegated": (
        "{person} asked {to} to answer first. {reason}",
        "{person} 委派 {to} 先处理。{reason}",
    ),
    "feed.reassigned": (
        "{person} gave the task of {who} to {to}. {reason}",
        "{person} 将 {who} 的待办改派给 {to}。{reason}",
    ),
    "feed.handed_over": (
        "{to} takes over from {person}. {reason}",
        "{to} 接替 {person}。{reason}",
    ),
    "feed.added_before": (
        "{person} asks {people} before deciding. {reason}",
        "{person} 前加签 {people}。{reason}",
    ),
    "feed.added_after": (
        "{person} has {people} sign afterwards. {reason}",
        "{person} 后加签 {people}。{reason}",
    ),
    "feed.added_beside": (
        "{person} has {people} sign as well. {reason}",
        "{person} 并加签 {people}。{reason}",
    ),
    "feed.removed_signer": (
        "{person} removed {who} from the signers. {reason}",
        "{person} 减签 {who}。{reason}",
    ),
    "feed.taken_back": (
        "{person} took the decision back. {reason}",
        "{person} 撤回了意见。{reason}",
    ),
    "feed.escalated": (
        "{person} has not answered in time; {to} is asked.",
        "{person} 超时未处理，升级给 {to}。",
    ),
    "feed.nobody_above": (
        "{person} has not answered in time, and there is no manager to ask.",
        "{person} 超时未处理，且没有可升级的上级。",
    ),
    "feed.final.approve": (
        "{person} has not answered in time; approved automatically, as the flow says.",
        "{person} 超时未处理，按流程规定自动同意。",
    ),
    "feed.final.done": (
        "{person} has not answered in time; ticked off automatically, as the flow says.",
        "{person} 超时未处理，按流程规定自动完成。",
    ),
    "feed.final.reject": (
        "{person} has not answered in time; rejected automatically, as the flow says.",
        "{person} 超时未处理，按流程规定自动拒绝。",
    ),
    "feed.final.return": (
        "{person} has not answered in time; returned automatically, as the flow says.",
        "{person} 超时未处理，按流程规定自动退回。",
    ),
    "feed.clock_stopped": (
        "The time limit stands still until {person} answers.",
        "等待 {person} 答复，计时暂停。",
    ),
    "feed.answer_awaited": (
        "A further answer of {person} is awaited.",
        "还在等待 {person} 的其他答复。",
    ),
    "feed.clock_runs": ("The time limit runs on.", "计时继续。"),
    "feed.waits": ("The case waits for its time.", "流程等待中。"),
    "feed.waits_anew": (
        "The time until which the case waits has changed.",
        "流程等待的时间已更改。",
    ),
    "feed.wait_kept": (
        "It is unclear until when to wait now; it stays as it was. {detail}",
        "现在无法确定等待到何时，仍按原来的时间等待。{detail}",
    ),
    "feed.waited": ("The waiting is over.", "等待结束。"),
    "feed.waits_for": ("The case waits for: {event}.", "流程等待事件：{event}。"),
    "feed.event": ("It happened: {event}.", "事件已发生：{event}。"),
    "feed.wait_unclear": (
        "It is unclear until when to wait: {detail}",
        "无法确定等待到何时：{detail}",
    ),
    "feed.flow_started": ("The flow {flow} has begun.", "已启动流程 {flow}。"),
    "feed.flow_ended": (
        "The flow {flow} is at its end: {outcome}.",
        "流程 {flow} 已结束：{outcome}。",
    ),
    "feed.stopped": (
        "Ended, as the case above no longer wants it.",
        "上级流程不再需要，已结束。",
    ),
    "feed.suspended": ("{person} suspended the case. {reason}", "{person} 挂起流程。{reason}"),
    "feed.resumed": ("{person} resumed the case. {reason}", "{person} 恢复流程。{reason}"),
    "feed.jumped": (
        "{person} put the case to another step. {reason}",
        "{person} 将流程跳转到其他节点。{reason}",
    ),
    "feed.moved": (
        "{person} moved the case from version {old} of its flow to {new}. {reason}",
        "{person} 将流程从版本 {old} 迁移到版本 {new}。{reason}",
    ),
    "feed.asked_anew": (
        "The new version decides this step otherwise, so it is asked anew; earlier answers no "
        "longer count.",
        "新版本对此节点的规定不同，重新征求意见；之前的意见不再有效。",
    ),
    "feed.no_way_back": (
        "The new version knows no straight way back, so a resubmit goes through the steps.",
        "新版本没有直接返回的路径，重新提交后将逐步进行。",
    ),
    "feed.ended": (
        "{person} ended the case: {outcome}. {reason}",
        "{person} 结束流程：{outcome}。{reason}",
    ),
    "feed.call_skipped": ("{action} was left out. {detail}", "{action} 已跳过。{detail}"),
    "feed.rejected_on": (
        "Rejected; the flow goes on as it says for that.",
        "已拒绝，按流程规定继续。",
    ),
    "feed.called": ("{action} is done. {detail}", "{action} 已完成。{detail}"),
    "feed.undone": (
        "{action} is done, as it was withdrawn. {detail}",
        "因撤回已执行 {action}。{detail}",
    ),
    "feed.call_failed": ("{action} failed. {detail}", "{action} 执行失败。{detail}"),
    "feed.approved": ("Approved; the flow is at its end.", "已通过，流程结束。"),
    "feed.rejected": ("Rejected; the flow is at its end.", "已拒绝，流程结束。"),
    "feed.ended_elsewhere.approved": (
        "Decided in the other system by {person}: approved. {detail}",
        "已在外部系统由 {person} 同意。{detail}",
    ),
    "feed.ended_elsewhere.rejected": (
        "Decided in the other system by {person}: rejected. {detail}",
        "已在外部系统由 {person} 拒绝。{detail}",
    ),
    "feed.ended_elsewhere.withdrawn": (
        "Withdrawn in the other system by {person}. {detail}",
        "已在外部系统由 {person} 撤回。{detail}",
    ),
    "feed.ended_elsewhere.stopped": (
        "What was asked about it so far is over.",
        "此前发起的审批已终止。",
    ),
    "feed.ended_elsewhere.gone": (
        "It no longer exists in the other system. {detail}",
        "在外部系统中已不存在。{detail}",
    ),
}
