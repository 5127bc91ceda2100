"""Which time limit and which bodies govern a place of the text.

A limit governs what follows it to the end of its sentence, or up to the next limit; through its whole paragraph
where the section sets goals; through a whole section where the heading, or a line that ends in a colon, states it;
and, in brackets or with 完成, what stands before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from policyqa.model import Body, Deadline, Paragraph, Span

from .context import Context, Sentence

_GOALS = re.compile(r"目标")
# 《纲要(草案)》明确了主要指标: what a plan says that the document presents
_OF_PLAN = re.compile(r"\s*《[^《》]{0,40}(?:纲要|规划)(?:\(?草案\)?)?》(?:还|中)?(?:提出|明确|确定|安排|细化|从)")
_FINISH = re.compile(r"^[^,。;]{0,6}(?:完成|建成|实现|到位|取得|投用|建好|达标|落实)")
# 2030年前碳达峰, 2035年远景目标: a limit of its own aim, and of nothing else in the sentence
_FIXED_AIM = re.compile(r"(?:如期|努力|全面)?(?:实现)?的?(?:碳达峰|碳中和|远景目标|基本实现)")
_ANOTHER_ACT = re.compile(r"[,;](?=[^,;]*(?:累计|共|总计|合计|期限|到20\d\d年|用于|提供|给予))")
_CLOSES = re.compile(r"[)\]]")
_LIST_HEAD = re.compile(r"[:：]$")

_Bracket = tuple[int, tuple[int, ...]]  # the index of its last sentence, and of its bodies


class Governing:
    """Answers for one document; deadlines and bodies must have been found."""

    __slots__ = (
        "_by_sentence", "_context", "_goals", "_heading_lines", "_limited", "_limits", "_line_at", "_line_numbers",
        "_lines", "_section_limits", "_several", "_starts", "_turn_starts", "_turns", "_under",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        self._context = context
        self._limits = [
            d
            for d in context.deadlines
            if d.kind in ("by", "in", "within", "from") and not _FIXED_AIM.match(context.folded, d.span.end)
        ]
        self._starts = [d.span.start for d in self._limits]
        turns = (d for d in context.deadlines if d.kind == "recurring" or d.rule == "whole-year")
        self._turns = sorted(turns, key=lambda turn: turn.span.start)
        self._turn_starts = [d.span.start for d in self._turns]
        self._goals: dict[tuple[str, ...], bool] = {}
        self._line_at: dict[int, tuple[int, ...]] = {}
        self._limited = self._limited_paragraphs()
        self._section_limits = self._limits_of_sections()
        self._under = self._limited_sections() if self._section_limits else []
        self._by_sentence = context.by_sentence(context.bodies)
        self._lines = self._responsibility_lines()
        self._several = self._several_lines()
        self._line_numbers = sorted(self._lines)
        self._heading_lines = self._lines_of_headings()

    def may_limit(self, sentence: Sentence) -> bool:
        """Whether a limit stands in the sentence's paragraph, or over the section that holds its end."""
        if sentence.paragraph.number in self._limited:
            return True
        index = self._context.section_behind(sentence) if self._under else None
        return index is not None and self._under[index]

    def _is_under_limit(self, offset: int) -> bool:
        index = self._context.section(offset) if self._under else None
        return index is not None and self._under[index]

    def deadline(self, sentence: Sentence, quantity: Span) -> Deadline | None:
        """The limit under which a figure stands; None if none governs it."""
        if sentence.paragraph.number in self._limited:
            found = (
                self._before(sentence, quantity)
                or self._after(sentence, quantity)
                or self._carried(sentence)
                or self._at_paragraph_end(sentence)
            )
            if found is not None:
                return found
        return self._of_section(quantity.start, sentence.paragraph) if self._is_under_limit(quantity.start) else None

    def _limited_paragraphs(self) -> frozenset[int]:
        """Paragraphs that hold a limit; in others there is nothing to look for but a heading's."""
        at = self._context.sentence_at
        return frozenset(s.paragraph.number for limit in self._limits if (s := at(limit.span.start)))

    def frequency(self, sentence: Span, quantity: Span) -> str | None:
        """The recurrence that stands in the same clause, or in an earlier one whose figures it governs too."""
        index = bisect_left(self._turn_starts, quantity.end)
        while index and self._turn_starts[index - 1] >= sentence.start:
            index -= 1
            found = self._turns[index]
            if found.kind != "recurring":  # 每季度一次(全年举办4期): the year's sum
                return None
            if sentence.holds(found.span):
                return None if self._interrupted(found.span.end, quantity.start) else found.frequency
        return None

    def _interrupted(self, start: int, end: int) -> bool:
        """Whether another act begins between a recurrence and a figure: 每年…,预期培育期限为5年,累计培育1000名."""
        between = self._context.folded[start:end]
        return bool(_ANOTHER_ACT.search(between)) or between.count(",") > 2

    def _before(self, sentence: Sentence, quantity: Span) -> Deadline | None:
        index = bisect_right(self._starts, quantity.start) - 1
        if index < 0:
            return None
        found = self._limits[index]
        return found if sentence.span.holds(found.span) and found.kind != "from" else None

    def _inside(self, span: Span) -> list[Deadline]:
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [deadline for deadline in self._limits[first:last] if span.holds(deadline.span)]

    def _after(self, sentence: Sentence, quantity: Span) -> Deadline | None:
        """建成12个社团,2026年底前完成."""
        index = bisect_right(self._starts, quantity.end)
        if index >= len(self._limits):
            return None
        found = self._limits[index]
        rest = self._context.folded[found.span.end : sentence.span.end]
        if sentence.span.holds(found.span) and found.kind == "by" and _FINISH.match(rest):
            return found
        return None

    def _carried(self, sentence: Sentence) -> Deadline | None:
        """From the sentence before: after a semicolon, and in a paragraph of goals."""
        sentences = self._context.sentences
        goals = self._sets_goals(self._context.path_in(sentence, sentence.span.start))
        index = sentence.index - 1
        while index >= 0 and sentences[index].paragraph.number == sentence.paragraph.number:
            previous = sentences[index]
            semicolon = self._context.folded[previous.span.end - 1] in ";；"
            if not semicolon and not goals:
                return None
            inside = [d for d in self._inside(previous.span) if d.kind != "from"]
            if inside:
                return inside[-1] if semicolon or self._goes_on(inside[-1], previous) else None
            index -= 1
        return None

    def _goes_on(self, limit: Deadline, sentence: Sentence) -> bool:
        """Whether a limit is not for one act alone (…,力争到2027年将农田建成): it opens the sentence or a comma follows."""
        text = self._context.folded
        return not text[sentence.span.start : limit.span.start].strip(" “") or text.startswith(",", limit.span.end)

    def _sets_goals(self, path: tuple[str, ...]) -> bool:
        if path not in self._goals:
            self._goals[path] = any(_GOALS.search(label) for label in path)
        return self._goals[path]

    def _at_paragraph_end(self, sentence: Sentence) -> Deadline | None:
        """(5月底前完成,牵头单位:市教育局) at the end of an item governs the item."""
        several = self._several.get(sentence.paragraph.number)
        if several:
            bracket, _ = _next_bracket(several, sentence.index)
            limits = self._inside(self._context.sentences[bracket].span) if bracket is not None else []
            return limits[-1] if limits else None
        paragraph = sentence.paragraph.span
        for deadline in reversed(self._inside(paragraph)):
            if self._in_brackets(deadline.span, paragraph):
                return deadline
        return None

    def _in_brackets(self, span: Span, paragraph: Span) -> bool:
        text = self._context.folded
        opening = max(text.rfind("(", paragraph.start, span.start), text.rfind("[", paragraph.start, span.start))
        if opening < 0 or text[opening : span.start].count(")"):
            return False
        closing = _CLOSES.search(text, span.end, paragraph.end)
        return closing is not None and paragraph.end - closing.end() <= 2

    def _of_section(self, offset: int, paragraph: Paragraph) -> Deadline | None:
        sections, limits = self._context.document.sections, self._section_limits
        index = first = self._context.section(offset)
        while index is not None:
            if index in limits:
                before = [d for d in limits[index] if d.span.start < offset]
                # of “十五五”目标和2026年安排 the plan's period
                if len(before) > 1 and _OF_PLAN.match(self._context.folded, paragraph.span.start):
                    before = [d for d in before if d.rule.startswith("plan")]
                # of two limits in a heading (“十五五”目标和2026年安排) the last governs the parts, neither the lines above them
                if len(before) == 1 or (before and index != first):
                    return before[-1]
            index = sections[index].parent
        return None

    def _limited_sections(self) -> list[bool]:
        """Of each section whether a limit stands over it, or over one that holds it."""
        under: list[bool] = []
        for index, section in enumerate(self._context.document.sections):
            under.append(index in self._section_limits or (section.parent is not None and under[section.parent]))
        return under

    def _limits_of_sections(self) -> dict[int, tuple[Deadline, ...]]:
        """Limits in a section's heading, and in a line ending in a colon that its subsections follow."""
        limits: dict[int, tuple[Deadline, ...]] = {}
        for deadline in self._limits:
            index = self._context.section(deadline.span.start)
            if index is None:
                continue
            section = self._context.document.sections[index]
            sentence = self._context.sentence_at(deadline.span.start)
            line = sentence.span.of(self._context.folded) if sentence else ""
            if section.heading.holds(deadline.span) or (_LIST_HEAD.search(line) and self._has_parts(index)):
                limits[index] = (*limits.get(index, ()), deadline)
        return limits

    def _has_parts(self, index: int) -> bool:
        return any(section.parent == index for section in self._context.document.sections)

    def bodies(self, sentence: Sentence, before: int) -> tuple[int, ...]:
        """The responsibility line of the item, else the subjects of the sentence that stand before a place; by index."""
        if self._lines:
            several = self._several.get(sentence.paragraph.number)
            line = _next_bracket(several, sentence.index)[1] if several else self._line_of(sentence.paragraph)
            if line:
                return line
        own = self._by_sentence.get(sentence.index)
        if own is None:
            return ()
        span, bodies = sentence.span, self._context.bodies
        return tuple([i for i in own if bodies[i].span.start < before and _answers(bodies[i], span)])

    def _line_of(self, paragraph: Paragraph) -> tuple[int, ...]:
        """Bodies of the responsibility line at the item's end or on a line of its own below it, or in its heading."""
        found = self._line_at.get(paragraph.number)
        if found is None:
            found = self._line_at[paragraph.number] = tuple(self._own_line(paragraph))
        return found

    def _own_line(self, paragraph: Paragraph) -> Sequence[int]:
        if paragraph.number in self._lines:
            return self._lines[paragraph.number]
        following = bisect_right(self._line_numbers, paragraph.number)
        if following < len(self._line_numbers) and self._reaches(paragraph, self._line_numbers[following]):
            return self._lines[self._line_numbers[following]]
        ancestors = self._ancestors(paragraph.section) if self._heading_lines else ()
        for earlier in self._heading_lines:
            if earlier.number < paragraph.number and earlier.section in ancestors:
                return self._lines[earlier.number]
        return ()

    def _reaches(self, paragraph: Paragraph, number: int) -> bool:
        """Whether the paragraphs up to a number are text of the same section."""
        paragraphs = self._context.document.paragraphs
        between = (paragraphs[index] for index in range(paragraph.number, number))
        return all(other.section == paragraph.section and other.kind != "heading" for other in between)

    def _lines_of_headings(self) -> list[Paragraph]:
        """Headings that name their bodies, the last first."""
        paragraphs = self._context.document.paragraphs
        found = (paragraphs[number - 1] for number in reversed(self._line_numbers))
        return [paragraph for paragraph in found if paragraph.kind == "heading"]

    def _ancestors(self, index: int | None) -> set[int]:
        found = set()
        while index is not None:
            found.add(index)
            index = self._context.document.sections[index].parent
        return found

    def _responsibility_lines(self) -> dict[int, list[int]]:
        """Paragraph number to the bodies of its responsibility line."""
        lines: dict[int, list[int]] = {}
        for index, bodies in self._by_sentence.items():
            if index in self._context.lined:
                lines.setdefault(self._context.sentences[index].paragraph.number, []).extend(bodies)
        return lines

    def _several_lines(self) -> dict[int, list[_Bracket]]:
        """Paragraphs with text between their brackets: the last sentence of each bracket, and its bodies."""
        several: dict[int, list[_Bracket]] = {}
        for index in sorted(self._context.lined & self._by_sentence.keys()):
            groups = several.setdefault(self._context.sentences[index].paragraph.number, [])
            bodies = tuple(self._by_sentence[index])
            if groups and groups[-1][0] == index - 1:
                bodies = groups.pop()[1] + bodies
            groups.append((index, bodies))
        return {number: groups for number, groups in several.items() if len(groups) > 1}


def _next_bracket(groups: list[_Bracket], sentence: int) -> _Bracket | tuple[None, tuple[int, ...]]:
    """措施一。(责任单位:甲局)措施二。(责任单位:乙局): a bracket answers for what stands before it, back to the one before."""
    return next((bracket for bracket in groups if sentence <= bracket[0]), (None, ()))


def _answers(body: Body, span: Span) -> bool:
    """Whether a body of a sentence answers for what is done in it."""
    return body.span.end <= span.end and body.role in ("lead", "participate")


def of(context: Context) -> Governing:
    """The answers for a document; one for all that ask once its deadlines and bodies have been found."""
    if context.governing is None:
        context.governing = Governing(context)
    return context.governing
