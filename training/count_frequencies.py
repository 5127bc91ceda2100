"""Count in how many sentences of official texts words and pairs of characters stand; the tables of policyqa.overlap.

    python training/count_frequencies.py OFFICIAL-TEXTS.jsonl.xz policyqa/overlap/data

One text a line, as a JSON string. The first line of each table holds the number of sentences.
"""  # fmt: skip

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import rjieba

from policyqa.zh.text import fold

_SENTENCE = re.compile(r"[。;!?\n]")
_WORD = re.compile(r"[一-龥a-z]{2,}")
_LEAST = {"words": 15, "pairs": 60}  # rarer ones count as that rare


def main(texts: Path, folder: Path) -> None:
    counted: dict[str, Counter[str]] = {"words": Counter(), "pairs": Counter()}
    sentences = 0
    with lzma.open(texts, "rt", encoding="utf-8") as lines:
        for line in lines:
            for sentence in _SENTENCE.split(fold(json.loads(line)).lower()):
                if len(sentence) < 6:
                    continue
                sentences += 1
                counted["words"].update({w for w in rjieba.cut(sentence) if _WORD.fullmatch(w)})
                counted["pairs"].update({a + b for a, b in pairwise(sentence) if _WORD.fullmatch(a + b)})
    for name, counter in counted.items():
        rows = sorted(((n, w) for w, n in counter.items() if n >= _LEAST[name]), key=lambda row: (-row[0], row[1]))
        table = f"{sentences}\n" + "".join(f"{w}\t{n}\n" for n, w in rows)
        (folder / f"{name}.tsv").write_text(table, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
