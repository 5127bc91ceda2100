"""Which FAISS index suits how many vectors, and how it is searched.

Up to FLAT vectors every one is compared: exact, 5 ms a query at 20,000 passages. Above, vectors lie in lists by
their nearest centre (found through a small HNSW graph) in one byte a dimension, and a query looks into the nearest lists.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from policyqa.protocols import Vectors, Within

FLAT = 200_000  # vectors
_PER_LIST = 500  # vectors, about; few lists train fast, many search fast
_TRAINED_ON = 40  # vectors for each list's centre
_ROUNDS = 8  # of k-means
_PROBED = 512  # lists that a query looks into: what is near to a few words lies in many
_LOOKED_AT = 2  # times as many centres on the way to the nearest ones
_FEW = 0.05  # of all vectors; where a filter lets so few through, every list is looked into
_GROWN = 4  # times as many vectors as it was trained for: an index is made anew

faiss.omp_set_num_threads(1)  # a query is too small to share, and waiting threads would take the other core


def made_for(count: int, dimensions: int) -> Any:
    """An empty index for about so many vectors, untrained above FLAT."""
    if count <= FLAT:
        return faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))
    index: Any = faiss.index_factory(dimensions, f"IVF{count // _PER_LIST}_HNSW32,SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = _ROUNDS
    index.cp.spherical = True  # by inner products a graph finds its way among centres of one length alone
    return index


def filled(ids: NDArray[np.int64], vectors: Vectors) -> Any:
    """An index of these vectors, of the kind that suits their number."""
    index = made_for(len(ids), vectors.shape[1])
    if not index.is_trained:
        size = min(len(ids), _TRAINED_ON * index.nlist)
        index.train(vectors[np.random.default_rng(0).choice(len(ids), size, replace=False)])
    if len(ids):
        index.add_with_ids(vectors, ids)
    return index


def written(index: Any) -> memoryview:
    content: memoryview = faiss.serialize_index(index).data
    return content


def read(payload: memoryview) -> Any:
    return faiss.deserialize_index(np.frombuffer(payload, np.uint8))


def outgrown(index: Any) -> bool:
    """Whether another kind, or another number of lists, would suit the index better."""
    if isinstance(index, faiss.IndexIVF):
        return bool(index.ntotal > _GROWN * _PER_LIST * index.nlist)
    return bool(index.ntotal > FLAT)


def contents(index: Any) -> tuple[NDArray[np.int64], Vectors]:
    """All ids and vectors of an index."""
    if not isinstance(index, faiss.IndexIVF):
        return faiss.vector_to_array(index.id_map), index.index.reconstruct_n(0, index.ntotal)
    lists: Any = index.invlists
    parts = [_of_list(index, number) for number in range(index.nlist) if lists.list_size(number)]
    return np.concatenate([ids for ids, _ in parts]), np.concatenate([vectors for _, vectors in parts])


def _of_list(index: Any, number: int) -> tuple[NDArray[np.int64], Vectors]:
    """A list holds what is left of its vectors when its centre is taken away."""
    size = index.invlists.list_size(number)
    ids = faiss.rev_swig_ptr(index.invlists.get_ids(number), size)
    codes = faiss.rev_swig_ptr(index.invlists.get_codes(number), size * index.code_size)
    vectors: Vectors = index.sq.decode(codes.reshape(size, index.code_size)) + index.quantizer.reconstruct(number)
    return np.array(ids), vectors


def parameters(index: Any, within: Collection[int] | None) -> Any:
    """How to search the index, all of it or only the ids `within`."""
    chosen: Any = None
    if within is not None:
        bits: Any = np.packbits(Within.of(within).mask, bitorder="little")
        chosen = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg]
    if not isinstance(index, faiss.IndexIVF):
        return None if chosen is None else faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]
    few = within is not None and len(within) < _FEW * index.ntotal
    probed = index.nlist if few else min(_PROBED, index.nlist)
    centres = faiss.SearchParametersHNSW(efSearch=_LOOKED_AT * probed)  # type: ignore[attr-defined]
    return faiss.SearchParametersIVF(sel=chosen, nprobe=probed, quantizer_params=centres)  # type: ignore[call-arg]
