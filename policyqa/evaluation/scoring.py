"""Figures: precision, recall and F1 of rows, accuracy of what is told about them, and every miss in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from policyqa.evaluation.gold import Gold, GoldBody, GoldDeadline, GoldTarget
from policyqa.evaluation.likeness import amount, contains, duration, folded, likeness, same_place
from policyqa.evaluation.matching import Pair, match
from policyqa.model import Body, Deadline, Document, Extraction, Metadata, Record, Target

_DOCUMENT_FIELDS = ("title", "region", "issuer", "doc_number", "issued_on", "published_on")
_RIGHT_INDICATOR = 0.6


class Figure(Record, frozen=True, kw_only=True):
    """Precision, recall, F1 over n gold rows; or, where nothing is searched for, the share that is right."""

    n: int
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    share: float | None = None

    def named(self) -> dict[str, float | int | None]:
        """The figures under the names that reports of retrieval use: P, R, F1 and n, or share and n."""
        if self.f1 is None:
            return {"share": self.share, "n": self.n}
        return {"P": self.precision, "R": self.recall, "F1": self.f1, "n": self.n}


@dataclass
class Tally:
    """Rows found rightly, extracted wrongly, and missed."""

    hit: int = 0
    spare: int = 0
    missed: int = 0

    def figure(self) -> Figure:
        found, wanted = self.hit + self.spare, self.hit + self.missed
        precision = self.hit / found if found else 1.0
        recall = self.hit / wanted if wanted else 1.0
        both = precision + recall
        return Figure(n=wanted, precision=precision, recall=recall, f1=2 * precision * recall / both if both else 0.0)


@dataclass
class Share:
    right: int = 0
    all: int = 0

    def add(self, right: bool) -> bool:
        self.right += right
        self.all += 1
        return right

    def figure(self) -> Figure:
        return Figure(n=self.all, share=self.right / self.all if self.all else None)


def _tallies() -> dict[str, Tally | Share]:
    return {
        "document": Share(), "targets.value": Tally(), "targets.full": Tally(), "targets.indicator": Share(),
        "targets.deadline": Share(), "targets.frequency": Share(), "targets.bodies": Share(),
        "deadlines.mention": Tally(), "deadlines.value": Tally(), "bodies.name": Tally(), "bodies.role": Share(),
    }  # fmt: skip


@dataclass
class Scores:
    """Counts over all documents; `misses` says in words what was wrong, one line each."""

    tallies: dict[str, Tally | Share] = field(default_factory=_tallies)
    misses: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Figure]:
        return {name: tally.figure() for name, tally in self.tallies.items()}

    def tally(self, name: str) -> Tally:
        tally = self.tallies[name]
        assert isinstance(tally, Tally)
        return tally

    def judge(self, name: str, right: bool, miss: str) -> bool:
        share = self.tallies[name]
        assert isinstance(share, Share)
        if not share.add(right):
            self.misses.append(miss)
        return right


def score(scores: Scores, name: str, gold: Gold, document: Document | None, extraction: Extraction | None) -> None:
    """Add one document; None stands for a document that could not be read."""
    found = extraction or Extraction()
    if document is None:
        scores.misses.append(f"{name}: no document")
    _document(scores, name, gold, document.metadata if document else Metadata())
    _targets(scores, name, gold, [t for t in found.targets if t.kind == "target"])
    _deadlines(scores, name, gold.deadlines, found.deadlines)
    _bodies(scores, name, gold.bodies, found.bodies)


def _document(scores: Scores, name: str, gold: Gold, about: Metadata) -> None:
    for key in _DOCUMENT_FIELDS:
        accepted = gold.document.accepted(key)
        if accepted[0] is not None:
            value = getattr(about, key)
            told = folded(str((value.name if key == "region" else value) if value else ""))
            right = told in {folded(wanted) for wanted in accepted}
            scores.judge("document", right, f"{name} document.{key}: wanted {accepted[0]!r}, got {value!r}")


# --- targets ---------------------------------------------------------------------------------------------------------


def _targets(scores: Scores, name: str, gold: Gold, rows: list[Target]) -> None:
    found = match(gold.targets, rows, _same_target, _close_targets, lambda g: g.optional)
    asked = [pair for pair in found.pairs if not pair.gold.optional]
    lost = [g for g in found.missed if not g.optional]
    open_rows = [g for g in gold.targets if g.optional and g.min is None and g.max is None]
    spare = [r for r in found.spare if not any(same_place(g.quote, r.quote) for g in open_rows)]
    value, full = scores.tally("targets.value"), scores.tally("targets.full")
    value.hit += len(asked)
    value.spare += len(spare)
    value.missed += len(lost)
    alias = _aliases(gold.bodies)
    right = sum(_told_rightly(scores, name, pair, alias) for pair in asked)
    full.hit += right
    full.spare += len(spare) + len(asked) - right
    full.missed += len(lost) + len(asked) - right
    scores.misses += [f"{name} target missed: {g.quote} [{g.min}..{g.max} {g.unit} {g.comparator}]" for g in lost]
    scores.misses += [f"{name} target spare: {r.quote} [{r.min}..{r.max} {r.unit} {r.comparator}]" for r in spare]


def _same_target(gold: GoldTarget, row: Target) -> bool:
    return _same_value(gold, row) and _in_place(gold, row)


def _same_value(gold: GoldTarget, row: Target) -> bool:
    comparators = {gold.comparator, *gold.comparator_alt}
    wanted = amount(gold.min, gold.unit), amount(gold.max, gold.unit)
    told = amount(row.min, row.unit), amount(row.max, row.unit)
    if row.comparator not in comparators:
        return False
    # where two comparators are right, the open side may be written either way
    either = len(comparators) > 1 and any(w in told for w in wanted if w[0] is not None)
    return told == wanted or either


def _in_place(gold: GoldTarget, row: Target) -> bool:
    if same_place(gold.sentence, row.sentence) and same_place(gold.quote, row.sentence):
        return True
    # a bare value (60%) stands in many places and shows none by itself
    return same_place(gold.quote, row.quote) and len(folded(row.quote)) >= len(folded(gold.quote)) / 3


def _close_targets(gold: GoldTarget, row: Target) -> float:
    return (
        likeness(gold.quote, row.quote)
        + 0.5 * likeness(gold.sentence, row.sentence)
        + 0.5 * likeness(gold.indicator, row.indicator)
    )


def _told_rightly(scores: Scores, name: str, pair: Pair[GoldTarget, Target], alias: dict[str, str]) -> bool:
    gold, row = pair
    end = row.deadline.end.isoformat() if row.deadline and row.deadline.end else None
    best = max(likeness(wanted, row.indicator) for wanted in (gold.indicator, *gold.indicator_alt))
    frequencies = {duration(wanted) for wanted in (gold.frequency, *gold.frequency_alt)}
    line = f"{name} {{}}: {gold.quote} | wanted {{!r}}, got {{!r}}".format
    told = [
        scores.judge("targets.indicator", best >= _RIGHT_INDICATOR, line("targets.indicator", gold.indicator, row.indicator)),
        scores.judge("targets.deadline", end in (gold.deadline, *gold.deadline_alt), line("targets.deadline", gold.deadline, end)),
        scores.judge(
            "targets.frequency", duration(row.frequency) in frequencies, line("targets.frequency", gold.frequency, row.frequency)
        ),
    ]  # fmt: skip
    bodies = {alias.get(folded(b.name), folded(b.name)) for b in row.bodies}
    accepted = [{alias.get(folded(b), folded(b)) for b in names} for names in (gold.bodies, *gold.bodies_alt)]
    scores.judge(
        "targets.bodies", bodies in accepted, line("targets.bodies", gold.bodies, [b.name for b in row.bodies])
    )
    return all(told)


def _aliases(bodies: tuple[GoldBody, ...]) -> dict[str, str]:
    """Other accepted ways of writing a body's name to the one that the annotation uses."""
    primary = {folded(body.name) for body in bodies}
    return {folded(alt): folded(b.name) for b in bodies for alt in b.name_alt if folded(alt) not in primary}


