"""Numbers, units, comparators, and the numbers that count nothing. All patterns read text in half width."""

from __future__ import annotations

import re

from policyqa.model import Comparator
from policyqa.zh.numerals import ARABIC, CHINESE
from policyqa.zh.words import any_of

from .gates import BLANKS, word_gate

# --- units -----------------------------------------------------------------------------------------------------------
# A price or a rate is told for a measure, a reward for what it is paid for: 0.255元/立方米, 5万元/项. What is due each year or
# month is a frequency, and no unit.
PER = (
    "立方米", "平方米", "千瓦时", "千瓦", "吨", "亩", "度", "公里", "米", "公斤", "立方", "平方", "人次", "人", "户", "项", "个", "家", "名", "次", "辆", "台", "套", "件", "篇", "场",
    "床", "座", "只", "头", "株", "班", "生", "课时", "部", "本", "位", "处", "所", "村", "校",
)  # fmt: skip
SHARE = frozenset(("个百分点", "百分点", "%", "‰"))
MONEY = frozenset((
    "万亿元",
    "亿元",
    "万元",
    "元",
    "亿美元",
    "万美元",
    "美元",
    "亿人民币",
    "万人民币",
    *(f"{scale}元/{per}" for scale in ("", "万") for per in PER),
    *(f"{scale}元/{per}/{time}" for scale in ("", "万") for per in "人户床生" for time in "日天月年次"),
))  # fmt: skip
TIME = frozenset((
    "个工作日", "工作日", "个自然日", "自然日", "个月", "个小时", "小时", "分钟", "课时", "个课时", "学时", "个学时", "节课", "天", "年", "周",
    "个学年", "个学期", "个季度", "季度", "秒", "日",
))  # fmt: skip
PHYSICAL = (
    "平方米", "平米", "斤", "千克", "立方米", "平方公里", "平方千米", "公里", "千米", "米", "公顷", "亩", "吨标准煤", "吨", "公斤", "千瓦时", "千瓦",
    "兆瓦", "千伏", "度", "微克/立方米", "标准箱", "标箱", "EFLOPS", "Eflops", "PFLOPS", "GW", "MW", "TB", "PB", "升", "㎡", "MB", "兆", "kV", "℃",
)  # fmt: skip
CLASSIFIERS = frozenset((
    "个学分", "学分", "人次", "件次", "架次", "班次", "场次", "个班", "人", "个", "所", "名", "家", "项", "门", "次", "届", "处", "座", "条", "支", "场", "户",
    "套", "台", "辆", "件", "类", "种", "批次", "批", "期", "节", "篇", "册", "本", "部", "张", "位", "周岁", "岁", "倍", "遍", "轮", "份", "间", "栋",
    "幢", "块", "片", "宗", "艘", "架", "列", "只", "头", "棵", "株", "桩", "起", "例", "笔", "单", "例次", "款", "环节", "大类", "分",
    "步", "档", "道", "级", "层", "圈", "对", "组", "床", "席", "首", "堂", "幅",
    "枝", "盏", "口", "眼", "艘次", "尾", "羽", "瓶", "剂", "盆", "枚", "箱", "桶", "袋", "包", "例次", "座次", "车次", "堂课", "个床位", "张床", "公益性岗位",
))  # fmt: skip
SCALE = "[十百千万亿]*"
UNITS = frozenset((*SHARE, *MONEY, *TIME, *PHYSICAL, *CLASSIFIERS))
# Units that a Chinese "one" may count in earnest (新建一所学校); 一个, 一批, 一套 count nothing.
CONCRETE = frozenset(("所", "座", "家", "处", "条", "栋", "幢", "间"))
# What an act is counted in: 每年举办一次, 每三年举办一届, 轮训一遍.
EVENTS = frozenset(("次", "届", "遍", "场", "轮", "期", "回", "节", "堂", "课时", "学时"))
# 岁 and 级 tell who or what is meant, 分 a score, 步 and 档 belong to slogans.

