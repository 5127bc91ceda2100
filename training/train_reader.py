"""Train the reader that ships with the package (index/reader.py): which sentence answers a question, which are items of a list.

    python training/train_reader.py READER.pt DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]
    python training/export_reader.py READER.pt

`--start READER.pt` goes on from a reader instead of beginning anew, `--steepness` is the highest learning rate, `--lists N` shows each
list N times, `--single SHARE` that share of the other questions, `--silent` shows the questions that nothing answers, as many that
something does and half as many lists, `--earlier DOCUMENTS QUESTIONS …` are sets it has seen before, of which the share `--sample`
is shown again, `--libraries FOLDER` keeps the libraries of the sets for the next run. How the shipped one was made: READER_CARD.md.

Each set of questions (gold/QUESTIONS.md) is asked over its own folder of documents. A question is shown with some of its
evidence and with sentences that policyqa found likely and that are none, most of them among the likeliest; one for a list with
passages of the sentences that may be items, all that hold one and some that hold none; one for a list of what no document tells
with the likeliest passages.
Needs the packages of the extra `training`.
"""

from __future__ import annotations

import argparse
import lzma
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import reader_model as model
import torch
from policyqa.index.reader import Laid, laid_out, parts_of
from question_sets import arguments, opened
from reader_examples import Example, Listed, examples_of, passages, some
from reader_model import Reader
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

OFFICIAL = Path("../shared/training/official-texts.jsonl.xz")
STEEPNESS, WARMING = 8e-5, 0.08  # the highest learning rate, and the share of steps until it is reached
HEAD = 5  # times as steep: the judgement begins from nothing
TOGETHER, ASKED = 6, 8  # questions of a step, and those of which only the kind is asked
ALIKE = 16  # texts of like length that are read together
# What counts beside the choice of a question's evidence: the odds of what is no answer and of items, its own odds; of a list how
# much is lacking to what it would be if the likely items were taken.
OF_NONE, OF_ITEMS, OF_ODDS, OF_LISTS, OF_KINDS = 2.0, 4.0, 0.5, 1.0, 0.5


def main() -> None:
    options = _arguments()
    for seeded in (random.seed, np.random.seed, torch.manual_seed):
        seeded(options.seed)
    new, earlier = _of_sets(options.paths, options), _of_sets(options.earlier, options)
    shown = [*new, *random.sample(earlier, round(options.sample * len(earlier)))]
    print(len(shown), "questions,", sum(isinstance(e, Listed) for e in shown), "of them lists", flush=True)
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
    _train(trained, model.tokenizer(pieces, scores), shown, options)
    torch.save(model.stored(trained, pieces, scores), options.out)


def _of_sets(paths: Sequence[Path], options: argparse.Namespace) -> list[Example | Listed]:
    with opened(argparse.Namespace(paths=paths, libraries=options.libraries)) as sets:
        return [e for one in sets for asked in one.questions for e in examples_of(one, asked)]


def _arguments() -> argparse.Namespace:
    parser = arguments(__doc__)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--earlier", type=Path, nargs="+", default=[], metavar="DOCUMENTS QUESTIONS")
    parser.add_argument("--sample", type=float, default=0.2)
    parser.add_argument("--steepness", type=float, default=STEEPNESS)
    parser.add_argument("--lists", type=int, default=1)
    parser.add_argument("--single", type=float, default=1.0)
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


# --- training --------------------------------------------------------------------------------------------------------


