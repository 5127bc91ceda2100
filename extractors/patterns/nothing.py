"""Numbers that count nothing: they compete with quantities and win. Text in half width.

Each entry is a name, the characters that a match may begin with, and the pattern.
"""

from __future__ import annotations

import re

DIGITS = "0123456789"
HAN = "一二三四五六七八九十两"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

_ACTS_EACH = "引进|培育|招引|新增|增加|吸纳|招用|招聘|培养|建设|推荐|认定|举办|开展|获评|制定|主导|参与|接待"
_KINDS = "大|化|有|类|级|维|线|方|体|心|院|道|位一体|横|纵|年制|校|园|馆|型|性|力|要素|融合|结合|步走|手抓|同步|统一"

# Ordered: at one place the first that fits wins.
PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("cited", "《", r"《[^《》]{0,120}》"),
    ("once", "一", r"一次性"),
    ("last-time", "一", r"一次(?:(?<=最近一次)|(?<=上一次)|(?<=前一次))"),
    ("industries", "一二三", r"[一二三]次产业"),
    ("ratio", DIGITS, r"\d\s?[:：]\s?\d{1,9}(?:\.\d{1,9})?"),
    ("per-head", "每", r"每[百千万]+(?:名|户)?(?:人|老|常住|居民|服务)"),
    ("per-many", "每", r"每(?:新增|增加|满)?\s?(?:\d{1,9}(?:\.\d{1,3})?|[二两三四五六七八九十百千万]{1,6})\s?[百千万亿]{0,2}"),
    ("included", "含", r"含(?<=\(含)\s?\d{1,9}(?:\.\d{1,4})?\s?[十百千万亿]{0,3}[^\d)]{0,4}\)"),
    ("forum", DIGITS, r"\d{1,4}人(?=论坛|会议|沙龙)"),
    ("offices", DIGITS + HAN, r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})部(?=[门委办局](?!作品))"),
    ("class-size", DIGITS, r"\d{1,9}人(?:以上|及以上)?的?(?:超?大)班额"),
    ("first-places", "前", r"前\s?(?:\d{1,9}|[一二三四五六七八九十百]{1,3})(?:位|名|项)?的"),
    ("document-number", "[", r"\[\d{4}\]\s?(?:第\s?)?\d{1,9}\s?号"),
    ("ordinal", "第", r"第\s?(?:\d{1,9}|[一二三四五六七八九十百]{1,6})(?:、\s?\d{1,3}){0,9}\s?(?:次|届|批|号|条|章|节|款|项|期|轮|版|中学|小学|幼儿园|[一-龥])"),
    ("year", DIGITS, r"\d{4}\s?[年届]"),
    ("month", DIGITS, r"\d{1,2}\s?月\s?(?:\d{1,2}\s?日)?"),
    ("day", DIGITS, r"(?<![\d至到过超于为])\d{1,2}\s?日(?!常|间|均|活|内)"),
    ("date", DIGITS, r"\d{4}-\d{1,2}-\d{1,2}"),
    ("congress", HAN + "党", r"(?:党的)?(?:二?十[一二三四五六七八九]?大|[二三四五六七八九十]+届)"),
    ("phase", "一二两三四五六", r"[一二两三四五六]期"),
    ("phase-work", DIGITS, r"\d期(?=工程|项目|建设|扩建|改造)"),
    ("session", HAN, r"[一二三四五六七八九十]{1,6}次(?:全会|会议|全体)"),
    ("second-time", "二", r"二次(?=[一-龥])"),  # 二次供水, 二次驳运: once more; what is counted is 两次
    ("land-round", "一二三", r"[一二三]轮(?=土地)"),  # 二轮土地承包: the second term
    ("batches", HAN, r"[一二三四五六七八九十]{1,6}(?:-|至|到)[一二三四五六七八九十]{1,6}(?:批|期|轮|级)"),
    ("rank", "前", r"前\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:名|位|强|列)"),
    ("aspects", DIGITS, r"\d{1,9}\s?个[一-龥]{0,4}(?:方面|领域|维度|层面|阶段|步骤|部分|要素)(?![一-龥]{0,8}(?:工程|行动|项目|企业|试点))"),
    ("indicators", DIGITS + HAN, r"[\d一二三四五六七八九十]{1,6}\s?项[一-龥]{0,6}指标"),
    ("of-indicators", "指", r"指标\s?\d{1,9}\s?项"),
    ("plenum", HAN, r"[一二三四五六七八九十]{1,6}届(?:[一二三四五六七八九十]{1,6}次、){0,4}[一二三四五六七八九十]{1,6}[中次]全会"),
    ("grade", HAN + DIGITS, r"[一二三四五六七八九]年级|\d{1,2}(?:-\d{1,2})?年级"),
    ("plan", HAN, r"[一二三四五六七八九十]{1,6}五(?=”|规划|期间|时期|末)"),
    ("schooling", "九十前", r"九年(?:制|一贯|义务)|十二年(?:制|一贯)|前(?<=学前)(?:三|一|3|1)年"),
    ("years-plan", "三五35十", r"(?:三|五|3|5|十)年(?:行动|规划|计划|滚动|攻坚)"),
    ("product", DIGITS, r"\d{1,9}\s?(?:[xX×+＋]\s?|&times;?)\d{0,9}|\d{1,9}[xX×+＋][NnXx\d]"),
    ("plus", "+＋", r"[+＋]\d{1,9}"),
    ("version", DIGITS, r"\d(?:\.\d)?(?=工程|版|行动|时代|模式)|\d[GA级]"),
    ("code", LETTERS + DIGITS, r"[A-Za-z]\d{1,9}|\d{1,9}(?!MB|kV|[EP]FL|Ef|GW|MW|TB|PB)[A-HJ-NP-Za-km-np-z][A-Za-z]{0,12}"),
    ("bare-money", "十百千万亿", r"(?<!突破)(?<!达到)(?<!超过)(?<!迈上)(?<![\d.十百千万亿一二两三四五六七八九数几超余多])[十百千万亿]{1,4}元"),
    ("class-of-size", "百千万亿", r"(?<![\d.十百千万亿一二两三四五六七八九数几超余多])(?<!突破)(?<!达到)(?<!超过)[百千万亿]{1,3}(?:立方米|吨|千瓦|亩|人|标箱)(?=级|[一-龥]{2,8}(?:基地|工程|集群|城市|园区|大港|产能))"),
    ("over", "过", r"过[一二两三五百千万]+亿"),
    ("for-each", "每", rf"每(?:成功|新|再)?(?:{_ACTS_EACH})?(?:1|一)(?:[个名家项人次场户件篇部所座])"),
    ("running", "连", r"连续(?:\d{1,9}|[一二两三四五六])(?:届|次|年|个月|天|个工作日)"),
    ("long-number", DIGITS, r"(?<!\d)\d{5,20}(?![\d.万亿]|\s?[个名人元家所户亩吨万亿])"),
    ("telephone", DIGITS, r"(?<!\d)\d{3,4}-\d{6,8}|12345"),
    ("emergency", DIGITS, r"1(?<!\d\d)(?:10|12|19|20|22)(?:处(?=[置理警])|(?=联动|指挥|[接报]警))"),
    ("number", DIGITS, r"\d{1,9}\s?号线|\d{1,9}\s?号"),
    ("kinds", HAN, rf"[一二三四五六七八九十两]{{1,6}}(?:{_KINDS})(?![一二三四五六七八九十]?[所个家名])"),
)  # fmt: skip