# --- numbers ---------------------------------------------------------------------------------------------------------
PLAIN = rf"{ARABIC}\s?(?:[多余](?=[万亿]))?[十百千万亿]{{0,4}}(?:多|余)?"
HAN = rf"(?:[数几]|[上近](?=[十百千万亿]))?(?![零〇]){CHINESE}{{1,16}}(?:点[零一二三四五六七八九]{{1,6}})?[多余]?[万亿]{{0,2}}"
DAMAGED = r"(?=\d{0,8}+[OoIl])(?<![A-Za-z\d])[1-9Il][\dOoIl]{1,7}(?![A-Za-z\d])"
PERCENT_WORD = r"[百千万]分之(?:[零一二三四五六七八九十百点]+|\d+(?:\.\d+)?)"
FRACTION_WORD = (
    r"(?:[一二三四五六七八九十]+分之[一二三四五六七八九十]+|(?:半数|一半(?=以上|的)|[一二两三四五六七八九]成)(?!立))"
)
DASH = r"\s?(?:-|~|至|到)\s?"

_UNIT = any_of(UNITS)
# 1万台(套), 30家(次): two units at once
_BRACKETED = "|".join(sorted(unit for unit in CLASSIFIERS if len(unit) == 1))
NUMBER = rf"(?:{DAMAGED}|{PLAIN}|{HAN})"
# 3-5所, 1万-3万元, 10%-20%, 一至两项, 1至3年. No unit goes on with a dash, so the first one's is not tried at every length.
COUNTED = (
    rf"(?=[一-龥])(?P<word>{PERCENT_WORD}|{FRACTION_WORD})"
    rf"|(?P<first>{NUMBER})(?:(?>\s?(?P<first_unit>%|{_UNIT})?){DASH}(?P<second>{PLAIN}|{HAN}))?\s?(?P<unit>(?:{_UNIT})(?:\((?:{_BRACKETED})\))?)"
)

