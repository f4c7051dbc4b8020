"""What is said of values that people type."""

TEXTS: dict[str, tuple[str, str]] = {
    "typed.yes": ("yes", "是"),
    "typed.no": ("no", "否"),
    "typed.unread": ("{field}: “{text}” cannot be read.", "{field}：无法识别“{text}”。"),
    "typed.example": ("Write it like: {example}", "请写成：{example}"),
    "typed.no_such_field": ("{type} has no field “{field}”.", "{type}没有字段“{field}”。"),
    "typed.no_such_column": (
        "{field}: there is no column “{column}”.",
        "{field}：没有列“{column}”。",
    ),
}
