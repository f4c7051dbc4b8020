"""Marks on tasks, and deciding about all that are marked."""

TEXTS: dict[str, tuple[str, str]] = {
    "marks.count": ("{n} marked", "已标记 {n}"),
    "marks.count_outside": (
        "{n} marked, {out} outside the filter",
        "已标记 {n}，其中 {out} 不在筛选内",
    ),
    "marks.count_unseen": (
        "{n} marked, {out} not seen in this filter",
        "已标记 {n}，其中 {out} 在此筛选中未见",
    ),
    "marks.count_short": ("{n} marked ({out} out)", "已标记 {n}（{out} 在外）"),
    "marks.count_shortest": ("+{n}", "+{n}"),
    "marks.none": (
        "No task is marked: {key} marks the selected one.",
        "未标记待办：{key} 标记所选。",
    ),
    "marks.no_results": (
        "No marked tasks have been decided about since the start.",
        "本次启动后尚无批量决定。",
    ),
    "marks.all": ("{n} marked now.", "现已标记 {n} 项。"),
    "marks.all_loaded": (
        "{n} marked now: those that are loaded. More of the list is read as one goes down.",
        "现已标记 {n} 项（已载入的部分）；向下翻动会载入更多。",
    ),
    "marks.cleared": ("No marks are left ({n} taken away).", "已清除 {n} 个标记。"),
    "marks.is_gone": (
        "{key} is no longer in your inbox and cannot be marked.",
        "{key} 已不在您的待办中，无法标记。",
    ),
    "marks.lost": ("{key} is over and lost its mark: {how}.", "{key} 已结束，标记已清除：{how}。"),
    "marks.lost_many": (
        "{n} marked tasks are over and lost their marks: {keys}.",
        "{n} 项已标记的待办已结束，标记已清除：{keys}。",
    ),
    "marks.again": (
        "Still marked from last time: {n} ({keys}). {key} takes the marks away.",
        "上次标记的 {n} 项仍有效（{keys}）；{key} 清除标记。",
    ),
    "marks.not_again": (
        "Not marked any more, as over or changed since: {n}.",
        "已结束或已有变化、不再标记：{n} 项。",
    ),
    # the dialog
    "marks.heading": ("{action}: {n} of {of} marked", "{action}：已标记 {of} 项中的 {n} 项"),
    "marks.verb": ("{action} {n}", "{action} {n} 项"),
    "marks.none_left": (
        "None of the {of} marked can be decided this way: {why}",
        "已标记的 {of} 项均不能这样处理：{why}",
    ),
    "marks.outside": (
        "{n} of them are outside the filter or not loaded.",
        "其中 {n} 项不在筛选内或未载入。",
    ),
    "marks.left_out": ("Left out ({n})", "不包括（{n} 项）"),
    "marks.included": ("{action} ({n})", "{action}（{n} 项）"),
    "marks.changed": ("changed since it was marked", "标记后已有变化"),
    "marks.reading": ("reading what changed…", "正在读取变化…"),
    "marks.why.over": ("it is over", "已结束"),
    "marks.why.held": ("decided already", "已作决定"),
    "marks.why.question": ("a question: answer it by itself", "提问：请单独回答"),
    "marks.why.fields": (
        "asks for {fields}: decide it by itself",
        "需填写{fields}：请单独处理",
    ),
    "marks.why.cannot": ("cannot {action} here ({kind})", "不能{action}（{kind}）"),
    # held back, sent, answered
    "marks.held": (
        "{action} {of} tasks in {n} s  {undo} takes all back",
        "{n} 秒后{action} {of} 项  {undo} 全部撤销",
    ),
    "marks.taken_back": (
        "Taken back: none of the {n} is decided. They are still marked.",
        "已撤销：{n} 项均未作决定，仍保持标记。",
    ),
    "marks.taken_back_some": (
        "Taken back: {n}. Too late for {keys}.",
        "已撤销 {n} 项；来不及撤销：{keys}。",
    ),
    "marks.all_done": ("{what}: all {n}. {key} shows each.", "{what}：共 {n} 项。{key} 查看明细。"),
    "marks.some_done": (
        "{what}: {n} of {of}; {failed} not. {key} shows why.",
        "{what}：{of} 项中 {n} 项；{failed} 项未成功。{key} 查看原因。",
    ),
    "marks.results_title": ("Results: {n} of {of} {what}", "结果：{of} 项中 {n} 项{what}"),
    "marks.results_hint": ("Arrows move, Esc closes.", "方向键翻动，Esc 关闭。"),
    "marks.outcome.waiting": ("waiting to be sent", "等待发送"),
    "marks.outcome.gone": ("too late: {message}", "来不及：{message}"),
    "marks.outcome.changed": (
        "changed meanwhile: look at it, then decide again",
        "已有变化：请查看后重新决定",
    ),
    "marks.outcome.refused": ("refused: {message}", "被拒绝：{message}"),
}