# --- comparators -----------------------------------------------------------------------------------------------------
AT_LEAST = "不(?:得|能|应)?(?:少|低|小|短)于|不下于|迈上|跨上|站上|跃上|迈过|至少|最少|最低(?!生活|工资|标准|限度)|起码|大于等于|≥|不少於"
AT_MOST = "不(?:得|能|应|予)?(?:超过|晚于|迟于|高于|多于|大于|长于|超)|最多|最高(?!标准|水平|人民|法院|检|等级|级别|奖(?![励补])|学历|限价)|最长|最大|至多|控制在|压缩到|压缩至|压减到|压减至|缩短至|缩短到|限定在|≤|上限为?|仅限|只限"
# 只能享受一次, 每人限购2套: with the act before the number
_AT_MOST_DONE = "(?:只能|只可|仅能|仅可|仅限)(?:享[受有]|申[请报领]|领取|获得|选择|报[名考]|参加)|限(?:申[请报领]|领取?|享受|购|报)|只(?:奖励|补助|补贴|资助|享受|认定)"
ABOVE = "超过|逾|超出|突破|高于|多于|大于|超|＞|>|优于"
BELOW = "低于|少于|小于|短于|不到|不足|＜|<"
ABOUT = "大约|约|近|将近|接近"
REACH = "达到|达|为|实现|提高到|提高至|提升到|提升至|增加到|增加至|增至|增长到|增长至|扩大到|扩大至|降低到|降低至|降至|下降到|下降至|降到|升至|稳定在|保持在|维持在|占到|占|完成"
# Words that may stand between a comparator and its number: 不少于全年的, 控制在全市平均
COMPARATORS: tuple[tuple[str, str], ...] = (
    ("ge", AT_LEAST), ("le", AT_MOST), ("gt", ABOVE), ("lt", BELOW), ("approx", ABOUT),
)  # fmt: skip
# What each comparator begins with, letters and words.
_HEADS = "只仅不迈跨站跃至最起大≥控压缩限≤上超逾突高多优低少小短＜<＞>"
COMPARATOR_BEGINS = word_gate(
    *(f"不{word}" for word in "得能应少低小短下予超高多大长到足晚迟"), *(f"{word}上" for word in "迈跨站跃"), "迈过", "至少", "最少", "最低", "起码",
    "≥", "最多", "最高", "最长", "最大", "至多", "控制", "压缩", "压减", "压降", "缩短", "限定", "≤", "上限", "仅限", "只限", "只能", "只可", "仅能", "仅可", *(f"限{act}" for act in "申领享购报"), *(f"只{act}" for act in "奖补资享认"), "超", "逾", "突破",
    *(f"{word}于" for word in "高多大优低少小短"), "＞", ">", "＜", "<",
)  # fmt: skip
# A number without a unit counts only behind a comparator: 差异率低于0.15, 产值突破300亿.
BARE = re.compile(
    rf"(?P<number>{ARABIC}(?:[万亿](?![一-龥]))?)(?![\d.%年月日号A-Za-z、]|\s?[十百千万亿]|\s?(?:{_UNIT})|{DASH}\d)"
)
BEFORE_BARE = re.compile(
    rf"(?:(?P<ge>{AT_LEAST})|(?P<le>{AT_MOST})|(?P<gt>{ABOVE})|(?P<lt>{BELOW})|达到|提高到|控制在|缩小到|缩小至|降到|降至|降低到|下降到|稳定在|保持在)\s?$"
)
# How a comparator ends: what stands before a number and does not end so is none.
BEFORE_BARE_ENDS = frozenset("于於上过少低码≥超多高长大在到至≤限为逾出破＞>足＜< \t\n")
BEFORE_ENDS = BEFORE_BARE_ENDS | frozenset("约近达现占成")
# Where a number may begin: not inside another, not in 进一步, 统一, 同一, 一批, 上述, 附近, at no year and no number of a line (2.); before what may stand behind a
# number's digits: a unit (or the rest of one that begins with a digit: 千瓦), a scale word, another number, a fraction.
_BEHIND_LETTERS = {unit[0] for unit in UNITS} | set("十百千万亿点多余分成数至到半瓦克伏美")
_BEHIND = "[" + re.escape("".join(sorted(_BEHIND_LETTERS))) + r"\s~-]"
_BARE_BEHIND = "[" + re.escape("".join(sorted(BEFORE_BARE_ENDS))) + "]"
START = re.compile(
    "[0-9Il零〇一二两三四五六七八九十百千万亿半数几上近](?:"
    rf"(?<=[0-9])(?<!\d\d)(?!\d{{3}}\s?年(?!{DASH}))(?:(?=\d*+(?:{_BEHIND}|[.,]\d|[OoIl]))|(?<={_BARE_BEHIND}\d)(?!\d*+(?:、|\.(?!\d))))"
    r"|(?<=[Il])(?<![A-Za-z\d].)(?=[\dOoIl])"
    rf"|(?<![0-9Il])(?={CHINESE}{{0,24}}+(?:{_BEHIND}|{CHINESE}))"
    r"(?:(?<=[上近])(?=[十百千万亿])|(?<=半)(?=数)|(?<=一)(?<![进统唯专同]一)(?![步批些体起系定般直致律旦样])|(?<![上近半一])))"
)
# A quantity, tried at once with what tells that it may begin: two calls cost more than one.
QUANTITY = re.compile(rf"(?={START.pattern})(?:{COUNTED})")
# The two letters that stand at such a place.
_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
NUMBER_BEGINS = word_gate(
    *"0123456789", "半数", *(numeral + scale for numeral in "上近" for scale in "十百千万亿"),
    *(letter + behind for letter in "Il" for behind in "0123456789OoIl"),
    *(numeral + behind for numeral in "数几" + _NUMERALS for behind in _BEHIND_LETTERS.union(_NUMERALS, BLANKS, "~-")),
)  # fmt: skip
# A comparator at a distance: 至少建有1所, 不低于教师总数的2%, 控制在全市平均的90%以内. No figure stands between.
_GAP = r"[^,。;:!?\n\d]"
FAR = re.compile(
    rf"(?=[{_HEADS}])(?:(?P<ge>{AT_LEAST})(?:每\d)?(?:{_GAP}{{0,25}}|{_GAP}{{0,40}}的)|(?P<le>{AT_MOST}|{_AT_MOST_DONE})(?:{_GAP}{{0,25}}|{_GAP}{{0,40}}的)|(?:(?P<gt>{ABOVE})|(?P<lt>{BELOW}))[^,。;:!?\n\d]{{0,10}}(?:[总数量额平均]|的))$"
)
BEFORE = re.compile(
    f"(?=[{_HEADS}约近将接达为实提增扩降下升稳保维占完])(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in COMPARATORS)
    + rf"|(?P<reach>{REACH}))\s?(?:到|至|达|为|在)?\s?$"
)
# A level is told of what stands before it: 预留份额提高至40%以上
REACHED = re.compile(rf"(?:{REACH})$")
AFTER = re.compile(
    r"\s?(?:(?P<ge>(?:及|\(含\)|含)?以上(?:\(含(?:本数)?\))?|及其以上|起步?)|(?P<le>(?:及)?(?:以下|以内|之内|内)(?!容|部|涵|地|控|需|外|用|销)|封顶|为上限)"
    r"|(?P<approx>左右|上下|[余多](?=[,。;、的\s]|$)))"
)
AFTER_BEGINS = frozenset("(及含以起之内封为左上余多 \t\n")
# 10个工作日完成公告办理: at most
DONE_IN = re.compile(r"(?:完成|办结|办理完|办好)(?!率|了|时)")
AFTER_WORD = re.compile(r"(?:以[上下内]|之内|内|封顶|左右|上下)$")
# 500、1000、2000元: numbers in a row before a number with a unit; no numbering at the head of a line
ITEMS = re.compile(rf"(?<![\d.第年月号\n。A-Za-z-])(?P<items>(?:{ARABIC}\s?[、或]\s?)+)$")
ITEM = re.compile(ARABIC)
SEPARATORS = frozenset("、或 ")
IN_ROW = re.compile(r"\s?(?:[、,和与及或]|以及)\s?")
# 最高国家级100万元、省级50万元: the next of the same kind
IN_ROW_OF = re.compile(r"\s?[、,]\s?[一-龥]{1,7}(?P<end>[级类档业奖])")
RANK = re.compile(
    r"(?:前\s?(?P<top>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?:名|位|强|%|列)?+(?!的|[个日天月周]|[一-龥]{0,2}(?:期|年|提|置|段|款|项|述|列))"
    r"|第(?P<place>[一二三四五六七八九十]|\d{1,2})(?:名|位))"
)
# The change itself is the figure: 提高3个百分点, 增长8%, 下降5%左右; 提高到 is a level.
RISE = "提高|提升|增长|增加|上升|增幅|增速|新增|上浮|递增|扩大|多增"
FALL = "下降|降低|减少|压减|压降|压缩|下调|削减|缩短|下浮|降幅|递减|精简|减"
CHANGE = re.compile(
    rf"(?=[提增上新递扩多下降减压削缩精])(?:(?P<rise>{RISE})|(?P<fall>{FALL}))(?:幅度|率|速度)?(?:每年|年均|不(?:得|能)?(?:低|少|小|高|多)于|不超过|超过|高于|低于|达到|达|在|约|为|力争|至少|分别|同比|了)*\s?$"
)
CHANGE_ENDS = frozenset("度率速年均于过到达在约为争少别比了" + BLANKS).union(
    word[-1] for word in (*RISE.split("|"), *FALL.split("|"))
)

