"""Steering a case from the screens: what it is about, what would come of it, what came of it."""

TEXTS: dict[str, tuple[str, str]] = {
    "steering.menu": ("The case of {key}", "{key} 的流程"),
    "steering.what": ("What", "操作"),
    "steering.pick": ("Choose from the list.", "请从列表中选择。"),
    "steering.choose": ("choose", "选择"),
    "steering.heading": ("{verb}  {key}", "{verb}  {key}"),
    "steering.where": ("Where to", "跳转到"),
    "steering.whose": ("Whose task", "谁的待办"),
    "steering.who": ("Who", "人员"),
    "steering.to_whom": ("To whom", "改派给"),
    "steering.as_if": ("As if", "结果"),
    "steering.outcome.approved": ("approved", "同意"),
    "steering.outcome.rejected": ("rejected", "拒绝"),
    "steering.outcome.withdrawn": ("withdrawn", "撤回"),
    "steering.requester": ("the requester, to revise it", "发起人（修改）"),
    "steering.at": ("{who} ({step})", "{who}（{step}）"),
    "steering.and": (", ", "、"),
    "steering.kind": ("{step}: {kind}", "{step}：{kind}"),
    # what is about to be done
    "steering.says.suspend": (
        "The case stands still: nobody can decide, and its clocks stop until it is resumed.",
        "流程暂停：在恢复之前无人可以处理，计时停止。",
    ),
    "steering.says.resume": (
        "The case goes on where it stands, and its clocks run again.",
        "流程从当前位置继续，恢复计时。",
    ),
    "steering.says.jump": ("The case goes on at: {step}.", "流程跳转到：{step}。"),
    "steering.says.from": ("It stands at: {steps}.", "目前位于：{steps}。"),
    "steering.says.end": (
        "The case ends as if {outcome}. It cannot be taken up again.",
        "流程以“{outcome}”终止，不可恢复。",
    ),
    "steering.says.reassign": (
        "The task of {who} goes to {to}.",
        "{who}的待办改派给 {to}。",
    ),
    "steering.says.remove_signer": (
        "{who} need not sign any more.",
        "{who}不再需要审批。",
    ),
    "steering.says.take_back": (
        "Your approval counts no more, and you are asked again: {step}.",
        "您的审批不再有效，将重新由您处理：{step}。",
    ),
    # what would come of it
    "steering.ended": ("No longer asked: {people}.", "不再由其处理：{people}。"),
    "steering.asked": ("Asked then: {people}.", "届时由其处理：{people}。"),
    "steering.calls": ("Queued for other systems: {calls}.", "将在其他系统中执行：{calls}。"),
    "steering.same": ("Nobody else is asked, nobody's task ends.", "处理人不变。"),
    "steering.refused": ("It would be refused: {message}", "操作会被拒绝：{message}"),
    "steering.reason": ("Reason", "理由"),
    # what is held, and what came of it
    "steering.holding.take_back": ("taking your approval back", "正在收回审批"),
    "steering.holding.remove_signer": ("removing a signer", "正在减签"),
    "steering.not_done": (
        "Undone: nothing was changed about {key}.",
        "已撤销：{key} 没有变化。",
    ),
    "steering.done.take_back": ("approval taken back", "已收回审批"),
    "steering.done.remove_signer": ("a signer was removed", "已减签"),
    "steering.done.suspend": ("suspended", "已挂起"),
    "steering.done.resume": ("resumed", "已恢复"),
    "steering.done.jump": ("put at another step", "已跳转"),
    "steering.done.reassign": ("reassigned", "已改派"),
    "steering.done.end": ("ended", "已终止"),
    "steering.waits_for": ("{what}. It waits for {people} now.", "{what}，现由 {people} 处理。"),
    "steering.waits_for_nobody": ("{what}. It waits for nobody.", "{what}，目前无人待办。"),
    "steering.stands_still": (
        "{what}. It stands still until it is resumed.",
        "{what}，恢复之前不能处理。",
    ),
    "steering.ended_as": ("{what}: {state}.", "{what}：{state}。"),
    # why not
    "steering.cannot.take_back": (
        "There is no approval of yours that could be taken back: the step does not allow it, or "
        "somebody has acted since.",
        "没有可以收回的审批：节点不允许，或此后已有人处理。",
    ),
    "steering.cannot.remove_signer": (
        "There is nobody whom you could remove: whoever added a signer can, until they act, and "
        "one has to stay.",
        "没有可以减签的人：只有加签者可以，且对方尚未处理，并须保留至少一人。",
    ),
    "steering.cannot.case": (
        "There is nothing that you could do with the case of {key}: steering it takes an "
        "administrator.",
        "您不能对 {key} 的流程执行任何操作：需要管理员。",
    ),
}
