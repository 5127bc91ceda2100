"""Train the reader that ships with the package (index/reader.py): which sentence answers a question, which are items of a list.

    python training/train_reader.py READER.pt DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]
    python training/export_reader.py READER.pt

`--start READER.pt` goes on from a reader instead of beginning anew, `--steepness` is the highest learning rate, `--lists N` shows each
list N times, `--silent` shows the questions that nothing answers, as many that something does and half as many lists, `--libraries
FOLDER` keeps the libraries of the sets for the next run. How the shipped one was made: READER_CARD.md.

Each set of questions (gold/QUESTIONS.md) is asked over its own folder of documents. A question is shown with some of its
evidence and with sentences that policyqa found likely and that are none (or, of a list, no items), most of them among the likeliest.
Needs the packages of the extra `training`.
"""

from __future__ import annotations

import argparse
import lzma
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import reader_model as model
import torch
from policyqa.index.reader import laid_out
from question_sets import Set, arguments, is_evidence, opened
from reader_model import Reader
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy
from train_answers import cases, is_right
from train_lists import considered

from policyqa.answering import choosing, learned, listing, reader
from policyqa.answering.sentence import Sentence
from policyqa.evaluation.questions import Asked

OFFICIAL = Path("../shared/training/official-texts.jsonl.xz")
STEEPNESS, WARMING = 8e-5, 0.08  # the highest learning rate, and the share of steps until it is reached
HEAD = 5  # times as steep: the judgement begins from nothing
TOGETHER, ALIKE = 6, 16  # questions of a step; texts of like length that are read together
SHOWN, EVIDENCE, NEAR = 8, 2, 10  # sentences of a question, how many of them are evidence; the likeliest others
ITEMS, NO_ITEMS, FAR, NEAREST = 8, 7, 3, 16  # of a list: items, others among the likeliest, others at all
LIKELY, UNLIKELY, FIRST = 5, 2, 6  # of a question that nothing answers: of the first few, of the others
# What counts beside the choice of a question's evidence: the odds of items and of what is no answer, and its own odds.
OF_ITEMS, OF_ODDS = 2.0, 0.5


class Example(NamedTuple):
    """A question with sentences, likeliest first, each told as (question, text)."""

    kind: str
    pairs: list[tuple[str, str]]
    evidence: np.ndarray


def main() -> None:
    options = _arguments()
    for seeded in (random.seed, np.random.seed, torch.manual_seed):
        seeded(options.seed)
    with opened(options) as sets:
        examples = [e for one in sets for asked in one.questions for e in _examples(one, asked)]
    print(len(examples), "questions,", sum(e.kind == "list" for e in examples), "of them lists", flush=True)
    if options.start:
        held = torch.load(options.start)
        pieces, scores = held["pieces"], held["scores"]
        trained = Reader(len(pieces))
        trained.load_state_dict(held["state"])
    else:
        begun = model.start()
        kept = model.kept(begun, _texts(options.paths[::2]))
        pieces, scores = [begun.pieces[at] for at in kept], [begun.scores[at] for at in kept]
        trained = model.begun_with(begun, kept)
    _train(trained, model.tokenizer(pieces, scores), examples, options)
    torch.save(model.stored(trained, pieces, scores), options.out)


