"""What is other in one version of a flow or rule table than in another."""

TEXTS: dict[str, tuple[str, str]] = {
    "differences.flow": ("the flow", "流程"),
    "differences.changed": ("{name} {old} → {new}", "{name} {old} 改为 {new}"),
    "differences.given": ("{name} {new} (new)", "{name} {new}（新增）"),
    "differences.taken": ("{name} {old} (no longer)", "{name} {old}（去掉）"),
    "differences.step_added": ("new {kind} {step}, {where}", "新增 {kind} {step}，{where}"),
    "differences.step_removed": ("{kind} {step} is gone", "删除 {kind} {step}"),
    "differences.step_moved": ("{kind} {step} moves, {where}", "{kind} {step} 移动，{where}"),
    "differences.kind": ("{step}: {old} becomes {new}", "{step}：由 {old} 改为 {new}"),
    "differences.after": ("behind {step}", "位于 {step} 之后"),
    "differences.first": ("at the beginning", "位于开头"),
    "differences.in_branch": (
        "first in the branch “{branch}” of {step}",
        "位于 {step} 的分支“{branch}”开头",
    ),
    "differences.after_reject": ("first after a reject at {step}", "位于 {step} 拒绝之后"),
    "differences.reject_branch": ("further steps, then {then}", "执行其他节点，然后 {then}"),
    "differences.branch_added": ("{step}: new branch “{branch}”", "{step}：新增分支“{branch}”"),
    "differences.branch_removed": (
        "{step}: the branch “{branch}” is gone",
        "{step}：删除分支“{branch}”",
    ),
    "differences.branch_changed": (
        "{step}: the branch “{old}” becomes “{new}”",
        "{step}：分支“{old}”改为“{new}”",
    ),
    "differences.table_added": (
        "uses the rule table {name} from now on",
        "开始使用规则表 {name}",
    ),
    "differences.table_removed": (
        "uses the rule table {name} no longer",
        "不再使用规则表 {name}",
    ),
    "differences.in_table": ("rule table {name}: {line}", "规则表 {name}：{line}"),
    "differences.row": ("row “{row}”", "行“{row}”"),
    "differences.row_changed": ("row “{old}” becomes “{new}”", "行“{old}”改为“{new}”"),
    "differences.row_added": ("new row “{row}”: {said}", "新增行“{row}”：{said}"),
    "differences.row_removed": ("row “{row}” is gone", "删除行“{row}”"),
    "differences.row_moved": ("row “{row}” stands elsewhere", "行“{row}”顺序改变"),
    "differences.none": ("No difference: both mean the same.", "没有差异：两者含义相同。"),
}
