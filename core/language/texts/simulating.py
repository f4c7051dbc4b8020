"""A flow tried on the past: what would change, in words."""

TEXTS: dict[str, tuple[str, str]] = {
    "simulating.empty": ("The file holds no objects.", "文件中没有对象。"),
    "simulating.column": ("There is no field “{name}”.", "没有字段“{name}”。"),
    "simulating.value": ("“{text}” does not fit {field}.", "“{text}” 不适用于 {field}。"),
    "simulating.no_flow": (
        "Name the flow, or give a file with one.",
        "请指定流程，或给出包含流程的文件。",
    ),
    "simulating.several": (
        "There are several flows in these files: {flows}.",
        "这些文件中有多个流程：{flows}。",
    ),
    "simulating.no_object": ("There is no past object {key}.", "没有历史对象 {key}。"),
    "simulating.result": (
        "{objects} objects, {changed} would go another way.",
        "共 {objects} 个对象，其中 {changed} 个路径会改变。",
    ),
    "simulating.instead_of": (
        "Now they go through {flow}.",
        "现在使用流程 {flow}。",
    ),
    "simulating.decisions": (
        "Decisions: {before} now, {after} then.",
        "决定次数：现在 {before}，之后 {after}。",
    ),
    "simulating.waiting": (
        "Expected from submitting to the end: {before} now, {after} then.",
        "预计从提交到结束：现在 {before}，之后 {after}。",
    ),
    "simulating.shift": ("{n}: {before} → {after}", "{n} 个：{before} → {after}"),
    "simulating.examples": ("for example {keys}", "例如 {keys}"),
    "simulating.nobody": ("nobody", "无人"),
    "simulating.new": ("no flow yet", "尚无流程"),
    "simulating.told": ("copies to {people}", "抄送 {people}"),
    "simulating.calls": ("actions {calls}", "调用 {calls}"),
    "simulating.ends": ("ends: {ends}", "结果：{ends}"),
    "simulating.ends.approved": ("approved", "同意"),
    "simulating.ends.rejected": ("rejected", "拒绝"),
    "simulating.ends.running": ("it waits", "停在等待"),
    "simulating.ends.returned": ("back with the requester", "退回发起人"),
    "simulating.problem": ("cannot be run: {problem}", "无法运行：{problem}"),
    "simulating.endless": ("it never ends", "流程无法结束"),
    "simulating.same": ("Nothing would change.", "没有任何变化。"),
}
