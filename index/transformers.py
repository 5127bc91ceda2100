"""Models of sentence-transformers, from this machine or, where it is allowed, from the network."""

from __future__ import annotations

from typing import Any

from policyqa.errors import EncoderUnavailable
from policyqa.language import say


def loaded(kind: str, name: str, download: bool) -> Any:
    """The model of that name or folder, by sentence-transformers' class of that name. Raises EncoderUnavailable."""
    try:
        import sentence_transformers
    except ImportError as error:
        raise EncoderUnavailable(name, _not_installed()) from error
    make = getattr(sentence_transformers, kind)
    try:
        return make(name, local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        if not download:
            raise EncoderUnavailable(name, _not_here()) from error
    try:
        return make(name)
    except (OSError, ValueError, KeyError) as error:
        raise EncoderUnavailable(name, _not_fetched()) from error


def _not_installed() -> str:
    return say("未安装 sentence-transformers。", "sentence-transformers is not installed.")


def _not_here() -> str:
    return say(
        "本机没有这个模型；请给出模型所在的文件夹，或联网后用 --encoder 指定模型名下载。",
        "this machine does not have it; name the model's folder, or go online and name it with --encoder.",
    )


def _not_fetched() -> str:
    return say(
        "本机没有这个模型，也下载不到；请检查网络和模型名，或给出模型所在的文件夹。",
        "it is not on this machine and could not be fetched; check network and name, or name its folder.",
    )


def no_judge() -> str:
    return say("它不是给出单一相关度的重排模型。", "it is no reranker that gives one judgement for each text.")
