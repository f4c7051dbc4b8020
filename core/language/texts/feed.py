"""What the system says in a feed. `person`, `to` and `people` are ids, shown as names."""

TEXTS: dict[str, tuple[str, str]] = {
    "feed.submitted": ("{person} submitted it.", "{person} 提交。"),
    "feed.submitted_saying": ("{person} submitted it. {reason}", "{person} 提交。{reason}"),
    "feed.resubmitted": ("{person} submitted it again.", "{person} 重新提交。"),
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
    "feed.condition_unclear": (
        "The condition “{condition}” could not be decided on these values, so it did not hold.",
        "条件“{condition}”无法根据现有值判断，视为不成立。",
    ),
    "feed.not_set": (
        "A value could not be set: {detail}",
        "无法设置字段值：{detail}",
    ),
    "feed.called": ("{action} is done. {detail}", "{action} 已完成。{detail}"),
    "feed.undone": (
        "{action} is done, as it was withdrawn. {detail}",
        "因撤回已执行 {action}。{detail}",
    ),
    "feed.call_failed": ("{action} failed. {detail}", "{action} 执行失败。{detail}"),
    "feed.approved": ("Approved; the flow is at its end.", "已通过，流程结束。"),
    "feed.rejected": ("Rejected; the flow is at its end.", "已驳回，流程结束。"),
    "feed.ended_elsewhere.approved": (
        "Decided in the other system by {person}: approved. {detail}",
        "已在外部系统由 {person} 同意。{detail}",
    ),
    "feed.ended_elsewhere.rejected": (
        "Decided in the other system by {person}: rejected. {detail}",
        "已在外部系统由 {person} 驳回。{detail}",
    ),
    "feed.ended_elsewhere.withdrawn": (
        "Withdrawn in the other system by {person}. {detail}",
        "已在外部系统由 {person} 撤回。{detail}",
    ),
    "feed.ended_elsewhere.gone": (
        "It no longer exists in the other system. {detail}",
        "在外部系统中已不存在。{detail}",
    ),
}
