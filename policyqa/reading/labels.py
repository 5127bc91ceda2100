"""Labelled values at the head of a document: 索引号：…, 发文字号：…, [发布日期] …"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policyqa.model import Span
from policyqa.reading.lines import HEAD_LINES, Line

_LABELS = {
    "title": ("名称", "标题", "公文名称", "信息名称", "政策标题", "政策名称", "政策名", "文件名称", "公文标题"),
    "index_number": ("索引号", "索引", "信息索引号", "信息索引"),
    "doc_number": ("发文字号", "文号", "文件编号", "发文文号"),
    "publisher": ("发布机构", "发文机关", "发文机构", "发文单位", "制定机关"),
    "issued": ("成文日期", "发文日期", "生成日期", "印发日期"),
    "published": ("发布日期", "公开日期", "发布时间", "日期", "时间"),
    "topic": ("主题分类", "主题词", "分类", "信息类别"),
    "validity": ("有效性", "时效", "效力状态", "文件状态", "时效性"),
    "site": ("网站",),
    "other": (
        "体裁分类", "组配分类", "来源", "链接", "原文链接", "主题", "关键词", "索引码", "信息来源", "正文", "浏览次数", "点击",
        "内容概述", "内容概况", "部门", "政策状态", "生效时间", "到期时间", "详情页链接", "附件下载",
        "失效日期", "实施日期", "施行日期", "废止日期", "生效日期", "公文种类", "服务对象", "字体", "字号",
    ),
}  # fmt: skip
_BY_LABEL = {label: field for field, labels in _LABELS.items() for label in labels}
_LABEL = "|".join(r"\s*".join(label) for label in sorted(_BY_LABEL, key=len, reverse=True))
_LONG = "|".join(r"\s*".join(label) for label in _BY_LABEL if len(label) >= 4)
# In a table's row a tab parts a long label from its value; a short one may head a column (名称, 文号).
_FIELD = re.compile(
    rf"[\[【]?\s*(?:(?P<long>{_LONG})\t|(?P<label>{_LABEL})[^\S\t]*[\]】]?[^\S\t]*(?:[:：]|$))(?:(?<=[:：\t])\s*(?P<value>.*))?"
)
# Where labels run together only the long ones are safe from being a part of a value.
_NEXT = re.compile(rf"(?:\s+[\[【]?(?:{_LABEL})|\s*(?:{_LONG}))\s*[\]】]?\s*[:：]")


def labelled(text: str, all_lines: Sequence[Line]) -> tuple[dict[str, str], set[Span]]:
    """Values by field, and their lines: label and value on one line, or on two where the label stands in brackets."""
    values: dict[str, str] = {}
    front: set[Span] = set()
    for index, line in enumerate(all_lines[:HEAD_LINES]):
        if line.span in front or not _FIELD.match(line.text):
            continue
        front.add(line.span)
        following = all_lines[index + 1] if index + 1 < len(all_lines) else None
        on_two = line.text[:1] in "[【" and following is not None and not _FIELD.match(following.text)
        for field, value in _on_line(text, line).items():
            if value is None and on_two and following:
                value = following.span.of(text)
                front.add(following.span)
            if value and value.strip():
                values.setdefault(field, value.strip())
    return values, front


def _on_line(text: str, line: Line) -> dict[str, str | None]:
    """The values that stand on one line: 索引号：… 信息类别：… are two."""
    found: dict[str, str | None] = {}
    start, end = 0, len(line.text)
    while start < end and (match := _FIELD.match(line.text, start)):
        following = _NEXT.search(line.text, match.end("long" if match["long"] else "label"), end)
        stop = following.start() if following else end
        field = _BY_LABEL[re.sub(r"\s", "", match["long"] or match["label"])]
        has_value = match["value"] is not None
        found.setdefault(
            field,
            line.span.of(text)[match.start("value") : stop] if has_value and match.start("value") < stop else None,
        )
        start = following.end(0) - len(following[0].lstrip()) if following else end
    return found


def with_fields(values: dict[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """The values with those that the container gave (a web page's table), by their Chinese label; these win."""
    given = {_BY_LABEL[label]: value.strip() for label, value in fields.items() if label in _BY_LABEL and value.strip()}
    return {**values, **given}
