"""What makes a clause a measure, and what is mere formula, frame or result; text in half width."""

from __future__ import annotations

import re

HAN = re.compile(r"[一-龥]")
# 一是, (三), 5., 第二: what numbers a clause and says nothing of it
ORDINAL = re.compile(
    r"^\s*(?:\(?[一二三四五六七八九十百\d]{1,3}[)、.．](?!\d)|[一二三四五六七八九十]是|第[一二三四五六七八九十]|[①-⑳]|同时|此外|另外|并且|以及|其中|并(?!网|购|轨|行))[,、:\s]*"
)
# 到2027年, 每年, “十四五”期间: says when, not what
TIME = re.compile(
    r"(?:自|从|到|至|在|力争|力争到|争取)?(?:\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末)?(?:之?前|以前|起|开始|以后|春季|秋季|学期|学年)*"
    r"|[“\"]?十[三四五六七][五]?[”\"]?(?:规划)?(?:期间|末|时期)?)|每(?:两|[一二三四五六七八九十\d])?个?(?:年|学年|学期|季度|月|周)|(?:五|三|两|[一二三四五\d])年内|今年|明年"
)
# Formula text and headings of chapters that every plan has: tells nothing about the region.
FORMULA = re.compile(
    r"组织领导|指导思想|习近平|新时代中国特色|党的教育方针|党中央|总书记|国务院关于|精神$|高度重视|统一思想|提高认识|充分认识|政治站位|责任落实|落到实处|落地见效|落实落细"
    r"|抓紧抓好|抓实抓好|议事日程|重要日程|良好(?:的)?(?:社会)?(?:氛围|环境|风尚)$|浓厚氛围|舆论氛围|舆论环境|重要意义|工作合力$|齐抓共管|立德树人|五育[”\"]?并举|为党育人|社会主义核心价值观"
    r"|现将|印发|特制定|贯彻落实《|根据《|按照《|结合(?:我[市县区省州]|本[市县区省州]|当地|各地|本地)?(?:的)?实际$|有关规定|请认真|如下|本意见|本方案|本通知|贯彻执行|^为(?:进一步|深入|全面|切实|加快)"
)  # fmt: skip
# 为目标, 为原则: the frame of a measure, unless something else stands in the clause
FRAME = re.compile(
    r"^(?:坚持)?以.{2,30}为(?:目标|核心|抓手|导向|牵引|原则|宗旨|契机|统领|引领|动力|根本|基础|载体|依托)$|^(?:根据|按照|围绕|针对|结合|遵循|依托|借助|面向|基于|为了|对照)[^,]*$"
    r"|^在.{2,24}(?:基础上|前提下|条件下|过程中|领导下|指导下|框架内|方面)$"
)
# Verbs of effect: what comes of a measure, not what is done
RESULT = re.compile(
    r"^(?:从而|不断|进一步|全面|切实|持续|有效|逐步|努力)*(?:提升|提高|增强|促进|实现|形成|满足|激发|推动|营造|达到|确保|改善|缩小|助力|让|使)"
)
MUST = re.compile(r"(?:应当|必须|需要|要(?![求点素闻])|须|应(?![用急对届])|负责|由)")
