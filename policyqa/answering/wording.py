"""How people ask, as patterns: what kind of answer a question wants, of what measure, and which words carry nothing."""

from __future__ import annotations

import re
from typing import Literal

QuestionKind = Literal["value", "deadline", "body", "list", "yesno", "compare", "passage", "open"]
Measure = Literal["money", "share", "people", "area", "time", "count"]

COUNTED = "个所名项门样条次家人场件份处座支枚节户辆期类种套间张台只届批层级度分秒亩吨公里倍"

# The first that matches tells. A question that matches none (奉节 培训经费) is open: a figure if there is one.
KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    ("list", re.compile(r"哪些|哪几[个项条种类家样件]|列出|列举|罗列|清单|一览|各地|各(?:省|市|县|区)(?![级直])|都有什么|有什么规定|分别有|汇总|盘点|所有的?.{0,8}(?:目标|任务|规定|要求)")),
    ("yesno", re.compile(r"是否|是不是|能不能|可不可以|能否|可否|有没有|有无|会不会|要不要|需不需要|用不用|该不该|算不算|一样吗|[吗么嘛][?？。!！]*$|(?<=[一-龥])[不没][?？]?$")),
    ("deadline", re.compile(r"什么时候|啥时候|何时|何日|何年|哪一?年|几月|几号|哪一?[天日]|哪个月|期限|时限|最晚|最迟|截止|几时|多久|多长时间|时间|到哪年|有效期|几年(?!内)|几个月")),
    ("body", re.compile(r"谁|哪个?(?:部门|单位|机构|科室|处室|局|委|办)|哪家(?:机构|单位|部门)?|哪些(?:部门|单位|机构)|由哪|向哪|找哪|牵头(?:考核)?(?:单位|部门)|责任(?:单位|部门)|配合(?:单位|部门)|主管部门|什么(?:部门|单位|机构)|归哪")),
    ("value", re.compile(rf"多少|多大|多高|多长|多快|几(?:[{COUNTED}]|成|分之)|百分之几|[第前]几|几个点|比例|占比|比重|比率|率[?？]?$|金额|人数|数额|数量|个数|面积|增速|增幅|涨幅|课时|学分|指标值|目标值|上限|下限|倍数")),
    ("passage", re.compile(r"怎么|咋|如何|怎样|怎么样|什么|啥|哪|为何|为什么|办法|措施|布局|法子|举措|做法")),
)  # fmt: skip

# What the figure that is asked for measures, and in which units documents write it.
MEASURES: tuple[tuple[Measure, re.Pattern[str], re.Pattern[str]], ...] = (
    ("share", re.compile(r"比例|占比|比重|比率|百分之几|[一-龥]率|几成|几个点|百分点|增速|增幅|涨幅|增长(?:了|得)?多少|多大比"), re.compile(r"%|百分|‰|^$|倍|成$")),
    ("money", re.compile(r"多少(?:钱|元|万元|亿元|资金|经费|奖|补|补贴|奖励|补助|支持|投资)|几(?:万|千|百|亿)?元|金额|奖多少|补多少|(?:经费|资金|奖金|补贴|补助|奖励|津贴|支持).{0,6}(?:多少|标准|几)|多少.{0,6}(?:经费|资金|补贴|奖励|奖金|补助|津贴|钱)|给多少|领多少|拿多少|能拿到多少"), re.compile(r"元|%")),
    ("people", re.compile(r"多少(?:名|人|位|教师|老师|学生|干部|专家)|几(?:名|人|位)|人数"), re.compile(r"名|人|位|个|^[万千百]*$")),
    ("area", re.compile(r"面积|多大(?!比)|平方"), re.compile(r"平方|㎡|亩|公顷|平米")),
    ("time", re.compile(r"多久|多长时间|几年|几个?月|几天|几个?工作日|多少天|几个?小时|几个?学时|时限|期限"), re.compile(r"年|月|日|天|小时|学时|周|分钟")),
    ("count", re.compile(rf"多少(?:[{COUNTED}]|户|枚)|几[{COUNTED}]|数量|个数|多少"), re.compile(r"^(?!%|.*(?:元|平方|百分))")),
)  # fmt: skip

