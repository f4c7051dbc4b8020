"""The plain line mode."""

TEXTS: dict[str, tuple[str, str]] = {
    "line.inbox_prompt": (
        "Number, n next, /words to search, Enter anew, q quit:",
        "输入编号，n 下一页，/文字 搜索，回车刷新，q 退出：",
    ),
    "line.inbox_help": (
        "Type the number of a task, n for the next part, / and words to search (/ alone: all), "
        "Enter to read the list anew, q to leave.",
        "输入待办编号；n 下一页；/ 加文字搜索（单独 / 显示全部）；回车刷新；q 退出。",
    ),
    "line.count": ("{shown} of {total}", "{shown}/{total}"),
    "line.page_prompt": ("{can}:", "{can}："),
    "line.page_help": (
        "Type one of the letters, s to show it again, q or Enter alone to go back.",
        "输入其中一个字母；s 重新显示；q 或直接回车返回列表。",
    ),
    "line.key.a": ("a approve", "a 同意"),
    "line.key.r": ("r reject", "r 拒绝"),
    "line.key.b": ("b return", "b 退回"),
    "line.key.d": ("d done", "d 完成"),
    "line.key.f": ("f forward", "f 转交"),
    "line.key.c": ("c comment", "c 评论"),
    "line.key.answer": ("d answer", "d 回答"),
    "line.key.q": ("q back", "q 返回列表"),
    "line.answer": ("Answer:", "回答："),
    "line.sure.answer": ("Answer", "回答"),
    "line.reason": ("Reason (Enter: none):", "理由（回车跳过）："),
    "line.sure": ("{question} {key}? [y/N]", "{question} {key}？[y/N]"),
    "line.sure.approve": ("Approve", "同意"),
    "line.sure.reject": ("Reject", "拒绝"),
    "line.sure.return": ("Return", "退回"),
    "line.sure.done": ("Tick off", "完成"),
    "line.agree": ("{warning} Decide all the same? [y/N]", "{warning}仍要决定？[y/N]"),
    "line.decided": ("Done.", "已处理。"),
    "line.forward_to": ("Forward to whom (Enter: nobody):", "转交给谁（回车取消）："),
    "line.forwarded": ("Forwarded.", "已转交。"),
    "line.comment": (
        "Comment (@name asks somebody; Enter: none):",
        "评论（@姓名 提问；回车取消）：",
    ),
    "line.draft": (
        "Not sent last time, Enter sends it now: {text}",
        "上次未发送，回车立即发送：{text}",
    ),
    "line.said": ("Said.", "已发表。"),
}
