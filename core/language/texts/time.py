"""Lengths of time."""

TEXTS: dict[str, tuple[str, str]] = {
    "time.day": ("{n} d", "{n} 天"),
    "time.hour": ("{n} h", "{n} 小时"),
    "time.minute": ("{n} min", "{n} 分钟"),
    "time.second": ("{n} s", "{n} 秒"),
    "time.late": ("{span} late", "逾期 {span}"),
    "time.in": ("in {span}", "还剩 {span}"),
    "time.ago": ("{span} ago", "{span}前"),
    "time.now": ("now", "刚刚"),
    "time.waiting": ("waits {span}", "已等 {span}"),
    "time.new": ("new", "新到"),
}
