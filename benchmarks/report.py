"""How long a comparison report takes: five regions with fifteen documents each, in every format.

`python benchmarks/report.py` invents the documents (no two alike, a quarter of the measures drawn from a common stock), adds them to a
library, and prints for each format the seconds of `compare` and of writing, and the size of the file.
"""

from __future__ import annotations

import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from policyqa.comparing import Comparison, compare
from policyqa.library import Library
from policyqa.pipeline import add
from policyqa.report import excel, html, markdown, word

REGIONS = ("奉节县", "泾源县", "玉泉区", "天河区", "栖霞区")
DOCUMENTS, MEASURES = 15, 90
_VERBS = ("建设", "培育", "新增", "改造", "创建", "打造")
_KINDS = ("示范性", "普惠性", "标准化", "智慧", "特色", "骨干", "一流", "县级")
_OBJECTS = (
    "幼儿园", "养老服务站", "名师工作室", "数字教室", "体育场馆", "卫生服务点", "就业驿站", "政务服务窗口", "文化礼堂", "农产品基地",
)  # fmt: skip
_ACTS = (
    "健全分级管理制度", "组织专家巡回指导", "引导社会力量参与", "完善考核评价办法", "开展结对帮扶活动", "推行线上预约服务",
    "落实生均经费保障", "优化人员编制配备", "建立季度通报机制", "支持企业捐资共建",
)  # fmt: skip
_AIMS = ("提质扩容", "开放共享", "规范运行", "均衡布局", "数字转型", "融合发展")
_UNITS = ("所", "个", "处")
_SHARES = ("覆盖率", "达标率", "满意度", "入园率", "网办率", "巩固率")
_BODIES = ("教育局", "民政局", "财政局", "卫生健康局", "人力资源和社会保障局", "农业农村局", "发展和改革局")


def text_of(region: str, number: int, chance: random.Random) -> str:
    """A plan with headings; every fourth measure comes from a stock that all regions draw on."""
    stock = random.Random(number)  # the same for all regions
    lines = [f"{region}人民政府办公室关于印发{region}公共服务提升行动方案（第{number}号）的通知", ""]
    for index in range(MEASURES):
        if index % 15 == 0:
            lines.append(f"{'一二三四五六'[index // 15]}、{stock.choice(_KINDS)}{stock.choice(_OBJECTS)}行动")
        lines.append(_measure(stock if index % 4 == 0 else chance, chance, index))
    return "\n".join(lines)


def _measure(what: random.Random, figures: random.Random, index: int) -> str:
    """One measure in three is quantified, as in the plans that counties publish."""
    if index % 3 == 1:
        return f"加强{_name(what)}{what.choice(_KINDS)}{what.choice(_OBJECTS)}建设，{what.choice(_ACTS)}。"
    if index % 3 == 2:
        return f"{what.choice(_ACTS)}，推动{_name(what)}{what.choice(_OBJECTS)}{what.choice(_AIMS)}。"
    year, body = 2025 + figures.randrange(6), figures.choice(_BODIES)
    thing = f"{_name(what)}{what.choice(_KINDS)}{what.choice(_OBJECTS)}"
    if index % 2:
        return f"到{year}年，{thing}{what.choice(_SHARES)}达到{figures.randrange(60, 100)}%。（责任单位：县{body}）"
    verb, unit = what.choice(_VERBS), what.choice(_UNITS)
    return f"{year}年底前，{verb}{thing}{figures.randrange(2, 60)}{unit}，由县{body}牵头。"


def _name(what: random.Random) -> str:
    """Four characters of some thousand: measures of real plans do not consist of fifty words."""
    return "".join(chr(0x4E00 + what.randrange(0, 6000)) for _ in range(4))


def main() -> None:
    writers: dict[str, Callable[[Comparison], str | bytes]] = {
        "html": html.comparison, "docx": word.comparison, "xlsx": excel.comparison, "md": markdown.comparison
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        texts.mkdir()
        for seed, region in enumerate(REGIONS):
            for number in range(DOCUMENTS):
                content = text_of(region, number, random.Random(1000 * seed + number))
                (texts / f"{region}{number:02}.txt").write_text(content, "utf-8")
        with Library.open(Path(folder) / "library", create=True) as library:
            add(library, [texts])
            started, worked = time.perf_counter(), time.process_time()
            html.load_beside()  # as the command does
            result = compare(library, REGIONS, date(2027, 6, 30))
            compared, work = time.perf_counter() - started, time.process_time() - worked
    shared, common = len(result.shared), sum(row.stated > 1 for row in result.matrix)
    targets = sum(region.targets for region in result.regions)
    print(
        f"{len(REGIONS)} regions × {DOCUMENTS} documents: {targets} targets, {common} common indicators, {shared} shared measures"
    )
    print(f"compare {compared:.1f} s, {work:.1f} s of all cores")
    for name, write in writers.items():
        started, worked = time.perf_counter(), time.process_time()
        written = write(result)
        taken, work = time.perf_counter() - started, time.process_time() - worked
        print(
            f"{name:5} {taken:4.1f} s ({work:4.1f} s of all cores), with compare {compared + taken:4.1f} s, {len(written) / 1e6:.1f} MB"
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
