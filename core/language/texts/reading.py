"""What the full-screen terminal says around the part of a feed that it holds."""

TEXTS: dict[str, tuple[str, str]] = {
    "reading.older": ("(older entries come as you scroll up)", "（向上滚动显示更早的动态）"),
    "reading.beginning": ("(the beginning of the feed)", "（动态从此处开始）"),
    "reading.newer": ("(newer entries come as you scroll down)", "（向下滚动显示更新的动态）"),
}