# Forms of asking, taken out before the question is cut into words.
ASKING = re.compile(
    r"请问|请教|想问|麻烦|一下|帮我|查一?查|告诉我|我想知道|是不是|能不能|可不可以|有没有|会不会|要不要|需不需要|该不该|用不用|算不算|是否|能否|可否"
    r"|什么时候|啥时候|什么时间|何时|哪一?年|哪一?天|哪个月|几月份?|几号|几时|多长时间|多久"
    rf"|多少(?:钱|[{COUNTED}])?|多大|多高|多长|多快|百分之几|几(?:[{COUNTED}]|个点|成|年|天|岁)"
    r"|怎么样|怎么|如何|怎样|为什么|为何|什么样|什么|哪些|哪几[个项条种类家样件]|哪个|哪家|哪里|哪边|哪种|哪[市县区省]|由谁|谁来|谁|啥|咋"
    r"|列出|列举|罗列|汇总|盘点|一览|各地|分别|具体|最晚|最迟|[?？!！。，,、；;：:“”\"'《》()（）]"
)
# Words that carry nothing of what is asked about.
EMPTY = frozenset(
    "的 了 着 过 吗 呢 吧 啊 呀 么 嘛 和 与 跟 同 及 或 或者 以及 还是 并 并且 而 且 也 都 还 就 才 又 再 是 为 有 没 没有 在 于 到 至 从 自 由 向 往 对 将 把 被 给 让 使 "
    "用 按 按照 依 据 根据 以 因 因为 所以 这 那 这个 那个 这些 那些 这里 那里 这边 那边 这块 一块 其 它 他 她 我 我们 你 你们 自己 大家 本 该 此 之 等 等等 们 个 些 样 里 中 内 上 下 "
    "前 后 时 时候 间 外 要 得 能 能够 可 可以 会 想 应 应该 应当 需 需要 必须 打算 计划 准备 预计 预期 希望 进行 做 搞 弄 干 来 去 请 问 说 看 拿 拿到 达到 达 实现 做到 "
    "多 少 大 小 几 哪 何 谁 最 很 更 比较 高 低 新 另 各 每 全 总 共 共有 一共 总共 累计 合计 左右 大约 大概 方面 情况 问题 内容 东西 事 事情 那套 一套 一些 一种 一个 "
    "今年 明年 本年 年 月 日 年内 当年 库里 库 文件 材料 资料 里面 目前 现在 已经 同时 一起 一并 中间 之间 期间 明确 写明 提 提到 提出 定 定的 不 别 只 仅 吃 出来 起来 下来 上来 "
    "对比 比 差别 区别 差异 不同 相比 比较".split()
)
# Words that name what kind of answer is wanted: they help where they stand, and are not missed where they do not.
OF_THE_KIND = frozenset(
    "比例 占比 比重 比率 数量 人数 个数 数目 数额 金额 标准 时间 时限 期限 单位 部门 机构 科室 处室 牵头 负责 责任 主管 目标 要求 规定 任务 工作 措施 办法 政策 法子 举措 做法 承诺 "
    "最高 最低 上限 下限 不低于 不少于 不得 低于 至少 以上 以下 指标 计划 安排 完成 建成 建好 打造 建设 开展 推进 落实 组织 实施 拿出 管 主要 相关 有关 工作日 面积 条件 项目 钱 "
    "倍数 份额 名额 课时 学分 完成时间 承担 扛 统筹 监督 多样 量化 数字 金额 幅度 事项 事 点".split()
)
NEGATIVE = re.compile(
    r"不得|不能|不可|不予|不含|不再|不应|不需|不用|不收|不适用|不包括|不纳入|不享受|不超过0|无需|无须|免[收征缴交除]|严禁|禁止|除外|取消|停止|暂停|拒绝"
)
EXCLUSION = re.compile(r"[,，。;；(（]?[^,，。;；(（]{0,12}(?:不算|不计|除外|不包括|不要)[)）?？]?$")
