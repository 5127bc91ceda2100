"""Errors of use. Each class builds its own message: one plain sentence that says what to do.

What is wrong with a *document* is no exception but a `Problem` (policyqa.model), shown beside what could be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policyqa.language import say


class PolicyqaError(Exception):
    """Anything that policyqa itself reports; the command line prints it and ends with status 2."""


_NAMED = 5  # names that a message offers
_LIKE_ENOUGH = 50  # of 100; 奉接县 and 奉节县 are 67 alike, 奉接县 and 上海市 0


def _offered(name: str, known: Iterable[str]) -> str:
    """All names where they are few, else those most like what was typed; where none is like it, the first few."""
    from rapidfuzz import fuzz, process

    names = list(known)
    if len(names) <= _NAMED:
        listed = "、".join(names) or say("（无）", "(none)")
        return say(f"现有：{listed}", f"it holds: {listed.replace('、', ', ')}")
    near = [n for n, _, _ in process.extract(name, names, scorer=fuzz.ratio, limit=_NAMED, score_cutoff=_LIKE_ENOUGH)]
    if near:
        return say(f"相近的有：{'、'.join(near)}", f"the nearest are: {', '.join(near)}")
    return say(
        f"现有：{'、'.join(names[:_NAMED])} 等 {len(names)} 个地区",
        f"it holds: {', '.join(names[:_NAMED])} and {len(names) - _NAMED} more",
    )


class NoSuchPath(PolicyqaError):
    def __init__(self, path: Path) -> None:
        super().__init__(say(f"找不到文件或文件夹：{path}", f"No such file or folder: {path}"))


class NoDocuments(PolicyqaError):
    def __init__(self, paths: Iterable[Path]) -> None:
        names = "、".join(str(p) for p in paths)
        super().__init__(
            say(f"{names} 中没有可读取的文件。", f"There is no file to read in {names.replace('、', ', ')}.")
        )


class NoLibrary(PolicyqaError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            say(
                f"{folder} 不是资料库；请先运行 policyqa add 文件或文件夹，或用 --library 指定资料库。",
                f"{folder} is no library; run `policyqa add PATH` first, or name a library with --library.",
            )
        )


class LibraryBroken(PolicyqaError):
    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(say(f"资料库 {folder} 无法打开：{reason}", f"The library {folder} cannot be opened: {reason}"))


class LibraryTooNew(PolicyqaError):
    def __init__(self, folder: Path, found: int, known: int) -> None:
        super().__init__(
            say(
                f"资料库 {folder} 的版本为 {found}，本程序只认识到 {known}；请升级 policyqa。",
                f"The library {folder} has schema version {found}, this program knows up to {known}; upgrade policyqa.",
            )
        )


class LibraryBusy(PolicyqaError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            say(
                f"另一个 policyqa 正在写入资料库 {folder}；请等它结束后再试。",
                f"Another policyqa is writing to the library {folder}; try again when it has finished.",
            )
        )


class EncoderMismatch(PolicyqaError):
    def __init__(self, stored: str, asked: str) -> None:
        super().__init__(
            say(
                f"资料库是用编码器 {stored} 建立的，不能与 {asked} 混用；去掉 --encoder，或用 policyqa reindex --encoder 改换。",
                f"The library was built with the encoder {stored} and cannot be mixed with {asked}; "
                "leave --encoder out, or change it with policyqa reindex --encoder.",
            )
        )


class UnknownComponent(PolicyqaError):
    def __init__(self, group: str, name: str, known: Iterable[str]) -> None:
        choices = ", ".join(sorted(known)) or "-"
        super().__init__(
            say(
                f"没有名为 {name} 的组件（{group}）；已安装：{choices}。",
                f"There is no component {name} in {group}; installed are: {choices}.",
            )
        )


class EncoderUnavailable(PolicyqaError):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            say(f"无法载入编码模型 {name}：{reason}", f"The encoder model {name} cannot be loaded: {reason}")
        )


class UnknownRegion(PolicyqaError):
    def __init__(self, name: str, known: Iterable[str]) -> None:
        offered = _offered(name, known)
        super().__init__(
            say(f"资料库里没有名为“{name}”的地区；{offered}。", f"The library knows no region {name}; {offered}.")
        )


class TooFewRegions(PolicyqaError):
    def __init__(self) -> None:
        super().__init__(say("比较需要至少两个不同的地区。", "A comparison needs two different regions at least."))


class UnknownDocument(PolicyqaError):
    def __init__(self, name: str) -> None:
        super().__init__(
            say(
                f"资料库里没有文件“{name}”；policyqa docs 列出全部文件。",
                f"The library holds no document {name}; `policyqa docs` lists them all.",
            )
        )


class UnknownFormat(PolicyqaError):
    def __init__(self, name: str, known: Iterable[str]) -> None:
        choices = ", ".join(known)
        super().__init__(
            say(
                f"不支持的输出格式 {name}；可用：{choices}。",
                f"{name} is no output format here; choose from: {choices}.",
            )
        )


class NoGold(PolicyqaError):
    def __init__(self, folder: Path) -> None:
        super().__init__(say(f"{folder} 中没有 *.gold.json 标注文件。", f"There is no *.gold.json file in {folder}."))


class BadGold(PolicyqaError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            say(f"标注文件 {path} 无法使用：{reason}", f"The annotation file {path} cannot be used: {reason}")
        )


class BadQuestions(PolicyqaError):
    def __init__(self, path: Path, line: int) -> None:
        super().__init__(
            say(
                f"{path} 第 {line} 行不是含 question 的 JSON 对象。",
                f"Line {line} of {path} is no JSON object with a question.",
            )
        )


class CannotWrite(PolicyqaError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(say(f"无法写入 {path}：{reason}", f"{path} cannot be written: {reason}"))


class AmbiguousDocument(PolicyqaError):
    def __init__(self, name: str, choices: Iterable[str]) -> None:
        listed = "、".join(choices)
        super().__init__(
            say(
                f"“{name}”对应多个文件，请写得更具体：{listed}。",
                f"{name} may mean several documents, name it more closely: {listed.replace('、', ', ')}.",
            )
        )


class NoDocumentsOf(PolicyqaError):
    """A region that exists, and of which the library holds nothing."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        offered = _offered(name, known)
        super().__init__(
            say(
                f"资料库里没有{name}自己的文件；{offered}。可用 policyqa add 加入。",
                f"The library holds no document of {name} itself; {offered}. Add some with `policyqa add`.",
            )
        )


class NoCommonMeasure(PolicyqaError):
    def __init__(self, names: Iterable[str]) -> None:
        listed = "、".join(names)
        super().__init__(
            say(
                f"{listed}的文件没有共同的指标或措施，无法比较；未写出报告。",
                f"The documents of {listed.replace('、', ', ')} share no indicator and no measure; no report was written.",
            )
        )


class WriterUnavailable(PolicyqaError):
    def __init__(self) -> None:
        super().__init__(
            say(
                "连接语言模型需要另外安装：pip install 'policyqa[llm]'。",
                "A language model needs a further package: pip install 'policyqa[llm]'.",
            )
        )


class WriterFailed(PolicyqaError):
    def __init__(self, reason: str) -> None:
        short = " ".join(reason.split())[:200]
        super().__init__(say(f"语言模型没有作答：{short}", f"The language model gave no answer: {short}"))
