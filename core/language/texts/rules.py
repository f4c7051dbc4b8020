"""Texts of rule tables: the words of their cells, as `core.rules.cells` reads them."""

TEXTS: dict[str, tuple[str, str]] = {
    "rules.cell_or": (" or ", " 或 "),
    "rules.cell_or_word": (" or ", "、"),
    "rules.cell_both": (" ", " 且"),
    "rules.cell_from": ("from {limit}", "不小于 {limit}"),
    "rules.cell_over": ("over {limit}", "大于 {limit}"),
    "rules.cell_up_to": ("up to {limit}", "不大于 {limit}"),
    "rules.cell_under": ("under {limit}", "小于 {limit}"),
    "rules.cell_to": ("{low} to {high}", "{low} 至 {high}"),
    "rules.cell_not": ("other than {values}", "不是 {values}"),
    "rules.cell_empty": ("empty", "空"),
    "rules.cell_given": ("not empty", "非空"),
    "rules.cell_yes": ("yes", "是"),
    "rules.cell_no": ("no", "否"),
}
