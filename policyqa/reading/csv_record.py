"""A document as one row of a CSV file, as data sets publish them: a header, and one long cell with the text."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import NamedTuple

_LABELS = {
    "标题": ("title", "标题", "名称", "文件名称", "政策名称"),
    "发布日期": ("publish_date", "published", "date", "发布日期", "发布时间"),
    "发文字号": ("doc_number", "发文字号", "文号"),
    "发布机构": ("issuer", "发布机构", "发文机关"),
    "索引号": ("index_number", "索引号"),
    "网站": ("province", "region", "地区", "省份"),  # where the title is silent it decides as a page's site does
}
_BY_HEAD = {head: label for label, heads in _LABELS.items() for head in heads}
_LEAST_COLUMNS = 3
_LONGEST_HEAD = 20  # characters
_LEAST_SHARE = 0.6  # of the file that the text must be


class CsvRecord(NamedTuple):
    text: str
    fields: Mapping[str, str]


def record(content: str) -> CsvRecord | None:
    """None where the file is anything else; the fields are by their usual Chinese labels."""
    head, _, rest = content.partition("\n")
    if head.count(",") + 1 < _LEAST_COLUMNS or not rest.strip():
        return None
    try:
        rows = [row for row in csv.reader(StringIO(content, newline=""), strict=True) if row]
    except csv.Error:
        return None
    if len(rows) != 2 or len(rows[0]) != len(rows[1]) or any(len(cell) > _LONGEST_HEAD for cell in rows[0]):
        return None
    text = max(rows[1], key=len)
    if len(text) < _LEAST_SHARE * len(content):
        return None
    labels = [_BY_HEAD.get(cell.strip().lower()) for cell in rows[0]]
    fields = {label: cell.strip() for label, cell in zip(labels, rows[1], strict=True) if label and cell is not text}
    return CsvRecord(text, fields)
