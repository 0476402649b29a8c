"""Words of documents, spreadsheets and programs, and what rules say instead of them."""

from __future__ import annotations

_SAID: tuple[tuple[str, str, str], ...] = (
    (
        "如果 假如 若是 倘若 当 when If IF unless",
        "条件写成 `值 若 条件`",
        "write a condition as `value if condition`",
    ),
    (
        "否则如果 否则若 elif elseif elsif",
        "每种情形一行：`值 若 条件`，最后一行 `值 否则`",
        "write a case a line: `value if condition`, the last one `value otherwise`",
    ),
    ("其他 其它 其余 else Else ELSE default", "写成 `值 否则`", "write `value otherwise`"),
    (
        "则 那么 就 then",
        "值写在条件前面：`值 若 条件`",
        "the value stands first: `value if condition`",
    ),
    (
        "并且 而且 和 同时 与 以及 AND And",
        "条件之间写 `且`，各项之间写 `、`",
        "write `and` between conditions, and `,` between the items of a list",
    ),
    ("或者 或是 OR Or", "写成 `或`", "write `or`"),
    ("不是 没有 NOT Not", "写成 `非` 或 `≠`", "write `not` or `≠`"),
    ("等于 为 equals is", "写成 `=`", "write `=`"),
    ("不等于 不为", "写成 `≠`", "write `≠`"),
    ("大于 超过 高于 多于", "写成 `>`", "write `>`"),
    ("小于 低于 不满 未满 少于 不足", "写成 `<`", "write `<`"),
    ("大于等于 不少于 不小于 至少 达到 满", "写成 `≥`", "write `≥`"),
    ("小于等于 不大于 不多于 至多 不高于", "写成 `≤`", "write `≤`"),
    ("加 加上 plus", "写成 `+`", "write `+`"),
    ("减 减去 扣除 minus", "写成 `-`", "write `-`"),
    ("乘 乘以 x X times", "写成 `×`", "write `×`"),
    ("除以 除", "写成 `/`", "write `/`"),
    (
        "四舍五入 保留两位小数 取整 round rounded",
        "写成 `四舍五入到 0.01元`",
        "write `rounded to 0.01 yuan`",
    ),
    ("求和 总和 SUM", "写成 `合计(甲、乙)`", "write `sum(a, b)`"),
    ("最大 最大值 较高 MAX", "写成 `最高(甲、乙)`", "write `max(a, b)`"),
    ("最小 最小值 较低 MIN", "写成 `最低(甲、乙)`", "write `min(a, b)`"),
    ("真 true True TRUE", "写成 `是`", "write `yes`"),
    ("假 false False FALSE", "写成 `否`", "write `no`"),
    (
        "约 大约 左右 约为 about",
        "写成带允差的界限，例如 `≥ 86% - 左右允差`",
        "write a bound with a named tolerance, such as `≥ 86% - tolerance`",
    ),
)

INSTEAD: dict[str, tuple[str, str]] = {
    word: (zh, en) for said, zh, en in _SAID for word in said.split()
}
"""Word → the hint on what to write, zh and en."""

BEGINNINGS = ("否则如果", "否则若", "如果", "假如", "倘若")
"""Those that drafters write without a blank behind them."""

_BEGUN: tuple[tuple[str, str], ...] = (
    ("使用 适应 试用 适合 适用于 范围 条件", "适用"),
    ("实行 实施 执行 生效 有效 有效期 期限", "施行"),
    ("根据 依照 按照 参照 来源 出处", "依据"),
    ("例子 举例 样例 案例", "示例"),
    ("检查 校验 验证 核查", "核对"),
    ("结果 返回 产出", "输出"),
    ("参数 条目", "输入"),
    ("特例 除外", "例外"),
)

STATEMENTS_INSTEAD: dict[str, str] = {
    word: keyword for said, keyword in _BEGUN for word in said.split()
}
"""Word that drafters begin a line with → the keyword that begins it here."""
