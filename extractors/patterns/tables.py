"""Heads of the columns that matter in indicator tables (指标表) and task tables (任务分工表); text in half width."""

from __future__ import annotations

import re

INDICATOR = re.compile(r"^(?:主要|具体|核心|发展)?(?:指标|指标名称|指标内容|目标任务指标|项目名称|类别及指标)$")
UNIT = re.compile(r"^(?:计量)?单位$")
YEAR = re.compile(r"(20\d{2})\s?年?")
GOAL = re.compile(r"目标|规划|计划|预期")
NATURE = re.compile(r"^(?:指标)?(?:属性|性质|类型)$")
TASK = re.compile(r"任务|事项|措施|举措|工作内容|主要内容|项目|目标$|具体要求")
LEAD_HEAD = re.compile(r"^(?:(?:牵头|主责|主办|责任|实施|落实|承办)(?:单位|部门|主体)|牵头责任单位)$")
JOIN_HEAD = re.compile(r"^(?:配合|协同|协办|参与|参加)(?:单位|部门)$")
LIMIT = re.compile(r"时限|期限|时间|进度")
