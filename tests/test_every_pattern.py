"""Every pattern of extraction is met by a case: the cases are read while each pattern writes down that it matched."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import test_tables
from casebook import cases
from policyqa.extractors.patterns import bodies, commitments, deadlines, figures, nothing, quantities, tables, targets
from sentences import found

from policyqa.pipeline import extract
from policyqa.reading import read_bytes

MODULES = (bodies, commitments, deadlines, figures, nothing, quantities, tables, targets)
# Pieces of other patterns, which are tried and not the piece.
PIECES = {"bodies.LABEL"}
TASKS = """<p>栎原县校园足球任务清单</p><p>各项任务如下，请抓好落实。</p><table><tr><td>序号</td><td>重点任务</td><td>牵头单位</td>
<td>配合单位</td><td>完成时限</td></tr><tr><td>1</td><td>新建足球场地8片</td><td>县教育局</td><td>县财政局</td><td>2026年6月</td></tr></table>
<table><tr><td>2</td><td>招聘教练6名</td><td>县教育局</td><td>县财政局</td><td>2026年8月</td></tr></table>
<p>主要指标</p><table><tr><td>序号</td><td>指标</td><td>2025年</td><td>2030年目标</td></tr><tr><td>1</td><td>足球课</td><td>80%</td>
<td>全覆盖</td></tr></table>"""


class Recorder:
    """Stands for a pattern and writes down its name once it has matched."""

    def __init__(self, pattern: re.Pattern[str], name: str, matched: set[str]) -> None:
        self._pattern, self._name, self._matched = pattern, name, matched
        self.pattern = pattern.pattern

    def __getattr__(self, method: str) -> Any:
        def call(*arguments: Any) -> Any:
            result = getattr(self._pattern, method)(*arguments)
            all_found = list(result) if isinstance(result, Iterator) else result
            if all_found:
                self._matched.add(self._name)
            return iter(all_found) if isinstance(result, Iterator) else result

        return call

    def __eq__(self, other: object) -> bool:
        return self._pattern == other

    def __hash__(self) -> int:
        return hash(self._pattern)


def _named() -> dict[re.Pattern[str], str]:
    return {
        value: f"{module.__name__.rsplit('.', 1)[-1]}.{name}"
        for module in MODULES
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern) and not name.startswith("_")
    }


def _replaced(value: Any, recorders: dict[re.Pattern[str], Recorder]) -> Any:
    if isinstance(value, re.Pattern):
        return recorders.get(value, value)
    if type(value) is tuple:
        return tuple(_replaced(item, recorders) for item in value)
    if type(value) is dict:
        return {key: _replaced(item, recorders) for key, item in value.items()}
    return value


def _record(monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], set[str]]:
    """The names of all patterns, and a set that fills with those that match from now on."""
    matched: set[str] = set()
    recorders = {pattern: Recorder(pattern, name, matched) for pattern, name in _named().items()}
    for module in [module for name, module in sys.modules.items() if name.startswith("policyqa.extractors")]:
        for name, value in list(vars(module).items()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()  # lest a pattern is spared what another test asked
            if not name.startswith("__"):
                monkeypatch.setattr(module, name, _replaced(value, recorders))
    return {recorder._name for recorder in recorders.values()}, matched


def test_every_pattern_has_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    patterns, matched = _record(monkeypatch)
    for book in ("bodies", "targets", "deadlines", "quantities", "commitments", "scopes"):
        for case in cases(book):
            found(case["text"])
    for table in test_tables.CASES:
        extract(test_tables.read(table))
    extract(read_bytes(TASKS.encode(), "tasks.html"))
    missing = " ".join(sorted(patterns - matched - PIECES))
    assert not missing, missing
