"""Radicals that PDF files hold in place of characters: ⽉ for 月, ⻣ for 骨. No search finds those."""

from __future__ import annotations

import re
import unicodedata

# Those of the supplement that stand for whole characters; Unicode names an equivalent for two of them alone.
_SUPPLEMENT = str.maketrans(
    "⺌⺝⺟⺠⺧⺩⺫⺬⺮⺼⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "小月母民牛王目示竹月西见角贝足车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
_ANY = re.compile("[\u2e80-\u2fd5]")


def plain(text: str) -> str:
    """The text with each radical as the character it stands for; its length stays."""
    if not _ANY.search(text):
        return text
    return _ANY.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text.translate(_SUPPLEMENT))
