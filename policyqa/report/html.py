"""The comparison as one HTML file that needs no network and prints well."""

from __future__ import annotations

from pathlib import PurePath

from policyqa import language
from policyqa.comparing import Comparison
from policyqa.language import say
from policyqa.report import wording
from policyqa.report.summary import common, differs, sentences


def comparison(result: Comparison) -> str:
    """Everything is escaped; the file holds no script and links nothing."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(loader=PackageLoader("policyqa.report"), autoescape=True, undefined=StrictUndefined)
    environment.filters["basename"] = lambda path: PurePath(path).name
    words = _words()
    return environment.get_template("comparison.html").render(
        result=result, gaps=result.gaps, names="、".join(region.name for region in result.regions), t=words,
        lang="en" if language.current() == "en" else "zh-CN", summary=sentences(result), common=common(result),
        contents=[(key, words[key]) for key in ("summary", "matrix", "shared", "only", "due", "duties", "gaps", "sources")],
        differs=differs, value=wording.value, limit=wording.limit, place=wording.place, role=wording.role,
        difference=wording.difference, line=wording.one_line,
    )  # fmt: skip


def _words() -> dict[str, str]:
    return {
        "title": say("政策措施比较报告", "Comparison of policy measures"),
        "lead": say(
            "每项数值、时限和责任单位都附原文和出处；文件没有写明的，注明“未提及”。",
            "Every figure, deadline and body comes with its quote and place; what a document does not say is marked.",
        ),
        "summary": say("摘要", "Summary"), "matrix": say("指标对照", "Indicators"), "shared": say("共有措施与不同之处", "Shared measures"),
        "only": say("只见于一地的量化承诺", "In one region alone"), "due": say("时限", "Deadlines"),
        "duties": say("责任单位", "Responsible bodies"), "gaps": say("缺口与存疑", "Gaps and doubts"),
        "sources": say("所据文件", "Documents"), "indicator": say("指标", "Indicator"), "absent": say("未提及", "not mentioned"),
        "differs": say("数值不同", "differs"), "no_common": say("没有两地都提出数值的指标。", "No indicator has a figure in two regions."),
        "no_shared": say("没有找到共有的措施。", "No shared measure was found."), "difference": say("不同之处", "Differences"),
        "one_sided": say("仅一方写明", "one side states "), "end": say("截止日期", "End"), "region": say("地区", "Region"),
        "commitment": say("承诺", "Commitment"), "body": say("单位", "Body"), "role": say("角色", "Role"),
        "mentions": say("提及次数", "Mentions"), "no_gaps": say("所据文件全部读取，没有未定日期的时限。", "All documents were read; every limit has a date."),
        "unread": say("未能读取：", "Not read:"), "undated": say("未定日期：", "No date:"),
        "footer": say("由 policyqa 生成；引用请以原文件为准。", "Made by policyqa; for citation see the documents themselves."),
    }  # fmt: skip
