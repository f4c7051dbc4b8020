"""Why somebody was asked. Values that are ids (`person`, `role` …) are shown as names."""

TEXTS: dict[str, tuple[str, str]] = {
    "reason.person": ("Named in the flow.", "流程中指定。"),
    "reason.role": ("Holds the role {role}.", "担任角色 {role}。"),
    "reason.role_in_department": (
        "Holds the role {role} in the requester's department.",
        "在发起人部门担任角色 {role}。",
    ),
    "reason.role_in_region": (
        "Holds the role {role} in the region {region}.",
        "在区域 {region} 担任角色 {role}。",
    ),
    "reason.role_near": (
        "Holds the role {role} in the requester's region.",
        "在发起人所在区域担任角色 {role}。",
    ),
    "reason.group": ("Belongs to the group {group}.", "属于组 {group}。"),
    "reason.group_in_department": (
        "Belongs to the group {group} and the requester's department.",
        "属于组 {group}，且在发起人部门。",
    ),
    "reason.group_in_region": (
        "Belongs to the group {group} and the region {region}.",
        "属于组 {group}，且在区域 {region}。",
    ),
    "reason.group_near": (
        "Belongs to the group {group} and the requester's region.",
        "属于组 {group}，且在发起人所在区域。",
    ),
    "reason.manager": (
        "Manager of {person}, {levels} level(s) up.",
        "{person} 的上级（第 {levels} 级）。",
    ),
    "reason.head": ("Head of the department {department}.", "部门 {department} 的负责人。"),
    "reason.field": ("Named in the field {field}.", "在字段 {field} 中指定。"),
    "reason.requester": ("Submitted it.", "发起人。"),
    "reason.least_loaded": (
        "Has the fewest open tasks ({load}) of {of} in {pool}.",
        "在 {pool} 的 {of} 人中未办任务最少（{load}）。",
    ),
    "reason.in_turn": (
        "Next in turn of {of} in {pool}.",
        "在 {pool} 的 {of} 人中轮到。",
    ),
    "reason.most_skilled": (
        "Most skilled in {skill} (level {level}) of {of} in {pool}.",
        "在 {pool} 的 {of} 人中 {skill} 技能最高（{level} 级）。",
    ),
    "reason.instead_of_requester": (
        "Next manager of {person}, who cannot approve their own request.",
        "{person} 不能审批自己的申请，由其上级审批。",
    ),
    "reason.nobody": (
        "Nobody was found for “{wanted}”, so the flow's owner is asked.",
        "未找到“{wanted}”，转由流程负责人处理。",
    ),
    "reason.too_few": (
        "Too few people were found ({n} missing), so the flow's owner is asked.",
        "找到的人员不足（缺 {n} 人），由流程负责人补足。",
    ),
    "reason.nobody_found": (
        "Owner of the flow: nobody was found for a step.",
        "流程负责人：有节点找不到处理人。",
    ),
    "reason.all_abstained": (
        "Everybody abstained, so the flow's owner is asked.",
        "全部弃权，转由流程负责人处理。",
    ),
    "reason.nobody_above": (
        "Owner of the flow: {person} is late, and there is no manager to escalate to.",
        "流程负责人：{person} 已超时，没有可升级的上级。",
    ),
    "reason.wait_unclear": (
        "Owner of the flow: it is unclear until when to wait. {detail}",
        "流程负责人：无法确定等待到何时。{detail}",
    ),
    "reason.flow_unclear": (
        "Owner of the flow: the flow {flow} cannot be started. {detail}",
        "流程负责人：无法启动流程 {flow}。{detail}",
    ),
    "reason.final_impossible": (
        "Owner of the flow: {person} is late, and what the flow says for that is not possible now.",
        "流程负责人：{person} 已超时，但流程规定的最终动作目前无法执行。",
    ),
    "reason.way_back_shut": (
        "Owner of the flow: it was rejected, but {action} took effect or is on its way, so it "
        "cannot go back.",
        "流程负责人：已拒绝，但 {action} 已生效或正在执行，无法退回。",
    ),
    "reason.call_failed": (
        "Owner of the flow: {action} failed. {detail}",
        "流程负责人：{action} 执行失败。{detail}",
    ),
    "reason.no_connector": (
        "Owner of the flow: {action} cannot be done, {connector} is not connected.",
        "流程负责人：无法执行 {action}，尚未连接 {connector}。",
    ),
    "reason.absent": (
        "Decides for {person}, who is away.",
        "{person} 不在，代为处理。",
    ),
    "reason.forwarded": ("Forwarded by {person}.", "由 {person} 转交。"),
    "reason.delegated": ("{person} asks for your answer first.", "{person} 委派您先处理。"),
    "reason.added_before": (
        "{person} asks for your answer before deciding.",
        "{person} 前加签，先征求您的意见。",
    ),
    "reason.added_after": (
        "{person} has approved and asks you to sign as well.",
        "{person} 后加签，请您继续签署。",
    ),
    "reason.added_beside": (
        "{person} asks you to sign as well.",
        "{person} 并加签，请您一起签署。",
    ),
    "reason.escalated": (
        "Manager of {person}, who has not answered in time.",
        "{person} 超时未处理，升级给上级。",
    ),
    "reason.reassigned": ("Assigned by {person}.", "由 {person} 改派。"),
    "reason.handed_over": ("Taken over from {person}.", "接替 {person}。"),
    "reason.back": ("Decides instead of {person}.", "本人处理，不再由 {person} 代理。"),
    "reason.jumped": ("Sent back by {person}, an administrator.", "由管理员 {person} 退回。"),
    "reason.straight_back": ("{person} has revised it.", "{person} 已修改。"),
    "reason.kept": ("Answered in the round before.", "上一轮已答复。"),
    "reason.returned_by_flow": (
        "Returned by the time limit of the step {step}.",
        "节点 {step} 超时，自动退回。",
    ),
    "reason.rejected_by_flow": (
        "Rejected at the step {step}, for revision.",
        "在节点 {step} 拒绝，请修改。",
    ),
    "reason.returned": ("Returned by {person}.", "被 {person} 退回。"),
    "reason.rejected": ("Rejected by {person}, for revision.", "被 {person} 拒绝，请修改。"),
    "reason.requester_gone": (
        "Owner of the flow: the requester is no longer there.",
        "流程负责人：发起人已不在。",
    ),
    "reason.same_person": (
        "Approved the step {step} just before, and nothing has changed since.",
        "刚刚在节点 {step} 同意，此后无变化。",
    ),
    "reason.approved_before": (
        "Approved before the resubmit, and nothing watched has changed since.",
        "重新提交前已同意，关注的字段此后无变化。",
    ),
}
