"""The command line: parse, call, print. Exit status 0 done, 1 some input could not be read, 2 wrong usage."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """The entry point `policyqa`."""
    _choose_language(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        # a terminal in ASCII shows ? for Chinese and does not crash
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    from policyqa.cli.app import with_commands
    from policyqa.errors import PolicyqaError
    from policyqa.language import say

    try:
        with_commands(sys.argv[1:])()
    except PolicyqaError as error:
        _end(say("错误：", "Error: ") + str(error), 2)
    except KeyboardInterrupt:
        _end(say("已中断；已完成的文件都已保存。", "Interrupted; the files that were done are kept."), 130)
    except BrokenPipeError:
        # the reader of the output (head) has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _end(message: str, status: int) -> None:
    sys.stderr.write(message + "\n")
    sys.exit(status)


def _choose_language(arguments: list[str]) -> None:
    """Before the help texts are made: --lang en anywhere on the line."""
    from policyqa import language

    for position, argument in enumerate(arguments):
        chosen = argument.removeprefix("--lang=")
        if argument == "--lang" and position + 1 < len(arguments):
            chosen = arguments[position + 1]
        if argument.startswith("--lang") and chosen in ("zh", "en"):
            language.use(chosen)  # type: ignore[arg-type]
