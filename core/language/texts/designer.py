"""Texts of the designer: steps and their properties in words, completions, trying and publishing."""

TEXTS = {
    "designer.cannot_splice": (
        "The file is written around line {line} in a way that cannot be changed here. Open it in "
        "an editor, or write the step there anew.",
        "文件第 {line} 行附近的写法无法在此修改。请用编辑器打开，或在那里重写该节点。",
    ),
}
