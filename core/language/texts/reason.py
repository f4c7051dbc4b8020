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
    "reason.nobody_found": (
        "Owner of the flow: nobody was found for a step.",
        "流程负责人：有节点找不到处理人。",
    ),
    "reason.call_failed": (
        "Owner of the flow: {action} failed. {detail}",
        "流程负责人：{action} 执行失败。{detail}",
    ),
    "reason.no_connector": (
        "Owner of the flow: {action} cannot be done, {connector} is not connected.",
        "流程负责人：无法执行 {action}，尚未连接 {connector}。",
    ),
    "reason.forwarded": ("Forwarded by {person}.", "由 {person} 转交。"),
    "reason.returned": ("Returned by {person}.", "被 {person} 退回。"),
    "reason.rejected": ("Rejected by {person}, for revision.", "被 {person} 驳回，请修改。"),
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
