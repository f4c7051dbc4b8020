"""Running cases that are moved to another version of their flow, and why some are not."""

TEXTS: dict[str, tuple[str, str]] = {
    "moving.step_gone": (
        "It stands at {step}, and the new version has no such step.",
        "实例停在节点 {step}，新版本没有此节点。",
    ),
    "moving.step_gone.hint": (
        "Say which step takes its place: --map {step}=STEP.",
        "请指定接替它的节点：--map {step}=节点。",
    ),
    "moving.other_branch": (
        "It stands at {step}, in a branch of {around}; in the new version the step lies elsewhere.",
        "实例停在 {around} 分支内的节点 {step}；新版本中此节点在别处。",
    ),
    "moving.fork_behind": (
        "Where it stands lies in a branch of {around} in the new version; it has been through "
        "{around} already.",
        "新版本中其所停之处位于 {around} 的分支内，而实例已通过 {around}。",
    ),
    "moving.after_reject": (
        "It stands at {step}, which the new version has after a reject at {around}; nobody has "
        "rejected it there.",
        "实例停在节点 {step}；新版本中它位于 {around} 被拒绝之后，而此处并未拒绝。",
    ),
    "moving.half_a_branch": (
        "The new version has {around} around where it stands. A branch of it would begin now, but "
        "the case has been through {done} in it, and not through {left}.",
        "新版本在其所停之处外面有 {around}。其中一个分支应当开始，但实例已通过该分支的 {done}，"
        "尚未通过 {left}。",
    ),
    "moving.branches.hint": (
        "Once it is past that, or was returned to its requester, it can be moved.",
        "待其通过该处，或退回发起人后，即可迁移。",
    ),
    "moving.branch_split": (
        "A branch of {around} in which it stands is two in the new version.",
        "实例所在的 {around} 的一个分支在新版本中分成了两个。",
    ),
    "moving.branches_joined": (
        "Two branches of {around} in which it stands are one in the new version.",
        "实例所在的 {around} 的两个分支在新版本中合并为一个。",
    ),
    "moving.one_step": (
        "It stands at two steps that would both be {step}.",
        "实例同时停在两个节点，二者都会变成 {step}。",
    ),
    "moving.other_kind": (
        "{old} cannot become {new}: they are steps of different kinds.",
        "{old} 不能变为 {new}：两者是不同种类的节点。",
    ),
    "moving.other_action": (
        "At {step} it waits for {action}; in the new version the step does something else.",
        "在节点 {step} 正在等待 {action}；新版本中此节点执行其他操作。",
    ),
    "moving.other_action.pending": (
        "Move it once the other system has answered.",
        "请在外部系统答复后再迁移。",
    ),
    "moving.other_action.failed": (
        "Settle its incident first: try again, skip, or tick it off.",
        "请先处理其异常：重试、跳过或标记为已完成。",
    ),
    "moving.other_flow": (
        "At {step} it waits for the flow {old}; the new version does not, it has {new} there.",
        "在节点 {step} 正在等待流程 {old}；新版本中不再如此，该处为 {new}。",
    ),
    "moving.done_again": (
        "{action} took effect already, and lies ahead of it in the new version: it would be done "
        "again.",
        "{action} 已生效，而在新版本中位于其后，会重复执行。",
    ),
    "moving.would_go_on": (
        "It is suspended, and would go on by itself in the new version.",
        "实例已挂起，迁移到新版本后会自动继续。",
    ),
    "moving.would_go_on.hint": ("Resume it first.", "请先恢复该实例。"),
    # --- told of cases
    "moving.and": ("; ", "；"),
    "moving.outcome.moves": ("moves", "可迁移"),
    "moving.outcome.moved": ("moved", "已迁移"),
    "moving.outcome.there": ("is there", "已在此版本"),
    "moving.outcome.refused": ("stays", "不迁移"),
    "moving.begins": ("{step} begins: {people}", "节点 {step} 开始：{people}"),
    "moving.asked": ("{step} is asked anew: {people}", "节点 {step} 重新征求意见：{people}"),
    "moving.missed": (
        "does not go through what is new before it: {steps}",
        "不再经过其前新增的节点：{steps}",
    ),
    "moving.more": ("{n} more", "另外 {n} 个"),
    "moving.tried": (
        "{moved} would move, {anew} of them asked anew; {stay} would stay.",
        "{moved} 个可迁移，其中 {anew} 个需重新征求意见；{stay} 个不能迁移。",
    ),
    "moving.done": (
        "{moved} moved, {anew} of them asked anew; {stay} stay.",
        "已迁移 {moved} 个，其中 {anew} 个重新征求意见；{stay} 个未迁移。",
    ),
    "moving.for_real": (
        "This was a trial; --for-real -m REASON moves them.",
        "以上为试运行；加上 --for-real -m 理由 即可迁移。",
    ),
    "moving.nothing": (
        "No running case of {flow} is on another version.",
        "{flow} 没有运行在其他版本上的实例。",
    ),
    "moving.no_mapping": (
        "“{text}” does not say which step takes the place of which.",
        "“{text}” 未说明由哪个节点接替哪个节点。",
    ),
    "moving.no_mapping.hint": ("For example: --map head=boss.", "例如：--map head=boss。"),
    # --- why not
    "moving.no_case": (
        "No case of the flow {flow} runs on {key}.",
        "{key} 上没有进行中的 {flow} 流程实例。",
    ),
    "moving.meanwhile": (
        "It was moved to version {version} meanwhile.",
        "其间已迁移到版本 {version}。",
    ),
}