COMPILED = tuple((name, re.compile(pattern)) for name, _, pattern in PATTERNS)
_STARTS = frozenset("".join(starts for _, starts, _ in PATTERNS))
_NUMERALS = HAN + "百千万亿"
# What stands behind the digits, and behind the numerals, that a match begins with
_BEHIND_DIGITS = rf":：人部年月日\-个项期xX×+＋A-Za-z工版行时模级号处联指接报&{HAN}"
_BEHIND_NUMERALS = "次部届轮期至到\\-项年大化有类级维线方体心院道位横纵校园馆型性力要融结步手同统元立吨瓦亩标人”规时末"
# Where a match may begin, and for each such character the patterns that may begin with it.
START = re.compile(
    rf"[{''.join(map(re.escape, sorted(_STARTS)))}](?:"
    rf"(?<=[{DIGITS}])(?=\d{{3}}|\d{{0,2}}+(?:\.\d)?\s?[{_BEHIND_DIGITS}])"
    rf"|(?<=[{_NUMERALS}])(?=[\d{_NUMERALS}]{{0,24}}+\s?[{_BEHIND_NUMERALS}\d{_NUMERALS}])"
    rf"|(?<=[{LETTERS}])(?=\d)|(?<![{DIGITS}{_NUMERALS}{LETTERS}]))"
)
BY_START = {
    character: re.compile("|".join(pattern for _, starts, pattern in PATTERNS if character in starts))
    for character in sorted(_STARTS)
}
