"""What somebody probably meant."""

TEXTS: dict[str, tuple[str, str]] = {
    "near.did_you_mean": ("Did you mean {names}?", "您是否想写 {names}？"),
    "near.or": (" or ", " 或 "),
    "near.there_are": ("There are: {names}", "可用：{names}"),
    "near.space": (" ", ""),
}
