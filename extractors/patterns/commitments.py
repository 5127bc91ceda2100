"""What makes a sentence a duty, and what is mere formula; text in half width."""

from __future__ import annotations

import re

from policyqa.zh.words import any_of

from .bodies import LABEL
from .gates import word_gate
from .targets import ACTS, MODIFIERS

_MORE_ACTS = (
    "健全", "完善", "加强", "强化", "深化", "优化", "探索", "规范", "加大", "落实", "促进", "提升", "构建", "营造", "支持", "鼓励", "引导", "推行", "试行", "试点", "指导",
    "督促", "严禁", "整合", "盘活", "统筹", "融入", "弘扬", "普及", "依托", "借助", "争做", "对接", "协调", "简化", "取消", "免费", "减收", "免收", "报送",
    "公布", "公开", "宣传", "总结", "抓好", "做好", "用好", "上好", "办好", "配强", "充实", "调整", "改革", "改进", "改善", "实行", "执行", "遵守", "履行", "巩固", "拓宽", "补齐",
    "缩小", "消除", "控制", "防范", "保护", "修复", "挖掘", "传承", "创新", "丰富", "打破", "扩大", "放宽", "畅通", "压实", "明确", "细化", "推送", "共享", "培训", "服务",
    "赋予", "下放", "注重", "减轻", "列入", "拨付", "排查", "查处", "打击", "免除", "约谈", "邀请", "吸引", "开齐", "开足", "延伸", "下沉", "修订",
    "发挥", "加快", "关爱", "压降", "淘汰", "关停", "授予", "联动", "包保", "督导", "验收",
)  # fmt: skip
# These say how firmly or how often, not what is done.
_NO_ACTS = frozenset(("力争", "争取", "确保", "保证", "保障", "每年", "至少", "定期", "分批", "做到"))
ACTS_ALL = tuple(sorted({a for a in (*ACTS, *_MORE_ACTS) if len(a) > 1} - _NO_ACTS, key=lambda act: (-len(act), act)))
_ACTS = any_of(ACTS_ALL)
# 组织部, 城乡建设局: part of a name, and no act
HEAD = re.compile(
    rf"(?P<act>{_ACTS})(?!局|厅|部(?:[、,牵负配和与]|门[要应须将会负牵按根对定]))(?P<object>[^,。;:!?\n]{{2,60}})"
)
# The object first: 涉税支出由企业承担, 操作指引另行制定
TAIL = re.compile(
    r"(?:^|(?<=[,。;:]))(?P<object>[^,。;:!?\n]{2,60}?)(?:由[^,。;:!?\n]{2,40}|另行|统一|一律)(?P<act>承担|负担|负责|审核|认定|制定|公布|发布|办理|执行|发放)(?=[,。;]|$)"
)
# What stands before the verb of a clause: its beginning, who must, that it must, how or until when, to whom; in front of
# another noun the same word is none (学生身心|发展|水平, 国培|培训|计划).
_HOW = (
    "主动", "依法", "充分", "有效", "科学", "合理", "严格", "认真", "自觉", "尽快", "率先", "不断", "及时", "统一", "牵头", "负责", "配合", "协同", "研究", "组织", "适时", "抓紧",
    "同步", "大胆", "适度", "坚决", "坚持", "带头", "广泛", "规范", "规定", "要求", "实际", "创造性", "常态化", "因地制宜", "因校制宜", "多渠道", "全方位", "制度化", "精准", "实施", "参与", "高标准", "高水平", "高质量", "注意",
)  # fmt: skip
BEFORE_ACT_ENDS = frozenset(
    ",。;:!?\n“()[】要应须将需可能得并且再先让使均都已地规中下上联局委厅府门位校区市司院企厂镇乡办处会级前底末内后起间年月期"
)
# Words behind which a verb stands, by their last letters, for they are too many to be tried at every letter.
_BEFORE_ACT = {*MODIFIERS, *_HOW, "企业", "机构", "人员"}
BEFORE_ACT = {
    letter: tuple(sorted(word for word in _BEFORE_ACT if word[-1] == letter))
    for letter in {word[-1] for word in _BEFORE_ACT}
}
# 1.健全, 一是完善, 落实、优化: behind a number or another act
COUNTED_ACT = re.compile(r"(?:\d[.﹒、]|[一二三四五六七八九十][是、]|(?:^|[,。;:要应须])[一-龥]{2}[、和与])$")
COUNTED_ACT_ENDS, COUNTED_ACT_LONGEST = frozenset(".﹒、是和与"), 4
# 为企业提供, 要对项目开展: behind for whom, to whom or with what something is done
TOWARD = re.compile(r"[,。;:要应须将可极力地](?:将|把|为|向|对(?!于)|在|给|由|从|与|面向|会同|联合)[^,。;:的]{1,24}$")
TOWARD_FIRST = re.compile(r"(?:将|把|为|向|对(?!于)|在|给|由|从|与|面向|会同|联合)[^,。;:的]{1,24}$")
# An object that shows its verb to be part of a noun, or its clause to say of whom or in which case: how it begins, what
# stands early in it, how it ends.
NO_OBJECT = re.compile(
    r"[的、和及等)\]为]|与(?![^,。;:]{2,16}的)|业(?!务)|性|感|改革[局委]|(?:计划|办法|水平|机制|体系|制度|标准|情况|方案|能力|管理|质量|工作)(?:[、和与及的]|$)"
)
NO_OBJECT_BEGINS = frozenset("的、和及等)]为与业性感改计办水机体制标情方能管质工")
OUGHT = re.compile(r"应当|必须|须(?!知)|应(?<![响供适反效对相感回呼]应)(?![用急对届商收付])")
OUGHT_NEAR = 20  # characters of an object in which it tells who ought to do something
CASE_ENDS = ("的", "原则", "基础上", "后", "之日", "情况下", "过程中", "为止")
# 对于依法开展活动的机构,给予…: the clause says for whom
FOR_WHOM = re.compile(r"(?:^|[,。;:])(?:对(?![外标口])|凡|经|获)[^,。;:]*$")
_WHOM = ("企业", "单位", "机构", "个人", "项目", "人员", "家庭", "学校", "团队", "人才")
WHOM = re.compile(rf"的[一-龥]{{0,8}}(?:{'|'.join(_WHOM)})$")
WHOM_ENDS = _WHOM
# No noun begins with these: 自评工作|实行|校长负责制
VERBS = frozenset(
    (
        "建立",
        "设立",
        "纳入",
        "实行",
        "配备",
        "配齐",
        "开设",
        "成立",
        "健全",
        "完善",
        "推行",
        "提供",
        "新增",
        "新建",
        "建成",
        "给予",
        "举办",
        "制定",
        "出台",
    )
)
# A responsibility line states who, not what.
LABEL_LINE = re.compile(rf"[\[(【]?\s?(?:{LABEL.pattern}|完成时限|时限要求|完成时间)")
# A sentence that is nothing but a bracket: (市教育局、市财政局)
IN_BRACKETS = re.compile(r"[(\[【](?:[^()\[\]【】]|[(\[][^()\[\]]*[)\]])*[)\]】]。?")
CLOSED = tuple(bracket + stop for bracket in ")]】" for stop in ("", "。"))
LABEL_BEGINS = frozenset("[(【牵责主实承落负配协参成督监考完时 ")
FORMULA = re.compile(
    r"以习近平新时代|深入贯彻(?:落实)?党的|全面贯彻(?:落实)?党的|坚持以.{0,30}为指导|高举.{0,10}旗帜|增强“?四个意识|坚定“?四个自信|两个维护|提高政治站位|特制定|制定本|现将|印发给你们|根据《|请认真|如下[:：。]"
)
FORMULA_GATE = word_gate(
    "以习", "彻党", "实党", "为指", "旗帜", "个意", "个自", "个维", "治站", "特制", "定本", "现将", "给你", "据《", "请认", "如下",
)  # fmt: skip
# A clause of this is formula, the rest of its sentence need not be: 结合实际,制定…
EMPTY = re.compile(r"统一思想|高度重视|有待|结合(?:我[市县区省]|本[市县区]|实际)")
EMPTY_GATE = word_gate("有待", "一思", "度重", "合我", "合本", "合实")


# An act begins with these two letters.
ACT_BEGINS = word_gate(*ACTS_ALL)


def duty(text: str, start: int, first: int) -> re.Match[str] | None:
    """The first act, with its object, from `start` on; no act that stands before its object begins before `first`."""
    return HEAD.search(text, first if first > start else start) or TAIL.search(text, start)
