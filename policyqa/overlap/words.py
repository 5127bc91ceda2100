"""What a clause is about: its telling words and pairs of characters, the matters and kinds of act that it names.

The tables in data/ are plain text that people can read and edit: concepts.tsv and acts.tsv by hand,
words.tsv and pairs.tsv counted by training/count_frequencies.py.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from operator import add

import rjieba

from policyqa.overlap import patterns as p
from policyqa.overlap.naming import lines, naming
from policyqa.zh.synonyms import canonical
from policyqa.zh.text import fold

_FIGURE = re.compile(r"[\d.,]+%?")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千万亿两]+")
_NO_WORD = re.compile(r"[^一-龥a-z]+")
_REMEMBERED = 200_000
_FAINT = 0.35  # what a verb that fits anything counts, of its weight
# Words that say nothing of what is done or to what.
_EMPTY = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "等",
        "或",
        "在",
        "对",
        "为",
        "以",
        "将",
        "把",
        "要",
        "应",
        "须",
        "并",
        "各",
        "个",
        "名",
        "所",
        "项",
        "家",
        "年",
        "月",
        "日",
        "全市",
        "全县",
        "全区",
        "全省",
        "我市",
        "我县",
        "我区",
        "我省",
        "本市",
        "市",
        "县",
        "区",
        "省",
        "年底",
        "前",
        "到",
        "至",
        "不",
        "于",
        "低于",
        "少于",
        "达到",
        "以上",
        "左右",
        "每",
        "每年",
        "通过",
        "有",
        "是",
        "由",
        "从",
        "中",
        "上",
        "内",
        "使",
        "让",
        "可",
        "能",
        "其",
        "都",
        "也",
        "就",
        "还",
        "之",
        "更",
        "建成",
        "数量",
        "县区",
        "市区",
        "地区",
        "区县",
        "年度",
        "学年",
    ]
)
_GENERIC = frozenset(
    [
        "加强",
        "加大",
        "推进",
        "推动",
        "促进",
        "强化",
        "提升",
        "提高",
        "实施",
        "开展",
        "落实",
        "做好",
        "工作",
        "建设",
        "完善",
        "健全",
        "建立",
        "组织",
        "发展",
        "水平",
        "能力",
        "机制",
        "制度",
        "体系",
        "支持",
        "鼓励",
        "引导",
        "深化",
        "优化",
        "构建",
        "打造",
        "形成",
        "探索",
        "确保",
        "保障",
        "努力",
        "积极",
        "进一步",
        "不断",
        "全面",
        "切实",
        "大力",
        "逐步",
        "深入",
        "有效",
        "加快",
        "着力",
        "力争",
        "开始",
        "结合",
        "坚持",
        "注重",
        "重视",
        "基本",
        "重点",
        "有关",
        "相关",
    ]
)


@lru_cache(_REMEMBERED)
def normal(text: str) -> str:
    """Half width, lower case, figures out, one word for each group of synonyms."""
    return canonical(_FIGURE.sub(" ", fold(text).lower()))


def words(text: str) -> list[str]:
    """The words of a text that tell something, in order."""
    return list(filter(_tells, _segmenter().cut(normal(text))))


@lru_cache(_REMEMBERED)
def _tells(word: str) -> bool:
    return word not in _EMPTY and not _NUMERAL.fullmatch(word) and word[0].isalnum()


@cache
def _segmenter() -> rjieba.Jieba:
    """An instance of its own, by which data/words.tsv was counted: the index adds words to the shared one."""
    return rjieba.Jieba()


def characters(text: str) -> frozenset[str]:
    """The Chinese characters of a text, each once."""
    return frozenset(p.HAN.findall(normal(text)))


def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters within words of Chinese characters or letters."""
    runs = _NO_WORD.split(normal(text))
    return frozenset(pair for run in runs for pair in map(add, run, run[1:]))


def head(telling: list[str]) -> str | None:
    """The last word that is no verb that fits anything: what the clause is about, in most clauses."""
    return next((word for word in reversed(telling) if word not in _GENERIC), None)


def word_weight(word: str) -> float:
    """How much a word tells: the rarer in official texts, the more."""
    return _rarity(word, "words") * (_FAINT if word in _GENERIC else 1.0)


def pair_weight(pair: str) -> float:
    return _rarity(pair, "pairs")


def _rarity(item: str, table: str) -> float:
    total, least, counted = _counted(table)
    return math.log(total / counted.get(item, least))


@cache
def _counted(table: str) -> tuple[int, int, dict[str, int]]:
    """The number of sentences, how often the items that were too rare to be listed may stand, and the counts."""
    first, *rows = lines(f"{table}.tsv")
    counted = {item: int(count) for item, count in (row.split("\t") for row in rows)}
    return int(first), min(counted.values()) // 2, counted


# --- matters and acts ------------------------------------------------------------------------------------------------


@lru_cache(_REMEMBERED)
def concepts(text: str) -> frozenset[int]:
    """The matters of concepts.tsv of which a text speaks, by their place in the table."""
    return naming("concepts.tsv").named(text)


@lru_cache(_REMEMBERED)
def acts(text: str) -> frozenset[int]:
    """The kinds of act that a text names; verbs that fit anything name none."""
    return naming("acts.tsv").named(text)


def concept_names() -> tuple[str, ...]:
    return naming("concepts.tsv").labels