def _train(
    trained: Reader, words: Tokenizer, examples: Sequence[Example | Listed], options: argparse.Namespace
) -> None:
    fresh = ("h.", "out.", "seg")
    head = [p for name, p in trained.named_parameters() if name.startswith(fresh)]
    body = [p for name, p in trained.named_parameters() if not name.startswith(fresh)]
    groups = [{"params": head, "times": HEAD}, {"params": body, "times": 1}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    order = _order(examples, options)
    known = [e for e in examples if isinstance(e, Listed) or e.kind != "none"]
    steps, begun = len(order) // TOGETHER, time.perf_counter()
    for step in range(steps):
        now = min(1, (step + 1) / (steps * WARMING)) * max(0.02, 1 - step / steps)
        for group in optimiser.param_groups:
            group["lr"] = options.steepness * now * group["times"]
        loss = _loss(trained, words, order[step * TOGETHER : (step + 1) * TOGETHER])
        loss = loss + OF_KINDS * _loss_of_kinds(trained, words, random.sample(known, ASKED))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        if step % 50 == 49:
            print(step + 1, steps, f"{loss.item():.3f} {time.perf_counter() - begun:.0f} s", flush=True)


def _order(examples: Sequence[Example | Listed], options: argparse.Namespace) -> list[Example | Listed]:
    lists = [e for e in examples if isinstance(e, Listed)]
    one = [e for e in examples if isinstance(e, Example) and e.kind != "none"]
    none = [e for e in examples if isinstance(e, Example) and e.kind == "none"]
    if options.silent:
        order = [*none, *random.sample(one, len(none)), *random.sample(lists, len(none) // 2)]
    else:
        others = [*one, *none]
        order = [*random.sample(others, round(options.single * len(others))), *(lists * options.lists)]
    random.shuffle(order)
    return order


def _loss(trained: Reader, words: Tokenizer, examples: Sequence[Example | Listed]) -> torch.Tensor:
    """How badly evidence is chosen among the sentences of each question, and how badly odds are told."""
    laid: list[Laid] = []
    told: list[list[float]] = []
    for example in examples:
        if isinstance(example, Listed):
            of_list, labels = passages(words, example)
            laid += of_list
        else:
            texts, labels = some(example)
            asked = words.encode(example.question).ids
            laid += [laid_out(asked, words.encode(text).ids) for text in texts]
        told.append(labels)
    judged = _judged(trained, laid)
    loss, start = torch.zeros(()), 0
    for example, labels in zip(examples, told, strict=True):
        logits, truth = judged[start : start + len(labels)], torch.tensor(labels)
        start += len(labels)
        loss = loss + _loss_of(example, logits, truth)
    return loss / len(examples)


def _loss_of_kinds(trained: Reader, words: Tokenizer, examples: Sequence[Example | Listed]) -> torch.Tensor:
    """How badly it is told which questions ask for a list, by the questions alone."""
    judged = _judged(trained, [laid_out(words.encode(example.question).ids, []) for example in examples])
    return cross_entropy(judged, torch.tensor([float(isinstance(example, Listed)) for example in examples]))


def _loss_of(example: Example | Listed, logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    odds = cross_entropy(logits, truth)
    if isinstance(example, Listed) and not truth.any():
        return OF_NONE * odds
    if isinstance(example, Listed):
        likely = torch.sigmoid(logits)
        lacking = 1 - 2 * (likely * truth).sum() / (likely.sum() + truth.sum())
        return OF_ITEMS * odds + OF_LISTS * lacking
    if example.kind == "none":
        return OF_NONE * odds
    choice = torch.logsumexp(logits, 0) - torch.logsumexp(logits[truth > 0], 0)
    return choice + OF_ODDS * odds


def _judged(trained: Reader, laid: Sequence[Laid]) -> torch.Tensor:
    """Log-odds of all parts; texts of like length are read together, in half precision."""
    order = sorted(range(len(laid)), key=lambda at: len(laid[at].pieces))
    found: list[torch.Tensor] = [torch.zeros(0)] * len(laid)
    with torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(order), ALIKE):
            places = order[start : start + ALIKE]
            for at, logits in zip(places, trained(*_pieces([laid[at] for at in places])).float(), strict=True):
                found[at] = logits[: len(laid[at].parts)]
    return torch.cat(found)


def _pieces(laid: Sequence[Laid]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pieces, sides, what is read, and what is judged, padded to the longest."""
    shape = len(laid), max(len(one.pieces) for one in laid)
    ids, seg, mask = torch.full(shape, model.PADDING), torch.zeros(shape, dtype=torch.long), torch.zeros(shape)
    parts = torch.zeros(len(laid), max(len(one.parts) for one in laid), shape[1])
    for at, one in enumerate(laid):
        long = len(one.pieces)
        ids[at, :long], seg[at, :long], mask[at, :long] = torch.tensor(one.pieces), torch.tensor(one.sides), 1
        parts[at, : len(one.parts), :long] = torch.from_numpy(parts_of(one))
    return ids, seg, mask, parts


if __name__ == "__main__":
    main()
