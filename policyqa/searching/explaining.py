"""Why something was found, in words for the person who searched."""

from __future__ import annotations

from policyqa.language import say
from policyqa.searching.found import Found

_LIKE = 0.3  # of 0…1; from here on meaning is worth a word


def explained(found: Found) -> str:
    """One line; empty in a list without a query."""
    why = found.why
    if why is None:
        return ""
    terms = "、".join(found.terms)
    told = (
        (bool(terms), say(f"含“{terms}”", f"holds “{terms}”")),
        (why.headings > 0, say("标题或章节相符", "title or heading fits")),
        (bool(why.region), say("地区相符", "of the region asked for")),
        (why.region == 0, say("地区不同", "of another region")),
        (bool(why.numbers), say("数字相符", "figures fit")),
        (why.meaning >= _LIKE, say(f"意思相近（{why.meaning:.2f}）", f"meaning alike ({why.meaning:.2f})")),
    )
    return say("；", "; ").join(words for holds, words in told if holds)