# --- deadlines -------------------------------------------------------------------------------------------------------


def _deadlines(scores: Scores, name: str, gold: tuple[GoldDeadline, ...], rows: tuple[Deadline, ...]) -> None:
    found = match(gold, rows, _same_deadline, _close_deadlines, lambda g: g.optional)
    asked = [pair for pair in found.pairs if not pair.gold.optional]
    lost = [g for g in found.missed if not g.optional]
    right = [_right_value(g, r) for g, r in asked]
    mention, value = scores.tally("deadlines.mention"), scores.tally("deadlines.value")
    mention.hit += len(asked)
    mention.spare += len(found.spare)
    mention.missed += len(lost)
    wrong = len(asked) - sum(right)
    value.hit += sum(right)
    value.spare += len(found.spare) + wrong
    value.missed += len(lost) + wrong
    scores.misses += [
        f"{name} deadline value: {g.text} | wanted {g.kind} {g.start} {g.end} {g.duration} {g.frequency}, "
        f"got {r.kind} {r.start} {r.end} {r.duration} {r.frequency}"
        for (g, r), ok in zip(asked, right, strict=True)
        if not ok
    ]
    scores.misses += [f"{name} deadline missed: {g.text} in {g.sentence[:40]}" for g in lost]
    scores.misses += [f"{name} deadline spare: {r.text} in {r.sentence[:40]}" for r in found.spare]


