"""Time limits as named patterns over text in half width. What each means is in extractors/deadlines.py.

Groups: y year, m month, d day, plan (十四五), n and n2 numbers, u unit of time, edge 底/末 and so on.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_

from .gates import BLANKS, gate, word_gate

N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
YEAR = r"(?P<y>20\d{2}|二[〇○零][一二三四五六七八九〇○零]{2})\s?年"
LEAD = r"(?:力争|争取|确保|计划|原则上)?(?:到|至|截至|截止到?|不晚于|最迟|在|(?<!关)于|力争|确保|争取|原则上)?"
BEFORE = r"(?:以前|之前|前)"
UNIT = r"(?:个工作日|个自然日|个学年|个学期|个月|个季度|学年|工作日|日历天|周年|年|天|日|周|小时)"
PLAN = r"[“\"]?(?P<plan>[一二三四五六七八九十]{1,2}五)[”\"]?(?:规划)?"

_YEAR = "2〇○零"
_NUMBER = "0123456789一二两三四五六七八九十半"
_IN_BRACKETS = tuple(f"({number}" for number in _NUMBER)

# Two letters side by side that an expression holds, which fewer sentences do than both letters.


def _pairs(first: str, second: str) -> tuple[str, ...]:
    return tuple(one + other for one in first for other in second)


_MONTH, _MONTH_EDGE = _pairs("0123456789" + BLANKS, "月"), _pairs("月", "以之前份底末")
_WITHIN, _BEFORE_DAY, _BEFORE_YEAR = (
    _pairs("日年期月度天周时右间以之", "内"),
    _pairs("日", "0123456789以之前内"),
    _pairs("年", "以之前"),
)
_UNTIL_DAY = _pairs("0123456789", "以之前")  # 12月31前, where 日 was left out
_BY_YEAR, _FROM_YEAR = _pairs("到至止于迟", "2二"), _pairs("自从", "2二今当本")
_BEGINS_AT = _pairs("年月日", "起开")
_USING, _COMING = _pairs("用过争", _NUMBER), _pairs("来后", _NUMBER)
_TERM, _EACH = _pairs("育养设建点施行动作训持", "期周时"), _pairs("每", "隔个学半季年月周星天日" + _NUMBER + BLANKS)

_LEAD = "力争确计原到至截不最在于"
_PLAN = '“"一二三四五六七八九十'

# Ordered: where two begin at one place the longer wins, where they are equally long the earlier. Between name and
# pattern the sets of characters (or of words, in brackets) of which a sentence must hold one each for the pattern to be
# tried, and the characters that a match may begin with (none told where the pattern begins with one), so that it fails at once elsewhere.
PATTERNS: tuple[tuple[str, tuple[str | tuple[str, ...], ...], str, str], ...] = (
    # --- absolute --------------------------------------------------------------------------------------------------
    ("days", (_YEAR, "日"), "自从在2二", rf"(?:自|从|在)?{YEAR}(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日起?\s?(?:-|~|至|到)\s?(?:(?P<y2>20\d{{2}})\s?年)?(?P<m2>\d{{1,2}})\s?月\s?(?P<d2>\d{{1,2}})\s?日(?:期间|止)?内?"),
    ("day", (_BEFORE_DAY,), _LEAD + _NUMBER, rf"{LEAD}(?:{YEAR})?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日(?:\d{{1,2}}[:时点](?:\d{{2}}分?)?)?(?P<before>{BEFORE}|内)"),
    ("day", (_UNTIL_DAY,), _LEAD + _NUMBER, rf"{LEAD}(?:{YEAR})?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})(?P<before>{BEFORE})"),
    ("day", (("截止",), "日"), "", rf"(?:(?<=截止时间[:为])|(?<=截止日期[:为]))\s?{YEAR}(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日"),
    ("day", (_BY_YEAR, "日"), "到至截有不最", rf"(?:到|至|截至|截止|有效期至|不晚于|最迟){YEAR}(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日(?:止)?"),
    ("day", ("限", "日"), "", rf"(?<=[时期]限:)\s?{YEAR}(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日"),
    ("day-in", (_YEAR, "日"), "在于2二", rf"(?:在|(?<!关)于)?{YEAR}(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日(?!\s?(?:[起前之以至到止内开印发修第通生实施为]|-|~))"),
    ("month-by", ("限", "月"), "", rf"(?<=[时期]限:)\s?{YEAR}(?P<m>\d{{1,2}})\s?月(?!\s?\d)"),
    ("year-by", ("限", _YEAR), "", rf"(?<=[时期]限:)\s?{YEAR}(?!\s?\d)"),
    ("month-end", (_MONTH_EDGE, "底末"), _LEAD + _NUMBER + "今当本", rf"{LEAD}(?:{YEAR}|(?P<this>今年|当年|本年))?(?P<m>\d{{1,2}})\s?月(?:底|末|份?底)(?:{BEFORE})?"),
    ("month-before", (_MONTH_EDGE, "前"), _LEAD + _NUMBER + "今当", rf"{LEAD}(?:{YEAR}|(?P<this>今年|当年))?(?P<m>\d{{1,2}})\s?月份?(?P<before>{BEFORE})"),
    ("month-by", (_BY_YEAR, "月"), "到至截不最", rf"(?:到|至|截至|截止到?|不晚于|最迟){YEAR}(?P<m>\d{{1,2}})\s?月(?!\s?\d)"),
    ("month-in", (_MONTH,), _NUMBER, rf"(?:{YEAR})?(?P<m>\d{{1,2}})\s?月份?(?!\s?[\d日底末上中下])(?:内|期间)?"),
    ("months", (_MONTH, "-~至到"), _LEAD + _NUMBER + "今当", rf"(?:在|于)?(?:{YEAR}|(?P<this>今年|当年))?(?P<m>\d{{1,2}})\s?月?份?\s?(?:-|~|至|到)\s?(?P<m2>\d{{1,2}})\s?月份?(?!\s?[\d日底末上中下])(?:期间)?"),
    ("third", ("月", "旬"), _LEAD + _NUMBER + "今当", rf"{LEAD}(?:{YEAR}|(?P<this>今年|当年))?(?P<m>\d{{1,2}})\s?月份?(?P<third>上|中|下)旬(?P<edge>{BEFORE})?"),
    ("half", ("半", "年"), _LEAD + "2二今当上下", rf"{LEAD}(?:{YEAR}|(?P<this>今年|当年))?(?P<half>上半年|下半年)(?P<edge>底|末|前|之前)?(?P<from>开始|起)?"),
    ("quarter", ("季",), _LEAD + _NUMBER + "今当第", rf"{LEAD}(?:{YEAR}|(?P<this>今年|当年))?(?:第)?(?P<q>[一二三四1-4])季度(?P<edge>底|末|前|之前)?"),
    ("year-end", (_YEAR, "底末旬"), _LEAD + "2二", rf"{LEAD}{YEAR}\s?(?:年)?(?:底|末)(?:{BEFORE})?"),
    ("year-before", (_YEAR, _BEFORE_YEAR), _LEAD + "2二", rf"{LEAD}{YEAR}(?P<before>{BEFORE})"),
    ("years", (_YEAR, "-~至到"), "", r"(?P<y>20\d{2})\s?年?\s?(?:-|~|至|到)\s?(?P<y2>20\d{2})\s?年(?:期间|间)?"),
    ("year-by", (_BY_YEAR,), "力争确计到至截", rf"(?:力争到?|争取到?|确保到?|计划到?)?(?:到|至|截至){YEAR}(?!\s?\d)"),
    ("year-from", (_FROM_YEAR, "起始后"), "", rf"(?:自|从){YEAR}(?:(?P<m>\d{{1,2}})\s?月)?(?:(?P<d>\d{{1,2}})\s?日)?(?:起|开始|以?后)"),
    ("year-from", (_YEAR, _BEGINS_AT), "", rf"{YEAR}(?:(?P<m>\d{{1,2}})\s?月)?(?:(?P<d>\d{{1,2}})\s?日)?(?:起|开始)(?=[,，]|[一-龥])"),
    ("year-from", (_FROM_YEAR, "今当本", "起始"), "", r"(?:自|从)(?P<this>今年|当年|本年)度?(?P<m>)(?P<d>)(?:起|开始)"),
    ("school-term", (("春季", "秋季"),), "自从在于2二", rf"(?:自|从|在|于)?{YEAR}(?P<term>春|秋)季(?:新?学期|开学|入学)(?P<from>起|开始)?(?:内|期间)?"),
    ("year-in", (_YEAR, "年"), "在于2二", rf"(?:在|(?<!关)于)?{YEAR}(?:内|期间|当年|全年|全面)?"),
    ("next-year-open", (("次年",),), "在于次", r"(?:在|于)?次年(?:(?:第)?[一二三四1-4]季度|\d{1,2}月(?:\d{1,2}日)?)?(?:底|末)?(?:以前|之前|前)"),
    ("from-next-year", (("次年",),), "", r"自(?:印发|发布|公布|施行|实施)(?:之日)?(?:的)?次年起"),
    ("this-year-end", ("年", "底末旬"), "到至力确争在今当本年", r"(?:到|至|力争|确保|争取|在)?(?:今年|当年|本年|本年度|今年度)?年(?:底|末)(?:以前|之前|前)?|(?:到|至|在)?(?:今年|当年|本年)(?:底|末)(?:以前|之前|前)?"),
    ("this-year-in", (("今年", "年内", "年以", "年之", "年度"),), "今本年", r"(?:今年|本年度|年)(?:以?内|之内)|今年(?!以来|初|年?[底末]|上|下|\d|第|一季)"),
    ("whole-year", (("全年",),), "今本全", r"(?:今年|本年)?全年(?!级|龄|满|无|开放|天候|运行|学校|性)"),
    ("next-year", (("明年",),), "", r"明年(?:底|末)?(?:前)?"),
    # --- five-year plans -------------------------------------------------------------------------------------------
    ("plan-end", ("五", "底末旬"), _LEAD + _PLAN, rf"(?:力争)?(?:到|至|在)?{PLAN}(?:时?期)?末(?:期)?(?:{BEFORE})?"),
    ("plan-in", ("五", "期"), "在" + _PLAN, rf"(?:在)?{PLAN}(?:期间|时期|期内)(?:内)?"),
    # --- relative --------------------------------------------------------------------------------------------------
    ("within", (_WITHIN, _NUMBER), "自力争计在用利通经未今接此近" + _NUMBER, rf"(?:自[一-龥]{{2,8}}之?日起)?(?:(?:力争|争取|计划)?(?:在|用|利用|通过|经过)?(?:未来|今后|接下来|此后|近)?)(?P<n>{N})\s?(?:(?:-|~|至|到)\s?(?P<n2>{N})\s?)?(?P<u>{UNIT})(?:左右)?(?:的?时间)?(?:以内|之内|内)(?!容|部|涵|外)"),
    ("within", (_USING, "年月"), "力争计用利通经", rf"(?:力争|争取|计划)?(?:用(?<!使用)(?<!试用)|利用|通过|经过|力争)(?P<n>{N})\s?(?:(?:-|~|至|到)\s?(?P<n2>{N})\s?)?(?P<u>年|个月|周年)(?!规划|行动|计划|滚动)(?:左右)?(?:的?时间|左右|的努力|努力)?"),
    ("within", (_COMING, "年月"), "", rf"(?:未来|今后|接下来)(?P<n>{N})\s?(?:(?:-|~|至|到)\s?(?P<n2>{N})\s?)?(?P<u>年|个月)(?:左右|时间|期间|里|中)?"),
    ("within", (("年左",), _NUMBER), _NUMBER, rf"(?P<n>{N})(?P<u>年)左右(?:的?时间)?"),
    ("within", ("工", "日", _NUMBER), _NUMBER, rf"(?P<n>{N})\s?(?P<u>个工作日|工作日)(?=完成|办结|办理完|反馈|答复|拨付|审核|出具|作出|给予|予以|回复|到账|送达)"),
    ("within", (("提前",), "日天月时", _NUMBER), "", rf"提前(?:至少|不少于)?(?P<n>{N})\s?(?P<u>个工作日|工作日|日|天|个月|小时)(?!完成|实现|达到|达成|超额|结束|建成|开通|竣工|投用|办结|以[上内]|内|[,。;])"),
    ("within", (("(自",), "日天月", _NUMBER), "", rf"不(?:得)?超过(?P<n>{N})\s?(?P<u>个工作日|工作日|日|天|个月)\(自[^()]{{2,16}}之?日起(?:计算|算)?\)"),
    ("within", ("限", "天日"), "当即", r"(?<=[时期]限:)(?P<u>当天|当日|即日)"),
    ("phase", (_IN_BRACKETS, "年"), _NUMBER, rf"(?<=\()(?P<n>{N})\s?(?:(?:-|~|至|到)\s?(?P<n2>{N})\s?)?(?P<u>年)(?P<open>以上|及以上)?(?=\))"),
    ("cycle", ("周", "期", _NUMBER), "以每" + _NUMBER, rf"(?:以|每)?(?P<n>{N})(?P<u>年|个月|个学年)为?(?:一个?|1个?)?(?:工作|培养|创建|建设|实施|考核)?周期"),
    ("term", (_TERM, "年月天周", _NUMBER), "预培建创试实行工扶", rf"(?:预期)?(?:培育|培养|建设|创建|试点|实施|试行|行动|工作|培训|扶持)(?:期限?|周期|时间)(?:为|是)?(?P<n>{N})\s?(?P<u>年|个月|天|周)"),
    # --- recurring -------------------------------------------------------------------------------------------------
    ("each-by", ("每", "年", "月"), "", rf"每年(?:的)?(?P<m>\d{{1,2}})\s?月(?:(?P<d>\d{{1,2}})\s?日|底|末)?(?:{BEFORE})?(?:底|末)?(?:{BEFORE})?"),
    ("each", (_EACH,), "", rf"每(?:隔)?\s?(?P<n>{N})?\s?(?:个)?(?P<u>学年|学期|半年|季度|年|月|周|星期|天|日)(?:年?[底末]|初)?(?:都要)?"),
    ("each", ("按",), "", r"按照?(?P<u>学年|学期|半年|季度|季|年|月|周|日)度?(?=(?:定期|及时|分别|组织|足额|(?:向|由|对)[^,。;]{2,16}?)*(?:划转|划扣|扣|代扣|代缴|申报|支付|上缴|督促|督导|开展|调度|通报|报送|报告|上报|汇总|统计|公布|公示|公开|发布|发放|拨付|检查|抽查|考核|监测|更新|分析|跟踪|梳理|总结|推进|反馈|会商|评估|排名|晾晒|填报|归集|结算|缴纳|兑现|召开))"),
    ("each", ("年", "次"), "", r"(?P<u>年)(?:均|度)?(?=(?:至少|不少于|开展|举办|组织|召开)[^,。;]{0,6}次)"),
    # --- from the document's date ----------------------------------------------------------------------------------
    ("from-issue", ("日", "自从"), "", r"自(?:印发|发布|公布|颁布|施行|实施|发文)之?日起(?!\s?\d|[一二三四五六七八九十]+[个天日年月])"),
)  # fmt: skip

TIME = gate("年月日周天末时期季")  # without one of these a sentence holds no time at all
COMPILED = tuple(
    (
        name,
        reduce(or_, (gate(need) if isinstance(need, str) else word_gate(*need) for need in needs)),
        re.compile(f"(?=[{begins}])(?:{pattern})" if begins else pattern),
    )
    for name, needs, begins, pattern in PATTERNS
)
GATES = reduce(or_, (needs for _, needs, _ in COMPILED))

# A cell under 完成时限 holds nothing but a date.
CELL = re.compile(r"(?P<y>20\d{2})\s?(?:年|\.|-)(?:\s?(?P<m>\d{1,2})\s?(?:月|\.|-)?(?:\s?(?P<d>\d{1,2})\s?日?)?)?")

# --- what is no limit ------------------------------------------------------------------------------------------------
CITED = re.compile(
    r"《[^《》]{0,120}(?:》|$)|“20\d\d年[^“”]{4,40}(?:要点|计划|方案|规划|意见|通知)”|\[\d{4}\]\s?(?:第\s?)?\d+\s?号|〈[^〈〉]{0,80}〉"
)
# 对用户全年让利4.46亿度: a figure in the same clause is what the year is for
NOT_FOR_YEAR = re.compile(r"[对按占比的为]$")
FIGURE_NEAR = re.compile(r"[^,。;:的]{1,16}\d")
# What stands behind a year in a name or a fact: 2022年度, 2023年版, 2022年第4次会议, 2020年以来
YEAR_IN_NAME = re.compile(
    r"\s?(?:(?:[一-龥]{2,4})?(?:自治区|省|市|县|区|州|国务院|中央)(?:人民)?(?:政府|党委)?《|度|级|版|第|以来|年报|工作要点|行动|[一-龥]{0,14}(?:考评办法|工作要点|实施方案|行动方案|行动计划|工作任务|责任清单|工作方案|工作报告|统计公报|白皮书)(?!》)"
    r"|.{0,12}(?:会议|大会|通知|文件|印发)|[^,。;]{0,10}基数|年?的?(?:数据|基数|水平|基础上))"
)
# A line that is nothing but a name (2026年某市艺术展演活动实施方案), and how a regulation came about (…第三次会议通过)
NAME_LINE = re.compile(
    r"(?:附[件表]?\d{0,2}:)?[^,。;:!?]{0,60}(?:方案|通知|办法|名单|细则|规则|要点|计划|一览表|汇总表|登记表|申报表|统计表|清单|目录|表)(?:\([^()]*\))?"
)
NAME_LINE_ENDS = frozenset("案知法单则点划表录)")
ADOPTED = re.compile(r"\(?20\d\d年\d{1,2}月\d{1,2}日.{0,120}(?:通过|批准|公布|修订|修正)")
# 近三年内无违法记录: what has been, and no limit, unless something is to be reached
LAST_YEARS = re.compile(r"近")
TO_REACH = re.compile(
    r"[,，]?(?:要|力争|争取|将|确保|实现|建成|建设|培育|培养|打造|完成|达到|新增|引进|基本|全[省市县区面])"
)
# Facts: 已…, 完成了, 增长了, 截至2020年底…已建成
PAST = re.compile(
    r"已(?!经?县?市?区?省?政府同意|登记|在)|完成了|达到了|取得了|增长了|以来|去年|上年|截至目前|目前|过去|荣获|累计完成|回顾"
)
_AIMING = "围绕|锚定|对标|瞄准|聚焦"
# 做好2026年各项工作: a year after a verb says which work, not until when
OF_WORK = re.compile(
    rf"(?:做好|抓好|开展|启动|制定|编制|印发|组织|公布|总结|部署|谋划|关于|列入|纳入|申报|发布|修订|完善|落实|{_AIMING}|完成|超额完成|加快|推进|推动|(?:失效|实施|生效|施行|发布|成文|发文|印发|公布)(?:时间|日期|日):\s?|确定的|提出的|明确的|下达的?)(?:全[省市县区])?$"
)
# 三、2026年重点工作, 二、今年的主要任务: a heading whose year governs what stands below it
HEADING_YEAR = re.compile(r".{0,8}$")
HEADING_WORK = re.compile(r"的?(?:主要|重点|总体|全年|经济社会发展|工作|目标|任务|安排|计划|预期|政府工作)")
ATTRIBUTIVE = re.compile(
    r"\s?(?:最高|不超过|每|度?(?:评价|考核|报告|计划|预算|总结|工作|任务)|人|生|户|床|亩|名|吨|元|次均|巡检|均)"
)
AMOUNT_PER = re.compile(
    r"^(?:(?:奖励|补贴|补助|资助|总额|金额|额度|累计|合计)*(?:最高|不超过|上限为)+[^,。;]{0,12}|最高|不超过|补助|补贴|奖励|给予)?\s?\d+(?:\.\d+)?\s?[万亿]?元(?!的?(?:资金|经费))"
)
VALIDITY = re.compile(r"有效期|施行|实施之日|废止|试行期")
# A length that counts from an event and not from the document: 收到申请之日起20日内, 期满后一年内
FROM_EVENT = re.compile(
    r"(?<!印发)(?<!发布)(?<!公布)(?<!施行)(?<!实施)之?日起|[后满]$|截止日|(?:结案|立案|办结|受理|到期|验收|签收|送达)(?=\d{1,3}[个日天年])|(?<!印)发?(?:后|以后|之后)"
)
# 其投产当年…,5年内分档奖补: each case has its own beginning
FROM_CASE = re.compile(r"(?:投产|达产|建成|开业|注册|落户|入驻|认定|获批|签约)(?:当年|之日|后|次年)")
# 毕业3年内高校毕业生, 成立2年内的企业: a length that says who is meant
WHO_FOR = re.compile(r"(?:毕业|离校|成立|登记|注册|退役|入驻|投产|获证|参加工作|任职)(?:未满|不满|满|后)?$")
# A value and no limit: 办结时间压缩至4小时内
SHORTENED_TO = re.compile(
    r"平均(?:时间|时长|用时|时限)(?:控制)?(?:在)?$|(?:压缩|压减|压降|缩短|缩减|控制|精简|减少|降低|提速)(?:到|至|为|在)$|时间(?:保持|稳定|维持|控制)在?$"
)
SHORT_UNITS = frozenset(("当天", "当日", "即日", "个工作日", "工作日", "个自然日", "日历天", "天", "日", "小时", "周"))

# --- what stands beside an expression --------------------------------------------------------------------------------
BY_EDGE = re.compile("[底末前]")
UNTIL = re.compile("[到至截不最]")
STATES = re.compile(r"[,，]?\s?是(?!否)|远景目标")  # 2025年是…: a year that is told of
PHASED = re.compile(r"期|目标|阶段|任务")
PER_HEAD = re.compile(r"每(?:人|生|户|床|亩|名|家|个|月|年|班|校|位)$|[按对“]$|平均$")  # 每人每月100元
ATTRIBUTE = re.compile(r"\s?(?:的|是|以来|以前|乃至)")
AIMED_AT = re.compile(rf"(?:{_AIMING})$")  # 围绕“十五五”时期…的目标: what a plan is made for
COMPARES = re.compile(r"(?:比|较|与|以|为|按|按照|根据|参照|截至|截止|自|从|是|系(?<!联系)|在)$|[\d.\-—~至(（]$")
OPENS = re.compile(r"(?:^|[,，。;:：(（]|力争|确保|争取|计划)$")
ON_A_DAY = frozenset("在于")
SUM_OF = re.compile(r"[^,。;]{0,8}[+＋]")  # 全年+…: a term of a sum
REACHED_IN = re.compile(r"[^)]{0,12}(?:完成|实现|启动|建成|取得|达到)")  # (2026年底建成)
