"""Why a case does not do what a command wants of it."""

TEXTS: dict[str, tuple[str, str]] = {
    "flow.task": ("task", "待办"),
    "flow.case_moved": (
        "its case has moved; look again, then decide",
        "流程已有变化，请重新查看后再操作",
    ),
    "flow.cannot_foresee": (
        "“{given}” is nothing that can be done with a case.",
        "“{given}”不是可对流程执行的操作。",
    ),
    "flow.not_submitted": ("It has not been submitted yet.", "尚未提交。"),
    "flow.submitted_already": ("It has been submitted already.", "已经提交。"),
    "flow.not_yours": ("the task is {who}'s.", "此待办属于 {who}。"),
    "flow.closed_by_peer": ("{who} has dealt with it.", "{who} 已处理。"),
    "flow.forwarded": ("it went to {who}.", "已转交给 {who}。"),
    "flow.cancelled": ("it was closed by {who}.", "已由 {who} 关闭。"),
    "flow.decided_elsewhere": (
        "it was decided in the other system {who}.",
        "已在外部系统处理 {who}。",
    ),
    "flow.waiting": ("it waits for others' answers.", "正在等待他人答复。"),
    "flow.ahead": ("it is not your turn yet.", "尚未轮到您。"),
    "flow.removed": ("{who} removed you from the signers.", "{who} 已将您减签。"),
    "flow.overridden": ("{who} decided instead.", "{who} 已自行处理。"),
    "flow.suspended": (
        "The case is suspended; an administrator resumes it.",
        "流程已挂起，需由管理员恢复。",
    ),
    "flow.not_suspended": ("The case is not suspended.", "流程未挂起。"),
    "flow.not_running": ("The case is not running.", "流程不在运行中。"),
    "flow.not_open": ("This task is not open.", "此待办未打开。"),
    "flow.not_possible": (
        "A task of the kind {kind} cannot be answered with {decision}.",
        "类型为 {kind} 的待办不能以 {decision} 处理。",
    ),
    "flow.reason_missing": ("A reason is required.", "必须填写理由。"),
    "flow.field_missing": ("The field {field} has to be filled in.", "必须填写字段 {field}。"),
    "flow.not_asked_for": (
        "The field {field} is not asked for at this step.",
        "此节点不要求填写字段 {field}。",
    ),
    "flow.no_way_back": (
        "There is no way back to “{step}”; possible are: {known}.",
        "不能退回到“{step}”；可退回到：{known}。",
    ),
    "flow.call_between": (
        "{action} has taken effect in the other system, so the case cannot go back behind it.",
        "{action} 已在外部系统生效，不能退回到此之前。",
    ),
    "flow.no_step": (
        "There is no step “{step}”; there are: {known}.",
        "没有节点“{step}”；现有：{known}。",
    ),
    "flow.is_there": ("The case is there already.", "流程已在该处。"),
    "flow.not_returned": (
        "Only what was returned to its requester can be resubmitted.",
        "只有退回给发起人后才能重新提交。",
    ),
    "flow.only_requester": ("only the requester can do this.", "只有发起人可以执行此操作。"),
    "flow.ended": ("The case has ended already: {outcome}.", "流程已结束：{outcome}。"),
    "flow.call_on_its_way": (
        "{action} is on its way to the other system; wait for its answer.",
        "{action} 正在发送到外部系统，请等待结果。",
    ),
    "flow.call_took_effect": (
        "{action} has taken effect; what undoes it is a new, opposite request.",
        "{action} 已生效；如需撤销，请发起新的反向申请。",
    ),
    "flow.not_forwarded": ("This kind of task cannot be forwarded.", "此类待办不能转交。"),
    "flow.receiver_unknown": (
        "There is no active person “{to}”.",
        "没有在职人员“{to}”。",
    ),
    "flow.receiver_away": (
        "{to} is away and has named nobody.",
        "{to} 不在，且未指定代理人。",
    ),
    "flow.receiver_in_round": ("{to} is asked in this round already.", "{to} 已在本轮中。"),
    "flow.receiver_is_requester": (
        "{to} submitted it and cannot decide about it.",
        "{to} 是发起人，不能审批。",
    ),
    "flow.receiver_excluded": (
        "{to} approved an earlier step; this one demands somebody else.",
        "{to} 已在前面的节点审批，此节点要求不同的人。",
    ),
    "flow.receiver_excluded.hint": (
        "Forward it to somebody who has approved nothing here.",
        "请转交给尚未在此审批过的人。",
    ),
    "flow.helper_only_answers": (
        "You were asked for an answer only; the task is somebody else's.",
        "仅请您提供意见，此待办属于他人。",
    ),
    "flow.nobody_named": ("Nobody is named.", "没有指定人员。"),
    "flow.not_added_by_you": (
        "Only whoever added a signer, or an administrator, removes them.",
        "只有加签人或管理员可以减签。",
    ),
    "flow.last_signer": (
        "At least one has to stay who signs.",
        "至少要保留一位签署人。",
    ),
    "flow.no_take_back": (
        "This step does not let decisions be taken back.",
        "此节点不允许撤回意见。",
    ),
    "flow.nothing_to_take_back": (
        "There is no decision of yours to take back.",
        "没有可撤回的意见。",
    ),
    "flow.next_acted": (
        "It can no longer be taken back: the case has gone on.",
        "流程已继续，不能撤回。",
    ),
    "flow.outcome.approved": ("approved", "通过"),
    "flow.outcome.rejected": ("rejected", "拒绝"),
    "flow.outcome.withdrawn": ("withdrawn", "撤回"),
    "flow.outcome.gone": ("ended", "结束"),
    "flow.nobody_to_urge": ("It waits for nobody else.", "没有其他待处理人。"),
    "flow.urged_lately": (
        "They were urged a short while ago; try again later.",
        "刚刚催办过，请稍后再试。",
    ),
    # --- progress
    "flow.otherwise": ("otherwise", "其他情况"),
    "flow.call.pending": ("on its way", "处理中"),
    "flow.call.done": ("done", "已完成"),
    "flow.call.failed": ("failed", "失败"),
    "flow.call.skipped": ("not necessary", "无需执行"),
    "flow.call.undo.pending": ("being undone", "正在撤销"),
    "flow.call.undo.done": ("undone", "已撤销"),
    "flow.call.undo.failed": ("could not be undone", "撤销失败"),
    "flow.call.undo.skipped": ("nothing to undo", "无需撤销"),
    # --- nobody to stand in
    "flow.no_owner": (
        "The flow {flow} has no owner who can be found, so nobody can stand in.",
        "流程 {flow} 找不到负责人，无人可代办。",
    ),
    "flow.no_owner.hint": (
        "Give the flow an `owner:` who is active, or somebody the role `admin`.",
        "请为流程设置在职的 `owner:`，或为某人授予 `admin` 角色。",
    ),
}
