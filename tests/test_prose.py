"""A language model words the evidence; what it adds of its own is dropped."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from command import policyqa
from factories import FENGJIE, document

from policyqa.answering import Citation, ask
from policyqa.answering.llm import Endpoint
from policyqa.answering.prose import checked
from policyqa.errors import WriterFailed
from policyqa.library import Library
from policyqa.model import Extraction, Span

SENTENCE = "按教师工资总额2.5%的标准安排教师培训经费，每三年评选一次“夔州名师”30名。"
QUESTION = "奉节县教师培训经费比例是多少"
CITED = [
    Citation(
        file="a.txt",
        title="奉节县方案",
        region="奉节县",
        section=("三、举措",),
        page=None,
        quote=SENTENCE,
        span=Span(0, 9),
    )
]


class Model(ThreadingHTTPServer):
    """Speaks just enough of the protocol; keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, Any]] = []
        self.answer: str | None = ""
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body))
        message = {"role": "assistant", "content": self.server.answer}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        sent = json.dumps(
            {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        ).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def model() -> Iterator[Model]:
    server = Model()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        text = f"奉节县教育工作方案\n{SENTENCE}\n学校食堂每学期检查一次。"
        opened.put("plan.txt", document(text, "plan.txt", region=FENGJIE), Extraction(), "1")
        yield opened


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("奉节县按教师工资总额的2.5%安排培训经费[1]。", True),
        ("奉节县按教师工资总额的百分之二点五安排培训经费。[1]", True),
        ("名师每3年评选一次，共30名[1]。", True),
        ("文件写明“安排教师培训经费”[1]。", True),
        ("奉节县按教师工资总额的2.5%安排培训经费。", False),
        ("奉节县按教师工资总额的3%安排培训经费[1]。", False),
        ("奉节县每年安排2.5万元、30%[1]。", False),
        ("名师每五年评选一次[1]。", False),
        ("文件写明“足额安排教师培训经费”[1]。", False),
        ("奉节县按教师工资总额的2.5%安排培训经费[2]。", False),
        ("奉节县按教师工资总额的2.5%安排培训经费[0]。", False),
    ],
)
def test_a_sentence_is_kept_only_where_the_evidence_holds_it(sentence: str, kept: bool) -> None:
    prose = checked(sentence, CITED)
    assert (prose.text is not None) == kept
    assert prose.dropped == (not kept)


def test_what_holds_is_kept_beside_what_does_not() -> None:
    prose = checked("比例是2.5%[1]。全国平均是2%[1]。共评选30名[1]。", CITED)
    assert prose.text == "比例是2.5%[1]。共评选30名[1]。"
    assert prose.dropped == 1


def test_the_model_sees_the_evidence_and_nothing_else(library: Library, model: Model) -> None:
    model.answer = "奉节县的比例是2.5%[1]。另据了解，邻县是4%[1]。"
    answer = ask(library, QUESTION, writer=Endpoint(model.url, "m"))
    assert answer.found
    assert answer.prose == "奉节县的比例是2.5%[1]。"
    assert answer.note
    assert "1 句" in answer.note
    (asked,) = model.asked
    shown = asked["messages"][-1]["content"]
    assert SENTENCE in shown
    assert "食堂" not in json.dumps(asked, ensure_ascii=False)
    assert asked["model"] == "m"


def test_without_evidence_no_model_is_asked(library: Library, model: Model) -> None:
    answer = ask(library, "奉节县养老床位有多少张", writer=Endpoint(model.url, "m"))
    assert not answer.found
    assert not model.asked


@pytest.mark.parametrize(("status", "said"), [(500, "x"), (401, "x"), (200, None), (200, "")])
def test_a_model_that_fails_takes_nothing_from_the_answer(
    library: Library, model: Model, status: int, said: str | None
) -> None:
    model.status, model.answer = status, said
    plain, answer = ask(library, QUESTION), ask(library, QUESTION, writer=Endpoint(model.url, "m"))
    assert answer.citations == plain.citations
    assert answer.answer == plain.answer
    assert answer.prose is None
    assert answer.note


def test_an_endpoint_that_is_not_there_is_named() -> None:
    with pytest.raises(WriterFailed):
        Endpoint("http://127.0.0.1:1/v1", "m").write("", "")


def test_the_command_prints_the_prose(library: Library, model: Model) -> None:
    model.answer = "奉节县的比例是2.5%[1]。"
    folder = library.folder
    library.close()
    done = policyqa("ask", QUESTION, "--library", folder, "--llm", model.url, "--llm-model", "m", "--format", "json")
    assert done.json()["prose"] == model.answer
    assert model.answer in policyqa("ask", QUESTION, "--library", folder, POLICYQA_LLM=model.url).out