def _same_deadline(gold: GoldDeadline, row: Deadline) -> bool:
    return any(contains(text, row.text) for text in (gold.text, *gold.text_alt)) and same_place(
        gold.sentence, row.sentence
    )


def _close_deadlines(gold: GoldDeadline, row: Deadline) -> float:
    return likeness(gold.text, row.text) + 0.5 * likeness(gold.sentence, row.sentence)


def _right_value(gold: GoldDeadline, row: Deadline) -> bool:
    dates = {"start": row.start, "end": row.end}
    told = {key: value.isoformat() if value else None for key, value in dates.items()} | {"kind": row.kind}
    lengths = {"duration": row.duration, "frequency": row.frequency}
    return all(value in gold.accepted(key) for key, value in told.items()) and all(
        duration(value) in map(duration, gold.accepted(key)) for key, value in lengths.items()
    )


# --- bodies ----------------------------------------------------------------------------------------------------------


def _bodies(scores: Scores, name: str, gold: tuple[GoldBody, ...], rows: tuple[Body, ...]) -> None:
    """A body's name counts once, however many roles it has; a role counts for each row found."""
    told = {folded(row.name): row for row in rows}
    asked: dict[str, set[str]] = {}
    for body in gold:
        if not body.optional:
            asked.setdefault(folded(body.name), set()).update(_names(body))
    lost = [key for key, names in asked.items() if not names & told.keys()]
    spare = [row for key, row in told.items() if not any(key in _names(body) for body in gold)]
    tally = scores.tally("bodies.name")
    tally.hit += len(asked) - len(lost)
    tally.spare += len(spare)
    tally.missed += len(lost)
    found = match(gold, rows, lambda g, r: folded(r.name) in _names(g), _close_bodies, lambda g: g.optional)
    for body, row in found.pairs:
        if not body.optional:
            line = f"{name} body role: {body.name} | wanted {body.role!r}, got {row.role!r}"
            scores.judge("bodies.role", row.role in (body.role, *body.role_alt), line)
    scores.misses += [f"{name} body missed: {key}" for key in lost]
    scores.misses += [f"{name} body spare: {row.name} ({row.role})" for row in spare]


def _names(body: GoldBody) -> set[str]:
    return {folded(name) for name in (body.name, *body.name_alt)}


def _close_bodies(gold: GoldBody, row: Body) -> float:
    role = row.role in (gold.role, *gold.role_alt)
    return likeness(gold.name, row.name) + 0.5 * likeness(gold.sentence, row.sentence) + role
