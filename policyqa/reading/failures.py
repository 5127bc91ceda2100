"""What is wrong with a file, in words that more than one reader needs."""

from __future__ import annotations

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading.raw import Unreadable


def empty() -> Unreadable:
    return Unreadable("empty", say("文件是空的。", "The file is empty."))


def damaged() -> Unreadable:
    return Unreadable(
        "damaged",
        say(
            "文件已损坏或没有下载完整；请重新下载，或重新保存一份。",
            "The file is damaged or was not downloaded in full; download it again, or save a fresh copy.",
        ),
    )


def encrypted() -> Unreadable:
    return Unreadable(
        "encrypted",
        say(
            "文件设有密码；请取消密码后另存一份再读取。",
            "The file is protected with a password; save a copy without it and read that.",
        ),
    )


def too_large() -> Unreadable:
    return Unreadable(
        "too-large",
        say(
            "文件解压后异常庞大，可能是恶意文件，未读取。",
            "The file unpacks to an abnormal size and may be malicious; it was not read.",
        ),
    )


def hostile() -> Unreadable:
    return Unreadable(
        "hostile",
        say(
            "文件里有自行定义的 XML 实体，正常文档没有，可能是恶意文件，未读取。",
            "The file defines XML entities, which no ordinary document does; it may be malicious and was not read.",
        ),
    )


def macros() -> Problem:
    message = say(
        "文件含有宏；只读取了文字，宏没有运行。", "The file holds macros; its text was read, no macro was run."
    )
    return Problem(code="macros", grade="note", message=message)
