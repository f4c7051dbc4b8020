"""Tests beside a flow: what is wrong with them, and where a case went another way."""

TEXTS: dict[str, tuple[str, str]] = {
    "testing.twice": (
        "The case “{name}” exists already, in line {line}.",
        "用例“{name}”已存在（第 {line} 行）。",
    ),
    "testing.no_requester": (
        "Nobody submits this case: write `requester:` here or at the top.",
        "没有发起人：请在此处或文件开头写 `requester:`。",
    ),
    "testing.no_turn": (
        "“{word}” is nothing that happens or is expected in a case.",
        "“{word}” 不是用例中的动作或预期。",
    ),
    "testing.no_moment": (
        "“{text}” is no date and time, like 2026-11-23 09:00.",
        "“{text}” 不是日期时间，写法如 2026-11-23 09:00。",
    ),
    "testing.no_such_flow": ("There is no flow `{name}` to test.", "没有可测试的流程 `{name}`。"),
    "testing.no_person": ("There is no person `{name}`.", "没有人员 `{name}`。"),
    "testing.no_field": (
        "There is no field `{name}`; there are: {known}.",
        "没有字段 `{name}`；可用：{known}。",
    ),
    "testing.misfit": ("A value does not fit: {detail}", "值不合适：{detail}"),
    "testing.asks": (
        "Expected that {expected} would be asked now; the case waits for {found}.",
        "预期当前处理人为 {expected}；实际等待 {found}。",
    ),
    "testing.asked": (
        "Expected that {expected} would be asked, in this order; asked were {found}.",
        "预期依次处理人为 {expected}；实际为 {found}。",
    ),
    "testing.tells": (
        "Expected copies to {expected}; there were copies to {found}.",
        "预期抄送 {expected}；实际抄送 {found}。",
    ),
    "testing.calls": (
        "Expected the actions {expected}; asked for were {found}.",
        "预期调用 {expected}；实际调用 {found}。",
    ),
    "testing.at": (
        "Expected the case at {expected}; it is at {found}.",
        "预期位于 {expected}；实际位于 {found}。",
    ),
    "testing.field": (
        "Expected {name} to be {expected}; it is {found}.",
        "预期 {name} 为 {expected}；实际为 {found}。",
    ),
    "testing.ends": (
        "Expected the case to be {expected}; it is {found}, waiting for {open}.",
        "预期{expected}；实际{found}，等待 {open}。",
    ),
    "testing.end.approved": ("approved", "已通过"),
    "testing.end.rejected": ("rejected", "已拒绝"),
    "testing.end.withdrawn": ("withdrawn", "已撤回"),
    "testing.end.running": ("running", "进行中"),
    "testing.end.returned": ("returned to the requester", "已退回发起人"),
    "testing.end.suspended": ("suspended", "已挂起"),
    "testing.end.gone": ("gone", "已消失"),
    "testing.not_asked": (
        "{who} has nothing to decide; the case waits for {open}.",
        "{who} 没有待办；当前等待 {open}。",
    ),
    "testing.no_call": ("No action waits for an answer.", "没有等待返回的调用。"),
    "testing.no_flow": ("The case waits for no other flow.", "没有等待中的子流程。"),
    "testing.refused": ("It was refused: {detail}", "被拒绝：{detail}"),
    "testing.endless": (
        "The case does not come to an end; it waits for {open}.",
        "流程无法结束；当前等待 {open}。",
    ),
    "testing.nobody": ("nobody", "无人"),
    "testing.nothing": ("none", "无"),
    "testing.no_tests": ("There are no tests in these files.", "这些文件中没有测试。"),
    "testing.no_tests.hint": (
        "Tests begin with `tests: FLOW`; see docs/reference/flow-tests.md.",
        "测试文件以 `tests: 流程` 开头；参见 docs/reference/flow-tests.md。",
    ),
    "testing.passed": ("{n} case(s) as expected.", "{n} 个用例符合预期。"),
    "testing.failed": (
        "{n} of {of} case(s) went another way.",
        "{of} 个用例中有 {n} 个不符合预期。",
    ),
    "testing.published": ("(published) {file}", "（已发布）{file}"),
    "testing.not_published": (
        "The flow {flow} does not pass its test “{case}”: {message}",
        "流程 {flow} 未通过测试“{case}”：{message}",
    ),
}