def _arguments() -> argparse.Namespace:
    parser = arguments(__doc__)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--steepness", type=float, default=STEEPNESS)
    parser.add_argument("--lists", type=int, default=1)
    parser.add_argument("--silent", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _texts(folders: Sequence[Path]) -> Iterator[str]:
    """Official texts and the documents of the sets: of what pieces they are made decides which ones stay."""
    if OFFICIAL.exists():
        with lzma.open(OFFICIAL, "rt", encoding="utf-8") as lines:
            yield from lines
    for folder in folders:
        yield from (path.read_text("utf-8", errors="replace") for path in sorted(folder.glob("*.txt")))


# --- what is shown ---------------------------------------------------------------------------------------------------


def _examples(of: Set, asked: Asked) -> Iterator[Example]:
    """One of the question, of a comparison one of each side, none where nothing that was found is evidence though something
    answers."""
    if asked.kind == "list":
        listed = considered(of, asked)
        if listed and not listed.ruled.settled:
            rows = listing.first_rows(*listed, learned.weights().evidence)
            yield from _shown(asked, [s.sentence for s in listed.found], learned.items().first(rows))
        return
    for case in cases(of.library, asked):
        among = choosing.consider(case)
        likely = learned.likeness(among.traits, learned.weights())
        # Evidence, or plainly wrong: what is right by its words alone teaches nothing.
        clear = [is_evidence(asked, s.sentence) or not is_right(asked, case, s) for s in among.found]
        places = np.flatnonzero(clear)
        yield from _shown(asked, [among.found[at].sentence for at in places], likely[places])


def _shown(asked: Asked, sentences: Sequence[Sentence], likely: np.ndarray) -> Iterator[Example]:
    order = np.argsort(-likely, kind="stable")
    evidence = np.array([is_evidence(asked, sentences[at]) for at in order], bool)
    if evidence.any() or asked.kind == "none":
        pairs = [reader.shown(asked.question, sentences[at]) for at in order]
        yield Example(asked.kind, pairs, evidence)


def _some(example: Example) -> tuple[list[tuple[str, str]], list[float]]:
    """Some of its sentences, evidence first, and 1 for each that is evidence."""
    yes, no = np.flatnonzero(example.evidence), np.flatnonzero(~example.evidence)
    if example.kind == "none":
        shown = []
        others = [*np.random.permutation(no[:FIRST])[:LIKELY], *np.random.permutation(no[FIRST:])[:UNLIKELY]]
    elif example.kind == "list":
        shown = list(np.random.permutation(yes)[:ITEMS])
        others = [*np.random.permutation(no[:NEAREST])[:NO_ITEMS], *np.random.permutation(no[NEAREST:])[:FAR]]
    else:
        shown = list(np.random.permutation(yes)[:EVIDENCE])
        wanted = SHOWN - len(shown)
        others = list(np.random.permutation(no[no < NEAR])[: wanted - 2])
        others += [at for at in np.random.permutation(no) if at not in others][: wanted - len(others)]
    return [example.pairs[at] for at in (*shown, *others)], [1.0] * len(shown) + [0.0] * len(others)


# --- training --------------------------------------------------------------------------------------------------------


def _train(trained: Reader, words: Tokenizer, examples: Sequence[Example], options: argparse.Namespace) -> None:
    fresh = ("h.", "out.", "seg")
    head = [p for name, p in trained.named_parameters() if name.startswith(fresh)]
    body = [p for name, p in trained.named_parameters() if not name.startswith(fresh)]
    groups = [{"params": head, "times": HEAD}, {"params": body, "times": 1}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    order = _order(examples, options)
    steps, begun = len(order) // TOGETHER, time.perf_counter()
    for step in range(steps):
        now = min(1, (step + 1) / (steps * WARMING)) * max(0.02, 1 - step / steps)
        for group in optimiser.param_groups:
            group["lr"] = options.steepness * now * group["times"]
        loss = _loss(trained, words, order[step * TOGETHER : (step + 1) * TOGETHER])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        if step % 50 == 49:
            print(step + 1, steps, f"{loss.item():.3f} {time.perf_counter() - begun:.0f} s", flush=True)


def _order(examples: Sequence[Example], options: argparse.Namespace) -> list[Example]:
    of = {
        "list": [e for e in examples if e.kind == "list"], "none": [e for e in examples if e.kind == "none"],
        "one": [e for e in examples if e.kind not in ("list", "none")],
    }  # fmt: skip
    many = len(of["none"])
    silent = [*of["none"], *random.sample(of["one"], many), *random.sample(of["list"], many // 2)]
    order = silent if options.silent else [*of["one"], *(of["list"] * options.lists)]
    random.shuffle(order)
    return order


def _loss(trained: Reader, words: Tokenizer, examples: Sequence[Example]) -> torch.Tensor:
    """How badly evidence is chosen among the sentences of each question, and how badly odds are told."""
    told = [_some(example) for example in examples]
    judged = _judged(trained, words, [pair for pairs, _ in told for pair in pairs])
    loss, start = torch.zeros(()), 0
    for example, (pairs, labels) in zip(examples, told, strict=True):
        logits, truth = judged[start : start + len(pairs)], torch.tensor(labels)
        start += len(pairs)
        odds = cross_entropy(logits, truth)
        if example.kind in ("list", "none"):
            loss = loss + OF_ITEMS * odds
        else:
            choice = torch.logsumexp(logits, 0) - torch.logsumexp(logits[truth > 0], 0)
            loss = loss + choice + OF_ODDS * odds
    return loss / len(examples)


def _judged(trained: Reader, words: Tokenizer, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
    """Log-odds; texts of like length are read together, in half precision."""
    order = sorted(range(len(pairs)), key=lambda at: sum(map(len, pairs[at])))
    found = []
    with torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(order), ALIKE):
            found.append(trained(*_pieces(words, [pairs[at] for at in order[start : start + ALIKE]])).float())
    return torch.cat(found)[torch.tensor(np.argsort(order))]


def _pieces(words: Tokenizer, pairs: Sequence[tuple[str, str]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pieces, sides and what is read, padded to the longest."""
    rows = [laid_out(words.encode(question).ids, words.encode(text).ids) for question, text in pairs]
    shape = len(rows), max(len(pieces) for pieces, _ in rows)
    ids, seg, mask = torch.full(shape, model.PADDING), torch.zeros(shape, dtype=torch.long), torch.zeros(shape)
    for at, (pieces, sides) in enumerate(rows):
        ids[at, : len(pieces)], seg[at, : len(pieces)], mask[at, : len(pieces)] = *map(torch.tensor, (pieces, sides)), 1
    return ids, seg, mask


if __name__ == "__main__":
    main()
