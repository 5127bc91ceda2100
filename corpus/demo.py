"""The main job over the sample documents: read, extract, ask, overlap, compare. Run by `make demo`.

Each step is a command that a reader can type; it is printed before its output. Exits with the status of the first
command that fails.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "demo-output"
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("读入示例文件（再次运行时，未变的文件跳过）", ("add", "corpus/documents")),
    ("一份文件的目标表", ("targets", "--region", "栎原县")),
    ("提问：一个数值", ("ask", "鹭汀区按什么比例安排教师培训经费")),
    ("提问：两地对比", ("ask", "栎原县和霁川县的普惠性幼儿园覆盖率目标分别是多少")),
    ("提问：文件没有写明的，回答未找到", ("ask", "栎原县计划新建几座机场")),
    ("两地的相同措施及其不同之处", ("overlaps", "--region", "栎原县", "--region", "霁川县")),
    ("比较报告", ("compare", "栎原县", "霁川县", "鹭汀区", "-o", "demo-output/report.html")),
)


def main() -> int:
    OUTPUT.mkdir(exist_ok=True)
    environment = {"COLUMNS": "120", **os.environ, "POLICYQA_LIBRARY": str(OUTPUT / "library")}
    for caption, words in STEPS:
        print(f"\n# {caption}\n$ policyqa {shlex.join(words)}", flush=True)
        done = subprocess.run([sys.executable, "-m", "policyqa", *words], cwd=HERE.parent, env=environment)
        if done.returncode:
            return done.returncode
    print(f"\n比较报告可用浏览器打开：{OUTPUT / 'report.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
