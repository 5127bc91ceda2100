"""The words of the comparison report, in the language of the interface, and what stands under its gaps."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePath

from policyqa.comparing import Comparison, Descent, Entry, Pace, SharedMeasure, Source, Step
from policyqa.language import say
from policyqa.report import wording

PARTS = ("summary", "matrix", "shared", "descent", "only", "due", "duties", "conflicts", "gaps", "sources")
_ORDINALS = "一二三四五六七八九十"


def words() -> dict[str, str]:
    return _parts() | _matrix() | _shared() | _descent() | _lists() | _charts()


def parts(result: Comparison) -> list[str]:
    """The parts that a report of this comparison has: nothing of descent or conflicts where there is none."""
    lacking = {"descent": not result.descents, "conflicts": not result.contradictions}
    return [part for part in PARTS if not lacking.get(part)]


def numbered(result: Comparison) -> dict[str, str]:
    """The headings of the parts with their numbers: 一、摘要."""
    names = _parts()
    return {
        key: say(f"{_ORDINALS[index]}、{names[key]}", f"{index + 1}. {names[key]}")
        for index, key in enumerate(parts(result))
    }


def title(result: Comparison) -> str:
    return f"{_parts()['title']}：{wording.listed(region.name for region in result.regions)}"


def _parts() -> dict[str, str]:
    return {
        "title": say("政策措施比较报告", "Comparison of policy measures"),
        "lead": say(
            "每项数值、时限和责任单位都附原文和出处（文件、章节、页码）。“有目标无数值”指写到而没有数值；“另有相近表述”指有字面相近的句子，请核对是否为同一事项；“未提及”指所据文件没有写到；措施“未见”指没有找到相同的措施，可能换了说法。",
            "Every figure, deadline and body comes with its quote and place (document, section, page). "
            "“Said in like words” is a sentence that may or may not be about the same thing.",
        ),
        "as_of": say("到期情况截至 ", "Dates are judged as of "),
        "summary": say("摘要", "Summary"), "matrix": say("指标对照", "Indicators"), "shared": say("共有措施与不同之处", "Shared measures"),
        "descent": say("上下级落实对照", "From the superior to the region below"), "conflicts": say("同一文件内的矛盾", "Conflicts within a document"),
        "only": say("只见于一地的量化承诺", "In one region alone"), "due": say("时限", "Deadlines"),
        "duties": say("责任单位", "Responsible bodies"), "gaps": say("缺口与存疑", "Gaps and doubts"),
        "sources": say("所据文件", "Documents"), "see": say("→ 详见", "→ see"), "sources_of": say("▸ 出处", "▸ sources"),
        "footer": say("由 policyqa 从所据文件自动提取；引用请以原文件为准。", "Extracted by policyqa; for citation see the documents themselves."),
    }  # fmt: skip


def _matrix() -> dict[str, str]:
    return {
        "matrix_note": say(
            "只有口径相同的数值列在一行：水平、增量、增速、覆盖率分列，百分点不与百分比混列。点数值看原文和出处，点表头排序。“同年最高”（控制类指标为“最低”）只在年份相同的数值之间标出；总量未按人口折算，市与县之间不标。方括号内为所据文件的序号。",
            "Only figures measured alike share a row: levels, increases, growth and coverage stand apart, points apart from per cent. "
            "Click a figure for its quote, a heading to sort; [1] is the number of the document.",
        ),
        "word_note": say(
            "★ 为年份相同的数值中要求最高（控制类指标为最低）的；总量未按人口折算，市与县之间不标。方括号内为所据文件的序号。",
            "★ marks the most ambitious figure; totals are not set against population. [1] is the number of the document.",
        ),
        "indicator": say("指标", "Indicator"), "absent": say("未提及", "not mentioned"),
        "figureless": say("有目标无数值", "aim without a figure"), "other": say("另有口径", "measured otherwise"), "near": say("另有相近表述", "said in like words"),
        "differs": say("数值不同", "differs"), "scope": say("范围：", "scope: "),
        "baseline": say("基期值：", "baseline: "), "repeats": say("另有 {} 处写明同一数值", "stated in {} more places"),
        "no_common": say("没有两地都提出数值的同口径指标。", "No indicator has a figure in two regions."),
    }  # fmt: skip


def _shared() -> dict[str, str]:
    return {
        "no_shared": say("没有找到共有的措施。", "No shared measure was found."), "measure": say("措施", "Measure"),
        "figure": say("数值", "Figures"), "limit": say("时限", "Limit"), "quote": say("原文与出处", "Quote and source"),
        "with_differences": say("有不同之处的", "With differences"), "without_differences": say("没有不同之处的", "Without differences"),
        "differs_in": say("不同：", ""), "one_sided": say("仅部分写明：", "some state "), "not_in": say("未见于：", "not in: "),
        "unseen": say("未见", "not found"), "rest": say("其余 {} 项", "{} more"), "show_alike": say("展开全部", "show all"),
        "elsewhere": say("其余 {} 项见 HTML 或 Excel 报告。", "{} more stand in the HTML and the Excel report."),
    }  # fmt: skip


def _descent() -> dict[str, str]:
    return {
        "descent_note": say(
            "逐条对照上级文件的措施在下级文件中的写法，先列数值和时限有变化的，底色标出文字不同之处；仅地区自称不同（本省、福建省、莆田市）的算照搬。“未提及”指未找到相应写法，可能换了说法；以原文为准。",
            "What became of each measure of the superior; figures and dates that changed come first, words that differ are marked. An omission may be said in other words.",
        ),
        "apart": say("下级文件没有与之对应的内容、未列入对照的上级文件：", "Documents above that nothing below follows, left out: "),
        "change": say("变化", "Change"), "upper": say("上级原文", "Above"), "lower": say("下级原文", "Below"),
        "conflicts_note": say(
            "同一文件对同一指标写了两个数值，或对同一任务写了两个时限，请核对原文。",
            "One document gives two figures for an indicator, or two dates for a task: please check.",
        ),
        "conflict": say("矛盾", "Conflict"), "first_quote": say("原文一", "First"), "second_quote": say("原文二", "Second"),
        "further": say("其余 {} 项见 Excel 报告。", "{} more stand in the Excel report."),
    }  # fmt: skip


def _lists() -> dict[str, str]:
    return {
        "end": say("截止日期", "End"), "status": say("到期情况", "Status"), "region": say("地区", "Region"),
        "commitment": say("承诺与出处", "Commitment and source"), "body": say("责任单位", "Lead body"), "role": say("角色", "Role"),
        "task": say("任务与出处", "Task and source"), "unnamed": say("未写明", "not named"),
        "no_due": say("没有写明截止日期的承诺。", "No commitment has a date."),
        "duties_note": say("按有期限的任务数排列；数字为任务数。", "By number of dated tasks; the figures count tasks."),
        "leads": say("牵头/负责", "Leads"), "participates": say("配合", "Takes part"), "supervises": say("监督", "Supervises"),
        "dated": say("有期限的任务", "Dated tasks"), "first": say("最早到期", "First due"),
        "rest_bodies": say("另有 {} 个单位，见 Excel 报告。", "{} more bodies stand in the Excel report."),
        "tasks": say("各单位的任务", "Tasks by body"), "unled": say("有数值或期限而没有写明牵头单位的任务", "Tasks with a figure or a date and no lead"),
        "show_unled": say("展开全部", "show all"),
        "no_gaps": say("所据文件全部读取，没有未定日期的时限。", "All documents were read; every limit has a date."),
        "title_head": say("标题", "Title"), "number_head": say("发文字号", "Number"), "issuer_head": say("发布机构", "Issuer"),
        "issued_head": say("成文日期", "Issued"), "file_head": say("文件", "File"),
    }  # fmt: skip


def _charts() -> dict[str, str]:
    return {
        "chart_heat_map": say("各地承诺的主题分布", "Commitments by theme"),
        "note_heat_map": say("格内为承诺项数，颜色深浅为占该地全部承诺的比重。", "The figures count commitments; the shade is their share of the region's."),
        "chart_ambition": say("数值不同的指标：各地数值相当于最高值的比例", "Differing indicators: figures as a share of the highest"),
        "note_ambition": say("只画年份相同、可以比较的数值。右侧写明最高值及其地区，线下写明最低值；控制类指标以靠左为积极。", "Only figures for the same year. The highest stands on the right, the lowest below the line."),
        "chart_timeline": say("截止日期分布", "Deadlines"),
        "note_timeline": say("圆内为到期的承诺项数，按季度合计（跨八年以上的按半年，跨十六年以上的按年）；虚线为所问日期。", "The figures count commitments due in a quarter (over more than eight years in a half, over more than sixteen in a year); the dashed line is the day asked about."),
    }  # fmt: skip


def numbers(result: Comparison) -> dict[str, int]:
    """The number under which a document is cited, by its id: its place in the list of documents."""
    ids = [document.id for region in result.regions for document in region.documents]
    return {id_: number for number, id_ in enumerate(ids, 1)}


def document(source: Source) -> str:
    """《标题》, with the file where its name says something else."""
    name = wording.one_line(source.title or "")
    if not name:
        return source.file
    same = _says(name, source.file)
    return say(f"《{name}》", name) + ("" if same else say(f"（{source.file}）", f" ({source.file})"))


@lru_cache(4096)  # documents; each is cited hundreds of times
def _says(title: str, file: str) -> bool:
    """Whether a title says what its file is called."""
    return re.sub(r"\W", "", PurePath(file).stem) in re.sub(r"\W", "", title)


def cited(source: Source) -> str:
    """Document, section and page in one line."""
    where = wording.place(source.section, source.page)
    return f"{document(source)}{say('，', ', ') + where if where else ''}"


def pace(found: Pace) -> str:
    sign = "+" if found.yearly >= 0 else "−"
    return say(
        f"{found.since}—{found.until} 年年均 {sign}{abs(found.yearly):g} {found.unit}",
        f"{sign}{abs(found.yearly):g} {found.unit} a year, {found.since}–{found.until}",
    )


def without_figure(entry: Entry) -> str:
    """What a cell of the matrix without a figure says."""
    t = _matrix()
    if entry.mention:
        return t["figureless"]
    if entry.other:
        return t["other"]
    return t["near"] if entry.near else t["absent"]


def below(step: Step) -> tuple[str, Source | None]:
    """What is told of a measure below: words that say what kind of quote it is, if any, and the quote."""
    return (f"{_matrix()['near']}{say('：', ': ')}", step.near) if step.near else ("", step.lower)


def apart(descent: Descent) -> str:
    """The documents above that nothing below follows; nothing where there are none."""
    return _descent()["apart"] + say("；", "; ").join(map(document, descent.apart)) if descent.apart else ""


def lacking(measure: SharedMeasure, result: Comparison) -> str:
    """The regions that do not have a measure."""
    return wording.listed(
        region.name for region, found in zip(result.regions, measure.statements, strict=True) if not found
    )


def gap_lines(result: Comparison) -> list[tuple[str, list[str]]]:
    """What stands under each heading of the gaps; only headings that have something."""
    gaps = result.gaps
    told = [
        (say("未能读取的文件", "Files that could not be read"), [f"{PurePath(f.path).name}：{f.problem.message}" for f in gaps.unreadable]),
        (say("地区不明、未列入比较的文件", "Documents that name no region"), list(gaps.placeless)),
        (say("未列入上级地区的下辖地区文件", "Documents of regions within, left out"),
         [say(f"{r.name}：下辖地区另有 {r.left_out} 份", f"{r.name}: {r.left_out} documents of regions in it")
          for r in result.regions if r.left_out]),
        (say("以下辖地区文件代表的地区", "Regions told by documents of regions within"), [r.name for r in result.regions if r.of_parts]),
        (say("未能确定日期的时限", "Limits without a date"),
         [f"{u.region} {wording.one_line(u.text)}：{wording.one_line(u.sentence)}（{u.file}）" for u in gaps.unresolved]),
        (say("存疑之处", "Doubts"), list(gaps.doubts)),
    ]  # fmt: skip
    return [(heading, lines) for heading, lines in told if lines]
