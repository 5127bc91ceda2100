"""The text of an element of a web page: one line per paragraph, tables with their cells."""

from __future__ import annotations

import re
from typing import NamedTuple

from policyqa.reading.html_blocks import MARK, lines, take_tables
from policyqa.reading.numbering import Element
from policyqa.reading.raw import RawTable
from policyqa.reading.writer import TextWriter

_TOOLS = (
    r"打印(?:本页|页面|文章|此页)?|关闭(?:本页|窗口|页面)?|分享(?:到|至)?|收藏(?:本页)?|转发|复制链接|纠错|朗读|语音播报|全文下载"
    r"|(?:返回)?(?:顶部|首页|列表)|(?:字体|字号|视力保护色)(?:大小)?|放大|缩小|默认|大|中|小|A[+-]?|微信|微博|新浪微博|QQ空间|QQ好友|QQ"
    r"|相关(?:附件|文档|链接|阅读|信息|文章|新闻|解读|推荐)|扫一扫[^。]{0,20}|用微信“?扫一扫”?[^。]{0,20}|[【\[]?我要纠错[】\]]?"
)
_TOOLBAR = re.compile(rf"(?:[\s【】\[\]()（）|｜/:：·>+-]|{_TOOLS})+")
_TRAIL = re.compile(r"(?:(?:您|你)?(?:现在|当前)?的?位置(?:是)?[:：].*|首页\s*[>＞»›].*|[上下]一[篇条页][:：].*)")
_CREDIT = (
    r"(?:(?:发布|发表|更新)?(?:时间|日期)|(?:信息|文章|稿件)?来源|作者|(?:责任)?编辑|审核|校对|浏览(?:量|次数)?|阅读(?:量|次数)?"
    r"|点击(?:量|数|率|次数)?|访问(?:量|次数)?|字体(?:大小)?|字号|分享(?:到)?)"
)
_CREDITS = re.compile(rf"(?:{_CREDIT}\s*[:：]\s*[^:：。；]{{0,40}}(?::\d\d){{0,2}}[^:：。；]{{0,20}}?\s*)+")
_WEB = re.compile(r"发布|发表|更新|来源|作者|编辑|审核|浏览|阅读|点击|访问|字体|字号|分享")
_SITE_FOOT = re.compile(r"版权所有|ICP备|公网安备|网站标识码|网站支持IPv6|建议使用.{0,20}浏览器|^网站地图$")
_EDGE = 6  # lines at the head and the foot of the text where a site's own lines may stand
_LONGEST = 120  # characters of such a line


class Found(NamedTuple):
    """`credits` are lines left out of the text that say when and by whom the page was published."""

    text: str
    tables: tuple[RawTable, ...]
    credits: tuple[str, ...]


def read(node: Element) -> Found:
    """Paragraphs without the white space around them; what a browser would not show is gone already."""
    writer = TextWriter()
    tables = take_tables(node)
    found = list(lines(node))
    credits: list[str] = []
    for index, line in enumerate(found):
        place = MARK.fullmatch(line)
        at_edge = min(index, len(found) - 1 - index) < _EDGE
        if place:
            writer.table(tables[int(place[1])])
        elif at_edge and _is_credit(line):
            credits.append(line)
        elif not _is_site_line(line, at_edge=at_edge):
            writer.paragraph(line)
    return Found(writer.text, writer.tables, tuple(credits))


def _is_credit(line: str) -> bool:
    """Whether a line says when and by whom the page was published; 时间 and 日期 may be the document's."""
    return len(line) <= _LONGEST and bool(_WEB.search(line) and _CREDITS.fullmatch(line))


def _is_site_line(line: str, *, at_edge: bool) -> bool:
    """Whether a line belongs to the site: tools anywhere, the way to it and the imprint at the edges."""
    if len(line) > _LONGEST:
        return False
    if _TOOLBAR.fullmatch(line):
        return True
    return at_edge and bool(_TRAIL.fullmatch(line) or _SITE_FOOT.search(line))
