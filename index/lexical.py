"""The lexical index: tantivy, BM25 over words segmented beforehand, since tantivy knows no Chinese words.

Beside its words a passage is indexed by its pairs of neighbouring characters: jieba cuts 双减 one way here
and another way there, and a passage must not be missed for that. Both count alike: over the questions in
`shared/gold` the pairs raised the mean reciprocal rank from 0.80 to 0.85.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Occur, Query

from policyqa.errors import CannotWrite
from policyqa.protocols import Hit, Mark, Within

from . import persistence, segment

_HEAP = 50_000_000  # bytes
# Of many passages, those among which to search are picked out of a longer list of the best: a set of so many ids as a
# query costs far more. Where they lie too deep for that, or are few, the query gets their ids.
_FEW, _DEEPEST, _DEEPER = 3000, 60_000, 4
_CHANGING = ("meta.json",)  # the file that names the others, which tantivy writes once


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("pairs", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class TantivyIndex:
    """Answers from the state that it found when it was opened, or to which `update` brought it last.

    Passages that were taken out count in the frequencies of words until tantivy merges their segment.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = _schema()
        self._searcher: tantivy.Searcher | None = None
        self._mark: Mark | None = None

    @classmethod
    def open(cls, folder: Path) -> TantivyIndex:
        """An index of which a file is missing or damaged counts as none; tantivy itself would panic."""
        opened = cls(folder)
        sealed = persistence.sealed(folder)
        if sealed and sealed.maker == segment.name():
            try:
                opened._searcher = tantivy.Index.open(str(folder)).searcher()
            except (ValueError, OSError):
                return opened
            if persistence.sealed(folder) == sealed:  # nobody wrote meanwhile
                opened._mark = sealed.mark
        return opened

    @property
    def mark(self) -> Mark | None:
        return self._mark

    def is_on_disk(self) -> bool:
        sealed = persistence.sealed(self._folder, _CHANGING)
        return sealed is not None and (sealed.maker, sealed.mark) == (segment.name(), self._mark)

    def update(self, added: Iterable[tuple[int, str]], removed: Iterable[int], mark: Mark) -> None:
        self._mark = None  # until the folder is sealed, what is in it is nobody's state
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            index = tantivy.Index(self._schema, path=str(self._folder))
            writer = index.writer(heap_size=_HEAP, num_threads=1)
        except (ValueError, OSError) as error:
            raise CannotWrite(self._folder, str(error)) from error
        try:
            for id_ in removed:
                writer.delete_documents_by_term("id", id_)
            for id_, text in added:
                writer.add_document(_document(id_, text))
            writer.commit()
        except ValueError as error:
            raise CannotWrite(self._folder, str(error)) from error
        finally:
            writer.wait_merging_threads()  # gives the lock back; what was not committed is dropped
        index.reload()
        persistence.seal(self._folder, segment.name(), mark, _CHANGING)
        self._searcher, self._mark = index.searcher(), mark

    def clear(self) -> None:
        self._searcher = self._mark = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def terms(self, query: str) -> list[str]:
        return segment.query_terms(query)

    def classes(self, text: str) -> list[tuple[str, str]]:
        return segment.classes(text)

    def rarity(self, terms: Iterable[str]) -> dict[str, float]:
        if self._searcher is None:
            return dict.fromkeys(terms, 1.0)
        whole = self._searcher.num_docs
        seen = {term: self._searcher.doc_freq("words", term) for term in terms}
        return {term: math.log(1 + (whole + 1) / (count + 0.5)) for term, count in seen.items()}

    def search(self, query: str, limit: int, within: Collection[int] | None = None) -> list[Hit]:
        asked = self._asked(query)
        if self._searcher is None or not asked:
            return []
        wanted = Query.boolean_query([(Occur.Should, term) for term in asked])
        if within is None:
            return _hits(*self._best(wanted, limit))
        chosen = Within.of(within)
        deep = 2 * limit * self._searcher.num_docs // max(1, len(chosen))
        while len(chosen) > _FEW and deep < _DEEPEST:
            ids, scores = self._best(wanted, deep)
            kept = np.flatnonzero(chosen.hold(ids))[:limit]
            if len(kept) == limit or len(ids) < deep:
                return _hits(ids[kept], scores[kept])
            deep *= _DEEPER
        among = Query.term_set_query(self._schema, "id", list(chosen))
        return _hits(*self._best(wanted.and_must_match(Query.const_score_query(among, 0.0)), limit))

    def _best(self, wanted: Query, limit: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Ids and scores, best first."""
        assert self._searcher is not None
        found = self._searcher.search(wanted, limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in found])
        return np.array(ids, np.int64), np.array([score for score, _ in found], np.float64)

    def _asked(self, query: str) -> list[Query]:
        words = [Query.term_query(self._schema, "words", term) for term in segment.query_terms(query)]
        pairs = dict.fromkeys(segment.pairs(segment.normalise(query)))
        return [*words, *(Query.term_query(self._schema, "pairs", pair) for pair in pairs)]


def _hits(ids: NDArray[np.int64], scores: NDArray[np.float64]) -> list[Hit]:
    return [Hit(id=id_, score=score) for id_, score in zip(ids.tolist(), scores.tolist(), strict=True)]


def _document(id_: int, text: str) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("id", id_)
    document.add_text("words", " ".join(segment.tokens(text)))
    document.add_text("pairs", " ".join(segment.pairs(segment.normalise(text))))
    return document
