"""What a web page says of its document in labelled values: 索引号, 发文字号, 发布日期 and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from policyqa.reading.numbering import Element

# The label under which a value is handed on, and what sites call it.
_NAMES = {
    "标题": ("标题", "名称", "信息名称", "文件名称", "公文名称", "政策名称"),
    "索引号": ("索引号", "信息索引", "信息索引号"),
    "发文字号": ("发文字号", "文号", "文件编号", "发文文号"),
    "发布机构": (
        "发布机构",
        "发文机关",
        "发文机构",
        "发文单位",
        "发布单位",
        "制发机关",
        "公开机构",
        "公开主体",
    ),
    "成文日期": ("成文日期", "发文日期", "生成日期", "成文时间", "签发日期", "印发日期"),
    "发布日期": ("发布日期", "发布时间", "公开日期", "发表时间", "公布日期"),
    "主题分类": ("主题分类", "信息分类", "主题类别", "信息类别", "分类"),
    "有效性": ("有效性", "有效状态", "效力状态", "时效性", "文件状态"),
    "网站": (),
}
_LABELS = {name: label for label, names in _NAMES.items() for name in names}
_OTHERS = (
    "主题词",
    "关键词",
    "体裁分类",
    "组配分类",
    "实施日期",
    "废止日期",
    "来源",
    "信息来源",
    "浏览次数",
    "字体",
    "字号",
    "作者",
)
_NAME = "|".join(r"\s*".join(name) for name in sorted([*_LABELS, *_OTHERS], key=len, reverse=True))
_LABELLED = re.compile(rf"\s*(?P<open>[\[【])?\s*(?P<name>{_NAME})\s*(?:[\]】]|[:：])?\s*[:：]?\s*(?P<value>.*)", re.S)
_NEXT_LABEL = re.compile(rf"\s*[\[【]?(?:{_NAME})\s*[\]】]?\s*[:：].*", re.S)
_BARE = re.compile(r"[\s:：\[\]【】]")
# Too common as headings of a table's columns to be trusted without a colon.
_COMMON = {"标题", "名称", "文号", "分类", "有效性", "发布单位"}
_META = {"articletitle": "标题", "pubdate": "发布日期", "contentsource": "发布机构", "sitename": "网站"}
_OWN_SITE = re.compile(r"^(?:本网|本站|原创|网站|互联网|转载|其他)+\s*[:：]?\s*")
_CREDITS = {
    "发布日期": re.compile(r"(?:时间|日期)\s*[:：]\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"),
    "发布机构": re.compile(r"来源\s*[:：]\s*(?!本网|本站|原创|转载|互联网)([^\s:：]{2,40})(?=\s|$)"),
}
_LONGEST = 150  # characters of a value
_BLOCKS = ("table", "ul", "ol", "dl", "div")
_LEAST_LABELS = 3  # in a block of the text before it counts as the page's and not the document's
_MOST_BLOCK = 800  # characters


class _Hit(NamedTuple):
    label: str
    value: str
    element: Element


def fields(root: Element, main: Element) -> dict[str, str]:
    """Values by their usual labels; a block of them inside the main text is taken out of it."""
    found: dict[str, str] = {}
    hits = list(_hits(root))
    blocks = _blocks_of_labels(hits, main)
    for hit in hits:
        inside = main in hit.element.iterancestors() or hit.element is main
        if hit.value and (not inside or any(block in hit.element.iterancestors() for block in blocks)):
            found.setdefault(hit.label, hit.value)
    for block in blocks:
        block.drop_tree()
    for label, value in _meta(root):
        if label == "标题" or label not in found:
            found[label] = value
    found.setdefault("标题", _title(root))
    return {label: found[label] for label in _NAMES if found.get(label)}


def with_credits(found: dict[str, str], lines: Iterable[str]) -> dict[str, str]:
    """The fields with what the line under a page's title adds: 发布时间：2024-05-06 来源：县教育局."""
    text = " ".join(lines)
    stated = {label: match[1] for label, pattern in _CREDITS.items() if (match := pattern.search(text))}
    merged = {**stated, **found}
    return {label: merged[label] for label in _NAMES if label in merged}


def _hits(root: Element) -> Iterator[_Hit]:
    for element in root.iter():
        match = _LABELLED.match(element.text or "")
        label = _LABELS.get(_BARE.sub("", match["name"])) if match else None
        if match and label:
            yield _Hit(label, _tidy(_value(element, match)) if _is_label(element, match) else "", element)


def _is_label(element: Element, match: re.Match[str]) -> bool:
    """With a colon or in brackets; a telling name may also fill a cell alone."""
    if match["open"] or re.match(r"\s*[:：]", match.string[match.end("name") :]):
        return True
    return not match["value"] and element.tag in ("th", "td", "dt") and _BARE.sub("", match["name"]) not in _COMMON


def _value(element: Element, match: re.Match[str]) -> str:
    """What follows the label: in its element, behind it, or in the next cell."""
    inside = match["value"] + "".join(_text(child) + (child.tail or "") for child in element)
    if inside.strip():
        return inside
    for holder in (element, element.getparent()):
        if holder is None or holder.tag in _BLOCKS:
            return ""
        if (holder.tail or "").strip():
            return str(holder.tail)
        following = next((e for e in holder.itersiblings() if _text(e).strip()), None)
        if following is not None:
            return _text(following)
        if holder.getnext() is not None:
            return ""
    return ""


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _tidy(value: str) -> str:
    """One line without the label that follows; dashes stand for no value."""
    value = " ".join(_NEXT_LABEL.sub("", value).split()).strip(" -—|")
    return value if len(value) <= _LONGEST else ""


def _blocks_of_labels(hits: list[_Hit], main: Element) -> list[Element]:
    """Tables and lists inside the main text that hold little but labelled values."""
    labels: dict[Element, set[str]] = {}
    for hit in hits:
        if main in hit.element.iterancestors():
            block = next((e for e in hit.element.iterancestors(*_BLOCKS)), None)
            if block is not None and block is not main:
                labels.setdefault(block, set()).add(hit.label)
    return [b for b, names in labels.items() if len(names) >= _LEAST_LABELS and len(_text(b)) < _MOST_BLOCK]


def _meta(root: Element) -> Iterator[tuple[str, str]]:
    """The tags that the national standard for government sites prescribes."""
    for element in root.iter("meta"):
        label = _META.get(element.get("name", "").lower())
        value = " ".join(element.get("content", "").split())
        if label == "发布机构":
            value = _OWN_SITE.sub("", value)
        if label and value:
            yield label, value


def _title(root: Element) -> str:
    """The page's title without the site's name behind it."""
    named = root.find(".//title")
    title = " ".join(_text(named).split()) if named is not None else ""
    headings = (" ".join(_text(heading).split()) for heading in root.iter("h1", "h2"))
    return next((h for h in headings if h and h in title), re.split(r"\s*[_|]\s*|\s+-+\s+", title)[0])
