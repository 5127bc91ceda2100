"""Another encoder for a library that exists: a small model made on the spot, and what a stop in between leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
import small_model
from command import policyqa
from factories import NOTHING, document
from policyqa.index.rerankers import CrossEncoderReranker

from policyqa.errors import EncoderMismatch, EncoderUnavailable
from policyqa.library import Library
from policyqa.searching import search

BUNDLED = "policy-zh-1"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A sentence-transformers model for which 托儿所 and 幼儿园 are one, and 工厂 another."""
    vectors = {"幼儿园": (1, 0, 0), "托儿所": (1, 0.1, 0), "工厂": (0, 0, 1)}
    return str(small_model.save(tmp_path_factory.mktemp("模型") / "三词", vectors))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "资料库", create=True) as library:
        for text in ("幼儿园", "工厂"):
            library.put(f"{text}.txt", document(text, f"{text}.txt"), NOTHING, "1")
        library.synchronise()
    return tmp_path / "资料库"


def found(library: Library, query: str) -> set[str]:
    return {f.quote for f in search(library, query, kind="passage")}


def test_the_encoder_is_changed_and_remembered(folder: Path, model: str) -> None:
    with Library.open(folder) as library:
        told: list[tuple[int, int]] = []
        library.reindex(model, lambda done, total: told.append((done, total)))
        assert told[-1] == (2, 2)
        assert (library.encoder_name, library.encoder.name) == (model, model)
        assert found(library, "托儿所") == {"幼儿园"}
    with Library.open(folder, encoder=model) as again:
        assert found(again, "托儿所") == {"幼儿园"}
        again.put("三.txt", document("托儿所", "三.txt"), NOTHING, "1")
        assert found(again, "托儿所") == {"幼儿园", "托儿所"}
        again.reindex(BUNDLED)
        assert again.encoder.name == BUNDLED
    assert len(list(folder.glob("vectors*"))) == 1
    with pytest.raises(EncoderMismatch, match="reindex"):
        Library.open(folder, encoder=model)


def test_another_reader_goes_on_and_then_follows(folder: Path, model: str) -> None:
    with Library.open(folder) as reader, Library.open(folder) as library:
        assert found(reader, "工厂") == {"工厂"}
        library.reindex(model)
        assert found(reader, "托儿所") == {"幼儿园"}
        assert reader.encoder.name == model


def test_a_stop_changes_nothing(folder: Path, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with Library.open(folder) as library:
        with monkeypatch.context() as patched:
            patched.setattr("policyqa.index.vectors.FaissIndex.update", stop)
            with pytest.raises(KeyboardInterrupt):
                library.reindex(model)
        assert library.encoder_name == BUNDLED
        assert found(library, "工厂") == {"工厂"}
    assert [place.name for place in folder.glob("vectors*")] == ["vectors"]


def test_what_a_killed_program_left_is_swept_away(folder: Path, model: str) -> None:
    (folder / "vectors-0123").mkdir()
    with Library.open(folder) as library:
        library.reindex(model)
    assert not (folder / "vectors-0123").exists()


def test_a_model_that_is_not_there_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(folder) as library:
        with pytest.raises(EncoderUnavailable):
            library.reindex(str(folder / "无此模型"))
        assert library.encoder_name == BUNDLED


def test_on_the_command_line(folder: Path, model: str) -> None:
    done = policyqa("reindex", "--library", folder, "--encoder", model)
    assert done.status == 0, done.err
    assert model in done.out
    explained = policyqa("search", "托儿所", "--library", folder, "--kind", "passage", "--explain")
    assert "意思相近" in explained.out.replace("\n", "")


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cross-encoder of one small layer with random weights: what it judges matters not, that it is read does."""
    transformers = pytest.importorskip("transformers")
    folder = tmp_path_factory.mktemp("重排")
    (folder / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"幼儿园托所工厂"]), "utf-8"
    )
    config = transformers.BertConfig(
        vocab_size=12, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8, num_labels=1
    )
    transformers.set_seed(0)
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return str(folder)


def test_a_cross_encoder_judges_from_nought_to_one(folder: Path, judge: str) -> None:
    reranker = CrossEncoderReranker(judge)
    judged = reranker.score("幼儿园", ["工厂", "托儿所"])
    assert len(judged) == 2
    assert all(0 < value < 1 for value in judged)
    assert judged[0] != judged[1]
    assert reranker.score("幼儿园", []) == []
    with Library.open(folder) as library:
        (one,) = search(library, "工厂", kind="passage", reranker=reranker)
        assert one.quote == "工厂"


def test_a_reranker_that_is_not_there_is_one_plain_error(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="本机没有这个模型"):
        CrossEncoderReranker(str(tmp_path / "无此模型"))