# --- names and scores ------------------------------------------------------------------------------------------------
SLOGAN = re.compile(r"[百千万](?=[所名个家户场])")
# A name in quotation marks that holds a numeral; a score in brackets
NAMED_OR_SCORED = re.compile(
    r"[“\"(](?:(?<!\()(?=[^“”\"\n\d一二两三四五六七八九十百千万]{0,15}[\d一二两三四五六七八九十百千万])[^“”\"\n]{1,16}[”\"]"
    r"|(?<=\()(?<!比例\()[^\S\n]?\d+(?:\.\d+)?[^\S\n]?(?:分|%)[^\S\n]?\))"
)

# --- cells of an indicator table -------------------------------------------------------------------------------------
CELL_SIGNS: dict[str, Comparator] = {
    "≥": "ge", "不少于": "ge", "不低于": "ge", "以上": "ge", "≤": "le", "不超过": "le", "不高于": "le", "以内": "le", "以下": "le",
    "控制在": "le", ">": "gt", "大于": "gt", "超过": "gt", "高于": "gt", "<": "lt", "小于": "lt", "低于": "lt", "约": "approx", "左右": "approx",
}  # fmt: skip
_SIGN = "|".join(sorted(CELL_SIGNS, key=len, reverse=True))
CELL_VALUE = re.compile(
    rf"[\[(]?(?P<sign>{_SIGN})?(?:达到)?(?P<low>\d[\d,]*(?:\.\d+)?)(?:%?[-~](?P<high>\d[\d,]*(?:\.\d+)?))?(?P<unit>[^\d(]{{0,6}}?)(?P<after>以上|以下|以内|左右)?[\])]?(?:\(.*\))?"
)
CELL_COVER = re.compile(r"全覆盖")
