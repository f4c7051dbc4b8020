"""What is wrong in a company's files, what to write instead, and what applying them changes."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- reading YAML --------------------------------------------------------------------------
    "configuration.wrong": (
        "the files hold {n} mistake(s); nothing was applied",
        "文件中有 {n} 处错误，未应用任何内容",
    ),
    "configuration.not_yaml": ("this is not valid YAML: {problem}", "不是有效的 YAML：{problem}"),
    "configuration.too_large": (
        "the file is larger than {megabytes} MB",
        "文件超过 {megabytes} MB",
    ),
    "configuration.too_deep": ("nested more than {n} levels deep", "嵌套超过 {n} 层"),
    "configuration.control": (
        "holds an invisible control character",
        "含有不可见的控制字符",
    ),
    "configuration.control.hint": (
        "delete it; it often comes along when text is pasted",
        "请删除；粘贴文本时常会带入此类字符",
    ),
    "configuration.alias": (
        "anchors (&), aliases (*) and merges (<<) are not used here",
        "此处不支持锚点（&）、引用（*）和合并（<<）",
    ),
    "configuration.alias.hint": (
        "write the value out in each place",
        "请在每处写出完整的值",
    ),
    "configuration.tag": ("tags such as {tag} are not used here", "此处不支持标签 {tag}"),
    "configuration.key_not_text": ("a key must be a single word or text", "键必须是单个文本"),
    "configuration.twice": (
        "“{key}” stands twice; the first is in line {line}",
        "“{key}”重复出现，第一次在第 {line} 行",
    ),
    "configuration.did_you_mean": ("did you mean “{name}”?", "是否想写“{name}”？"),
    "configuration.known": ("known here: {names}", "可用的有：{names}"),
    # --- reading a map -------------------------------------------------------------------------
    "configuration.not_map": (
        "expected keys with values here (`key: value`)",
        "此处应为键值对（`键: 值`）",
    ),
    "configuration.missing": ("“{key}” is missing", "缺少“{key}”"),
    "configuration.unknown_key": ("“{key}” is not known here", "此处没有“{key}”这一项"),
    "configuration.wrong_kind": ("“{key}” must be {kind}", "“{key}”应为{kind}"),
    "configuration.kind.text": ("a text", "文本"),
    "configuration.kind.flag": ("true or false", "true 或 false"),
    "configuration.kind.integer": ("a whole number", "整数"),
    "configuration.kind.list": ("a list (`- …`)", "列表（`- …`）"),
    "configuration.kind.map": ("keys with values (`key: value`)", "键值对（`键: 值`）"),
    "configuration.not_one_of": ("“{key}” cannot be “{word}”", "“{key}”不能是“{word}”"),
    "configuration.identifier": ("“{word}” cannot be an id", "“{word}”不能用作标识"),
    "configuration.identifier.hint": (
        "use letters, digits and . - _ inside, at most {n}; names for people go into name or title",
        "请用字母、数字及中间的 . - _，最多 {n} 个；显示名称请写在 name 或 title 中",
    ),
    "configuration.language": ("“{language}” is no language known here", "不支持语言“{language}”"),
    "configuration.label.hint": (
        "for example `{key}: {{en: Purchasing, zh: 采购部}}`",
        "例如 `{key}: {{en: Purchasing, zh: 采购部}}`",
    ),
}
