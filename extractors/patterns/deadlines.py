"""Time limits as named patterns over text in half width. What each means is in extractors/deadlines.py.

Groups: y year, m month, d day, plan (十四五), n and n2 numbers, u unit of time, edge 底/末 and so on.
"""

from __future__ import annotations

import re

N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
YEAR = r"(?P<y>20\d{2}|二[〇○零][一二三四五六七八九〇○零]{2})\s?年"
LEAD = r"(?:力争|争取|确保|计划|原则上)?(?:到|至|截至|截止到?|不晚于|最迟|在|(?<!关)于|力争|确保|争取|原则上)?"
BEFORE = r"(?:以前|之前|前)"
UNIT = r"(?:个工作日|个自然日|个学年|个学期|个月|个季度|学年|工作日|日历天|周年|年|天|日|周|小时)"
PLAN = r"[“\"]?(?P<plan>[一二三四五六七八九十]{1,2}五)[”\"]?(?:规划)?"

# Ordered: where two begin at one place the longer wins, where they are equally long the earlier.
PATTERNS: tuple[tuple[str, str], ...] = (
    # --- absolute --------------------------------------------------------------------------------------------------
    ("day", rf"{LEAD}(?:{YEAR})?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日(?P<before>{BEFORE}|内)"),
    ("day", rf"(?:到|至|截至|截止|有效期至|不晚于|最迟){YEAR}(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日(?:止)?"),
    ("day", rf"(?<=[时期]限:)\s?{YEAR}(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日"),
    ("month-by", rf"(?<=[时期]限:)\s?{YEAR}(?P<m>\d{{1,2}})\s?月(?!\s?\d)"),
    ("year-by", rf"(?<=[时期]限:)\s?{YEAR}(?!\s?\d)"),
    ("month-end", rf"{LEAD}(?:{YEAR}|(?P<this>今年|当年|本年))?(?P<m>\d{{1,2}})\s?月(?:底|末|份?底|下旬|中旬|上旬)(?:{BEFORE})?"),
    ("month-before", rf"{LEAD}(?:{YEAR}|(?P<this>今年|当年))?(?P<m>\d{{1,2}})\s?月份?(?P<before>{BEFORE})"),
    ("month-by", rf"(?:到|至|截至|截止到?|不晚于|最迟){YEAR}(?P<m>\d{{1,2}})\s?月(?!\s?\d)"),
    ("month-in", rf"(?:{YEAR})?(?P<m>\d{{1,2}})\s?月份?(?!\s?[\d日底末上中下])(?:内|期间)?"),
    ("half", rf"{LEAD}(?:{YEAR}|(?P<this>今年|当年))?(?P<half>上半年|下半年)(?P<edge>底|末|前|之前)?(?P<from>开始|起)?"),
    ("quarter", rf"{LEAD}(?:{YEAR}|(?P<this>今年|当年))?(?:第)?(?P<q>[一二三四1-4])季度(?P<edge>底|末|前|之前)?"),
    ("year-end", rf"{LEAD}{YEAR}\s?(?:年)?(?:底|末)(?:{BEFORE})?"),
    ("year-before", rf"{LEAD}{YEAR}(?P<before>{BEFORE})"),
    ("years", r"(?P<y>20\d{2})\s?年?\s?(?:-|~|至|到)\s?(?P<y2>20\d{2})\s?年(?:期间|间)?"),
    ("year-by", rf"(?:力争到?|争取到?|确保到?|计划到?)?(?:到|至|截至){YEAR}(?!\s?\d)"),
    ("year-from", rf"(?:自|从){YEAR}(?:(?P<m>\d{{1,2}})\s?月)?(?:(?P<d>\d{{1,2}})\s?日)?(?:起|开始|以?后)"),
    ("year-from", rf"{YEAR}(?:(?P<m>\d{{1,2}})\s?月)?(?:(?P<d>\d{{1,2}})\s?日)?(?:起|开始)(?=[,，]|[一-龥])"),
    ("year-in", rf"(?:在|(?<!关)于)?{YEAR}(?:内|期间|当年|全年|全面)?"),
    ("next-year-open", r"(?:在|于)?次年(?:(?:第)?[一二三四1-4]季度|\d{1,2}月(?:\d{1,2}日)?)?(?:底|末)?(?:以前|之前|前)"),
    ("from-next-year", r"自(?:印发|发布|公布|施行|实施)(?:之日)?(?:的)?次年起"),
    ("this-year-end", r"(?:到|至|力争|确保|争取|在)?(?:今年|当年|本年|本年度|今年度)?年(?:底|末)(?:以前|之前|前)?|(?:到|至|在)?(?:今年|当年|本年)(?:底|末)(?:以前|之前|前)?"),
    ("this-year-in", r"(?:今年|本年度|年)(?:以?内|之内)|今年(?!以来|初|年?[底末]|上|下|\d|第|一季)"),
    ("whole-year", r"(?:今年|本年)?全年(?!级|龄|满|无|开放|天候|运行|学校|性)"),
    ("next-year", r"明年(?:底|末)?(?:前)?"),
    # --- five-year plans -------------------------------------------------------------------------------------------
    ("plan-end", rf"(?:力争)?(?:到|至|在)?{PLAN}(?:时?期)?末(?:期)?(?:{BEFORE})?"),
    ("plan-in", rf"(?:在)?{PLAN}(?:期间|时期|期内)(?:内)?"),
    # --- relative --------------------------------------------------------------------------------------------------
    ("within", rf"(?:自[一-龥]{{2,8}}之?日起)?(?:(?:力争|争取|计划)?(?:在|用|利用|通过|经过)?(?:未来|今后|接下来|此后|近)?)(?P<n>{N})\s?(?:(?:-|~|至|到)\s?(?P<n2>{N})\s?)?(?P<u>{UNIT})(?:左右)?(?:的?时间)?(?:以内|之内|内)(?!容|部|涵|外)"),
    ("within", rf"(?:力争|争取|计划)?(?:用|利用|通过|经过|力争)(?P<n>{N})\s?(?:(?:-|~|至|到)\s?(?P<n2>{N})\s?)?(?P<u>年|个月|周年)(?:左右)?(?:的?时间|左右|的努力|努力)?"),
    ("within", rf"(?:未来|今后|接下来)(?P<n>{N})\s?(?:(?:-|~|至|到)\s?(?P<n2>{N})\s?)?(?P<u>年|个月)(?:左右|时间|期间|里|中)?"),
    ("within", rf"(?P<n>{N})(?P<u>年)左右(?:的?时间)?"),
    ("within", rf"(?P<n>{N})\s?(?P<u>个工作日|工作日)(?=完成|办结|办理完|反馈|答复|拨付|审核|出具|作出|给予|予以|回复|到账|送达)"),
    ("phase", rf"(?<=\()(?P<n>{N})\s?(?:(?:-|~|至|到)\s?(?P<n2>{N})\s?)?(?P<u>年)(?P<open>以上|及以上)?(?=\))"),
    ("cycle", rf"(?:以|每)?(?P<n>{N})(?P<u>年|个月|个学年)为?(?:一个?|1个?)?(?:工作|培养|创建|建设|实施|考核)?周期"),
    ("term", rf"(?:预期)?(?:培育|培养|建设|创建|试点|实施|试行|行动|工作|培训|扶持)(?:期限?|周期|时间)(?:为|是)?(?P<n>{N})\s?(?P<u>年|个月|天|周)"),
    # --- recurring -------------------------------------------------------------------------------------------------
    ("each-by", rf"每年(?:的)?(?P<m>\d{{1,2}})\s?月(?:(?P<d>\d{{1,2}})\s?日|底|末)?(?:{BEFORE})?(?:底|末)?(?:{BEFORE})?"),
    ("each", rf"每(?:隔)?\s?(?P<n>{N})?\s?(?:个)?(?P<u>学年|学期|半年|季度|年|月|周|星期|天|日)(?:年?[底末]|初)?(?:都要)?"),
    ("each", r"(?P<u>年)(?:均|度)?(?=(?:至少|不少于|开展|举办|组织|召开)[^,。;]{0,6}次)"),
    # --- from the document's date ----------------------------------------------------------------------------------
    ("from-issue", r"自(?:印发|发布|公布|颁布|施行|实施|发文)之?日起(?!\s?\d|[一二三四五六七八九十]+[个天日年月])"),
)  # fmt: skip

