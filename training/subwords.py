"""The other vocabulary: subwords learned from the texts by byte-pair encoding, cut without any dictionary of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policyqa.index import segment
from tokenizers import Regex, Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import Split
from tokenizers.trainers import BpeTrainer

_RUN = Regex(r"\p{Han}+|[a-z]+|[0-9]+(?:\.[0-9]+)?")  # no subword reaches across a mark or from letters to figures
_LONGEST = 8  # characters of a subword
_LEAST = 3  # times that a pair stands together before it is joined
_TOGETHER = 10_000  # texts
_UNKNOWN = "[UNK]"


class Subwords:
    """As vocabulary.Vocabulary, for texts as they stand."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        vocabulary = tokenizer.get_vocab()
        self.words = tuple(sorted(vocabulary, key=vocabulary.__getitem__))

    @classmethod
    def learn(cls, texts: Iterable[str], size: int) -> Subwords:
        """So many subwords, the characters of the texts among them."""
        tokenizer = Tokenizer(BPE(unk_token=_UNKNOWN))
        tokenizer.pre_tokenizer = Split(_RUN, "removed", invert=True)
        tokenizer.train_from_iterator(
            map(segment.normalise, texts),
            BpeTrainer(
                vocab_size=size,
                min_frequency=_LEAST,
                max_token_length=_LONGEST,
                special_tokens=[_UNKNOWN],
                show_progress=False,
            ),
        )
        return cls(tokenizer)

    def cut(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of each text's subwords; what is none of them is left out."""
        unknown = self.tokenizer.token_to_id(_UNKNOWN)
        numbers: list[list[int]] = []
        for start in range(0, len(texts), _TOGETHER):  # what the tokenizer returns takes far more room than the numbers
            found = self.tokenizer.encode_batch_fast(list(map(segment.normalise, texts[start : start + _TOGETHER])))
            numbers += [[number for number in one.ids if number != unknown] for one in found]
        return numbers
