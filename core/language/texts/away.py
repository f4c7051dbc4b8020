"""Being away: the dialog, and what is said of an absence."""

TEXTS: dict[str, tuple[str, str]] = {
    "away.heading": ("I am away", "我不在"),
    "away.delegate": ("Deputy (may be empty)", "代理人（可不填）"),
    "away.begins": ("First day (empty: now)", "开始日期（空：现在起）"),
    "away.ends": ("Last day (empty: open)", "最后一天（空：未定）"),
    "away.what.begin": ("I am away", "我不在"),
    "away.what.end": ("I am back: end the first one above", "我已返岗：结束上面第一条"),
    "away.verb.begin": ("be away", "设置"),
    "away.verb.end": ("be back", "返岗"),
    "away.none": ("You are not away.", "您没有请假。"),
    "away.until": ("Away from {begins} until {ends}", "{begins} 至 {ends} 不在"),
    "away.for_good": ("Away from {begins} on, until you are back", "自 {begins} 起不在，直到返岗"),
    "away.decides": (
        "{when}: {who} decides what you are asked meanwhile.",
        "{when}：期间由 {who} 代为处理。",
    ),
    "away.nobody_decides": (
        "{when}: the flows' owners decide what you are asked meanwhile.",
        "{when}：期间由流程负责人处理。",
    ),
    "away.who": (
        "The server has not said yet who you are: try again once it answers.",
        "服务器尚未确认您的身份：请在其响应后再试。",
    ),
    "away.ended": (
        "You are back: what comes from now on is yours.",
        "您已返岗，新的待办由您处理。",
    ),
}
