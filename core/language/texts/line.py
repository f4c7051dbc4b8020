"""The plain line mode."""

TEXTS: dict[str, tuple[str, str]] = {
    "line.inbox_prompt": (
        "Number, n next, {goto} and a key, /words to search, {away} away, Enter anew, q quit:",
        "输入编号，n 下一页，{goto} 加单号打开，/文字 搜索，{away} 请假，回车刷新，q 退出：",
    ),
    "line.inbox_help": (
        "Type the number of a task, n for the next part, {goto} and the key of any object, / and "
        "words to search (/ alone: all), {away} to say when you are away, Enter to read the list "
        "anew, q to leave.",
        "输入待办编号；n 下一页；{goto} 加任意单号打开；/ 加文字搜索（单独 / 显示全部）；"
        "{away} 设置何时不在；回车刷新；q 退出。",
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
    "line.key.z": ("z abstain", "z 弃权"),
    "line.key.x": ("x skip", "x 跳过"),
    "line.key.try_again": ("a try again", "a 重试"),
    "line.key.by_hand": ("d done by hand", "d 已人工处理"),
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
    "line.sure.abstain": ("Abstain", "弃权"),
    "line.sure.skip": ("Skip", "跳过"),
    "line.sure.try_again": ("Try again", "重试"),
    "line.sure.by_hand": ("Say it was done by hand", "确认已人工处理"),
    "line.steer_sure": ("{what}: {key}. Sure? [y/N]", "{what}：{key}。确认？[y/N]"),
    "line.nothing_done": ("Nothing was done.", "未执行任何操作。"),
    "line.right": ("Is that right? [y/N]", "是否正确？[y/N]"),
    "line.noted": ("Noted.", "已记录。"),
    "line.choose": ("Number (Enter: none):", "输入编号（回车取消）："),
    "line.no_number": (
        "Nothing was chosen: type a number from 1 to {n}.",
        "未选择：请输入 1 到 {n} 之间的编号。",
    ),
    "line.reason_needed": ("Reason (required):", "理由（必填）："),
    "line.draft_reason": (
        "Typed before, Enter takes it: {text}",
        "之前输入的内容，回车沿用：{text}",
    ),
    "line.reassign_to": (
        "To whom the task of {who} goes (Enter: nobody):",
        "{who}的待办改派给谁（回车取消）：",
    ),
    "line.field_keep": ("{field} (Enter: {value}):", "{field}（回车：{value}）："),
    "line.how.person": ("Somebody's id, as after an @", "人员编号，即 @ 后面的部分"),
    "line.how.reference": ("The key of an object", "对象的单号"),
    "line.how.file": ("The path of a file here", "本机文件的路径"),
    "line.how.table": (
        "@ and a CSV or JSON file, or lines as JSON. Columns: {columns}",
        "@ 加 CSV 或 JSON 文件，或 JSON 格式的行。列：{columns}",
    ),
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