COMPILED = tuple((name, re.compile(pattern)) for name, pattern in PATTERNS)
# Words of which a sentence must hold one, or it holds no match; each pattern tries only the sentences that may fit.
_YEARS = ("20", "二〇", "二○", "二零")
_NOW = ("今年", "当年", "本年", "年底", "年末", "年内", "年以内", "年之内", "今年度", "全年")
NEEDS: dict[str, tuple[str, ...]] = {
    "day": ("日前", "日之前", "日以前", "日内", "日"), "month-by": ("月",), "month-end": ("月",), "month-before": ("月",),
    "month-in": ("月",), "half": ("半年",), "quarter": ("季度",), "year-end": _YEARS, "year-before": _YEARS, "years": _YEARS,
    "year-by": _YEARS, "year-from": _YEARS, "year-in": _YEARS, "this-year-end": _NOW, "this-year-in": _NOW, "whole-year": ("全年",),
    "next-year": ("明年",), "next-year-open": ("次年",), "from-next-year": ("次年",), "plan-end": ("五",), "plan-in": ("五",),
    "within": ("内", "用", "利用", "通过", "经过", "力争", "未来", "今后", "接下来", "左右", "工作日"), "phase": ("(",),
    "cycle": ("周期",), "term": ("期限", "周期", "时间"), "each-by": ("每年",), "each": ("每", "年均", "年度", "年"),
    "from-issue": ("之日起", "日起"),
}  # fmt: skip
# Without one of these a sentence holds no time at all.
GATE = re.compile(r"[年月日周天时末]|期[间内末]|学期|季度")

