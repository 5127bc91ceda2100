"""Whether two characters sound alike: what an input method confuses (校圆 for 校园)."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(4096)
def _sounds(character: str) -> frozenset[str]:
    """The readings of a character without tones, with the sounds that southern speakers merge made one."""
    from pypinyin import Style, pinyin

    readings = pinyin(character, style=Style.NORMAL, heteronym=True)
    return frozenset(_merged(reading) for reading in (readings[0] if readings else ()))


def _merged(reading: str) -> str:
    for written, spoken in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        reading = spoken + reading[2:] if reading.startswith(written) else reading
    return reading[:-1] if reading.endswith(("ang", "eng", "ing")) else reading


def alike(first: str, second: str) -> bool:
    """Of two characters that differ: whether one may have been typed for the other.

    >>> alike("圆", "园"), alike("搏", "博"), alike("苏", "福")
    (True, True, False)
    """
    return first != second and bool(_sounds(first) & _sounds(second))


def misspelt(written: str, meant: str) -> bool:
    """Whether one character was typed for another that sounds alike, or two neighbours changed places.

    >>> misspelt("护里型", "护理型"), misspelt("护型理", "护理型"), misspelt("苏州", "福州")
    (True, True, False)
    """
    if len(written) != len(meant) or written == meant:
        return False
    wrong = [i for i, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
    if len(wrong) == 1:
        return alike(written[wrong[0]], meant[wrong[0]])
    if len(wrong) != 2 or wrong[1] - wrong[0] != 1 or len(written) < 3:
        return False
    first, second = wrong
    return written[first] == meant[second] and written[second] == meant[first]
