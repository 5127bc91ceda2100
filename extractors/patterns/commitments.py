"""What makes a sentence a duty, and what is mere formula; text in half width."""

from __future__ import annotations

import re

from .targets import ACTS, MODIFIERS

_MORE_ACTS = (
    "健全", "完善", "加强", "强化", "深化", "优化", "探索", "规范", "加大", "落实", "促进", "提升", "构建", "营造", "支持", "鼓励", "引导", "推行", "试行", "试点", "指导",
    "督促", "严禁", "严格", "整合", "盘活", "统筹", "融入", "弘扬", "普及", "依托", "借助", "争做", "对接", "协调", "简化", "取消", "免费", "减收", "免收", "报送", "报",
    "公布", "公开", "宣传", "总结", "抓好", "做好", "用好", "上好", "办好", "配强", "充实", "调整", "改革", "改进", "改善", "实行", "执行", "遵守", "履行", "巩固", "拓宽", "补齐",
    "缩小", "消除", "控制", "防范", "保护", "修复", "挖掘", "传承", "创新", "丰富", "打破", "扩大", "放宽", "畅通", "压实", "明确", "细化", "建", "办", "推送", "共享", "培训", "服务",
)  # fmt: skip
ACTS_ALL = tuple(
    sorted({*(a for a in ACTS if len(a) > 1), *(a for a in _MORE_ACTS if len(a) > 1)}, key=len, reverse=True)
)
_ADVERBS = "|".join(
    map(
        re.escape,
        sorted(
            (
                m
                for m in MODIFIERS
                if m not in ("对", "在", "到", "按", "从", "按照", "通过", "由", "支持", "鼓励", "引导", "推动", "推进")
            ),
            key=len,
            reverse=True,
        ),
    )
)
HEAD = re.compile(
    rf"(?:{_ADVERBS}|要|应|须|全力|着重|严格|认真|主动|坚决|依法|从严|及时|合理)*(?P<act>{'|'.join(map(re.escape, ACTS_ALL))})(?P<object>[^,。;:!?\n]{{2,60}})"
)
FORMULA = re.compile(
    r"以习近平新时代|深入贯彻(?:落实)?党的|全面贯彻(?:落实)?党的|坚持以.{0,30}为指导|高举.{0,10}旗帜|增强“?四个意识|坚定“?四个自信|两个维护|提高政治站位|统一思想|高度重视|特制定|制定本|现将|印发给你们|结合(?:我[市县区省]|本[市县区省]|实际)|根据《|请认真|如下[:：。]"
)