# A cell under 完成时限 holds nothing but a date.
CELL = re.compile(
    r"\s*(?P<y>20\d{2})\s?(?:年|\.|-)(?:\s?(?P<m>\d{1,2})\s?(?:月|\.|-)?(?:\s?(?P<d>\d{1,2})\s?日?)?)?\s*"
)

# --- what is no limit ------------------------------------------------------------------------------------------------
CITED = re.compile(r"《[^《》]{0,120}(?:》|$)|\[\d{4}\]\s?(?:第\s?)?\d+\s?号|〈[^〈〉]{0,80}〉")
# 对用户全年让利4.46亿度: a figure in the same clause is what the year is for
FIGURE_NEAR = re.compile(r"[^,。;:的]{1,16}\d")
# What stands behind a year in a name or a fact: 2022年度, 2023年版, 2022年第4次会议, 2020年以来
YEAR_IN_NAME = re.compile(
    r"\s?(?:度|级|版|第|以来|年报|工作要点|行动|[一-龥]{0,14}(?:考评办法|工作要点|实施方案|行动方案|行动计划|工作任务|责任清单|工作方案|工作报告|统计公报|白皮书)(?!》)"
    r"|.{0,12}(?:会议|大会|通知|文件|印发)|年?的?(?:数据|基数|水平|基础上))"
)
# Facts: 已…, 完成了, 增长了, 截至2020年底…已建成
PAST = re.compile(
    r"已(?!经?县?市?区?省?政府同意|登记|在)|完成了|达到了|取得了|增长了|以来|去年|上年|截至目前|目前|过去|荣获|累计完成|回顾"
)
# 做好2026年各项工作: a year after a verb says which work, not until when
OF_WORK = re.compile(
    r"(?:做好|抓好|开展|启动|制定|编制|印发|组织|公布|总结|部署|谋划|关于|列入|纳入|申报|发布|修订|完善|落实|围绕|完成|超额完成|确定的|提出的|明确的|下达的?)(?:全[省市县区])?$"
)
# 三、2026年重点工作, 二、今年的主要任务: a heading whose year governs what stands below it
HEADING_YEAR = re.compile(r".{0,8}$")
HEADING_WORK = re.compile(r"的?(?:主要|重点|总体|全年|经济社会发展|工作|目标|任务|安排|计划|预期|政府工作)")
ATTRIBUTIVE = re.compile(
    r"\s?(?:最高|不超过|每|度?(?:评价|考核|报告|计划|预算|总结|工作|任务)|人|生|户|床|亩|名|吨|元|次均|巡检|均)"
)
AMOUNT_PER = re.compile(
    r"^(?:(?:奖励|补贴|补助|资助|总额|金额|累计|合计)*(?:最高|不超过|上限为)+[^,。;]{0,12}|最高|不超过|补助|补贴|奖励|给予)?\s?\d+(?:\.\d+)?\s?[万亿]?元(?!的?(?:资金|经费))"
)
VALIDITY = re.compile(r"有效期|施行|实施之日|废止|试行期")
# A length that counts from an event and not from the document: 收到申请之日起20日内, 期满后一年内
FROM_EVENT = re.compile(r"(?<!印发)(?<!发布)(?<!公布)(?<!施行)(?<!实施)之?日起|[后满]$|(?<!印)发?(?:后|以后|之后)")
# 毕业3年内高校毕业生, 成立2年内的企业: a length that says who is meant
WHO_FOR = re.compile(r"(?:毕业|离校|成立|登记|注册|退役|入驻|投产|获证|参加工作|任职)(?:未满|不满|满|后)?$")
# A value and no limit: 办结时间压缩至4小时内
SHORTENED_TO = re.compile(r"(?:压缩|压减|缩短|缩减|控制|精简|减少|降低|提速)(?:到|至|为|在)$")
SHORT_UNITS = frozenset(("个工作日", "工作日", "个自然日", "日历天", "天", "日", "小时", "周"))
