"""Heads of the columns that matter in indicator tables (指标表) and task tables (任务分工表); text in half width."""

from __future__ import annotations

import re

_LEVELS = r"(?:[省市县区乡镇]级|主要|具体)?"
_NOTE = r"(?:\([^)]*\))?"

INDICATOR = re.compile(
    rf"^(?:主要|具体|核心|发展|监测|评价|工作|一级|二级|三级)*(?:指标|指标名称|指标内容|目标任务指标|项目名称|类别及指标|指标项|名称)+{_NOTE}$"
)
UNIT = re.compile(r"^(?:计量|指标)?单位$")
SERIAL = re.compile(r"^(?:序号|编号|项次|类别|领域|分类|维度)$")
YEAR = re.compile(r"(20\d{2})\s?年?")
PLAN = re.compile(r"[“\"]?(十[一二三四五六七八九]?五|[二三]十[一二三四五六七八九]?五)[”\"]?(?:期?末|规划|目标|时期)?")
GOAL = re.compile(r"目标|规划|计划|预期|期末|末年")
BASE = re.compile(r"基期|基数|基础|现状|实际|完成|当前")
GROWTH = re.compile(r"年均|年度?增|增[长速幅]|累计|[±+]")
NATURE = re.compile(r"^(?:指标)?(?:属性|性质|类型)$")
TASK = re.compile(r"任务|事项|措施|举措|工作内容|主要内容|项目|目标$|具体要求|工作要求|建设内容")
LEAD_HEAD = re.compile(
    rf"^{_LEVELS}(?:牵头|主责|主办|责任|实施|落实|承办|主管|负责)(?:责任)?(?:单位|部门|主体|科室|处室){_NOTE}$|^牵头单位及?责任单位$"
)
JOIN_HEAD = re.compile(rf"^{_LEVELS}(?:配合|协同|协办|参与|参加|协助)(?:责任)?(?:单位|部门){_NOTE}$")
LIMIT = re.compile(r"时限|期限|时间|进度|节点")
# What may stand between the two parts of a table that a page break cut.
CONTINUED = re.compile(r"(?:\(?续(?:上?表|前?页)?\d*\)?|\d{1,3}|-\d{1,3}-)?")
# 3.学前三年毛入园率(%) is the indicator without its number and its unit.
NUMBER_BEFORE = re.compile(r"^(?:\d{1,3}[.、](?!\d)|\(\d{1,3}\)|[①-⑳])")
UNIT_BEHIND = re.compile(r"\((?P<unit>[^()]{1,8})\)$")
UNIT_WORD = re.compile(
    r"[%‰万亿千百]*(?:%|‰|个|名|人|所|张|元|亩|平方米|公顷|公里|千米|项|家|次|人次|户|处|件|册|篇|分|年|岁|天|小时|吨|标准煤|立方米|人年|万人|万元|亿元|微克/立方米|[一-龥]{1,2}/[一-龥]{1,3}|(?![省市县区乡镇村校])[一-龥])"
)
