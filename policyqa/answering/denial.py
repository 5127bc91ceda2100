"""What tells whether a sentence affirms or denies what a question asks, as numbers: which clauses forbid, allow or exempt, how
much of the question each says, and how the question itself is put.

A regression and boosted trees weigh them (data/verdicts.json, made by training/train_verdicts.py). Shares are 0 to 1, flags
0 or 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from importlib.resources import files

import msgspec
import numpy as np

from policyqa.answering import bounds, wording
from policyqa.answering.asked import Array, predicate
from policyqa.answering.case import Case, share
from policyqa.answering.sentence import Sentence
from policyqa.answering.weighing import cover
from policyqa.trees import Trees
from policyqa.weights import Weights
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

_CLAUSE = late(r"[^,，;；。:：()（）]+")
_NEGATION = r"不(?!断|动产|良|仅|限于|只|但|同(?!意)|少|足|便|利|力|明|全|满|善|一致|齐|规范|合格|合理|到位|平衡|正|论|间断|等|打烊|见面|[低高多大小少晚迟早]于|超过?|满\d|得[低高多大小少晚迟早超])|无(?!障碍|线|人机|锡|缝|偿)|未(?!来|成年)"
# What a clause says by its words, whatever it speaks of.
_SAYS: Mapping[str, re.Pattern[str]] = {
    "negation": late(_NEGATION), "bars": late(r"不得(?![低高多大小少晚迟早超])|禁止|严禁|不准|不予|不许|不允许|无权|不能|不可|不应|拒绝|停止|暂停|取消|撤销|一票否决"),
    "allows": late(r"可(?!支配|持续|再生|靠|行|视|比|能性)以?|允许|能够?(?!力|源|耗)|有权"),
    "demands": late(r"应当?(?!用|急|届)|必须|须|要(?!求|素|点|件)|一律|均|需(?!求)"), "exempts": late(r"免(?!疫)|零(?!售|部件|工)|无偿|全额返还|豁免"),
    "limits": late(r"[仅只](?=[^,，]{0,8}[限能可对为])|限于|除外|以外|之外|除[^,，]{1,20}[外]|例外|不含|不包括"),
    "leaves_free": late(r"鼓励|支持|自愿|自主|自行|可选择|酌情|原则上"), "takes_in": late(r"纳入|计入|视为|视同|列入|享受|适用|属于|参照|包括|含(?!量|义)|同样|同等"),
    "does_not_need": late(r"无需|无须|不需|不用|不必|不再|可不|不要求|不收|不实行|不适用|不作|不计|不受|不重复"),
    "once": late(r"就高|从高|择优|不重复|一次(?!性)|不重叠|不叠加"), "together": late(r"叠加|同时享受|累加|一并享受|可同时"),
}  # fmt: skip
# How the question is put.
_ASKS: Mapping[str, re.Pattern[str]] = {
    "may": late(r"能(?!力|源|耗)|可以|可否|允许|准不准|行不行|行吗|让"), "must": late(r"必须|一定|非得|强制|要(?!求|点|素)|需|得(?=[^到了]{1,12}[吗么])|用不用|还用"),
    "will": late(r"会"), "has": late(r"有没有|有无|有[^,，]{1,14}吗|是否有"), "counts": late(r"算|属于|包括|纳入|计入|管|适用|也在"),
    "pays": late(r"收费|要钱|花钱|交钱|付费|掏钱|交费|收钱|缴费|自己出|自费|费用"), "together": late(r"一起|同时|叠加|兼得|重复|再(?!次)|都能|又"),
    "free": late(r"免|不(?:用|要|收)[^,，]{0,4}[钱费]"), "negative": late(r"不(?![吗么]|知道|管|论|过)[^不]{1,}|没(?!有[吗么?？]?$)|无|免|禁止|取消"), "only": late(r"只|仅|光"), "all": late(r"都|全|所有|任何|每"),
    "exempts": late(r"不[用需必要](?!求)|无需|无须|免|不收"), "barred": late(r"不[得能可准许该行让]|禁止|严禁"), "enough": late(r"够|符合|达标|算数|有效"),
    "left": late(r"还(?:能|要|得|可以|会|是|有|用|需)"), "number": late(r"\d|[一二两三四五六七八九十百千万]+[个年月天岁元家人次%]"),
}  # fmt: skip
# What turns a statement into a question; what is stated is told without it (是不是就不用配建了, 不用批准,对不对).
_TURNED: Mapping[str, re.Pattern[str]] = {
    "is_it_so": late(r"是不是|是否|对[吗么不]|[是对好行]?吧[?？。!！]*$"),
    "a_not_a": late(r"(.)不\1"),
}
_EXEMPTION = late(r"免(?!疫)[一-龥]|无偿|豁免")
_PARTS = ("clause", "before", "after", "sentence", "lead")
NAMES = (
    *(f"{part}_{name}" for part in _PARTS for name in _SAYS), *(f"asks_{name}" for name in (*_ASKS, *_TURNED)),
    "denied_share", "affirmed_share", "denied_more", "predicate_denied", "predicate_affirmed", "clauses",
    "rules", "bound_met", "bound_missed", "excluded", "excluded_from_bar", "of_clause",
)  # fmt: skip


class Verdicts(msgspec.Struct, frozen=True):
    """Whether a sentence affirms what is asked, by NAMES."""

    regression: Weights
    trees: Trees

    def odds(self, row: Array) -> float:
        """The log-odds that it does: half from the regression, half from the trees."""
        return (float(self.regression.logits(row)) + self.trees.logit(row)) / 2


@cache
def known() -> Verdicts:
    found = msgspec.json.decode(files("policyqa.answering").joinpath("data/verdicts.json").read_bytes(), type=Verdicts)
    if (found.regression.names, found.trees.names) != (NAMES, NAMES):
        raise RuntimeError("data/verdicts.json was made for other traits: run training/train_verdicts.py")
    return found


def row(case: Case, sentence: Sentence, *, rules: bool, excluded: bool) -> Array:
    """A number for each of NAMES; `rules` is the verdict by the rules, `excluded` tells that what is asked about stands as an
    exception alone."""
    rest = case.question.rest
    asked = predicate(rest, [unit for unit, _ in case.weighted])
    act = "".join(unit.text for unit in asked)
    text, lead = (_without(part, act) for part in (fold(sentence.quote), sentence.lead))
    clauses = [match[0] for match in _CLAUSE.finditer(text)] or [text]
    shares = [share(case.weighted, clause) for clause in clauses]
    predicates = [max((cover(unit, clause) for unit in asked), default=0.0) for clause in clauses]
    best = max(range(len(clauses)), key=lambda i: shares[i] + 0.5 * predicates[i] + 0.1 * bool(_rules(clauses[i])))
    parts = (
        clauses[best],
        clauses[best - 1] if best else "",
        "".join(clauses[best + 1 : best + 2]),
        text,
        lead,
    )
    said = [float(bool(pattern.search(part))) for part in parts for pattern in _SAYS.values()]
    stated = reduce(lambda left, pattern: pattern.sub(" ", left), (wording.A_NOT_A, *_TURNED.values()), rest)
    asks = [float(bool(pattern.search(stated))) for pattern in _ASKS.values()]
    asks += [float(bool(pattern.search(rest))) for pattern in _TURNED.values()]
    met = bounds.met(rest, case, sentence)
    barred = _SAYS["bars"].search(f"{lead}\n{text}") is not None
    return np.array(
        [
            *said, *asks, *_weighed(clauses, shares, predicates), float(len(clauses)), float(rules), float(met is True),
            float(met is False), float(excluded), float(excluded and barred), shares[best],
        ]
    )  # fmt: skip


def _without(text: str, act: str) -> str:
    """A text without what exempts, where an exemption is asked for: 无偿提供 denies nothing of 免费提供."""
    return _EXEMPTION.sub("", text) if _EXEMPTION.search(act) else text


def _rules(clause: str) -> bool:
    return any(_SAYS[name].search(clause) for name in ("bars", "allows", "demands", "exempts", "does_not_need"))


def _weighed(clauses: Sequence[str], shares: Sequence[float], predicates: Sequence[float]) -> list[float]:
    """How much of the question the clauses with a negation say and the others, at most; and of what is to be allowed."""
    denied = [
        bool(_SAYS["negation"].search(c) or _SAYS["bars"].search(c) or _SAYS["exempts"].search(c)) for c in clauses
    ]
    most = [max((s for s, d in zip(shares, denied, strict=True) if d is of), default=0.0) for of in (True, False)]
    act = [max((p for p, d in zip(predicates, denied, strict=True) if d is of), default=0.0) for of in (True, False)]
    return [*most, most[0] - most[1], *act]
